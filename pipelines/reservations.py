"""What a page asks not to be done with its text: found in headers and tags, kept on the Capture.

    noarchive   no cached copy for others    robots meta tag, X-Robots-Tag (Google's and Bing's documentation)
    nosnippet   no excerpt                   likewise; `max-snippet:0` says the same
    tdm         no text and data mining      tdm-reservation: 1, header, meta tag, tdmrep.json (W3C TDMRep, 2024)

TDMRep's meta tag outranks its header, and that the file (its section "Processing priority"): a 0 there takes back a 1.
How each is honoured stands in docs/policy.md; a courtesy, and no statement about what the law asks.
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
    """What the content of a robots meta tag, or a value of X-Robots-Tag, reserves.

    >>> of_robots("index, noarchive, max-snippet:0")
    ('noarchive', 'nosnippet')
    """
    return tuple(name for name, pattern in _RULES if pattern.search(content))


def find(headers: Iterable[tuple[str, str]], facts: PageFacts, flags: Iterable[str] = ()) -> tuple[str, ...]:
    """All that a response reserves: in its headers, in its HTML's meta tags, and in its host's tdmrep.json (the Fetch's
    flag `tdm`).
    """
    headers = tuple(headers)
    found = set(facts.reserved)
    for name, value in headers:
        if name == "x-robots-tag":
            found.update(_of_header(value.split(",")))
    said = {value.strip() for name, value in headers if name == "tdm-reservation"}
    by_header = "1" in said or ("tdm" in flags and "0" not in said)
    if by_header and "tdm" not in facts.unreserved:
        found.add("tdm")
    return tuple(sorted(found))


def _of_header(parts: Iterable[str]) -> list[str]:
    """The rules of one X-Robots-Tag: those for everyone, and those for us; a named agent's go on to the next name."""
    found: list[str] = []
    ours = True
    for part in parts:
        named = _AGENT.match(part)
        if named and named[1].lower() not in _NO_AGENTS:
            ours = named[1].lower() in ("*", PRODUCT)
        if ours:
            found += of_robots(part)
    return found
