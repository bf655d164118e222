"""A canonical text (docs/text.md) in headings, lists and paragraphs, as HTML has them. Linear in the text."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

_BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A piece of a text. `lines`: the items of a list; of all else, the text as it stands, its line ends included."""

    kind: Literal["heading", "list", "text"]
    lines: tuple[str, ...]


def text_blocks(text: str, headings: Collection[str] = ()) -> Iterator[TextBlock]:
    r"""The blocks of a text, which a blank line separates. A line is a heading where the page has it as one.

    >>> [block.kind for block in text_blocks("Title\n\nWords.\n\n- one\n- two", {"Title"})]
    ['heading', 'text', 'list']
    """
    for block in _BLANK.split(text.strip("\n")):
        lines = block.split("\n")
        if len(lines) == 1 and lines[0].strip() in headings:
            yield TextBlock("heading", (lines[0].strip(),))
        elif all(line.startswith("- ") for line in lines):
            yield TextBlock("list", tuple(line[2:] for line in lines))
        elif block.strip():
            yield TextBlock("text", (block,))
