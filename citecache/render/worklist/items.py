"""The entries of the worklist: pages that call for a person, and what settles each. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crawler.model import CitedWeight, Finding
from crawler.model.worklist import NEUTRAL


class Concern(StrEnum):
    """Why a page is on the worklist, the gravest first: of two pages with the same score, that comes first."""

    USURPED = "usurped"
    DEAD = "dead"
    SOFT_404 = "soft_404"
    MISSING = "missing"
    WRONG_DOCUMENT = "wrong_document"
    CHANGED = "changed"
    DEGRADED = "degraded"
    MOVED = "moved"
    TEASER = "teaser"
    LOW_COVERAGE = "low_coverage"


GRAVITY = {concern: rank for rank, concern in enumerate(Concern)}
GONE = frozenset((Concern.USURPED, Concern.DEAD, Concern.SOFT_404, Concern.MISSING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What settles an entry: an edit of the places, or the arguments of a command of ours, which may make the edit."""

    text: str  # in words, what it does
    arguments: str | None = None  # of `citecache`; None: an edit by hand
    replacement: str | None = None  # what to cite instead, by that command or by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A page that calls for a person. The details may quote the page."""

    concerns: Mapping[Concern, str]  # with the detail of each, the gravest first
    weight: CitedWeight
    places: tuple[Finding, ...]  # that cite it
    steps: tuple[Step, ...]

    @property
    def concern(self) -> Concern:
        return next(iter(self.concerns))

    @property
    def url(self) -> str:
        """As most places cite it."""
        first = self.weight.resource_ids[0]
        return next((one.url for one in self.places if one.id == first), self.places[0].url)

    @property
    def score(self) -> float:
        return score(self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """The entries, the most important first."""

    items: tuple[WorkItem, ...]
    inconclusive: int  # pages that changed, but were read by different extractors

    @property
    def counts(self) -> dict[Concern, int]:
        """Entries by their gravest concern, the most frequent first."""
        found = Counter(item.concern for item in self.items)
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], GRAVITY[pair[0]])))


def score(weight: CitedWeight) -> float:
    """How much depends on a page: citing documents x their mean quality x its importance / 100."""
    quality = NEUTRAL if weight.quality is None else weight.quality
    importance = NEUTRAL if weight.importance is None else weight.importance
    return round(weight.documents * quality * importance / 100, 1)
