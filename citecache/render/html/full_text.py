"""A whole text to be read: in parts that a browser shows at once, with its headings, and the places of words in it.

Pure, and linear in the text.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal

from citecache.render.clean import one_line
from citecache.render.html.blocks import TextBlock, text_blocks
from citecache.render.html.safety import visible

PART_CHARS = 150_000
"""Characters in a part, and up to the end of a block: some 25,000 words. Heuristic, not measured."""

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
    headings: tuple[TextHeading, ...]
    query: str = ""
    found: int = 0  # places, in the whole text
    listed: tuple[FoundWords, ...] = ()


def full_text(text: str, headings: Collection[str] = (), *, part: int = 1, query: str = "") -> FullText:
    """A part of a text (the last one, where there is no such part), with `query` marked: its words in their order,
    whatever their case and the white space between them.
    """
    words = unicodedata.normalize("NFC", one_line(query))[:MOST_QUERY_CHARS].strip()
    reading = _Reading(wanted=_pattern(words))
    parts: list[list[ReadBlock]] = [[]]
    chars = 0
    for block in text_blocks(text, frozenset(headings)):
        length = sum(map(len, block.lines))
        if chars and chars + length > PART_CHARS:
            parts.append([])
            chars = 0
        chars += length
        parts[-1].append(reading.block(block, len(parts)))
    number = min(max(part, 1), len(parts))
    return FullText(
        part=number,
        parts=len(parts),
        blocks=tuple(parts[number - 1]),
        headings=tuple(reading.headings),
        query=words,
        found=reading.places,
        listed=tuple(reading.listed),
    )


def _pattern(words: str) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)


@dataclass(slots=True)
class _Reading:
    """What is counted on the way through a text."""

    wanted: re.Pattern[str] | None
    headings: list[TextHeading] = field(default_factory=list)
    listed: list[FoundWords] = field(default_factory=list)
    places: int = 0

    def block(self, block: TextBlock, part: int) -> ReadBlock:
        lines = tuple(tuple(self._runs(str(visible(line)), part)) for line in block.lines)
        if block.kind != "heading":
            return ReadBlock(kind=block.kind, lines=lines)
        self.headings.append(TextHeading(number=len(self.headings) + 1, words=block.lines[0], part=part))
        return ReadBlock(kind="heading", lines=lines, number=len(self.headings))

    def _runs(self, line: str, part: int) -> Iterator[TextRun]:
        end = 0
        for match in self.wanted.finditer(line) if self.wanted else ():
            self.places += 1
            if end < match.start():
                yield TextRun(line[end : match.start()])
            end = match.end()
            yield TextRun(match[0], self.places)
            if len(self.listed) < MOST_PLACES:
                around = line[max(0, match.start() - AROUND) : match.start()], line[end : end + AROUND]
                found = FoundWords(place=self.places, part=part, before=around[0], words=match[0], after=around[1])
                self.listed.append(found)
        if end < len(line) or not end:
            yield TextRun(line[end:])
