"""The evidence for a verdict, and the stored Fetches judged again by the current rules."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from citecache.render.evidence_record import evidence_record
from crawler.cache import CacheFile
from crawler.cache.read import capture_records, cards, imports, mementos, replays, resources
from crawler.cache.read.fetches import fetch_records
from crawler.cache.read.pages import page_state
from crawler.model import CaptureRecord, Card, Evidence, FetchRecord, ImportRecord, MementoLookup, PageState, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the rules make of one Fetch: its own verdict, and the effective one (None: its run was offline)."""

    verdict: Verdict
    effective: Verdict | None

    @property
    def shown(self) -> Verdict:
        """The effective verdict, or else the Fetch's own."""
        return self.effective or self.verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedFetch:
    """One stored Fetch judged again."""

    fetch_id: int
    started_at: str  # UTC, ISO 8601 with Z
    then: Ruling
    now: Ruling
    evidence: tuple[Evidence, ...]  # by the current rules
    kept: bool = True  # False: a text that it was judged by is no longer kept, so it was not judged again

    @property
    def same(self) -> bool:
        return self.then == self.now

    def as_json(self) -> dict[str, Any]:
        """A row of `replay` in the evidence record."""
        return {
            "fetch": self.fetch_id,
            "started_at": self.started_at,
            "then": {"verdict": self.then.verdict, "held": self.then.effective},
            "now": {"verdict": self.now.verdict, "held": self.now.effective},
            "same": self.same,
            "kept": self.kept,
            "evidence": [asdict(seen) for seen in self.evidence],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A Page's verdict with its evidence."""

    card: Card  # without its text
    page: PageState
    capture: CaptureRecord | None  # that the card shows
    fetches: Sequence[FetchRecord]  # the newest first
    archive: Sequence[MementoLookup]  # lookups in web archives
    imports: Sequence[ImportRecord]  # copies from files, the newest first by their own dates
    replay: Sequence[ReplayedFetch] | None  # None: not asked for

    def record(
        self,
        capture: CaptureRecord | None = None,
        *,
        span: tuple[int, int] | None = None,
        most: int | None = None,
    ) -> dict[str, Any]:
        """The evidence record: of another Capture than the card's, of a passage, with the newest `most` Fetches."""
        of = capture or self.capture
        part: dict[str, Any] = {"imports": self.imports, "span": span, "most": most}
        found = evidence_record(self.card, self.page, of, self.fetches, self.archive, **part)
        return found if self.replay is None else found | {"replay": [one.as_json() for one in self.replay]}


def explain(cache: CacheFile, wanted: str, *, replay: bool = False) -> Explanation:
    """Everything known of a Page's verdict, by the URL or an id of one of its Resources.

    Raises:
        NotFound: nothing, or more than one thing, of that name.
    """
    id_ = resources.find(cache, wanted)
    page = page_state(cache, id_)
    return Explanation(
        card=replace(cards.card(cache, id_), text=None),
        page=page,
        capture=capture_records.shown(cache, id_),
        fetches=fetch_records(cache, id_),
        archive=mementos.lookups(cache, page.id),
        imports=imports.imported_copies(cache, page.id),
        replay=tuple(replayed(cache, id_)) if replay else None,
    )


def replayed(cache: CacheFile, id_: str) -> list[ReplayedFetch]:
    """Every Fetch of a Resource's Page judged again, the newest first. Nothing is stored."""
    from pipelines.judge import judge  # noqa: PLC0415 - its phrase tables take a while to compile

    found = []
    for stored in replays.replays(cache, id_):
        if not stored.kept:
            then = Ruling(verdict=stored.verdict, effective=stored.effective_verdict)
            at = stored.fetch.started_at.strftime("%Y-%m-%dT%H:%M:%SZ")
            found.append(ReplayedFetch(fetch_id=stored.id, started_at=at, then=then, now=then, evidence=(), kept=False))
            continue
        ruled = judge(stored.fetch, stored.history)
        # An offline run has no effective verdict; what the Fetch itself shows can still be compared.
        effective = ruled.effective_verdict if stored.effective_verdict else None
        found.append(
            ReplayedFetch(
                fetch_id=stored.id,
                started_at=stored.fetch.started_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                then=Ruling(verdict=stored.verdict, effective=stored.effective_verdict),
                now=Ruling(verdict=ruled.verdict or Verdict.UNCHECKED, effective=effective),
                evidence=ruled.evidence,
            )
        )
    return found
