"""Running heads, footers and page numbers: what the pages of a document repeat at their edges."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipelines.extract.pdf.lines import Segment

EDGE = 4
"""Lines at a page's top and bottom that may be running ones: two of a head, a rule's caption, a number."""

MARGIN = 0.12
"""The share of the pages' height in which they stand."""

MIN_NUMBERED = 6
LINE = 25
"""Lines of a page with numbers that make them a manuscript's, and the characters of such a line, at least."""

_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.|pg\.?|página|pagina|стр\.?|sida|side|страница)\s*)?"
    r"(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de|sur|di|av|из|\|)\s*\d{1,4})?\W*$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+|\b[ivxlc]{1,7}\b")

Row = list[Segment]


def rows_of(segments: Sequence[Segment]) -> list[Row]:
    """Segments on one baseline, from the top down."""
    rows: list[Row] = []
    for segment in sorted(segments, key=lambda segment: -segment.baseline):
        if rows and rows[-1][0].baseline - segment.baseline < 0.3 * max(segment.size, rows[-1][0].size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    for row in rows:
        row.sort(key=lambda segment: segment.left)
    return rows


def without_running(pages: Sequence[Sequence[Segment]], body_size: float) -> list[list[Segment]]:
    """Pages without running heads, footers and page numbers."""
    heights = [segment.baseline for page in pages for segment in page]
    inner = (max(heights, default=0.0) - min(heights, default=0.0)) * MARGIN
    frame = (min(heights, default=0.0) + inner, max(heights, default=0.0) - inner)
    edges = [_edges(page, frame) for page in pages]
    tops, bottoms = Counter[str](), Counter[str]()
    for above, below in edges:
        tops.update({key for segment in above for key in _keys(segment)})
        bottoms.update({key for segment in below for key in _keys(segment)})
    needed = 2 if len(pages) < 4 else 3
    kept = []
    for page, (above, below) in zip(pages, edges, strict=True):
        out = {segment.order for segment in above if _runs(segment, tops, needed, body_size)}
        out |= {segment.order for segment in below if _runs(segment, bottoms, needed, body_size)}
        out |= _beside_number(page, out, body_size) | _page_number(page, out)
        kept.append([segment for segment in page if segment.order not in out])
    return kept


def without_line_numbers(page: Sequence[Segment]) -> list[Segment]:
    """A page without the numbers of its lines, as manuscripts have them: before running text, never before a table's
    rows, which begin with capitals and are short.
    """
    pairs = [row for row in rows_of(page) if len(row) == 2 and len(row[1].text) >= LINE]
    numbered = [(number, text) for number, text in pairs if number.text.isdecimal() and len(number.text) < 5]
    if len(numbered) < MIN_NUMBERED:
        return list(page)
    values = [int(number.text) for number, _ in numbered]
    steps = Counter(after - before for before, after in pairwise(values))
    goes_on = sum(text.text[:1].islower() for _, text in numbered)
    step, times = steps.most_common(1)[0]
    if (
        step not in (1, 5)
        or times < 0.7 * len(steps)
        or times < 0.6 * (len(values) - 1)
        or goes_on < 0.3 * len(numbered)
    ):
        return list(page)
    edge = min(text.left for _, text in numbered)
    out = {segment.order for segment in page if segment.right <= edge and segment.text.isdecimal()}
    return [segment for segment in page if segment.order not in out]


def _edges(page: Sequence[Segment], frame: tuple[float, float]) -> tuple[list[Segment], list[Segment]]:
    """The first and the last lines of a page, above and below the frame."""
    rows = rows_of(page)
    half = min(EDGE, (len(rows) + 1) // 2)
    above = [segment for row in rows[:half] for segment in row if segment.baseline >= frame[1]]
    return above, [segment for row in rows[-half:] for segment in row if segment.baseline <= frame[0]]


def _keys(segment: Segment) -> list[str]:
    """A line with its digits made equal, at its height; near the border of two heights it is at both."""
    text = _DIGITS.sub("#", segment.text.casefold())[:80]
    place = segment.baseline / 8
    return [f"{int(place - 0.25)} {text}", f"{int(place + 0.25)} {text}"]


def _runs(segment: Segment, seen: Counter[str], needed: int, body_size: float) -> bool:
    # Titles of slides are repeated too, and are larger than the text.
    return segment.size < 1.3 * body_size and max(seen[key] for key in _keys(segment)) >= needed


def _beside_number(page: Sequence[Segment], out: set[int], body_size: float) -> set[int]:
    """What stands beside a running page number: the head of a chapter of two pages."""
    if not any(segment.order in out and _NUMBER.match(segment.text) for segment in page):
        return set()
    return {
        segment.order
        for row in rows_of(page)
        if any(segment.order in out and _NUMBER.match(segment.text) for segment in row)
        for segment in row
        if segment.size < 1.3 * body_size
    }


def _page_number(page: Sequence[Segment], out: set[int]) -> set[int]:
    """A number that stands alone as the last or first line."""
    rows = rows_of([segment for segment in page if segment.order not in out])
    if len(rows) < 2:
        return set()
    return {
        row[0].order
        for row, next_ in ((rows[-1], rows[-2]), (rows[0], rows[1]))
        if len(row) == 1
        and _NUMBER.match(row[0].text)
        and abs(row[0].baseline - next_[0].baseline) > 1.5 * max(row[0].size, next_[0].size)
    }
