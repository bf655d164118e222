"""What changed since a moment: texts and verdicts. Pages that lost quoted words come first, then the most cited and
most important ones.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from citecache.usecases.counted_changes import NewCounts, counted
from citecache.usecases.quote_check import check_quotes_of
from crawler.cache import CacheFile
from crawler.cache.read import changes
from crawler.cache.read.quotations import texts_quoted_from
from crawler.cache.write.differences import keep_counts
from crawler.model import CitedPage, KeptCounts, VerdictChange, WordCounts
from pipelines.quotes import Quotation, QuoteStatus, ReadText, locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. For a text, `before` and `after` are the times of the Fetches that brought the texts."""

    id: str
    url: str
    title: str | None
    kind: str  # "text", "verdict"
    before: str
    after: str
    at: str
    cited_by_count: int
    importance: float | None
    words_added: int | None = None
    words_removed: int | None = None
    coarse: bool = False
    marked: bool = False  # the verdict was set by a person
    quotes_lost: tuple[str, ...] = ()  # what documents quote, stood in the text before, and does not in this one


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeList:
    """The changes, and the pages that are counted instead of listed."""

    since: str  # UTC, ISO 8601 with Z
    changes: tuple[Change, ...]
    churn_only: int
    extractor_only: int
    not_kept: int  # texts that differ from one that is no longer kept
    first_fetched: Mapping[str, int]  # verdict -> pages that had none before, the most frequent first


@dataclass(frozen=True, slots=True, kw_only=True)
class _PageChange:
    """A change of a Page, before it is known which Resource stands for the Page."""

    page_id: int
    kind: str
    before: str
    after: str
    at: str
    counts: WordCounts | None = None  # of a text
    marked: bool = False
    captures: tuple[int, int] | None = None  # of a text: the two that were compared

    def of(self, page: CitedPage, quotes_lost: tuple[str, ...] = ()) -> Change:
        """The change as it is listed."""
        text = self.counts
        return Change(
            id=page.id,
            url=page.url,
            title=page.title,
            kind=self.kind,
            before=self.before,
            after=self.after,
            at=self.at,
            cited_by_count=page.cited_by_count,
            importance=page.importance,
            words_added=None if text is None else text.words_added,
            words_removed=None if text is None else text.words_removed,
            coarse=text is not None and text.coarse,
            marked=self.marked,
            quotes_lost=quotes_lost,
        )


def changes_since(cache: CacheFile, since: str) -> ChangeList:
    """Compare how each page stood at a moment (UTC, ISO 8601 with Z) with how it stands now.

    Texts that had to be compared are not compared again next time, where the file can be written.
    """
    new: dict[tuple[int, int], KeptCounts] = {}
    try:
        return _changes_since(cache, since, new)
    finally:
        keep_counts(cache, new)  # in the end, for it ends the snapshot


def _changes_since(cache: CacheFile, since: str, new: NewCounts) -> ChangeList:
    texts, left_out = _texts(cache, since, new)
    verdict_changes = changes.verdicts_since(cache, since)
    verdicts = [change for row in verdict_changes if (change := _verdict_change(row)) is not None]
    first = Counter(row.after.value for row in verdict_changes if row.before is None)
    return ChangeList(
        since=since,
        changes=tuple(_ranked(cache, [*texts, *verdicts])),
        churn_only=left_out["churn"],
        extractor_only=left_out["extractor"],
        not_kept=left_out["not kept"],
        first_fetched=dict(first.most_common()),
    )


def _texts(cache: CacheFile, since: str, new: NewCounts) -> tuple[list[_PageChange], Counter[str]]:
    """Texts that the pages changed, and how many others differ only by churn or by the extractor."""
    every = list(changes.texts_since(cache, since))
    candidates = [one for one in every if one.before.kept]
    left_out: Counter[str] = Counter({"not kept": len(every) - len(candidates)})
    found = []
    for one, counts in zip(candidates, counted(cache, candidates, new), strict=True):
        if counts.cause == "page" and (counts.words_added or counts.words_removed):
            found.append(
                _PageChange(
                    page_id=one.page_id,
                    kind="text",
                    before=one.before.first_at,
                    after=one.now.last_at,
                    at=one.now.first_at,
                    counts=counts,
                    captures=(one.before.capture_id, one.now.capture_id),
                )
            )
        else:
            left_out["extractor" if counts.cause == "extractor" else "churn"] += 1
    return found, left_out


def _verdict_change(row: VerdictChange) -> _PageChange | None:
    """None: the Page had no verdict before."""
    if row.before is None:
        return None
    return _PageChange(
        page_id=row.page_id,
        kind="verdict",
        before=row.before.value,
        after=row.after.value,
        at=row.at,
        marked=row.marked,
    )


def _ranked(cache: CacheFile, found: list[_PageChange]) -> list[Change]:
    pages = changes.cited(cache, (one.page_id for one in found))
    quoted = texts_quoted_from(cache, (one.page_id for one in found))
    listed = [
        one.of(pages[one.page_id], _lost(cache, one, pages[one.page_id].id, quoted.get(one.page_id, ())))
        for one in found
    ]
    return sorted(listed, key=_rank)


def _rank(one: Change) -> tuple[bool, int, float, str, bool]:
    """A text that lost what documents quote from it comes first."""
    return not one.quotes_lost, -one.cited_by_count, -(one.importance or 0), one.url, one.kind != "verdict"


def _lost(cache: CacheFile, change: _PageChange, resource_id: str, quotes: Iterable[str]) -> tuple[str, ...]:
    """The quotations that the text before has and that have vanished, as `citecache quotes` tells it."""
    if change.captures is None or not quotes:
        return ()
    before = ReadText(changes.text(cache, change.captures[0]))
    stood = [quote for quote in quotes if locate(Quotation(quote), before).verbatim]
    checked = check_quotes_of(cache, ((resource_id, quote) for quote in stood))
    return tuple(quote for (_, quote), one in checked if one.check.status is QuoteStatus.VANISHED)
