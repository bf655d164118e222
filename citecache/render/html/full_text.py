"""A whole text to be read: in parts that a browser shows at once, with its headings, and the places of words in it.

Pure, and linear in the text.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from citecache.render.clean import one_line
from citecache.render.html.blocks import TextBlock, text_blocks
from citecache.render.html.safety import visible

PART_CHARS = 150_000
"""Characters in a part, with BLOCK_CHARS for each block: some 25,000 words. Heuristic, not measured."""

BLOCK_CHARS = 50
"""What a block costs beside its characters: its tags, and a line of the screen."""

MOST_HEADINGS = 300
"""Headings that are listed."""

MOST_PLACES = 50
"""Places that are listed with their surroundings; all are marked in the text."""

MOST_QUERY_CHARS = 200
"""Characters that are looked for. More are cut off: nobody types them."""

AROUND = 50
"""Characters on either side of a place in the list."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words of a line. `place` numbers, from 1, those that are looked for."""

    words: str
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBlock:
    """A block of the text, its lines in runs. `number`: of a heading."""

    kind: Literal["heading", "list", "text"]
    lines: tuple[tuple[TextRun, ...], ...]
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHeading:
    """A heading, and the part of the text that it stands in."""

    number: int
    words: str
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWords:
    """A place of what is looked for, with what stands around it."""

    place: int
    part: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """One part of a text, and what leads through all of it."""

    part: int
    parts: int
    blocks: tuple[ReadBlock, ...]
    headings: tuple[TextHeading, ...]  # the first MOST_HEADINGS
    heading_count: int
    query: str = ""
    found: int = 0  # places, in the whole text
    listed: tuple[FoundWords, ...] = ()


def full_text(text: str, headings: Collection[str] = (), *, part: int = 1, query: str = "") -> FullText:
    """A part of a text (the last one, where there is no such part), with `query` marked: its words in their order,
    whatever their case and the white space between them.
    """
    words = unicodedata.normalize("NFC", one_line(query))[:MOST_QUERY_CHARS].strip()
    blocks = [piece for block in text_blocks(text, frozenset(headings)) for piece in _pieces(block)]
    numbers = list(_part_numbers(blocks))
    parts = max(numbers, default=1)
    reading = _Reading(wanted=_pattern(words), part=min(max(part, 1), parts))
    for block, number in zip(blocks, numbers, strict=True):
        reading.read(block, number)
    return FullText(
        part=reading.part,
        parts=parts,
        blocks=tuple(reading.blocks),
        headings=tuple(reading.headings),
        heading_count=reading.heading_count,
        query=words,
        found=reading.places,
        listed=tuple(reading.listed),
    )


def _part_numbers(blocks: Sequence[TextBlock]) -> Iterator[int]:
    """The part that each block belongs to, from 1."""
    part, chars = 1, 0
    for block in blocks:
        length = sum(map(len, block.lines)) + BLOCK_CHARS
        if chars and chars + length > PART_CHARS:
            part, chars = part + 1, 0
        chars += length
        yield part


def _pieces(block: TextBlock) -> Iterator[TextBlock]:
    """A block that is longer than a part, in pieces: a list by its items, a text at white space where there is any."""
    if sum(map(len, block.lines)) + BLOCK_CHARS * len(block.lines) <= PART_CHARS:
        yield block
    elif len(block.lines) > 1:
        most = max(1, PART_CHARS // (BLOCK_CHARS + max(map(len, block.lines))))
        for start in range(0, len(block.lines), most):
            yield replace(block, lines=block.lines[start : start + most])
    else:
        line, start = block.lines[0], 0
        while start < len(line):
            end = start + PART_CHARS - BLOCK_CHARS
            if end < len(line):
                end = max(line.rfind(" ", start, end), line.rfind("\n", start, end), start + PART_CHARS // 2)
            yield replace(block, lines=(line[start:end],))
            start = end


def _pattern(words: str) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)


@dataclass(slots=True)
class _Reading:
    """What is gathered on the way through a text: all of the wanted part, and the places of the others."""

    wanted: re.Pattern[str] | None
    part: int
    blocks: list[ReadBlock] = field(default_factory=list)
    headings: list[TextHeading] = field(default_factory=list)
    listed: list[FoundWords] = field(default_factory=list)
    places: int = 0
    heading_count: int = 0

    def read(self, block: TextBlock, part: int) -> None:
        number = None
        if block.kind == "heading":
            number = self.heading_count = self.heading_count + 1
            if number <= MOST_HEADINGS:
                self.headings.append(TextHeading(number=number, words=block.lines[0], part=part))
        if part == self.part:
            lines = tuple(tuple(self._runs(str(visible(line)), part)) for line in block.lines)
            self.blocks.append(ReadBlock(kind=block.kind, lines=lines, number=number))
        elif self.wanted is not None:
            for line in block.lines:
                for _ in self._matches(str(visible(line)), part):
                    pass

    def _matches(self, line: str, part: int) -> Iterator[re.Match[str]]:
        for match in self.wanted.finditer(line) if self.wanted else ():
            self.places += 1
            if len(self.listed) < MOST_PLACES:
                before, after = (
                    line[max(0, match.start() - AROUND) : match.start()],
                    line[match.end() : match.end() + AROUND],
                )
                found = FoundWords(place=self.places, part=part, before=before, words=match[0], after=after)
                self.listed.append(found)
            yield match

    def _runs(self, line: str, part: int) -> Iterator[TextRun]:
        end = 0
        for match in self._matches(line, part):
            if end < match.start():
                yield TextRun(line[end : match.start()])
            end = match.end()
            yield TextRun(match[0], self.places)
        if end < len(line) or not end:
            yield TextRun(line[end:])
