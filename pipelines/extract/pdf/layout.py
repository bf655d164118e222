"""All pages -> one text, and where each page begins in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crawler.text.tidy import tidy
from pipelines.extract.pdf.characters import PageCharacters, Piece
from pipelines.extract.pdf.columns import blocks_in_order
from pipelines.extract.pdf.joining import joined, vocabulary, without_signs
from pipelines.extract.pdf.lines import Segment, segments_of
from pipelines.extract.pdf.paragraphs import Line, Paragraph, lines_of, paragraphs_of
from pipelines.extract.pdf.running import without_line_numbers, without_running

APART = 300
"""Characters of turned text that make a table or a figure; fewer at a page's side are a stamp."""


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page's segments: of the text, and of what is turned against it."""

    main: list[Segment]
    turned: list[list[Segment]]
    left_out: int  # characters of stamps in the margin


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of a document."""

    text: str
    page_starts: tuple[int, ...]
    first_lines: tuple[Line, ...]
    running: int  # characters of running heads, page numbers and stamps


def page_layout(page: PageCharacters) -> PageLayout:
    """A page's pieces by direction; its main direction is that of most characters, also on a landscape page."""
    weights = Counter[int]()
    groups: dict[int, list[Piece]] = {}
    for piece in page.pieces:
        weights[piece.turn] += len(piece.text)
        groups.setdefault(piece.turn, []).append(piece)
    turns = [turn for turn, _ in weights.most_common()]
    main = segments_of(groups[turns[0]]) if turns else []
    turned = [segments_of(groups[turn]) for turn in turns[1:] if weights[turn] >= APART]
    left_out = sum(weights[turn] for turn in turns[1:] if weights[turn] < APART)
    return PageLayout(main, turned, left_out + page.askew)


def document_text(layouts: Sequence[PageLayout]) -> DocumentText:
    """The text of pages, paragraphs that go on over a page's end in one."""
    sizes = Counter[float]()
    for layout in layouts:
        for segment in layout.main:
            sizes[segment.size] += segment.chars
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    kept = without_running([without_line_numbers(layout.main) for layout in layouts], size)
    pages = [
        [lines_of(block) for part in (main, *layout.turned) for block in blocks_in_order(part)]
        for main, layout in zip(kept, layouts, strict=True)
    ]
    words = vocabulary(line.text for page in pages for block in page for line in block)
    mono = _mono_share(line for page in pages for block in page for line in block)
    paragraphs = [_page(blocks, words, size, listings=mono < 0.5) for blocks in pages]
    text, starts = _flow(paragraphs, words)
    before = sum(_count(layout.main) for layout in layouts)
    running = before - sum(_count(page) for page in kept) + sum(layout.left_out for layout in layouts)
    first = tuple(line for block in pages[0] for line in block) if pages else ()
    return DocumentText(text, starts, first, running)


def _count(segments: Iterable[Segment]) -> int:
    return sum(segment.chars for segment in segments)


def _mono_share(lines: Iterable[Line]) -> float:
    total = mono = 0
    for line in lines:
        total += 1
        mono += line.mono
    return mono / total if total else 0.0


def _page(blocks: Sequence[Sequence[Line]], words: frozenset[str], size: float, *, listings: bool) -> list[Paragraph]:
    """A page's paragraphs: those that go on in the next column in one, footnotes at the end."""
    done: list[Paragraph] = []
    notes: list[Paragraph] = []
    for block in blocks:
        found = list(paragraphs_of(block, words, listings=listings))
        below: list[Paragraph] = []
        while found and found[-1].size < 0.93 * size and found[-1].text[:1] in "[*†‡§0123456789":
            below.append(found.pop())
        notes += reversed(below)
        if done and found and _goes_on(done[-1], found[0], size):
            done[-1].text = joined(done[-1].text, found[0].text, words)
            done[-1].lines += found[0].lines
            del found[0]
        done += found
    for note in notes:
        note.note = True
    return done + notes


def _goes_on(last: Paragraph, first: Paragraph, size: float) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    if first.kind != "text" or last.kind not in ("text", "item") or abs(first.size - last.size) > 0.08 * last.size:
        return False
    if abs(last.size - size) > 0.15 * size:
        return False
    return first.text[:1].islower() or last.text[-1:] in "\ufffe\x02,-"


@dataclass(slots=True)
class FlowEntry:
    """A paragraph of the document, and the pages that begin in it: the page, and how far into the text."""

    paragraph: Paragraph
    pages: list[tuple[int, int]] = field(default_factory=list)


def _flow(pages: Sequence[list[Paragraph]], words: frozenset[str]) -> tuple[str, tuple[int, ...]]:
    """Pages' paragraphs as text, with the place where each page begins."""
    entries: list[FlowEntry] = []
    waiting: list[int] = []  # pages that begin at the next entry
    for number, page in enumerate(pages):
        waiting.append(number)
        following = pages[number + 1] if number + 1 < len(pages) else []
        for paragraph in _notes_before(page, following):
            last = entries[-1].paragraph if entries else None
            if waiting and last and _goes_on(last, paragraph, last.size):
                last.text = joined(last.text, paragraph.text, words)
                at = len(last.text) - len(paragraph.text)
                entries[-1].pages += [(page_number, at) for page_number in waiting]
            else:
                entries.append(FlowEntry(paragraph, [(page_number, 0) for page_number in waiting]))
            waiting = []
    return _written(entries, len(pages))


def _written(entries: Sequence[FlowEntry], pages: int) -> tuple[str, tuple[int, ...]]:
    parts: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    last: Paragraph | None = None
    for entry in entries:
        shown = _canonical(entry.paragraph.text, entry.paragraph.kind)
        between = "" if not parts else "\n" if _same_list(last, entry.paragraph) else "\n\n"
        begin = length + len(between)
        for number, at in entry.pages:
            starts[number] = begin + len(shown) - len(_canonical(entry.paragraph.text[at:])) if at else begin
        if shown:
            parts += [between, shown]
            length = begin + len(shown)
            last = entry.paragraph
    return "".join(parts), tuple(min(starts.get(number, length), length) for number in range(pages))


def _canonical(text: str, kind: str = "text") -> str:
    shown = tidy(without_signs(text))
    return text[: len(text) - len(text.lstrip(" "))] + shown if kind == "code" else shown


def _notes_before(page: list[Paragraph], following: list[Paragraph]) -> list[Paragraph]:
    """Footnotes before the last paragraph where that goes on on the next page, so that its sentence stays whole."""
    notes = [paragraph for paragraph in page if paragraph.note]
    rest = [paragraph for paragraph in page if not paragraph.note]
    if notes and rest and following and _goes_on(rest[-1], following[0], rest[-1].size):
        return [*rest[:-1], *notes, rest[-1]]
    return page


def _same_list(last: Paragraph | None, paragraph: Paragraph) -> bool:
    return last is not None and last.kind == paragraph.kind != "text"
