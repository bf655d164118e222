"""Capture: content obtained by a Fetch."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from crawler.model.facts import NO_FACTS, PageFacts
from crawler.text.sketches import sketch

FETCHED, ARCHIVED, IMPORTED = SOURCES = ("fetched", "archived", "imported")
"""Where a Capture is from: a Fetch of ours, an archive, a file."""

TRUNCATED = "\n\n... (truncated, "
"""What follows the text in a preview that does not have all of it, before its size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself. `sources` names the tag each field came from."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published_date: str | None = None  # ISO 8601: a year, a year-month or a date
    sitename: str | None = None
    description: str | None = None
    language: str | None = None  # BCP 47, as the page gives it
    kind: str | None = None  # "news article", "paper", "blog", "government", "talk", ...
    canonical_url: str | None = None  # recorded, never used as identity
    image_url: str | None = None
    access_free: bool | None = None  # schema.org isAccessibleForFree
    sources: Mapping[str, str] = field(default_factory=dict)  # {"title": "og:title", ...}

    @classmethod
    def told(cls, **fields: tuple[Any, str]) -> Self:
        """Metadata from `(value, source)` of each field; a field without a value has no source.

        >>> Metadata.told(title=("On tides", "XML title"), authors=((), "XML author")).sources
        {'title': 'XML title'}
        """
        known = {name: told for name, told in fields.items() if told[0]}
        values = {name: value for name, (value, _) in known.items()}
        return cls(**values, sources={name: source for name, (_, source) in known.items()})


@dataclass(frozen=True, kw_only=True)  # no slots, which leave no place for a cached property
class Capture:
    """Content obtained by a Fetch. Append-only."""

    media_type: str  # from magic bytes, then header: "text/html", "application/pdf", ...
    charset: str | None = None  # the encoding actually used
    text: str | None = field(default=None, repr=False)
    no_text: str | None = None  # why `text` is None: "no text: image/png", "extraction took over 10 s"
    coverage: float | None = None  # 0 to 1: the share of the page's visible prose in the text; None: not measured
    page_type: str | None = None  # "article", "forum", "paper", "media", ...: docs/page-types.md
    page_starts: tuple[int, ...] = ()  # of a document with pages: the offset in `text` at which each page begins
    doubt: str | None = None  # why the text may be poor: "little text: 85 characters", "fallback used: ..."
    metadata: Metadata = Metadata()
    headings: tuple[str, ...] = ()  # h1 texts as in the page, for the judge
    facts: PageFacts = NO_FACTS  # what the judge needs of the HTML
    extractor: str = ""  # "trafilatura", "resiliparse", "pypdfium2", "plain", "none"
    extractor_version: str = ""
    elapsed: float = 0.0
    cut_short: bool = False  # a worker was killed or ran out of time: extracted again, there may be more
    preview: str | None = field(default=None, repr=False)
    reservations: tuple[str, ...] = ()  # noarchive, nosnippet, tdm: what the page asks not to be done with it

    @cached_property
    def sketch(self) -> bytes | None:
        """By which its text is compared with those of its host; None: it has none, or hardly any."""
        return None if self.text is None else sketch(self.text)

    @cached_property
    def text_sha256(self) -> str | None:
        """The digest by which texts are compared."""
        return None if self.text is None else hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """A Capture as an extractor needs it to be extracted again."""

    id: int
    url: str  # that answered
    content_type: str | None
    body_sha256: str
    headers: tuple[tuple[str, str], ...]  # of the Fetch that made it
    flags: tuple[str, ...]
