"""`Prose`: one block's text with markup removed, and the sentence around each place that cites."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.sources.parsing.collector import CitationFields
from crawler.text.sentences import BREAK, MARK, spans

TAG = "\ufdd0"  # the first character of a masked tag: see crawler/sources/parsing/jsx.py
FILL = "\ufdd1"  # its other characters
_PRIVATE = re.compile(f"[{TAG}{FILL}{MARK}{BREAK}]")
_NOISE = re.compile(f"[{TAG}{FILL}]")
_ENOUGH_WORDS = 3


def without_private(text: str) -> str:
    """The text with our own marking characters replaced, one for one: a document may contain them too."""
    return _PRIVATE.sub("\ufffd", text)


def tidy(text: str) -> str:
    """The text with single spaces and without our own marks."""
    return " ".join(text.replace(MARK, "").replace(BREAK, " ").split())


@dataclass(slots=True)
class Prose:
    """Text added piece by piece; `mark` and `here` give the anchors that `claim` takes."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    linked: int = 0  # characters that are link text or marks
    _text: str | None = None
    _spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str) -> None:
        text = _NOISE.sub("", text)
        self.parts.append(text)
        self.size += len(text)

    def here(self) -> int:
        """The anchor of a link whose text follows."""
        return self.size

    def mark(self) -> int:
        """Adds a footnote mark and returns its anchor."""
        self.add(MARK)
        return self.size - 1

    @property
    def text(self) -> str:
        if self._text is None or len(self._text) != self.size:
            self._text = "".join(self.parts)
            self._spans = spans(self._text)
        return self._text

    def since(self, anchor: int) -> str:
        return tidy("".join(self.parts)[anchor:]) if anchor < self.size else ""

    def claim(self, anchor: int) -> str | None:
        """The sentence at an anchor: for a mark, the one it ends; for a link, the one the link begins in."""
        text = self.text
        if anchor >= self.size or text[anchor] == MARK:
            anchor = len(text[:anchor].rstrip(f" \t\n{MARK}{BREAK}")) - 1
        chosen = ""
        for start, end in self._spans:
            if start > max(anchor, 0) and chosen:
                break
            chosen = text[start:end]
        return tidy(chosen) or None


def cell_claim(cells: Sequence[Prose], cell: Prose, anchor: int) -> str | None:
    """The claim of a place in a table: its sentence in the cell, or the row if the cell holds little but the link."""
    words = len(tidy(cell.text).split())
    if words - cell.linked >= _ENOUGH_WORDS:
        return cell.claim(anchor)
    return " | ".join(text for other in cells if (text := tidy(other.text))) or None


@dataclass(slots=True)
class CitationSite:
    """A place that cites: where it is in the source, and in which block's text (`row`: in which table row)."""

    line: int
    column: int
    prose: Prose
    anchor: int
    row: Sequence[Prose] | None = None
    text: str | None = None  # link text

    @property
    def claim(self) -> str | None:
        if self.row is not None:
            return cell_claim(self.row, self.prose, self.anchor)
        return self.prose.claim(self.anchor)

    def end_link(self) -> None:
        """Ends a link: all text since the anchor is its text."""
        self.text = self.prose.since(self.anchor) or None
        self.prose.linked += len((self.text or "").split())

    def fields(self) -> CitationFields:
        """What a Citation at this place holds, except its target."""
        return {"line": self.line, "column": self.column, "claim": self.claim, "link_text": self.text}
