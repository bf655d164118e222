"""A page's segments -> blocks in reading order.

A gutter is a vertical strip that few segments cross. Segments that cross it (a title, an abstract) divide the page
into bands; in a band the left side is read before the right one, unless its lines are rows of a table. Sides are
divided again. After the recursive X-Y cut (Nagy and Seth, 1984), with lines across.
"""

import itertools
from collections.abc import Iterator, Sequence
from statistics import median

from pipelines.extract.pdf.lines import Segment

BINS = 256
"""Vertical strips of a region in which gutters are looked for."""

MAX_CUTS = 200
"""Cuts of one page: columns, boxes and their parts. A page of a newspaper has 20."""

WIDE = 9.0
"""Lines of a column are so many letters' sizes wide; cells of tables are narrower."""

TRIES = 3
"""Gutters of a region that are tried."""

Block = list[Segment]


def blocks_in_order(segments: Sequence[Segment]) -> list[Block]:
    """Blocks of segments, each from top to bottom."""
    done: list[Block] = []
    open_: list[Block] = [sorted(segments, key=lambda segment: -segment.baseline)]
    cuts = 0
    while open_:
        region = open_.pop()
        parts = _cut(region) if cuts < MAX_CUTS else None
        if parts is None:
            done.append(region)
        else:
            cuts += 1
            open_.extend(reversed(parts))
    return done


def _cut(region: Block) -> list[Block] | None:
    """A region's parts in reading order; None: it is one block."""
    return next((parts for gutter in _gutters(region) if len(parts := _divided(region, gutter)) > 1), None)


def _divided(region: Block, gutter: float) -> list[Block]:
    parts: list[Block] = []
    pending: Block = []  # lines across, and bands without columns
    band: Block = []
    for segment in [*region, None]:
        if segment is not None and not segment.left < gutter < segment.right:
            band.append(segment)
            continue
        sides = _sides(band, gutter)
        if len(sides) == 2:
            parts += ([pending] if pending else []) + sides
            pending = []
        else:
            pending += band
        band = []
        if segment is not None:
            pending.append(segment)
    return parts + ([pending] if pending else [])


def _gutters(region: Block) -> Iterator[float]:
    """The middle of the strip with most lines on its less filled side, then the next."""
    if len(region) < 4:
        return
    left, right = min(segment.left for segment in region), max(segment.right for segment in region)
    if right - left < 8 * median(segment.size for segment in region):
        return
    step = (right - left) / BINS
    scores = _scores(region, left, step)
    for _ in range(TRIES):
        best = max(scores)
        if best[0] < 2:
            return
        first = last = scores.index(best)
        while last + 1 < BINS and scores[last + 1] == best:
            last += 1
        yield left + (first + last + 1) / 2 * step
        near = range(max(first - BINS // 12, 0), min(last + BINS // 12, BINS))
        scores = [(0, 0) if index in near else score for index, score in enumerate(scores)]


def _scores(region: Block, left: float, step: float) -> list[tuple[int, int]]:
    """Of each strip: the lines on its less filled side, and less the lines across."""
    starts, ends = [0] * (BINS + 1), [0] * (BINS + 1)
    for segment in region:
        starts[min(int((segment.left - left) / step), BINS)] += 1
        ends[min(int((segment.right - left) / step) + 1, BINS)] += 1
    scores = []
    before, behind = 0, len(region)
    for index in range(BINS):
        before += ends[index]
        behind -= starts[index]
        scores.append((min(before, behind), before + behind - len(region)))
    return scores


def _sides(band: Block, gutter: float) -> list[Block]:
    if not band:
        return []
    left = [segment for segment in band if segment.right <= gutter]
    right = [segment for segment in band if segment.right > gutter]
    if not left or not right:
        return [band]
    if not _are_columns(band, left, right, gutter):
        return [band]
    return [right, left] if _is_rtl(band) else [left, right]


def _is_rtl(segments: Block) -> bool:
    return sum(segment.is_rtl for segment in segments[:40]) > min(len(segments), 40) / 2


def _are_columns(band: Block, left: Block, right: Block, gutter: float) -> bool:
    """Whether two sides are read one after the other, and not line by line as a table."""
    size = median(segment.size for segment in band)
    gap = min(segment.left for segment in right) - max(segment.right for segment in left)
    if gap < 0.7 * size:
        return False
    # In the file's order the sides of a table alternate; those of a page mostly do not.
    sides = [segment.right <= gutter for segment in sorted(band, key=lambda segment: segment.order)]
    turns = sum(one != other for one, other in itertools.pairwise(sides))
    fewest = min(len(left), len(right))
    if fewest < 2:
        return False
    wide = min(median(segment.width for segment in side) for side in (left, right)) / size
    if turns <= 1 + fewest // 6:
        return wide > WIDE or (fewest >= 3 and wide > 2.5)
    return wide > WIDE and fewest >= 3
