"""The grade, coverage and doubt of every Capture that a card shows: computed once, then kept while nothing changes."""

from collections.abc import Callable, Collection, Iterator, MutableMapping
from dataclasses import asdict, dataclass
from typing import Any

from crawler.cache import CacheFile
from crawler.cache.read import assessments, cards, counted
from crawler.cache.read.assessments import without_capture
from crawler.cache.write.assessments import keep
from crawler.model import Assessment, CardFilter, Verdict
from crawler.model.grade import Grade

RULES = 1
"""Raise it when a grade can differ with the same data: what was kept is then computed again."""

KEPT_AT_ONCE = 500
"""Resources that are looked at together, and whose grades are stored in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureGrade:
    """How good a Resource's Capture is. The reasons may quote the page."""

    grade: str | None
    reasons: tuple[str, ...]
    coverage: float | None
    doubt: str | None


Advance = Callable[[int, int], None]
"""Is told how many are done of how many."""


def grades(cache: CacheFile, advance: Advance | None = None) -> Iterator[tuple[str, CaptureGrade]]:
    """Resource ID and the grade of its Capture, of all that have one, by ID. `advance` hears of the Resources that were
    looked at, once a grade has had to be computed.
    """
    last, done, total = "", 0, counted.total(cache, "resources")
    computing = False
    while ids := assessments.next_resources(cache, last, KEPT_AT_ONCE):
        found, computed = _graded(cache, ids)
        yield from found.items()
        last, done, computing = ids[-1], done + len(ids), computing or computed
        if advance is not None and computing:
            advance(done, total)


def _graded(cache: CacheFile, ids: Collection[str]) -> tuple[dict[str, CaptureGrade], bool]:
    """The grades of these Resources, all of one moment, and whether any was computed."""
    found: dict[str, CaptureGrade] = {}
    new: dict[str, Assessment] = {}
    with cache.snapshot():  # a Resource that another process drops now is not missed between its stamp and its card
        kept = assessments.stored(cache, assessments.GRADE, ids)
        for id_, stamp in assessments.grade_stamps(cache, RULES, ids).items():
            old = kept.pop(id_, None)
            if old is not None and old.stamp == stamp:
                found[id_] = _grade(old.result)
            else:
                found[id_] = _computed(cache, id_)
                new[id_] = Assessment(stamp, asdict(found[id_]))
    keep(cache, assessments.GRADE, new, gone=kept)
    return found, bool(new)


def some_grades(
    cache: CacheFile, known: MutableMapping[str, CaptureGrade], *, most: int, ids: Collection[str] | None = None
) -> tuple[dict[str, CaptureGrade], int]:
    """Resource ID -> the grade of its Capture, and how many more have none yet; of these `ids` only, if any are given.
    For a reader that may not write.

    A grade is there if it was stored, is `known` by its stamp, or is one of the `most` that are computed now, which
    are added to `known`.
    """
    kept = assessments.stored(cache, assessments.GRADE, ids)
    found: dict[str, CaptureGrade] = {}
    missing = 0
    for id_, stamp in assessments.grade_stamps(cache, RULES, ids).items():
        old = kept.get(id_)
        if old is not None and old.stamp == stamp:
            found[id_] = _grade(old.result)
        elif stamp in known:
            found[id_] = known[stamp]
        elif most > 0:
            most -= 1
            found[id_] = known[stamp] = _computed(cache, id_)
        else:
            missing += 1
    return found, missing


def of_grades(cache: CacheFile, wanted: Collection[str | None], *, advance: Advance | None = None) -> tuple[str, ...]:
    """The Resources whose grade is one of those wanted (None: no grade)."""
    found = [id_ for id_, one in grades(cache, advance) if one.grade in wanted]
    # only now: a read that is under way while grades are stored holds a snapshot on which nothing can be written
    found += (id_ for id_, verdict in without_capture(cache) if _ungraded(verdict).grade in wanted)
    return tuple(found)


def _ungraded(verdict: Verdict) -> CaptureGrade:
    """Of a Resource without a Capture: `pipelines.identity.grade` says the same."""
    refused = verdict in (Verdict.BLOCKED, Verdict.RESTRICTED)
    return CaptureGrade(grade=Grade.BLOCKED if refused else None, reasons=(), coverage=None, doubt=None)


def _computed(cache: CacheFile, id_: str) -> CaptureGrade:
    from pipelines.identity import grade  # noqa: PLC0415 - takes a while to import, and is rarely needed

    card = next(cards.cards(cache, CardFilter(ids=(id_,)), with_text=False))
    identity = grade(card)
    return CaptureGrade(
        grade=None if identity.grade is None else identity.grade.value,
        reasons=identity.reasons,
        coverage=card.coverage,
        doubt=card.doubt,
    )


def _grade(result: Any) -> CaptureGrade:  # noqa: ANN401 - JSON
    return CaptureGrade(**result | {"reasons": tuple(result["reasons"])})
