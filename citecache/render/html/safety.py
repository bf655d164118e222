"""What of a stranger may stand in a page, and what may be linked to."""

import re
from typing import Any

from ada_url import URL
from markupsafe import Markup

from citecache.render.clean import inert

_NONCHARACTERS = re.compile(
    "[\ufdd0-\ufdef" + "".join(chr(end - 1) + chr(end) for end in range(0xFFFF, 0x110000, 0x10000)) + "]"
)
"""Code points that no document may have (WHATWG HTML, 13.2.3.5, noncharacter-in-input-stream)."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")

MAX_HREF_CHARS = 8_000
"""A longer address is shown, not linked to. Heuristic: servers and proxies take about as much."""


def visible(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    r"""What a template prints: a string without characters that act on whoever reads it, nothing for None.

    It is escaped afterwards, as markup is not.

    >>> visible("a\u202eb\x00"), visible(None), visible(3)
    ('ab', '', 3)
    """
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        if value.isascii() and value.isprintable():
            return value
        return _NONCHARACTERS.sub("", inert(value))
    return value


def href(url: str | None) -> str | None:
    r"""The address to link to, in ASCII, as a browser would make it of this URL; None: it is not to be linked to.

    Only http and https are: `javascript:` and `data:` run in the page. A URL with a user name misleads:
    `https://bank.example@evil.example`.

    >>> href("HTTPS://Example.org/a b"), href("java\tscript:alert(1)"), href("//example.org"), href(None)
    ('https://example.org/a%20b', None, None, None)
    """
    if not url or len(url) > MAX_HREF_CHARS:
        return None
    try:
        parsed = URL(url)
    except ValueError:
        return None
    if parsed.protocol not in ("http:", "https:") or parsed.username or parsed.password:
        return None
    return str(parsed.href)


def language(tag: str | None) -> str | None:
    """A language tag (BCP 47), if it is well-formed.

    >>> language("de-AT"), language('en" onclick="x')
    ('de-AT', None)
    """
    return tag if tag and _LANGUAGE.fullmatch(tag) else None
