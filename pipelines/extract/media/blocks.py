"""`TextBlocks`: the blocks of a document as its reader meets them, joined into the canonical form of text.

Blocks are separated by an empty line; the items of a list, the rows of a table and lines of code stay together.
"""

import re

from crawler.model import Capture, Metadata
from crawler.text.tidy import tidy
from pipelines.extract.versions import RULES

MAX_CHARS = 11_000_000
"""Characters that are collected: a little more than `page.MAX_TEXT`, which cuts and says so."""

_GROUPED = ("item", "row", "line")
MAX_LEVEL = 6
"""Levels of a list that are shown by indentation."""

_ORDINAL = re.compile(r"[^\W\d_]{1,4}\.?|[™®°ºª′″]")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_AROUND_BREAK = re.compile(r"[ \t\xa0]*\n[ \t\xa0]*")


def folded(text: str) -> str:
    """Text with its white space folded."""
    return _SPACE.sub(" ", text).strip()


def lines_of(text: str) -> str:
    r"""Text whose `\n` are line breaks that are meant: white space is folded within lines only.

    >>> lines_of("  one \n\n two  words ")
    'one\ntwo words'
    """
    return "\n".join(line for part in _AROUND_BREAK.split(text) if (line := folded(part)))


def raised(before: str, text: str) -> str:
    """Text in superscript, set off from what it stands behind: 10^6, and ordinals as they are: 5th.

    >>> raised("10", "6"), raised("5", "th"), raised("word ", "TM")
    ('^6', 'th', 'TM')
    """
    if not before[-1:].isalnum() or not text.strip() or _ORDINAL.fullmatch(text.strip()):
        return text
    return f"^{text.strip()}"


class TextBlocks:
    """Collects the blocks of a document, in order."""

    def __init__(self) -> None:
        self.blocks: list[tuple[str, str]] = []  # (kind, text)
        self.headings: list[str] = []  # of the highest level
        self.size = 0

    @property
    def full(self) -> bool:
        return self.size > MAX_CHARS

    def add(self, text: str, kind: str = "p") -> None:
        r"""Add a block; `\n` in it is a line break. Empty ones are left out."""
        self._append(kind, lines_of(text))

    def heading(self, text: str, level: int = 2) -> None:
        text = folded(text)
        if level <= 1 and text:
            self.headings.append(text)
        self._append("heading", text)

    def item(self, text: str, *, marker: str = "-", level: int = 0) -> None:
        text = lines_of(text)
        if text:
            indent = "  " * min(level, MAX_LEVEL)
            self._append("item", f"{indent}{marker} " + text.replace("\n", f"\n{indent}  "))

    def more(self, text: str) -> None:
        """Add a paragraph of the item that was added last."""
        if self.blocks and self.blocks[-1][0] == "item" and (text := lines_of(text)) and not self.full:
            before = self.blocks[-1][1]
            indent = " " * (len(before) - len(before.lstrip(" ")) + 2)
            self.blocks.append(("item", indent + text.replace("\n", f"\n{indent}")))
            self.size += len(text)
        else:
            self.add(text)

    def line(self, text: str) -> None:
        """Add a line of verse."""
        self._append("line", lines_of(text))

    def row(self, cells: list[str]) -> None:
        """Add a row of a table, without the empty cells at its end."""
        shown = [folded(cell) for cell in cells]
        while shown and not shown[-1]:
            shown.pop()
        self._append("row", " | ".join(shown))

    def code(self, text: str) -> None:
        """Add text whose white space is kept."""
        self._append("code", text.expandtabs(8).strip("\r\n").rstrip())

    def notes(self, notes: list[str]) -> None:
        """Add the notes that are marked in what was added last, and take them from the list."""
        for note in notes:
            self.add(note)
        notes.clear()

    def end_group(self) -> None:
        """What follows is no item of the same list and no row of the same table."""
        if self.blocks and self.blocks[-1][0] in _GROUPED:
            self.blocks.append(("end", ""))

    def text(self) -> str:
        """The text of all blocks."""
        parts: list[str] = []
        last = ""
        for kind, block in self.blocks:
            if kind != "end":
                parts += ["\n" if kind == last and kind in _GROUPED else "\n\n", block]
            last = kind
        return tidy("".join(parts))

    def _append(self, kind: str, text: str) -> None:
        if text.strip() and not self.full:
            self.blocks.append((kind, text))
            self.size += len(text)


def captured(
    found: TextBlocks | str, *, media: str, metadata: Metadata, extractor: str, charset: str | None = None,
    doubt: str | None = None, nothing: str = "the document has none",
) -> Capture:  # fmt: skip
    """The Capture of what a reader found."""
    text = found if isinstance(found, str) else found.text()
    return Capture(
        media_type=media,
        charset=charset,
        text=text or None,
        no_text=None if text else f"no text: {nothing}",
        doubt=doubt if text else None,
        metadata=metadata,
        headings=() if isinstance(found, str) else tuple(found.headings[:20]),
        extractor=extractor,
        extractor_version=f"1+{RULES}",
    )
