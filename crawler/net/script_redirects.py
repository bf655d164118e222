"""Redirects by script, in pages that have nothing else: `location.replace("...")`, as t.co and moved sites send them.

Only a target that stands in the page as a string is seen, and only if nothing but this redirect is there: no content,
no cookie, no condition, unless a noscript refresh or the canonical link names the same target.
"""

import re
from urllib.parse import urljoin

from crawler.net.credentials import without_credentials
from crawler.text.digits import unescape

MAX_CHARS = 8_000
"""A longer page has something else to say."""

MAX_VISIBLE = 250
"""Visible characters of such a page: "Redirecting… If nothing happens, click here." """

_SCRIPT = re.compile(r"<script\b([^<>]{0,1000})>((?:[^<]|<(?!/script))*)</script[^<>]{0,100}>", re.IGNORECASE)
_HIDDEN = re.compile(
    r"<(noscript|style|title|template)\b[^<>]{0,1000}>(?:[^<]|<(?!/(?:noscript|style|title|template)))*"
    r"</(?:noscript|style|title|template)[^<>]{0,100}>",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*-->")
_TAG = re.compile(r"<[^<>]{0,3000}>")
_ATTRIBUTE = re.compile(r"\bon(?:load|pageshow)\s*=\s*(?:\"([^\"]{0,2500})\"|'([^']{0,2500})')", re.IGNORECASE)
_BODY = re.compile(r"<body\b([^<>]{0,3000})>", re.IGNORECASE)
_GO = re.compile(
    r"(?<![\w$.])(?:(?:window|self|top|parent|document|globalThis)\s*\.\s*){0,3}location"
    r"(?:\s*\.\s*(?:replace|assign)\s*\(\s*|(?:\s*\.\s*href)?\s*=(?!=)\s*)"
    r"(?:\"([^\"\\\n]{1,2000}(?:\\.[^\"\\\n]{0,2000}){0,200})\"|'([^'\\\n]{1,2000}(?:\\.[^'\\\n]{0,2000}){0,200})')"
    r"\s*(?:\+\s*(?:(?:window|document)\s*\.\s*)?location\s*\.\s*(?:search|hash)\s*){0,2}(?!\s*[+.?\[])"
)
_CONDITION = re.compile(
    r"\bif\s*\(|\bswitch\s*\(|\?[^\n]{0,200}:|&&|\|\||\bcookie\b|\bfetch\s*\(|XMLHttpRequest|\bcrypto\b|\beval\b"
)
"""What makes a redirect conditional, or a challenge's."""
_STRINGS = re.compile(r"\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'")
_META = re.compile(r"<(?:meta|link)\b([^<>]{0,3000})>", re.IGNORECASE)
_REFRESHED = re.compile(r"http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_URL = re.compile(r"\burl\s*=\s*(?:&quot;|&#39;|[\"'])?\s*([^\"'<>\s]{1,2000})", re.IGNORECASE)
_CANONICAL = re.compile(r"rel\s*=\s*[\"']?canonical", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]{1,2000})\"|'([^']{1,2000})'|([^\s\"'<>]{1,2000}))", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))")
_LANDER = re.compile(r"/lander\b")
"""Where parked domains of GoDaddy lead; the judge knows the page that sends there."""


def script_redirect(html: str, url: str) -> str | None:
    """The absolute target to which the page at `url` leads by script, None if it has content or more than one."""
    if len(html) > MAX_CHARS or "location" not in html:
        return None
    html = _COMMENT.sub("", html)
    scripts = [match[2] for match in _SCRIPT.finditer(html) if "src" not in match[1].lower()]
    loads_code = any("src" in match[1].lower() for match in _SCRIPT.finditer(html))
    bare = _SCRIPT.sub(" ", html)
    if match := _BODY.search(bare):
        scripts += [unescape(handler[1] or handler[2] or "") for handler in _ATTRIBUTE.finditer(match[1])]
    visible = " ".join(_TAG.sub(" ", _HIDDEN.sub(" ", bare)).split())
    if len(visible) > MAX_VISIBLE:
        return None
    code = "\n".join(scripts)
    targets = {_joined(url, _string(match[1] or match[2])) for match in _GO.finditer(code)}
    if len(targets) != 1:
        return None
    target = targets.pop()
    if target is None or _LANDER.search(target):
        return None
    conditional = loads_code or bool(_CONDITION.search(_STRINGS.sub('""', code)))
    return None if conditional and target not in _named(html, url) else target


def _named(html: str, url: str) -> set[str | None]:
    """The targets that the page names for browsers without scripts: a refresh, the canonical link."""
    found: set[str | None] = set()
    for meta in _META.finditer(html):
        if _REFRESHED.search(meta[1]) and (match := _URL.search(meta[1])):
            found.add(_joined(url, unescape(match[1])))
        elif _CANONICAL.search(meta[1]) and (match := _HREF.search(meta[1])):
            found.add(_joined(url, unescape(match[1] or match[2] or match[3])))
    return found


def _string(source: str) -> str:
    """A JavaScript string without its escapes: t.co escapes each slash."""
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)) if match[1] or match[2] else match[3], source)


def _joined(url: str, target: str) -> str | None:
    try:
        return urljoin(url, without_credentials(target.strip()))
    except ValueError:
        return None
