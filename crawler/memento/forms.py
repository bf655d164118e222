"""Addresses of archives and of the copies in them. Pure.

RFC 7089 leaves addresses to the archive. Addresses built here have the form of the Wayback Machine and pywb,
`<archive>/<14 digits><modifier>/<URL>`; a copy with another address is requested unchanged. The modifier `id_` selects
the original record, without banner and rewritten links: clients of the Wayback Machine use it
(edgi-govdata-archiving/wayback), and pywb 2.9 supports it (tests/crawler/memento).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urljoin, urlsplit

_WAYBACK = re.compile(
    r"(?P<archive>https?://[^/?#]++/(?:(?!\d{14})[^?#])*?)(?P<digits>\d{14})(?P<modifier>[a-z]{2}_)?/(?P<original>(?:https?:/|[^/?#]+\.).*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Wayback:
    """The parts of a copy's address."""

    archive: str  # up to the digits
    digits: str  # YYYYMMDDhhmmss
    modifier: str  # "" or such as "mp_"
    original: str

    @property
    def url(self) -> str:
        return f"{self.archive}{self.digits}{self.modifier}/{self.original}"

    def with_modifier(self, modifier: str) -> str:
        return Wayback(self.archive, self.digits, modifier, self.original).url


RAW = "id_"


def wayback(url: str) -> Wayback | None:
    """The parts of a copy's address; None if it does not have that form.

    >>> wayback("http://a.example/c/20190301000000mp_/http://e.org/x?y").original
    'http://e.org/x?y'
    """
    match = _WAYBACK.fullmatch(url)
    return Wayback(match["archive"], match["digits"], match["modifier"] or "", match["original"]) if match else None


def raw(url: str) -> str:
    """The address of the original record; the address itself if it does not have that form.

    >>> raw("https://web.archive.org/web/20200102030405/https://e.org/"), raw("https://a.example/copies/7")
    ('https://web.archive.org/web/20200102030405id_/https://e.org/', 'https://a.example/copies/7')
    """
    parts = wayback(url)
    return parts.with_modifier(RAW) if parts else url


def date_of(url: str) -> datetime | None:
    """The date in a copy's address."""
    parts = wayback(url)
    try:
        return datetime.strptime(parts.digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC) if parts else None
    except ValueError:
        return None


def timegate(endpoint: str, url: str) -> str:
    """The TimeGate of a URL: the endpoint followed by the URL, which is quoted if the endpoint has a query.

    >>> timegate("https://web.archive.org/web", "http://e.org/?a=b"), timegate("https://a.example/g?url=", "http://e.org/")
    ('https://web.archive.org/web/http://e.org/?a=b', 'https://a.example/g?url=http%3A%2F%2Fe.org%2F')
    """
    if "?" in endpoint:
        return endpoint + quote(url, safe="")
    return f"{endpoint.rstrip('/')}/{url}"


def redirect_target(url: str, location: str, *, archived: bool) -> str | None:
    """The target of a redirect within the archive; None if it leads out of the archive.

    `archived`: the redirect is itself a copy, not the archive's own. A raw copy has the original Location, which leads
    to the live page: its target is looked up in the archive, at the same time.

    >>> redirect_target("http://a.example/c/20190301000000id_/http://e.org/x/", "../y", archived=True)
    'http://a.example/c/20190301000000id_/http://e.org/y'
    >>> redirect_target("http://a.example/c/20190301000000id_/http://e.org/x", "http://e.org/y", archived=False)
    """
    try:
        target = urljoin(url, location)
        same_host = urlsplit(target).hostname == urlsplit(url).hostname
        here = wayback(url)
        rooted = location.startswith("/") or bool(urlsplit(location).scheme)
        if here is None or not archived or (same_host and rooted and wayback(target)):
            return target if same_host else None
        original = urljoin(here.original, location)
        return Wayback(here.archive, here.digits, here.modifier, original).url if urlsplit(original).netloc else None
    except ValueError:
        return None
