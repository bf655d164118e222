"""`Prose`: one block's text with markup removed, and the sentence around each place that cites.

All is linear in a block: 20,000 links in one paragraph ask 20,000 times for a text and a claim.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypedDict

from crawler.model.quote import Quote
from crawler.sources.parsing.quoted_words import QuotedWords, quotations
from crawler.text.sentences import BREAK, MARK, spans

TAG = "\ufdd0"  # the first character of a masked tag: see crawler/sources/parsing/markdown/jsx.py
FILL = "\ufdd1"  # its other characters
_PRIVATE = re.compile(f"[{TAG}{FILL}{MARK}{BREAK}]")
_NOISE = re.compile(f"[{TAG}{FILL}]")
_BLANK = re.compile(f"[ \t\n{MARK}{BREAK}]+")
_ENOUGH_WORDS = 3

MAX_CLAIM = 1_000
"""Characters. The longest sentence of a wiki with 1,711 citations has 547: what is longer is a list without stops."""

_STEP = MAX_CLAIM // 4
_ELLIPSIS = "…"

MAX_LINK_TEXT = 2_000
"""Characters. An anchor that is not closed would have the rest of its page as text."""


def without_private(text: str) -> str:
    """The text with our own marking characters replaced, one for one: a document may contain them too."""
    return _PRIVATE.sub("\ufffd", text)


def tidy(text: str) -> str:
    """The text with single spaces and without our own marks."""
    return " ".join(text.replace(MARK, "").replace(BREAK, " ").split())


class CitationFields(TypedDict, total=False):
    """A Citation's fields except its target."""

    line: int
    column: int
    label: str | None
    link_text: str | None
    claim: str | None
    quotes: tuple[Quote, ...]
    accessed: str | None


class SiteFields(CitationFields, total=False):
    """And where it cites in running text."""

    site: "CitationSite"


class ProseText:
    """The text of a Prose, and what is found in it when it is first asked for."""

    def __init__(self, text: str, code: Sequence[tuple[int, int]] = ()) -> None:
        self.text = text
        self._code = code
        self._shown: tuple[tuple[int, int], str] = (0, 0), ""  # the last excerpt, which the next mark may share

    @cached_property
    def words(self) -> int:
        return len(tidy(self.text).split())

    @cached_property
    def _sentences(self) -> tuple[list[int], list[int]]:
        found = spans(self.text)
        return [start for start, _ in found], [end for _, end in found]

    @cached_property
    def _blanks(self) -> list[tuple[int, int]]:
        """Where there are only spaces and marks, if it matters: with a mark, or at the end."""
        runs = (match.span() for match in _BLANK.finditer(self.text))
        return [(a, b) for a, b in runs if b == len(self.text) or MARK in self.text[a:b]]

    def before(self, anchor: int) -> int:
        """The last character before an anchor that is neither a space nor a mark."""
        row = bisect_right(self._blanks, (anchor, 0)) - 1
        return self._blanks[row][0] - 1 if row >= 0 and anchor <= self._blanks[row][1] else anchor - 1

    @cached_property
    def quotations(self) -> list[QuotedWords]:
        return quotations(self.text, self._code)

    def around(self, anchor: int) -> tuple[int, int] | None:
        """Start and end of the sentence that holds an anchor, or of the one before it, or else of the first."""
        starts, ends = self._sentences
        if not starts:
            return None
        row = max(bisect_right(starts, max(anchor, 0)) - 1, 0)
        return starts[row], ends[row]

    def sentence(self, anchor: int) -> str | None:
        """The sentence at an anchor; of a long one, the line."""
        span = self.around(anchor)
        if span is None:
            return None
        start, end = span
        if end - start > MAX_CLAIM:
            return self._excerpt(start, end, min(max(anchor, start), end))
        return tidy(self.text[start:end]) or None

    def _excerpt(self, start: int, end: int, anchor: int) -> str | None:
        """The lines or the words around an anchor, with an ellipsis where words are left out.

        It begins at a multiple of `_STEP`, so that the excerpts of a text have four times its length together.
        """
        left = max(start, start + (anchor - start) // _STEP * _STEP - _STEP - _STEP // 2)
        right = min(end, left + MAX_CLAIM - 2 * len(f"{_ELLIPSIS} "))
        line, stop = self.text.rfind("\n", left, anchor), self.text.find("\n", anchor, right)
        before = after = ""
        if line < 0 and left > start:
            line, before = self.text.find(" ", left, anchor), f"{_ELLIPSIS} "
        if stop < 0 and right < end:
            stop, after = self.text.rfind(" ", anchor, right), f" {_ELLIPSIS}"
        span = (line + 1 if line >= 0 else left, stop if stop >= 0 else right)
        if span != self._shown[0]:
            self._shown = span, tidy(self.text[slice(*span)])
        shown = self._shown[1]
        return f"{before}{shown}{after}" if shown else None


@dataclass(slots=True)
class Prose:
    """Text added piece by piece; `mark` and `here` give the anchors that `claim` takes."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    linked: int = 0  # words that are link text or marks
    code: list[tuple[int, int]] = field(default_factory=list)  # start and end of what is code
    _starts: list[int] = field(default_factory=list)  # of the parts
    _block: ProseText | None = None
    row_text: tuple[int, str] = (0, "")  # of the row whose first cell this is: see cell_claim

    def add(self, text: str) -> None:
        text = _NOISE.sub("", text)
        if text:
            self.parts.append(text)
            self._starts.append(self.size)
            self.size += len(text)
            self._block = None

    def add_code(self, text: str) -> None:
        """Adds text whose quotation marks quote nobody."""
        start = self.size
        self.add(text)
        self.code.append((start, self.size))

    def here(self) -> int:
        """The anchor of a link whose text follows."""
        return self.size

    def mark(self) -> int:
        """Adds a footnote mark and returns its anchor."""
        self.add(MARK)
        return self.size - 1

    def mark_instead(self, anchor: int) -> int:
        """A footnote mark in place of a link's text, which was added since an anchor."""
        self.linked -= len(self.since(anchor).split())
        while self._starts and self._starts[-1] >= anchor:
            self._starts.pop()
            self.parts.pop()
        if self.size > anchor and self._starts:
            self.parts[-1] = self.parts[-1][: anchor - self._starts[-1]]
        self.size = anchor
        return self.mark()

    @property
    def block(self) -> ProseText:
        if self._block is None:
            self._block = ProseText("".join(self.parts), self.code)
        return self._block

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def words(self) -> int:
        return self.block.words

    def since(self, anchor: int) -> str:
        """What was added since an anchor."""
        if anchor >= self.size:
            return ""
        first = bisect_right(self._starts, anchor) - 1
        last = bisect_right(self._starts, anchor + MAX_LINK_TEXT)
        skipped = anchor - self._starts[first]
        return tidy("".join(self.parts[first:last])[skipped : skipped + MAX_LINK_TEXT])

    def is_mark(self, anchor: int) -> bool:
        return anchor >= self.size or self.block.text[anchor] == MARK

    def said_at(self, anchor: int) -> int:
        """Where the sentence at an anchor is: for a mark, the one it ends; for a link, the one the link begins in."""
        return self.block.before(min(anchor, self.size)) if self.is_mark(anchor) else anchor

    def claim(self, anchor: int) -> str | None:
        """The sentence at an anchor."""
        return self.block.sentence(self.said_at(anchor))


def cell_claim(cells: Sequence[Prose], cell: Prose, anchor: int) -> str | None:
    """The claim of a place in a table: its sentence in the cell, or the row if the cell holds little but the link."""
    if cell.words - cell.linked < _ENOUGH_WORDS and len(row := _row_text(cells)) <= MAX_CLAIM:
        return row or None
    return cell.claim(anchor)


def _row_text(cells: Sequence[Prose]) -> str:
    """The text of a row, made once."""
    first, size = cells[0], sum(cell.size for cell in cells) if len(cells) < MAX_CLAIM else len(cells)
    if first.row_text[0] != size:
        first.row_text = size, " | ".join(text for other in cells if (text := tidy(other.text)))
    return first.row_text[1]


@dataclass(slots=True)
class CitationSite:
    """A place that cites: where it is in the source, and in which block's text (`row`: in which table row)."""

    line: int
    column: int
    prose: Prose
    anchor: int
    row: Sequence[Prose] | None = None
    text: str | None = None  # link text
    states: bool = False  # the `cite` of a quotation that begins here

    @property
    def claim(self) -> str | None:
        if self.row is not None:
            return cell_claim(self.row, self.prose, self.anchor)
        return self.prose.claim(self.anchor)

    def end_link(self) -> None:
        """Ends a link: all text since the anchor is its text."""
        self.text = self.prose.since(self.anchor) or None
        self.prose.linked += len((self.text or "").split())

    def fields(self) -> SiteFields:
        """What a Citation at this place holds, except its target."""
        return {
            "line": self.line,
            "column": self.column,
            "claim": self.claim,
            "link_text": self.text,
            "site": self,
        }
