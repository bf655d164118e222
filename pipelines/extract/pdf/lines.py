"""Pieces -> segments: pieces that follow each other on a baseline. Their text, superscripts set off."""

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.extract.pdf.characters import Piece

BREAK = 1.0
"""A gap of so many times the letters' size ends a segment: a gutter, or a table's next cell. Words of justified lines
stand up to 0.8 apart."""

EVEN, NARROW = 0.015, 0.45
"""Letters of one width differ by less than this, in sizes, and are wider than that."""

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
    chars: int = 0
    _text: str | None = field(default=None, repr=False)

    def close(self) -> "Segment":
        """With the box of all its pieces, and the size and baseline of most of its letters."""
        texts, lefts, rights, baselines, sizes, _, _ = zip(*self.pieces, strict=True)
        self.left, self.right = min(lefts), max(rights)
        self.chars = sum(map(len, texts))
        self.size, self.baseline = round(sizes[0], 1), round(baselines[0], 1)
        if sizes.count(sizes[0]) < len(sizes) or baselines.count(baselines[0]) < len(baselines):
            weights: dict[tuple[float, float], int] = {}
            for text, baseline, size in zip(texts, baselines, sizes, strict=True):
                key = (round(size, 1), round(baseline, 1))
                weights[key] = weights.get(key, 0) + len(text)
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


def even_advance(segments: Sequence[Segment]) -> float:
    """The width of a letter, in sizes, in words of more than one, where all are as wide: in listings. Else 0."""
    low, high, first = 9.0, 0.0, 0.0
    for segment in segments:
        for text, left, right, _, size, _, _ in segment.pieces:
            if len(text) > 1:
                advance = (right - left) / len(text) / size
                first = first or advance
                low, high = min(low, advance), max(high, advance)
                if high - low >= EVEN:
                    return 0.0
    return first if first > NARROW else 0.0


def segments_of(pieces: Sequence[Piece]) -> list[Segment]:
    """Segments in the order of the file."""
    segments: list[Segment] = []
    current: list[Piece] = []
    last = anchor = None
    for piece in pieces:
        if last is not None and anchor is not None and _follows(last, anchor, piece):
            current.append(piece)
            if piece.size > 1.05 * anchor.size:
                anchor = piece
        else:
            if current:
                segments.append(Segment(current, len(segments)).close())
            current, anchor = [piece], piece
        last = piece
    if current:
        segments.append(Segment(current, len(segments)).close())
    return segments


def _follows(last: Piece, anchor: Piece, piece: Piece) -> bool:
    """Whether a piece goes on in the line of the last; the anchor is the line's largest, where raised ones refer to."""
    text, left, right, baseline, own, _, _ = piece
    before, start, end, _, _, _, _ = last
    size = max(anchor.size, own)
    apart = abs(baseline - anchor.baseline)
    if apart > 0.2 * size and (apart > 0.6 * size or not (own < 0.9 * size or anchor.size < 0.9 * size)):
        return False
    if left - end >= BREAK * size or start - right >= BREAK * size:
        return False
    return left >= start - 0.3 * size or bool(_RTL.search(text + before))


def text_of(pieces: Sequence[Piece], size: float, baseline: float) -> str:
    """The text of pieces on one line: superscripts as `10^6` or `[2]`, subscripts as `CO2` or `x_i`."""
    parts: list[str] = []
    least = max(_letter_spacing(pieces), 0.08 * size)
    small = 0.88 * size
    start, end, previous = -math.inf, math.inf, ""  # of the piece before; there is no gap before the first one
    for text, left, right, height, own, spaced, _ in pieces:
        # PDFium begins a line at each superscript and after it.
        space = spaced and (left - end >= least or start - right >= least)
        shown = text
        if own < small:
            before = "" if space or not parts else parts[-1]
            rise = (height - baseline) / size
            if rise > 0.15:
                shown, space = _raised(text, before, previous, space=space)
            elif rise < -0.05:
                shown = _lowered(text, before)
        if space:
            parts.append(" ")
        parts.append(shown)
        start, end, previous = left, right, text
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
    if len(pieces) < 5:
        return 0.0
    others = 0
    for piece in pieces:
        if len(piece.text) != 1 or not piece.text.isalpha():
            others += 1
            if len(pieces) - others < 0.8 * len(pieces):
                return 0.0
    gaps = sorted(_gap(last, piece) for last, piece in itertools.pairwise(pieces))
    low, high = gaps[len(gaps) // 4], gaps[-1]
    return 1.4 * low + 0.01 if high > 1.6 * low else high + 1.0
