"""Which copies there are, and in which order they are tried. Pure. RFC 7089, section 5: TimeMaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from crawler.memento.forms import date_of
from crawler.memento.links import WebLink

MOST_TRIED = 5
"""Copies of one Page that are fetched in one lookup. Our choice, not a measurement."""


LINK_FORMAT = "application/link-format"


@dataclass(frozen=True, slots=True, order=True)
class Memento:
    """A copy in an archive."""

    at: datetime  # when the archive captured it, UTC
    url: str  # URI-M


@dataclass(frozen=True, slots=True)
class Leaf:
    """A further TimeMap that a TimeMap names (section 5), and the time it covers where it says so."""

    url: str
    since: datetime | None = None
    until: datetime | None = None


def mementos(links: Iterable[WebLink]) -> set[Memento]:
    """The copies among links. One without a date is dated by its address, or left out: it has no place in the order."""
    found = set()
    for link in links:
        if "memento" in link.rels and (at := link.date("datetime") or date_of(link.target)):
            found.add(Memento(at, link.target))
    return found


def timemaps(links: Iterable[WebLink]) -> list[Leaf]:
    """The TimeMaps among links that are in the one format that every archive has (section 5)."""
    return [
        Leaf(link.target, link.date("from"), link.date("until"))
        for link in links
        if "timemap" in link.rels and link.parameters.get("type", LINK_FORMAT).partition(";")[0].strip() == LINK_FORMAT
    ]


def ranked(copies: Iterable[Memento], wanted: datetime) -> list[Memento]:
    """All copies: those of the moment or before, the newest first; then those after, the oldest first."""
    every = sorted(copies)
    before = [copy for copy in every if copy.at <= wanted]
    return [*reversed(before), *every[len(before) :]]


def enough(copies: Iterable[Memento], wanted: datetime) -> bool:
    """Whether no further TimeMap is worth a request: as many copies as are ever tried, one of them of before."""
    every = list(copies)
    return len(every) >= MOST_TRIED and any(copy.at <= wanted for copy in every)


def nearest(leaves: Iterable[Leaf], wanted: datetime) -> list[Leaf]:
    """Further TimeMaps, the best first: those that cover the moment, before it, after it, not saying when."""

    def rank(leaf: Leaf) -> tuple[int, float]:
        since, until = leaf.since, leaf.until
        if since is None and until is None:
            return 3, 0.0
        if until is not None and until < wanted:
            return 1, (wanted - until).total_seconds()
        if since is not None and since > wanted:
            return 2, (since - wanted).total_seconds()
        return 0, 0.0

    return sorted(leaves, key=rank)
