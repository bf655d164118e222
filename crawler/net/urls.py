"""URLs: the Page that a cited string is fetched as (parsed by ada-url, WHATWG), and the parts of a URL.

Nothing here raises. `page_url` returns a string that cannot be requested with its `problem`, so that it is recorded
like any other; the parts of an invalid URL are "". The cited string itself is the identity and is never normalised.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ada_url import URL

from crawler.net.credentials import without_credentials

MAX_URL_CHARS = 2083
"""Longer URLs are refused: the default of Scrapy's URLLENGTH_LIMIT, once the limit of browsers."""

FORBIDDEN_PORTS = frozenset(
    int(port)
    for port in (
        "0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 "
        "104 109 110 111 113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 "
        "514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 "
        "1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080 "
        # Not in the Fetch standard: databases, caches and daemons that speak plain text.
        "1433 1521 2375 2376 2379 3306 3389 5432 5900 5984 6379 6443 9200 9300 10250 11211 27017"
    ).split()
)
"""Ports that are never connected to: the "bad ports" of the Fetch standard (fetch.spec.whatwg.org, 2.9), and more."""

HOME_PATH = re.compile(
    r"/?(?:index|default|home)?(?:\.\w{2,5})?/?|/[a-z]{2}(?:[-_][a-z]{2})?/?(?:home|index\.\w+)?", re.IGNORECASE
)

_SURROGATE = re.compile("[\ud800-\udfff]")  # alone: UTF-8 cannot hold it; the cache stores "?"
_NOT_IN_HOST = re.compile(r"[^a-z0-9._-]")  # as the parser gives it: in small letters and Punycode
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_USUAL = re.compile(r"https?://(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?\.){1,3}[a-z]{2,20}(?:[/?#][!-~]*)?")
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")  # RFC 3986, 2.3
_NORMAL = re.compile(  # the parser would give it back as it is
    r"https?://((?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?\.){1,3}[a-z]{2,20})"
    r"/(?:[\w~/-]|(?<=\w)\.)*(?:\?[\w.~&=+%-]*)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageUrl:
    """The Page of a cited URL.

    `url` is the normalised URL without fragment and credentials or, if there is a `problem`, the cited string without
    credentials. `unsafe`: the problem is a safety rule (scheme, port), not a malformed URL.
    """

    url: str
    host: str = ""
    problem: str | None = None
    unsafe: bool = False


def page_url(cited: str) -> PageUrl:
    """The Page that a cited URL is fetched as; never raises.

    >>> page_url("HTTPS://Example.org:443/a b#part").url
    'https://example.org/a%20b'
    >>> page_url("http://example.org:99999/").problem
    'not a valid URL: port 99999 is out of range'
    """
    if len(cited) <= MAX_URL_CHARS and (normal := _NORMAL.fullmatch(cited)):
        return PageUrl(url=cited, host=normal[1])
    clean = without_credentials(_SURROGATE.sub("?", cited.strip()))
    if not (scheme := _SCHEME.match(clean)):
        return PageUrl(url=clean, problem="not an absolute URL")
    if scheme[0].lower() not in ("http:", "https:"):
        return PageUrl(url=clean, problem=f"the scheme {scheme[0].lower()} is never fetched", unsafe=True)
    if len(clean) > MAX_URL_CHARS:
        return PageUrl(url=clean, problem=f"longer than {MAX_URL_CHARS:,} characters ({len(clean):,})")
    try:
        parsed = URL(clean)
    except ValueError:
        return PageUrl(url=clean, problem=f"not a valid URL: {_why_invalid(clean)}")
    host = parsed.hostname
    if problem := _host_problem(host):
        return PageUrl(url=clean, problem=f"not a valid URL: {problem}")
    parsed.hash = parsed.username = parsed.password = ""
    port = int(parsed.port) if parsed.port else None
    if port in FORBIDDEN_PORTS:
        return PageUrl(url=parsed.href, host=host, problem=f"port {port} is never dialled", unsafe=True)
    return PageUrl(url=parsed.href, host=host)


def spellings(url: str) -> tuple[str, ...]:
    """A URL, and others that lead to the same by RFC 3986, 6.2.2.1 and 6.2.2.2: escapes in upper or lower case, none of
    characters that need none.

    >>> spellings("https://example.org/%7Eada/caf%c3%a9")
    ('https://example.org/%7Eada/caf%c3%a9', 'https://example.org/~ada/caf%C3%A9', 'https://example.org/~ada/caf%c3%a9')
    """
    plain = _ESCAPE.sub(lambda found: one if _UNRESERVED.fullmatch(one := unquote(found[0])) else found[0], url)
    upper = _ESCAPE.sub(lambda found: found[0].upper(), plain)
    lower = _ESCAPE.sub(lambda found: found[0].lower(), plain)
    return tuple(dict.fromkeys((url, upper, lower)))


def url_problem(cited: str) -> str | None:
    """Why a cited URL can never be fetched, if it cannot: `page_url(...).problem`, without parsing the usual ones."""
    if len(cited) <= MAX_URL_CHARS and _USUAL.fullmatch(cited):
        return None
    return page_url(cited).problem


def _host_problem(host: str) -> str | None:
    """Why a host name that the URL standard accepts cannot be resolved (RFC 1035, section 2.3.4).

    Underscores and hyphens at the edge of a label are resolved in practice; other signs (`e.org**`) are a slip.
    """
    labels = host.removesuffix(".").split(".")
    if host.startswith("["):
        return None
    if not all(labels):
        return "the host has an empty label"
    if len(host) > 253 or any(len(label) > 63 for label in labels):
        return "the host name is too long"
    if strange := _NOT_IN_HOST.search(host):
        return f"the host has the character {strange[0]!r}"
    return None


def _why_invalid(url: str) -> str:
    """A readable reason why the URL standard rejects a URL, guessed from its parts."""
    try:
        parts = urlsplit(url)
        if not parts.netloc.rpartition("@")[2]:
            return "no host"
        if not 0 <= (parts.port or 0) <= 65535:  # urlsplit itself raises for most of these
            return f"port {parts.port} is out of range"
    except ValueError as error:
        if match := re.search(r"(?:^|[^:\[]):(\d{5,})$", re.split(r"[/?#]", url.partition("//")[2], maxsplit=1)[0]):
            return f"port {match[1]} is out of range"
        return str(error)
    if re.search(r"\s", parts.netloc):
        return "white space in the host"
    return f"the host {parts.netloc!r} is not a host name"


def path_of(url: str) -> str:
    """The path of a URL as written; "" if it has none that can be parsed."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """The host of a URL in lower case; "" if it has none that can be parsed."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL as the parser writes them; "" if it has none that can be parsed.

    >>> origin_of("HTTP://Example.org:80/x")
    'http://example.org'
    """
    try:
        return URL(url).origin
    except ValueError:
        return ""


def bare_host(url: str) -> str:
    """The host of a URL without `www.`.

    >>> bare_host("https://www.Example.org:8080/")
    'example.org'
    """
    return host_of(url).removeprefix("www.")


def is_home(url: str) -> bool:
    """Whether a URL, or a path, is a site's home page: no path, or one such as `/index.html` or `/en/`, and no `a=b`.

    >>> is_home("https://example.org/en/"), is_home("https://example.org/?p=12"), is_home("https://example.org/a")
    (True, False, False)
    """
    _, _, query = url.partition("?")
    _, _, fragment = url.partition("#")
    return HOME_PATH.fullmatch(unquote(path_of(url))) is not None and "=" not in query + fragment


def same_site(asked: str, got: str) -> bool:
    """Whether two URLs have the same host, or one host is a subdomain of the other. No public suffix list is used."""
    here, there = bare_host(asked), bare_host(got)
    return here == there or here.endswith("." + there) or there.endswith("." + here)
