"""A block's lines -> paragraphs, list items, table rows.

A PDF has lines only. A paragraph ends where the space between lines grows, where the letters' size changes, before an
indented line, before a list's mark, and after a line on which the next word would have had room.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from pipelines.extract.pdf.joining import joined
from pipelines.extract.pdf.lines import BREAK, Segment, even_advance
from pipelines.extract.pdf.running import rows_of

CELL = 1.5
"""A gap of so many times the letters' size separates cells of a table."""

_BULLET = re.compile(r"[•▪◦‣●○■□❖➢✓∙\uf0b7\uf0a7–-] +(?=\S)|[•▪◦‣●■❖➢\uf0b7\uf0a7](?=\w)")
_ITEM = re.compile(r"(?:\d{1,2}[.)]|\([a-z0-9]{1,3}\)|[a-z]\)|\[\d{1,3}\]) +\S")
_END = re.compile(r"""[.!?:;。！？…]["'”’»)\]]*(?:\[[\d,–-]+\])?$""")
_LEADER = re.compile(r" ?(?:[.·…_] ?){4,}")


@dataclass(slots=True)
class Line:
    """A line of a block; more than one cell: a row of a table, perhaps."""

    text: str
    cells: list[str]
    left: float
    right: float
    baseline: float
    size: float
    advance: float  # width of its letters, in sizes, where all are as wide
    mono: bool
    far: int  # gaps between cells that are no gaps between words
    wide: bool  # its cells are far apart


@dataclass(slots=True)
class Paragraph:
    """A block of the text."""

    kind: str  # "text", "item", "row", "code"
    text: str
    size: float
    lines: list[Line] = field(default_factory=list)
    note: bool = False  # a footnote


def lines_of(block: Sequence[Segment]) -> list[Line]:
    """The lines of a block from the top down."""
    lines = [_line(row) for row in rows_of(block)]
    # A listing's line of one word shows nothing by itself.
    for at, line in enumerate(lines):
        near = [*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]]
        if not line.mono and line.advance and any(o.mono and abs(o.advance - line.advance) < 0.01 for o in near):
            line.mono = True
    return lines


def _line(row: list[Segment]) -> Line:
    if sum(segment.is_rtl for segment in row) > len(row) / 2:
        row.reverse()
    size = max(row, key=lambda segment: len(segment.text)).size
    cells = [row[0].text]
    far = 0
    widest = 0.0
    for last, segment in itertools.pairwise(row):
        gap = max(segment.left - last.right, last.left - segment.right)
        widest = max(widest, gap)
        far += gap > CELL * size
        if gap > BREAK * size:
            cells.append(segment.text)
        else:
            cells[-1] += (" " if gap > 0.15 * size else "") + segment.text
    left, right = min(segment.left for segment in row), max(segment.right for segment in row)
    text = " ".join(cells)
    if _has_leader(cells[-1]):
        text = _LEADER.sub(" | ", text)
    advance = even_advance(row)
    mono = False
    if advance:
        lengths = [len(piece.text) for segment in row for piece in segment.pieces if len(piece.text) > 1]
        mono = len(lengths) > 2 and len(set(lengths)) > 1
    return Line(text, cells, left, right, row[0].baseline, size, advance, mono, far, widest > 3 * size)


def _has_leader(text: str) -> bool:
    """Whether a row of dots leads to the next cell. Counting them is much faster than looking for a row of them."""
    return sum(map(text.count, ".·…_")) >= 4 and bool(_LEADER.search(text))


def paragraphs_of(lines: Sequence[Line], words: frozenset[str], *, listings: bool) -> Iterator[Paragraph]:
    """The paragraphs of a block; `listings`: lines whose letters are all as wide are kept as they are."""
    if not lines:
        return
    pitch = _pitch(lines)
    left = sorted(line.left for line in lines)[len(lines) // 5]
    right = sorted(line.right for line in lines)[min(len(lines) - 1, len(lines) * 19 // 20)]
    current: Paragraph | None = None
    for at, line in enumerate(lines):
        kind = _kind(lines, at, listings=listings)
        following = lines[at + 1] if at + 1 < len(lines) else None
        if current and kind == current.kind == "text" and not _begins(current, line, following, (pitch, left, right)):
            current.text = joined(current.text, line.text, words)
            current.lines.append(line)
            continue
        if current and kind == "text" and current.kind == "item" and _continues_item(current, line, pitch):
            current.text = joined(current.text, line.text, words)
            current.lines.append(line)
            continue
        if current:
            yield current
        current = Paragraph(kind, _shown(line, kind, left), line.size, [line])
    if current:
        yield current


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance of lines, in sizes of their letters."""
    steps = [
        (above.baseline - below.baseline) / above.size
        for above, below in itertools.pairwise(lines)
        if abs(above.size - below.size) < 0.08 * above.size
    ]
    steps.sort()
    return max(steps[len(steps) // 3], 0.9) if steps else 1.2


def _kind(lines: Sequence[Line], at: int, *, listings: bool) -> str:
    line = lines[at]
    if listings and line.mono and line.text[0] != "•":
        return "code"
    if _has_leader(" ".join(line.cells)):
        return "row"
    if len(line.cells) > 1:
        near = [*lines[max(at - 2, 0) : at], *lines[at + 1 : at + 3]]
        if line.wide or line.far > 1 or (line.far and any(other.far for other in near)):
            return "row"
    return "item" if _BULLET.match(line.text) or (_ITEM.match(line.text) and _item_may_begin(lines, at)) else "text"


def _item_may_begin(lines: Sequence[Line], at: int) -> bool:
    """A number with a full stop begins an item only where a sentence or an item ended."""
    if at == 0:
        return True
    above = lines[at - 1]
    return (
        bool(_END.search(above.text) or _ITEM.match(above.text))
        or above.baseline - lines[at].baseline > 1.6 * above.size
    )


def _shown(line: Line, kind: str, left: float) -> str:
    if kind == "row" and len(line.cells) > 1:
        return " | ".join(_LEADER.sub("", cell).strip() for cell in line.cells)
    if kind == "code":
        text = " ".join(line.cells)
        return " " * max(0, min(40, round((line.left - left) / (0.6 * line.size)))) + text
    bullet = _BULLET.match(line.text)
    return f"- {line.text[bullet.end() :]}" if bullet else line.text


def _begins(current: Paragraph, line: Line, following: Line | None, frame: tuple[float, float, float]) -> bool:
    """Whether a line begins a paragraph; the frame: the lines' usual distance, the block's left and right edge."""
    pitch, left, right = frame
    above = current.lines[-1]
    size = max(above.size, line.size)
    if abs(above.size - line.size) > 0.08 * size:
        return True
    step = (above.baseline - line.baseline) / size
    if not -0.2 <= step <= 1.3 * pitch + 0.1:
        return True
    if above.text[-1:] in "-\u2010\ufffe\x02":
        return False
    inset = line.left - left
    returned = following is None or following.left < line.left - 0.6 * size
    if 0.7 * size < inset < 5 * size and above.left < line.left - 0.6 * size and returned:
        return True  # an indented first line
    hanging = len(current.lines) > 1 and all(
        other.left > current.lines[0].left + 0.6 * size for other in current.lines[1:]
    )
    if hanging and abs(line.left - current.lines[0].left) < 0.3 * size:
        return True  # the entries of a bibliography
    if line.text[:1].islower():
        return False
    first = line.text.split(" ", 1)[0]
    room = right - above.right - len(first) * (line.right - line.left) / max(len(line.text), 1)
    return room > (0.8 * size if _END.search(above.text) else max(3.0 * size, 0.25 * (right - left)))


def _continues_item(item: Paragraph, line: Line, pitch: float) -> bool:
    above = item.lines[-1]
    if abs(above.size - line.size) > 0.08 * above.size:
        return False
    step = (above.baseline - line.baseline) / max(above.size, line.size)
    if not -0.2 <= step <= 1.3 * pitch + 0.1:
        return False
    indented = line.left > item.lines[0].left + 0.5 * line.size
    return indented or line.text[:1].islower() or not _END.search(above.text)


def body_size(lines: Sequence[Line]) -> float:
    """The size of most letters."""
    return median(line.size for line in lines for _ in range(1 + len(line.text) // 20)) if lines else 0.0
