"""Facts from the code of a page, not its text: the scripts, frames, forms and links of challenges and parked domains.

Nearly no page has any. So each pattern is preceded by a search for plain words without which it cannot match: by `in`,
which is a hundred times as fast as the pattern.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from pipelines.extract.elements import Elements
from pipelines.extract.facts.vendors import (
    CHALLENGE_WORDS,
    CHALLENGES,
    CONSENT_ACTIONS,
    ERROR_CODE,
    ERROR_CODE_PARTS,
    ERROR_CODE_WORDS,
    PARKED_ATTRIBUTE,
    PARKING,
    PARKING_HOSTS,
    PARKING_WORDS,
)

SCRIPT_CHARS = 20_000
SCRIPTS = 100
"""Scripts that are searched: a challenge page is short, and its code is at the start of its first scripts."""
LINKS = 200
"""Links that are searched: on a parked page one of the first leads to the dealer."""
URL_CHARS = 2000
LINK_CHARS = 500

_HOST = re.compile(r"//([\w.]+)(?=/)")

Place = tuple[str, str]
"""(where: `src`, `frame`, `script`, `action` or `refresh`; its URL or code)."""


def places_of(elements: Elements) -> list[Place]:
    """Where a page's code is."""
    places: list[Place] = []
    for element in islice(elements.root.iter("script", "iframe", "frame", "form"), SCRIPTS):
        tag = element.tag
        if tag == "form":
            places.append(("action", (element.get("action") or "")[:URL_CHARS]))
            continue
        places.append(("src" if tag == "script" else "frame", (element.get("src") or "")[:URL_CHARS]))
        places.append(("script", (element.text or "")[:SCRIPT_CHARS]))
    places += [
        ("refresh", (meta.get("content") or "")[:URL_CHARS])
        for meta in elements.tagged("meta")[:SCRIPTS]
        if refreshes(meta)
    ]
    return [place for place in places if place[1]]


def refreshes(meta: HtmlElement) -> bool:
    """Whether a <meta> is one of http-equiv=refresh."""
    return (meta.get("http-equiv") or "").strip().lower() == "refresh"


def challenges(places: list[Place]) -> Iterator[str]:
    """The vendors whose challenge is in the code."""
    code = "\n".join(text for _, text in places)
    if not any(word in code for word in CHALLENGE_WORDS):
        return
    for vendor, where, pattern in CHALLENGES:
        wanted = ("src", "frame") if where == "src" else (where,)
        if any(place in wanted and pattern.search(text) for place, text in places):
            yield vendor


def consent_walls(places: list[Place]) -> Iterator[str]:
    """The vendors to whose consent gate a form leads."""
    actions = [text for place, text in places if place == "action"]
    for vendor, pattern in CONSENT_ACTIONS.items():
        if any(pattern.search(action) for action in actions):
            yield vendor


def parking(elements: Elements, places: list[Place]) -> Iterator[tuple[str, str]]:
    """("parking", company) by the attribute for advertisements, by scripts and frames; ("dealer-link", company)."""
    if any(element.get(PARKED_ATTRIBUTE) for element in elements.outermost()):
        yield "parking", "an advertiser"
    codes = [text for place, text in places if place not in ("action", "refresh")]
    links = [(link.get("href") or "")[:LINK_CHARS] for link in islice(elements.root.iter("a", "link"), LINKS)]
    if not _may_be_parked("\n".join((*codes, *links))):
        return
    for company, pattern in PARKING.items():
        if any(pattern.search(code) for code in codes):
            yield "parking", company
        elif any(pattern.search(link) for link in links):
            yield "dealer-link", company


def _may_be_parked(code: str) -> bool:
    hosts = set(_HOST.findall(code))
    return any(not PARKING_HOSTS.isdisjoint(host.split(".")) for host in hosts) or _has(code, PARKING_WORDS)


def error_code(places: list[Place]) -> str | None:
    """What the page's own script calls an error."""
    for place, code in places:
        if place == "script":
            low = code.lower()
            if not _has(low, ERROR_CODE_WORDS) or not any(part.search(low) for part in ERROR_CODE_PARTS):
                continue
            if match := ERROR_CODE.search(code):
                return match[0][:80]
    return None


def _has(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
