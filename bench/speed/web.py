"""The pages that are served: our own corpus under several addresses, or a recorded web (bench/recorded_web.py)."""

import hashlib
import json
import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests" / "pipelines" / "extract")]
import corpus  # noqa: E402 - a module of the tests
from recorded_web import load_all  # noqa: E402 - a script beside this folder

COPIES = 3
"""Addresses of each page of our own corpus."""

END_OF_TEXT = re.compile(rb"</(?:p|li|td|dd|pre|h[1-6])>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ServedPage:
    """One answer of the server."""

    url: str
    content_type: str | None
    body: bytes

    @property
    def etag(self) -> str:
        """A strong entity tag (RFC 9110, section 8.8.3)."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


def served_pages(web: Path | None, limit: int | None = None) -> list[ServedPage]:
    """The pages of a recorded web, or those of our corpus; at most `limit`, evenly chosen."""
    if web is None:
        copies = COPIES if limit is None else math.ceil(limit / len(corpus.pages()))
        return evenly(list(own_pages(copies)), limit)
    known = {key_of(url): ServedPage(url, content_type, body) for url, content_type, body in load_all(web)}
    return evenly([page for page in known.values() if page.body], limit)


def own_pages(copies: int) -> Iterator[ServedPage]:
    """Each page of our corpus under several hosts. No two have the same text, else a cache would know it already."""
    for copy in range(copies):
        for page in corpus.pages():
            served = ServedPage(page.url, page.content_type, page.body)
            yield served if copy == 0 else _copy(served, copy + 1)


def _copy(page: ServedPage, number: int) -> ServedPage:
    parts = urlsplit(page.url)
    url = parts._replace(netloc=f"copy-{number}.{parts.netloc}").geturl()
    return replace(page, url=url, body=END_OF_TEXT.sub(rb" (copy %d)\g<0>" % number, page.body))


def evenly(pages: list[ServedPage], limit: int | None) -> list[ServedPage]:
    """At most `limit` of the pages, evenly chosen."""
    if limit is None or limit >= len(pages):
        return pages
    return [pages[at * len(pages) // limit] for at in range(limit)]


def key_of(url: str) -> str:
    """The form under which a page's URL and a requested one meet: clients write escapes and empty segments anew."""
    parts = urlsplit(url)
    path = re.sub("/{2,}", "/", unquote(parts.path or "/"))
    return f"{parts.scheme}://{parts.netloc.lower()}{path}{unquote('?' + parts.query) if parts.query else ''}"


def digest_of(pages: list[ServedPage]) -> str:
    """Names the pages, so that two reports can be told to be of the same ones."""
    names = json.dumps([[page.url, page.etag] for page in pages])
    return hashlib.sha256(names.encode()).hexdigest()[:16]
