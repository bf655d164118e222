"""The worklist: which cited pages call for a person, the most important first, and what settles each.

Not on it: what is inconclusive (blocked, unreachable, ...), our own failures, what nothing cites, and every page that a
person has marked. docs/todo.md has the rules.
"""

import shlex
from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain

from citecache.render.findings.words import message, moved_to
from citecache.render.worklist.items import GONE, GRAVITY, Concern, Step, WorkItem, Worklist
from citecache.usecases.cited_changes import CitedChanges, cited_changes
from citecache.usecases.grades import Advance, CaptureGrade, grades
from citecache.usecases.replacements import mending
from crawler.cache import CacheFile
from crawler.cache.read.documents import require_document
from crawler.cache.read.findings import findings_of_pages
from crawler.cache.read.worklist import cited_weights, page_verdicts, with_verdict
from crawler.model import CitedWeight, Finding, Verdict
from crawler.model.grade import Grade
from crawler.text.passages import PassageChange

COVERED = 0.5
"""Coverage, 0 to 1, below which a Capture is in doubt: as in pipelines/extract/html/engine.py."""

OF_VERDICT = {Verdict(one): Concern(one) for one in (*GONE, "degraded", "moved")}
_READABLE = frozenset((Verdict.ALIVE, Verdict.MOVED))


def todo(cache: CacheFile, *, document: str | None = None, advance: Advance | None = None) -> Worklist:
    """The worklist, of all documents or of one (a path or a name). `advance` hears of grades that are computed first.

    Raises:
        NotFound: there is no such document.
    """
    first = None if document is None else require_document(cache, document)
    concerns, changes = _concerns(cache, advance)
    weights = cited_weights(cache, concerns, document)
    places = findings_of_pages(cache, weights)
    mended = mending(cache, chain.from_iterable(places.values()))
    items = [work_item(concerns[page], weight, places[page], first, mended) for page, weight in weights.items()]
    return Worklist(items=tuple(sorted(items, key=importance)), inconclusive=changes.inconclusive)


def importance(item: WorkItem) -> tuple[float, int, str, int]:
    """The order of the worklist."""
    return -item.score, GRAVITY[item.concern], item.url, item.weight.page_id


def count(cache: CacheFile, advance: Advance | None = None) -> int:
    """How many entries the worklist has."""
    return len(cited_weights(cache, _concerns(cache, advance)[0]))


# --- what is the matter ------------------------------------------------------------------------------


def _concerns(cache: CacheFile, advance: Advance | None) -> tuple[dict[int, dict[Concern, str]], CitedChanges]:
    """Page id -> what is the matter with it, and its detail ("" for a verdict, which its citations explain)."""
    found: dict[int, dict[Concern, str]] = defaultdict(dict)
    for verdict, concern in OF_VERDICT.items():
        for page in with_verdict(cache, [verdict]):
            found[page][concern] = ""
    poor = {id_: one for id_, one in grades(cache, advance) if _poor(one)}
    for id_, (page, verdict) in page_verdicts(cache, poor).items():
        for concern, detail in capture_concerns(poor[id_], verdict):
            found[page].setdefault(concern, detail)
    changes = cited_changes(cache)
    for page, some in changes.pages.items():
        found[page][Concern.CHANGED] = change_in_words(some)
    return {page: gravest_first(some) for page, some in found.items()}, changes


def gravest_first(concerns: dict[Concern, str]) -> dict[Concern, str]:
    """What is the matter with a page, in the order in which it is told."""
    return dict(sorted(concerns.items(), key=lambda pair: GRAVITY[pair[0]]))


def _poor(one: CaptureGrade) -> bool:
    return one.grade in (Grade.WRONG_DOCUMENT, Grade.TEASER) or _incomplete(one)


def _incomplete(one: CaptureGrade) -> bool:
    return one.coverage is not None and one.coverage < COVERED


def capture_concerns(one: CaptureGrade, verdict: Verdict) -> Iterable[tuple[Concern, str]]:
    """What is the matter with a Capture, where the Page's verdict is conclusive and says nothing worse."""
    if one.grade == Grade.TEASER and verdict is Verdict.RESTRICTED:
        yield Concern.TEASER, "only the beginning is shown: a paywall or a login"
    if verdict not in _READABLE:
        return
    if one.grade == Grade.WRONG_DOCUMENT:
        yield Concern.WRONG_DOCUMENT, "; ".join(one.reasons)
    if _incomplete(one):
        yield Concern.LOW_COVERAGE, f"the text holds {one.coverage:.0%} of what the page shows"


def poor_reason(one: CaptureGrade, verdict: Verdict) -> str | None:
    """Why a Capture is poor, in words; None: it is not."""
    return "; ".join(detail for _, detail in capture_concerns(one, verdict)) or None


def change_in_words(some: Iterable[PassageChange]) -> str:
    """What became of the passages that are cited."""
    first, *rest = some
    what = "the words quoted" if first.quoted else "the passage cited"
    now = f"now “{first.after}”" if first.after else "nothing like it is there now"
    more = f"; and {len(rest):,} more" if rest else ""
    return f"{what}: was “{first.before}”, {now}{more}"


# --- what settles it ---------------------------------------------------------------------------------


def work_item(
    concerns: dict[Concern, str],
    weight: CitedWeight,
    places: list[Finding],
    document: str | None,
    mended: Collection[str],
) -> WorkItem:
    """An entry; `document`: its own places come first. `mended`: the URLs, as cited, that `repair` would replace."""
    shown = tuple(sorted(places, key=lambda one: document is not None and one.document != document))
    explained = {concern: detail or message(shown[0]) for concern, detail in concerns.items()}
    repaired = next((one for one in shown if one.url in mended), None)
    steps = tuple(_steps(next(iter(concerns)), weight, repaired or shown[0], mends=repaired is not None))
    return WorkItem(concerns=explained, weight=weight, places=shown, steps=steps)


def _steps(concern: Concern, weight: CitedWeight, place: Finding, *, mends: bool) -> Iterable[Step]:
    id_ = shlex.quote(weight.resource_ids[0])
    repair = f"repair --url {id_} --write" if mends else None
    if concern in GONE:
        if place.archived_url:
            yield Step(text="cite the archived copy", arguments=repair, replacement=place.archived_url)
        elif weight.archive_looked:
            yield Step(text="cite another source: an archive was asked, and has no good copy")
        else:
            yield Step(text="look for an archived copy", arguments=f"archive {id_}")
    elif concern is Concern.MOVED and (target := moved_to(place)):
        yield Step(text="cite its new address", arguments=repair, replacement=target)
    elif concern in _LOOK:
        text, command = _LOOK[concern]
        yield Step(text=text, arguments=f"{command} {id_}")
        if concern is not Concern.LOW_COVERAGE:
            yield Step(text="then mend the citation, or cite another source")
    else:
        yield Step(text="cite a copy that can be read")
    kept = Verdict.RESTRICTED if concern is Concern.TEASER else Verdict.ALIVE
    yield Step(text="or, if it is right as it is", arguments=f"mark {id_} {kept.value} --note checked")


_LOOK = {
    Concern.WRONG_DOCUMENT: ("see what is there", "show"),
    Concern.CHANGED: ("see what changed", "diff"),
    Concern.DEGRADED: ("see what is gone", "diff"),
    Concern.LOW_COVERAGE: ("see what was captured", "show --text"),
}
