"""The history of a page as a drawing: where each mark of the SVG stands. Pure, and linear in the history.

Places along the time are percentages of the drawing's width: it fits any screen, and its words keep their size. A
verdict is drawn as elsewhere: by shape and colour, with its word in the mark's title (WCAG 2.2, 1.4.1).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from citecache.render.card import day
from citecache.render.html.verdicts import SIGNS, word
from citecache.render.tables import plural
from crawler.model import CaptureRecord, FetchPoint, PageState, Verdict
from crawler.model.capture import ARCHIVED, IMPORTED

SLOTS = 60
"""Marks beside each other: more would touch on a phone."""

ROWS = 3
"""Verdicts of one slot that are drawn one above the other; the next ones are named in the title of the last."""

_MARGIN, _SPAN = 3.0, 94.0  # per cent: a mark at an end is drawn whole
_EDGE = 24.0
"""Per cent at either end that have no tick: the words of the ends are there."""

_COPIES = {ARCHIVED: "an archive’s copy", IMPORTED: "an imported copy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineBand:
    """A time with one effective verdict."""

    x: str
    width: str
    tone: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineFetch:
    """Fetches of one verdict at a time; `row` counts from 0, upwards from the band."""

    x: str
    row: int
    verdict: Verdict
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineText:
    """Texts that came at a time: of the page, or copies from elsewhere."""

    x: str
    copy: bool
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineTick:
    """A date below the line. One that is not an end is `inner`: a narrow screen leaves it out."""

    x: str
    label: str
    anchor: str  # of SVG: start, middle, end
    inner: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The drawing: `summary` says in words what it shows."""

    summary: str
    bands: tuple[TimelineBand, ...]
    fetches: tuple[TimelineFetch, ...]
    texts: tuple[TimelineText, ...]
    ticks: tuple[TimelineTick, ...]

    @property
    def rows(self) -> int:
        """Rows of Fetches."""
        return 1 + max((fetch.row for fetch in self.fetches), default=0)


class _DrawnText(NamedTuple):
    """A text that came, before those of one slot are one mark."""

    slot: int
    copy: bool
    label: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """From moments to places."""

    start: datetime
    end: datetime

    def share(self, moment: datetime) -> float:
        """0 to 1; one half where all happened at once."""
        whole = (self.end - self.start).total_seconds()
        if whole <= 0:
            return 0.5
        return min(1.0, max(0.0, (moment - self.start).total_seconds() / whole))

    def x(self, moment: datetime) -> str:
        return _percent(_MARGIN + _SPAN * self.share(moment))

    def slot(self, moment: datetime) -> int:
        return round(self.share(moment) * SLOTS)

    def x_of_slot(self, slot: int) -> str:
        return _percent(_MARGIN + _SPAN * slot / SLOTS)


def timeline(points: Sequence[FetchPoint], copies: Sequence[CaptureRecord], state: PageState) -> Timeline | None:
    """The drawing of these Fetches, the oldest first, and of copies of the page; None: nothing has happened yet."""
    dated = [(moment, point) for point in points if (moment := _moment(point.started_at))]
    stored = [(moment, copy) for copy in copies if (moment := _moment(copy.memento_datetime or copy.captured_at))]
    moments = [moment for moment, _ in (*dated, *stored)]
    if not moments:
        return None
    scale = _Scale(min(moments), max(moments))
    texts = [*_captured(scale, dated), *(_copied(scale, moment, copy) for moment, copy in stored)]
    return Timeline(
        summary=_summary([point for _, point in dated], [copy for _, copy in stored], scale),
        bands=tuple(_bands(scale, dated, state)),
        fetches=tuple(_fetches(scale, dated)),
        texts=tuple(_merged(scale, texts)),
        ticks=tuple(_ticks(scale)),
    )


def _moment(when: str) -> datetime | None:
    """A stored moment; None for what is none: a file may come from anybody."""
    try:
        found = datetime.fromisoformat(when)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _summary(points: Sequence[FetchPoint], copies: Sequence[CaptureRecord], scale: _Scale) -> str:
    """`12 fetches, 2 changes of the text, from Apr 9, 2026 to Jul 1, 2026`."""
    changes = sum(point.good and bool(point.changed) for point in points)
    parts = [plural(len(points), "fetch")] if points else []
    parts += [f"{plural(changes, 'change')} of the text"] if changes else []
    parts += [f"{plural(len(copies), 'copy')} from elsewhere"] if copies else []
    start, end = day(scale.start.isoformat()), day(scale.end.isoformat())
    return f"{', '.join(parts)}, {f'on {start}' if start == end else f'from {start} to {end}'}"


# --- verdicts ------------------------------------------------------------------------------------------------


def _bands(scale: _Scale, dated: Sequence[tuple[datetime, FetchPoint]], state: PageState) -> Iterable[TimelineBand]:
    """The effective verdict over time: from the Fetch that gave it to the one that gave another."""
    known = [(moment, point.effective_verdict) for moment, point in dated if point.effective_verdict is not None]
    marked = _moment(state.marked_at) if state.marked_at else None
    if marked is not None:  # a person's verdict outweighs what Fetches say from then on
        known = [(moment, verdict) for moment, verdict in known if moment < marked] + [(marked, state.verdict)]
    starts = [next(group) for _, group in groupby(known, key=lambda one: one[1])]
    for (start, verdict), (end, _) in pairwise([*starts, (scale.end, Verdict.UNCHECKED)]):
        if end > start and scale.end > scale.start:
            width = _SPAN * (scale.share(end) - scale.share(start))
            label = f"{word(verdict)} from {day(start.isoformat())}"
            yield TimelineBand(x=scale.x(start), width=_percent(width), tone=SIGNS[verdict].tone, label=label)


def _fetches(scale: _Scale, dated: Iterable[tuple[datetime, FetchPoint]]) -> Iterable[TimelineFetch]:
    """A mark for each verdict of each slot."""
    slots: dict[int, dict[Verdict, list[FetchPoint]]] = {}
    for moment, point in dated:
        slots.setdefault(scale.slot(moment), {}).setdefault(point.verdict, []).append(point)
    for slot, verdicts in slots.items():
        labels = [_label(verdict, points) for verdict, points in verdicts.items()]
        drawn = list(verdicts)[:ROWS]
        labels[ROWS - 1 :] = ["; ".join(labels[ROWS - 1 :])] if len(labels) >= ROWS else []
        for row, (verdict, label) in enumerate(zip(drawn, labels, strict=True)):
            yield TimelineFetch(x=scale.x_of_slot(slot), row=row, verdict=verdict, label=label)


def _label(verdict: Verdict, points: Sequence[FetchPoint]) -> str:
    """`Apr 9, 2026: alive, HTTP 200`; of several, `Apr 9, 2026 to Apr 12, 2026: alive, 3 fetches`."""
    first, last = points[0], points[-1]
    when = day(first.started_at)
    if day(last.started_at) != when:
        when += f" to {day(last.started_at)}"
    if len(points) > 1:
        return f"{when}: {word(verdict)}, {plural(len(points), 'fetch')}"
    answer = f"HTTP {first.status}" if first.status else first.outcome.value.replace("_", " ")
    return f"{when}: {word(verdict)}, {answer}" + ("" if first.effective_verdict else " (inconclusive)")


# --- texts ---------------------------------------------------------------------------------------------------


def _captured(scale: _Scale, dated: Iterable[tuple[datetime, FetchPoint]]) -> Iterable[_DrawnText]:
    """The first good text, and each that differs from the one before by more than churn."""
    first = True
    for moment, point in dated:
        if point.good and (first or point.changed):
            what = "first text" if first else "the text changed"
            yield _DrawnText(slot=scale.slot(moment), copy=False, label=f"{day(point.started_at)}: {what}")
        first = first and not point.good


def _copied(scale: _Scale, moment: datetime, copy: CaptureRecord) -> _DrawnText:
    label = f"{day(copy.memento_datetime or copy.captured_at)}: {_COPIES.get(copy.source, copy.source)}"
    return _DrawnText(slot=scale.slot(moment), copy=True, label=label)


def _merged(scale: _Scale, drawn: Iterable[_DrawnText]) -> Iterable[TimelineText]:
    """One mark for a slot, of the page's texts and of copies each."""
    for (slot, copy), group in groupby(sorted(drawn, key=lambda one: one[:2]), key=lambda one: one[:2]):
        labels = [one.label for one in group]
        more = [f"and {len(labels) - ROWS:,} more"] if len(labels) > ROWS else []
        label = "; ".join([*labels[:ROWS], *more])
        yield TimelineText(x=scale.x_of_slot(slot), copy=copy, label=label)


# --- dates ---------------------------------------------------------------------------------------------------


def _ticks(scale: _Scale) -> Iterable[TimelineTick]:
    """The dates of both ends, and the years or months between them that a reader would look for."""
    start, end = day(scale.start.isoformat()), day(scale.end.isoformat())
    if start == end:
        yield TimelineTick(x=_percent(50), label=start, anchor="middle")
        return
    yield TimelineTick(x=_percent(_MARGIN), label=start, anchor="start")
    for moment, label in _inner(scale):
        if _EDGE <= 100 * scale.share(moment) <= 100 - _EDGE:
            yield TimelineTick(x=scale.x(moment), label=label, anchor="middle", inner=True)
    yield TimelineTick(x=_percent(_MARGIN + _SPAN), label=end, anchor="end")


def _inner(scale: _Scale) -> list[tuple[datetime, str]]:
    """At most three moments: the beginnings of years, or else of months."""
    years = range(scale.start.year + 1, scale.end.year + 1)
    step = -(-len(years) // 3) or 1
    found = [(datetime(year, 1, 1, tzinfo=UTC), str(year)) for year in years[::step]]
    if len(years) > 1:
        return found
    months = range(scale.start.year * 12 + scale.start.month, scale.end.year * 12 + scale.end.month)
    step = -(-len(months) // 3) or 1
    starts = [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in months[::step]]
    return [(moment, day(moment.isoformat())) for moment in starts]
