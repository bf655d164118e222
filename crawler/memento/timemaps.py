"""Copies and TimeMaps among links (RFC 7089, section 5), and the order in which they are tried. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from crawler.memento.forms import date_of
from crawler.memento.links import WebLink

MAX_COPIES_TRIED = 5
"""Copies of one Page that are fetched in one lookup. A heuristic, not measured."""


LINK_FORMAT = "application/link-format"


@dataclass(frozen=True, slots=True, order=True)
class Memento:
    """A copy in an archive."""

    at: datetime  # when the archive captured it, UTC
    url: str  # URI-M


@dataclass(frozen=True, slots=True)
class TimeMapLink:
    """A link to a TimeMap (section 5), with the time that it covers if given."""

    url: str
    since: datetime | None = None
    until: datetime | None = None


def mementos(links: Iterable[WebLink]) -> set[Memento]:
    """The copies among links, dated by the link or else by the address. One without a date is left out."""
    found = set()
    for link in links:
        if "memento" in link.rels and (at := link.date("datetime") or date_of(link.target)):
            found.add(Memento(at, link.target))
    return found


def timemaps(links: Iterable[WebLink]) -> list[TimeMapLink]:
    """The TimeMaps among links that are in link format, which every archive supports (section 5)."""
    return [
        TimeMapLink(link.target, link.date("from"), link.date("until"))
        for link in links
        if "timemap" in link.rels and link.parameters.get("type", LINK_FORMAT).partition(";")[0].strip() == LINK_FORMAT
    ]


def ranked(copies: Iterable[Memento], wanted: datetime) -> list[Memento]:
    """All copies: first those up to the wanted date, the newest first; then those after it, the oldest first."""
    every = sorted(copies)
    before = [copy for copy in every if copy.at <= wanted]
    return [*reversed(before), *every[len(before) :]]


def enough(copies: Iterable[Memento], wanted: datetime) -> bool:
    """Whether no further TimeMap is worth a request: as many copies as are ever tried, one of them early enough."""
    every = list(copies)
    return len(every) >= MAX_COPIES_TRIED and any(copy.at <= wanted for copy in every)


def nearest(links: Iterable[TimeMapLink], wanted: datetime) -> list[TimeMapLink]:
    """TimeMaps, the best first: those that cover the wanted date, before it, after it, without dates."""

    def rank(link: TimeMapLink) -> tuple[int, float]:
        since, until = link.since, link.until
        if since is None and until is None:
            return 3, 0.0
        if until is not None and until < wanted:
            return 1, (wanted - until).total_seconds()
        if since is not None and since > wanted:
            return 2, (since - wanted).total_seconds()
        return 0, 0.0

    return sorted(links, key=rank)
