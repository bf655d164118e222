"""Citations whose source has changed where they lean on it: computed once for two texts, then kept."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from crawler.cache import CacheFile
from crawler.cache.read import assessments, changes
from crawler.cache.read.worklist import cited_texts
from crawler.cache.write.assessments import keep
from crawler.model import Assessment, ChangedCitation
from crawler.text.passages import PassageChange, PassageText, passage_change

RULES = 2
"""Raise it when the same texts can give another answer: what was kept is then computed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedChanges:
    """Page id -> what changed where it is cited, a passage once; and how many Pages could not be compared."""

    pages: dict[int, tuple[PassageChange, ...]]
    inconclusive: int  # Pages whose texts were made by different extractors


def cited_changes(cache: CacheFile, document_id: int | None = None) -> CitedChanges:
    """Compare the text that stood when a citation was made with the last good one; of all Documents, or of one."""
    kept = assessments.stored(cache, assessments.PASSAGE)
    found: dict[int, list[PassageChange]] = defaultdict(list)
    stale: dict[tuple[int, int], list[tuple[ChangedCitation, str]]] = defaultdict(list)
    unlike: set[int] = set()
    for one in cited_texts(cache, document_id):
        if not one.same_extractor:
            unlike.add(one.page_id)
            continue
        stamp = assessments.stamp(RULES, one.before, one.now, one.claim, list(one.quotes))
        old = kept.pop(str(one.citation_id), None)
        if old is None or old.stamp != stamp:
            stale[one.before, one.now].append((one, stamp))
        elif isinstance(old.result, dict):
            found[one.page_id].append(_change(old.result))
    for (before, now), citations in stale.items():
        for one, change in _compared(cache, before, now, citations):
            if change is not None:
                found[one.page_id].append(change)
    if document_id is None:
        keep(cache, assessments.PASSAGE, {}, gone=kept)
    return CitedChanges(
        pages={page: tuple(dict.fromkeys(some)) for page, some in sorted(found.items())}, inconclusive=len(unlike)
    )


def _compared(
    cache: CacheFile, before: int, now: int, citations: Sequence[tuple[ChangedCitation, str]]
) -> list[tuple[ChangedCitation, PassageChange | None]]:
    """What changed between two texts for each of the citations."""
    old, new = (PassageText(changes.text(cache, capture)) for capture in (before, now))
    found = [(one, passage_change(one.claim, one.quotes, old, new)) for one, _ in citations]
    results = {
        str(one.citation_id): Assessment(stamp, None if change is None else asdict(change))
        for (one, stamp), (_, change) in zip(citations, found, strict=True)
    }
    keep(cache, assessments.PASSAGE, results)
    return found


def _change(result: Any) -> PassageChange:  # noqa: ANN401 - JSON
    return PassageChange(**result)
