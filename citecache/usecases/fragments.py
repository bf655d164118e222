"""Citations of an anchor (`https://example.org/page#section`) that the stored page does not have.

Only what is certain is a finding: a page of HTML that was fetched whole and is alive, that no script completes. Where
scripts run, the page must have its headings' ids as served, and nowhere mention the anchor.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from citecache.usecases.local_links import no_anchor
from crawler.cache import CacheFile
from crawler.cache.read.pages import good_html
from crawler.model import Finding, LinkState, Verdict
from crawler.model.errors import CacheDamaged
from crawler.net.urls import page_url
from crawler.text.encoding import is_utf8

REMEMBERED = 4_096
"""URLs whose answer is remembered: several documents cite the same anchor."""

MIN_SERVED = 2
"""Headings with ids, at least half of all, by which a page with scripts shows that it is served with its anchors.
Heuristic, not measured."""

_SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)
_HEADING = re.compile(rb"<h[2-6]\b", re.IGNORECASE)
_SERVED = re.compile(
    rb"<h[2-6]\b[^<>]{0,300}?\bid\s{0,9}=|<h[2-6]\b[^<>]{0,300}><(?:a|span)\b[^<>]{0,300}?\b(?:id|name)\s{0,9}=",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:\D{0,40}[-_:]?)?\d{2,}$")
"""Comments, posts, messages: loaded later, or on another page of a thread."""
_APPS = re.compile(
    r"(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|sourceforge\.net|youtube\.com|google\.com|x\.com)$"
)
"""Hosts whose pages give their fragments to a script."""


def with_fragments(cache: CacheFile, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings; those whose page is alive, but lacks the anchor, say so."""

    @lru_cache(maxsize=REMEMBERED)
    def lacks(url: str) -> bool:
        return _lacks(cache, url, _fragment(url))

    for finding in findings:
        fragment = _fragment(finding.url)
        if finding.verdict is not Verdict.ALIVE or finding.marked_at or no_anchor(fragment):
            yield finding
            continue
        if lacks(finding.url):
            detail = f"the page has no anchor #{fragment}"
            yield replace(finding, link=LinkState.MISSING_ANCHOR, detail=detail)
        else:
            yield finding


def _fragment(url: str) -> str:
    """What follows the first `#`; "" where there is none.

    >>> _fragment("https://example.org/a#b"), _fragment("https://example.org/")
    ('b', '')
    """
    return url.partition("#")[2]


def _lacks(cache: CacheFile, url: str, fragment: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if _APPS.search(host) or _NUMBERED.match(fragment):
        return False
    try:
        body = good_html(cache, page_url(url).url)
    except CacheDamaged:
        return False
    return body is not None and lacks_anchor(body, fragment)


def lacks_anchor(body: bytes, fragment: str) -> bool:
    """Whether a page surely has no such anchor.

    >>> page = b"<h1 id='one'>One</h1><p><a name=two>Two</a>"
    >>> [lacks_anchor(page, name) for name in ("one", "two", "three")]
    [False, False, True]
    """
    wanted = unquote(fragment)
    if not wanted.isascii() and not is_utf8(body):
        return False
    lower = body.lower()
    spellings = {form.lower().encode() for form in (wanted, fragment, quote(wanted), _escaped(wanted))}
    if not _SCRIPT.search(body):
        return not any(_is_id(lower, form) for form in spellings)
    served = len(_SERVED.findall(body))
    if served < MIN_SERVED or served * 2 < len(_HEADING.findall(body)):
        return False
    return not any(form in lower for form in spellings)


def _is_id(lower: bytes, wanted: bytes) -> bool:
    pattern = rb"\b(?:id|name)\s{0,9}=\s{0,9}[\"']?\s{0,9}(?:user-content-)?" + re.escape(wanted) + rb"[\"'\s>/]"
    return re.search(pattern, lower) is not None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")
