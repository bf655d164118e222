"""The nouns of citecache, as frozen dataclasses. Floor 0: the standard library only.

Two groups, in the order in which data flows through the house:

* what a source reader finds: `Document`, `Citation`, `Record`, `Skipped`, gathered in a `Reading`;
* what the crawler does: a `Page` is due, a `Fetch` of it flows through Scrapy as the item, and the
  pipelines advance it with `dataclasses.replace`: first `capture`, then `verdict` and `evidence`;
* (what the cache answers, the `Card`, is in `crawler/card.py`).

A `Resource` is the stored identity of a cited URL; its row is described in `crawler/cache/schema.py`.
Every time is a timezone-aware UTC `datetime`; every size is in bytes; every duration in seconds.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What is held true of a Page now. The evidence for each stands in the table of docs/verdicts.md."""

    ALIVE = "alive"
    MOVED = "moved"
    SOFT_404 = "soft_404"
    USURPED = "usurped"
    DEGRADED = "degraded"
    DEAD = "dead"
    MISSING = "missing"
    RESTRICTED = "restricted"
    BLOCKED = "blocked"
    LEGAL = "legal"
    DISALLOWED = "disallowed"
    UNREACHABLE = "unreachable"
    UNSAFE = "unsafe"
    FAILED = "failed"
    UNCHECKED = "unchecked"

    @property
    def good(self) -> bool:
        """Whether a Fetch with this verdict may give a Page its last good Capture."""
        return self in (Verdict.ALIVE, Verdict.MOVED)


def resource_id(url: str) -> str:
    """The Resource ID of a URL exactly as cited: 16 hex digits of SHA-256 of its UTF-8 bytes.

    >>> resource_id("https://www.theverge.com/2023/3/8/23629362/meta-ai-language-model-llama-leak-online-misuse")
    'd2f67176f1bc7b5b'
    """
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# --- what a source reader finds ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something that cites: a wiki page, a .bib file, a bookmarks file.

    `path` is what a person would type to open it (posix separators; `-` for standard input; "" for a
    page known only by name, from a record's `cited_by`). `name` is what others call it: the file name
    without its suffix, or, for `index.*`/`_index.*`, the folder's name.
    """

    path: str
    name: str
    format: str  # "markdown", "bibtex", "records", ...: the reader's name
    title: str | None = None
    type: str | None = None
    quality: float | None = None
    sha256: str | None = None  # of the file's bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place in a Document that cites a URL, or a Resource by its ID.

    `line` and `column` count from 1, in characters, at the place that cites: the footnote mark in the
    text, else the link. Exactly one of `url` (as cited, never normalised) and `resource_id` is set by
    a reader.
    """

    url: str | None = None
    resource_id: str | None = None
    line: int = 1
    column: int = 1
    label: str | None = None  # footnote label without brackets and caret; BibTeX key; CSL id
    link_text: str | None = None
    claim: str | None = None  # the sentence that leans on the citation, markup removed
    quote: str | None = None
    accessed: str | None = None  # ISO date as given, or the text as given when it is not a date


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
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
    extra: Mapping[str, Any] = field(default_factory=dict)  # unknown keys, as JSON values


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something read but not taken, or taken with a complaint: one line for a person."""

    path: str
    line: int | None
    reason: str  # "port 99999 is out of range", "not valid YAML: ..."
    url: str | None = None  # as written, at most 200 characters of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reader found in one Document. `passed` counts what is no citation, by reason."""

    document: Document | None  # None: URLs given on the command line
    citations: tuple[Citation, ...] = ()
    records: tuple[Record, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    passed: Mapping[str, int] = field(default_factory=dict)  # {"relative link": 12, "mailto link": 3}
    unchanged: bool = False  # the file is the one that was read before: nothing but `document` is filled


# --- what the crawler does ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional request may send (RFC 9110 section 13), and what a 304 then confirms.

    Of the last good Capture; of the last answer of 200 where there is no good one, such as a paywall's
    teaser: a 304 says that it stands, and so does its verdict.
    """

    url: str = ""  # that answered with it: another page's "not modified" would say nothing of this one
    etag: str | None = None
    last_modified: str | None = None
    capture_id: int | None = None
    verdict: Verdict = Verdict.ALIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is actually fetched for one or more Resources: a URL without its fragment."""

    id: int
    url: str
    problem: str | None = None  # why it can never be requested (urls.PageUrl.problem)
    unsafe: bool = False  # `problem` is a safety rule, not a spelling fault
    validators: Validators = Validators()


class Outcome(StrEnum):
    """How a Fetch ended, below the level of HTTP status and verdict."""

    RESPONSE = "response"  # a complete response, of any status but 304
    NOT_MODIFIED = "not_modified"
    NXDOMAIN = "nxdomain"
    DNS_ERROR = "dns_error"  # SERVFAIL, resolver timeout
    REFUSED = "refused"
    RESET = "reset"
    TIMEOUT = "timeout"
    TLS_ERROR = "tls_error"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    DECODE_ERROR = "decode_error"
    HEADERS_TOO_LARGE = "headers_too_large"
    PROTOCOL_ERROR = "protocol_error"  # not HTTP/1.x
    PROTOCOL_UNSUPPORTED = "protocol_unsupported"  # HTTP/2 only, or a TLS version that is no longer safe
    REDIRECT_LOOP = "redirect_loop"
    PROXY_ERROR = "proxy_error"
    ROBOTS_DENIED = "robots_denied"
    ROBOTS_ERROR = "robots_error"  # robots.txt answered 5xx
    ROBOTS_UNREACHABLE = "robots_unreachable"  # robots.txt gave no answer
    UNSAFE = "unsafe"
    INVALID_URL = "invalid_url"
    POSTPONED = "postponed"  # the host asked, in this run or before, to be left alone for longer than a run waits
    CANCELLED = "cancelled"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect: `url` answered `status` and named the next URL. `status` 200 is a meta refresh."""

    url: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a host answered for a random sibling of a page, a path that it cannot have."""

    url: str
    status: int | None
    likeness: float | None = None  # of its text to the page's, 0 to 1; None: one of them has too little text


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing seen that speaks for a verdict."""

    rule: str  # a stable id such as "status-404" or "challenge-title"
    verdict: Verdict  # what it speaks for
    detail: str  # what was seen, for a person: a header, an excerpt with its offset, a number


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Content obtained by a Fetch. Append-only."""

    media_type: str  # from magic bytes, then header: "text/html", "application/pdf", ...
    charset: str | None = None  # the encoding actually used
    text: str | None = field(default=None, repr=False)
    no_text: str | None = None  # why `text` is None: "no text: image/png", "extraction took over 10 s"
    doubt: str | None = None  # why the text may be poor: "little text: 85 characters", "fallback used: ..."
    metadata: Metadata = Metadata()
    headings: tuple[str, ...] = ()  # h1 texts as in the page, for the judge
    markers: tuple[str, ...] = ()  # what the judge may need of the HTML: see pipelines/extract/markers.py
    extractor: str = ""  # "trafilatura", "resiliparse", "pypdfium2", "plain", "none"
    extractor_version: str = ""
    elapsed: float = 0.0
    preview: str | None = field(default=None, repr=False)
    reservations: tuple[str, ...] = ()  # noarchive, nosnippet, tdm: what the page asks not to be done with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One attempt at a Page, and the item that flows through Scrapy.

    `body` is the decoded response body (content-coding removed); None when there was none.
    `headers` are the final response's, names in lower case, in order, decoded as Latin-1.
    """

    page: Page
    started_at: datetime
    elapsed: float
    outcome: Outcome
    status: int | None = None
    error: str | None = None  # one line for a person; None for a plain response
    final_url: str | None = None
    redirects: tuple[Hop, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    attempts: int = 1
    ip_address: str | None = None
    latency: float | None = None  # until the response's headers
    flags: tuple[str, ...] = ()  # "length_unknown", "conditional", ...
    not_before: datetime | None = None  # the host wants no request before
    body: bytes | None = field(default=None, repr=False)
    # advanced by the pipelines
    capture: Capture | None = None
    probe: Probe | None = None
    twins: int = 0  # other Pages of the host whose newest answer has this very text
    verdict: Verdict = Verdict.UNCHECKED  # what this Fetch alone speaks for
    held: Verdict | None = None  # the Page's verdict after it; None: it says nothing of the Page
    evidence: tuple[Evidence, ...] = ()

    def header(self, name: str) -> str | None:
        """The first value of a response header, by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)
