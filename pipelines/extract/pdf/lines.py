"""Pieces -> segments: pieces that follow each other on a baseline. Their text, superscripts set off."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.extract.pdf.characters import Piece

BREAK = 1.0
"""A gap of so many times the letters' size ends a segment: a gutter, or a table's next cell. Words of justified lines
stand up to 0.8 apart."""

_POWER_BASE = re.compile(r"(?:^|[^\w.,])(?:10|2|[A-Za-zΑ-ω]|[kcmdµ]?m|[kcm]?g|ft|in|s|Hz|eV|(?:[0-9.]+)?[a-z])$")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d$")
_NOTE = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*,?|[a-h]|[ivx]{1,4}")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|e|er|ère|re|ème|o|a|TM|SM|®|™|os|as)$")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(slots=True)
class Segment:
    """Pieces that follow each other on one baseline."""

    pieces: list[Piece]
    order: int  # in the file
    left: float = 0.0
    right: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    _text: str | None = field(default=None, repr=False)

    def close(self) -> "Segment":
        """With the box of all its pieces, and the size and baseline of most of its letters."""
        self.left = min(piece.left for piece in self.pieces)
        self.right = max(piece.right for piece in self.pieces)
        weights: dict[tuple[float, float], int] = {}
        for piece in self.pieces:
            key = (round(piece.size, 1), round(piece.baseline, 1))
            weights[key] = weights.get(key, 0) + len(piece.text)
        self.size, self.baseline = max(weights, key=lambda key: (weights[key], key))
        return self

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.right - self.left

    @property
    def text(self) -> str:
        """As it is read."""
        if self._text is None:
            self._text = text_of(self.pieces, self.size, self.baseline)
        return self._text

    @property
    def is_rtl(self) -> bool:
        """Whether most of it is written from right to left."""
        text = self.text
        return not text.isascii() and 2 * len(_RTL.findall(text)) > len(text)

    @property
    def advances(self) -> list[float]:
        """The width of a letter in each word of more than one, in sizes: all equal in listings."""
        return [
            (piece.right - piece.left) / len(piece.text) / piece.size for piece in self.pieces if len(piece.text) > 1
        ]


def segments_of(pieces: Sequence[Piece]) -> list[Segment]:
    """Segments in the order of the file."""
    segments: list[Segment] = []
    current: list[Piece] = []
    anchor = None
    for piece in pieces:
        if anchor is not None and _follows(current[-1], anchor, piece):
            current.append(piece)
            if piece.size > 1.05 * anchor.size:
                anchor = piece
            continue
        if current:
            segments.append(Segment(current, len(segments)).close())
        current, anchor = [piece], piece
    if current:
        segments.append(Segment(current, len(segments)).close())
    return segments


def _follows(last: Piece, anchor: Piece, piece: Piece) -> bool:
    """Whether a piece goes on in the line of the last; the anchor is the line's largest, where raised ones refer to."""
    size = max(anchor.size, piece.size)
    if (
        abs(piece.baseline - anchor.baseline)
        > (0.6 if piece.size < 0.9 * size or anchor.size < 0.9 * size else 0.2) * size
    ):
        return False
    gap = max(piece.left - last.right, last.left - piece.right)
    forward = piece.left >= last.left - 0.3 * size or bool(_RTL.search(piece.text + last.text))
    return gap < BREAK * size and forward


def text_of(pieces: Sequence[Piece], size: float, baseline: float) -> str:
    """The text of pieces on one line: superscripts as `10^6` or `[2]`, subscripts as `CO2` or `x_i`."""
    parts: list[str] = []
    tight = _letter_spacing(pieces)
    for at, piece in enumerate(pieces):
        text = piece.text
        space = piece.space and at > 0
        # PDFium begins a line at each superscript and after it.
        if space and _gap(pieces[at - 1], piece) < max(tight, 0.08 * size):
            space = False
        if piece.size < 0.88 * size:
            before = "" if space or not parts else parts[-1]
            rise = (piece.baseline - baseline) / size
            if rise > 0.15:
                text, space = _raised(text, before, pieces[at - 1].text if at else "", space=space)
            elif rise < -0.05:
                text = _lowered(text, before)
        if space:
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def _raised(text: str, before: str, previous: str, *, space: bool) -> tuple[str, bool]:
    """A superscript: a power after a number or a variable, else a note's mark."""
    if not before and not space:
        return (f"[{text}] " if _NOTE.fullmatch(text) else text), space
    core = text.rstrip(".,;:)")
    tail = text[len(core) :]
    before = before or previous
    if _ORDINAL.fullmatch(core) and before[-1:].isalnum() and not _POWER_BASE.search(f" {before}"):
        return text, False
    if re.fullmatch("[-−–+]?[0-9]+|[-−–+]|[a-zA-Z]", core):
        number = before[-1:].isdigit() and not _YEAR.search(before)
        if number or _POWER_BASE.search(f" {before}") or core[0] in "-−–+":
            return f"^{core}{tail}", False
    if _NOTE.fullmatch(core):
        return f"[{core}]{tail}", False
    return text, space


def _lowered(text: str, before: str) -> str:
    """A subscript: `CO2` as it is, `x_i` and `10_2` apart."""
    if not before or not text[:1].isalnum():
        return text
    element = text.isdigit() and before[-1:].isalpha() and (before[-1:].isupper() or before[-2:-1].isupper())
    return text if element or before[-1:] in ")]" else f"_{text}"


def _gap(last: Piece, piece: Piece) -> float:
    return max(piece.left - last.right, last.left - piece.right)


def _letter_spacing(pieces: Sequence[Piece]) -> float:
    """The gap below which letters set apart are one word; 0 for usual text.

    `S U M M A R Y  O F` is a heading whose letters stand apart.
    """
    if len(pieces) < 5 or sum(len(piece.text) == 1 and piece.text.isalpha() for piece in pieces) < 0.8 * len(pieces):
        return 0.0
    gaps = sorted(_gap(last, piece) for last, piece in itertools.pairwise(pieces))
    low, high = gaps[len(gaps) // 4], gaps[-1]
    return 1.4 * low + 0.01 if high > 1.6 * low else high + 1.0
