"""Fetch: one attempt at a Page, and the item that flows through Scrapy."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crawler.model.capture import Capture
from crawler.model.evidence import Evidence
from crawler.model.page import Page
from crawler.model.verdict import Verdict


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
    """Random-path probe: what a host answered for a path that cannot exist, within the last 30 days."""

    url: str
    status: int | None
    likeness: float | None = None  # of its text to the page's, 0 to 1; None: one of them has too little text
    to_home: bool = False  # it was redirected to the host's home page


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One attempt at a Page, and the item that flows through Scrapy.

    `body` is the decoded response body (content-coding removed); None when there was none.
    `headers` are the final response's as it was sent, Content-Encoding among them, though `body` is decoded: names in
    lower case, in order, decoded as Latin-1.
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
    body_sha256: str | None = None
    capture: Capture | None = None
    extraction: str | None = None  # digest of what `capture` was made of, and by what; None: it was cut short
    probe: Probe | None = None
    twins: int = 0  # other Pages of the host whose newest answer has this very text
    home_likeness: float | None = None  # of the text to that of the host's home page; None: not compared, or is it
    host_chars: int | None = None  # median length of the host's other good texts, as `scripts.alphabet_length` has it
    likest: float | None = None  # highest likeness to the newest text of another Page of the host; 1 for a twin
    likest_url: str | None = None  # that Page
    likest_status: int | None = None  # what it answered
    verdict: Verdict = Verdict.UNCHECKED  # what this Fetch alone speaks for
    effective_verdict: Verdict | None = None  # the Page's verdict after it; None: it says nothing of the Page
    evidence: tuple[Evidence, ...] = ()
    doubt: str | None = None  # what the page may be instead, in one line: the judge was nearly convinced

    def __str__(self) -> str:
        """What Scrapy's log shows of an item: not the headers, which may hold secrets, nor the text."""
        return f"Fetch({self.page.url}: {self.outcome.value}, HTTP {self.status}, {self.verdict.value})"

    def header(self, name: str) -> str | None:
        """The first value of a response header, by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)
