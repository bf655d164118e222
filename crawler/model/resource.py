"""Resource: the identity of a cited URL, and the curated metadata that imported records carry."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.model.json_value import JsonValue


def resource_id(url: str) -> str:
    """The Resource ID of a URL exactly as cited: 16 hex digits of SHA-256 of its UTF-8 bytes.

    >>> resource_id("https://www.theverge.com/2023/3/8/23629362/meta-ai-language-model-llama-leak-online-misuse")
    'd2f67176f1bc7b5b'
    """
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRecord:
    """Curated metadata of a Resource, as imported. A None field says nothing and overwrites nothing."""

    url: str
    line: int = 1
    id: str | None = None  # kept as given; None: computed from `url`
    stable_id: str | None = None  # kept as given; None: generated once
    title: str | None = None
    type: str | None = None
    importance: float | None = None  # 0 to 100
    tags: tuple[str, ...] | None = None
    authors: tuple[str, ...] | None = None
    published_date: str | None = None  # ISO 8601: a year, a year-month or a date
    abstract: str | None = None
    summary: str | None = None
    review: str | None = None
    key_points: tuple[str, ...] | None = None
    publication_id: str | None = None
    doi: str | None = None
    archive_url: str | None = None
    fetched_at: str | None = None
    cited_by: tuple[str, ...] = ()  # names of Documents
    extra: Mapping[str, JsonValue] = field(default_factory=dict)  # unknown keys
