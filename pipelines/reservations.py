"""Uses of its text that a page reserves: found in headers and tags, stored with the Capture.

    noarchive   no cached copy for others    robots meta tag, X-Robots-Tag (Google's and Bing's documentation)
    nosnippet   no excerpt                   likewise; `max-snippet:0` means the same
    tdm         no text and data mining      tdm-reservation: 1, header, meta tag, tdmrep.json (W3C TDMRep, 2024)

TDMRep's meta tag takes precedence over its header, and the header over the file (section "Processing priority"): a 0
revokes a 1. docs/policy.md describes how each is honoured: as a courtesy, not as a statement about the law.
"""

import re
from collections.abc import Iterable

from crawler.model import PageFacts

PRODUCT = "citecache"

_RULES = (
    ("noarchive", re.compile(r"\b(?:noarchive|nocache|none)\b", re.IGNORECASE)),
    ("nosnippet", re.compile(r"\bnosnippet\b|\bmax-snippet\s*:\s*0\b|\bnone\b", re.IGNORECASE)),
)
_NO_AGENTS = ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after")
_AGENT = re.compile(r"^\s*([\w-]+)\s*:(?!\s*-?\d)(.*)$")  # `googlebot: noarchive`, but not `max-snippet: 0`


def of_robots(content: str) -> tuple[str, ...]:
    """The reservations in the content of a robots meta tag or a value of X-Robots-Tag.

    >>> of_robots("index, noarchive, max-snippet:0")
    ('noarchive', 'nosnippet')
    """
    return tuple(name for name, pattern in _RULES if pattern.search(content))


def find(headers: Iterable[tuple[str, str]], facts: PageFacts, flags: Iterable[str] = ()) -> tuple[str, ...]:
    """All reservations of a response: in its headers, its meta tags and its host's tdmrep.json (the Fetch's flag
    `tdm`).
    """
    headers = tuple(headers)
    found = set(facts.reserved)
    for name, value in headers:
        if name == "x-robots-tag":
            found.update(_of_header(value.split(",")))
    values = {value.strip() for name, value in headers if name == "tdm-reservation"}
    reserved = "1" in values or ("tdm" in flags and "0" not in values)
    if reserved and "tdm" not in facts.unreserved:
        found.add("tdm")
    return tuple(sorted(found))


def _of_header(parts: Iterable[str]) -> list[str]:
    """The reservations of one X-Robots-Tag for everyone or for us; an agent's name applies up to the next name."""
    found: list[str] = []
    ours = True
    for part in parts:
        named = _AGENT.match(part)
        if named and named[1].lower() not in _NO_AGENTS:
            ours = named[1].lower() in ("*", PRODUCT)
        if ours:
            found += of_robots(part)
    return found
