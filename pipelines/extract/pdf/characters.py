"""A page's characters -> pieces: words with their place, size and direction.

Asking PDFium for a character's box costs more than everything else, so a word's first and last characters are asked
for, and each of its characters only where its parts may differ: `10` and a raised `6`.
"""

import ctypes
import math
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pypdfium2.raw

pdfium_c: Any = pypdfium2.raw  # no types

MAX_CHARACTERS = 200_000
"""Characters of one page that are read: a dense newspaper page has 30,000."""

SOFT = "\ufffe"
"""PDFium's sign for a hyphen at a line's end (`FPDFText_IsHyphen`); older versions: U+0002."""

_WORD = re.compile("[^\\s\\x00-\\x1f\\x7f-\\x9f\ufffe]+[\x02\ufffe]?")
_CONTROL = re.compile("[\\x00-\\x01\\x03-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]")
_MIXED = re.compile(r"\d.*\D|\D.*\d|[*†‡§]")
_MIXABLE = re.compile(r"[\d*†‡§]")  # what a word that `_MIXED` matches has
_LIGATURE = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc\u2000-\u200a]")
_ACCENT = re.compile("([\u00b4\u00a8\u02c6\u02dc])([A-Za-z\u0131])")  # TeX's OT1 fonts: the accent before the letter
_COMBINING = {"\u00b4": "\u0301", "\u00a8": "\u0308", "\u02c6": "\u0302", "\u02dc": "\u0303"}
_UPRIGHT = 0.05
"""Radians by which a line of upright text may lean."""

_BOX = struct.Struct("4f")  # FS_RECTF: left, top, right, bottom
_UNPACK = _BOX.unpack_from
Box = tuple[float, float, float, float]

# The same function, with addresses as numbers: ctypes spends a third of a call on checking pointers.
_LOOSE_BOX = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)


class Piece(NamedTuple):
    """Characters of one word that share size and baseline, in a frame in which the text runs from left to right."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    space: bool  # whether a space stands before it
    turn: int = 0  # quarter turns of the text, anticlockwise; -1: askew


class PageCharacters(NamedTuple):
    """What a page's text layer holds."""

    pieces: list[Piece]
    characters: int  # not blank
    controls: int  # control characters, which some fonts have for the space
    askew: int  # characters of words that are not read: watermarks, what stands outside the page


class Glyphs:
    """Boxes of a text page's characters, at the price of one call each."""

    def __init__(self, textpage: Any) -> None:  # noqa: ANN401 - pypdfium2 has no types
        self._page = textpage.raw
        self._address = ctypes.cast(self._page, ctypes.c_void_p).value
        self._rect = pdfium_c.FS_RECTF()
        self._place = ctypes.addressof(self._rect)
        self._matrix = pdfium_c.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def box(self, index: int) -> Box:
        """Left, top, right, bottom; the height is the font's, and for turned text the letter's width."""
        _LOOSE_BOX(self._address, index, self._place)
        return _UNPACK(self._rect)

    def origin(self, index: int) -> tuple[float, float]:
        """A character's place on its baseline."""
        pdfium_c.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        return self._x.value, self._y.value

    def angle(self, index: int) -> float:
        """The direction of writing, in radians from 0 to 2 pi, clockwise."""
        return float(pdfium_c.FPDFText_GetCharAngle(self._page, index))

    def size(self, index: int) -> float:
        """The font's size as it is seen, in any direction."""
        matrix = self._matrix
        pdfium_c.FPDFText_GetMatrix(self._page, index, matrix)
        return float(pdfium_c.FPDFText_GetFontSize(self._page, index)) * math.hypot(matrix.a, matrix.b)

    def is_hyphen(self, index: int) -> bool:
        """Whether PDFium sees a hyphen at a line's end."""
        return bool(pdfium_c.FPDFText_IsHyphen(self._page, index) == 1)

    def text(self, textpage: Any) -> str:  # noqa: ANN401 - as above
        """One character for each index."""
        count = min(textpage.count_chars(), MAX_CHARACTERS)
        text: str = textpage.get_text_range(0, count, errors="replace") if count else ""
        if len(text) == count:
            return text
        # PDFium leaves out characters that it cannot name; indexes must stay true.
        numbers = (pdfium_c.FPDFText_GetUnicode(self._page, index) for index in range(count))
        return "".join(
            chr(number) if number < 0xD800 or 0xDFFF < number <= 0x10FFFF else "\ufffd" for number in numbers
        )


def read_page(textpage: Any, frame: Box) -> PageCharacters:  # noqa: ANN401 - as above
    """The pieces of a page in the order in which the file draws them; the frame: left, bottom, right, top."""
    glyphs = Glyphs(textpage)
    text = glyphs.text(textpage)
    reader = _Reader(glyphs)
    pieces: list[Piece] = []
    characters = askew = end = 0
    west, south, east, north = frame
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if word[-1] in "\x02\ufffe" and not glyphs.is_hyphen(match.end() - 1):
            word = word[:-1]  # a space that its font calls U+0000
        characters += len(word)
        for piece in reader.pieces(start, word, space=start > end):
            _, left, right, baseline, size, _, turn = piece
            if turn < 0 or (not turn and (right < west or left > east or not south - size < baseline < north + size)):
                askew += len(piece.text)
            else:
                pieces.append(piece)
        end = start + len(word)
    return PageCharacters(pieces, characters, len(_CONTROL.findall(text)), askew)


class _Reader:
    """Pieces of words; remembers the last font's size, and how far below the baseline its box reaches."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._height = self._depth = self._size = 0.0
        self._turning = True  # whether the last word was turned: a single letter's box does not show it

    def pieces(self, start: int, word: str, *, space: bool) -> Iterable[Piece]:
        length = len(word)
        first = self._glyphs.box(start)
        last = self._glyphs.box(start + length - 1) if length > 1 else first
        _, top, _, bottom = first
        height = top - bottom
        height = max(height, 0.01)
        slack = 0.02 * height
        even = abs(last[1] - last[3] - height) < slack and abs(last[3] - bottom) < slack
        if not even or (self._turning and length == 1):
            self._turning = abs(math.remainder(self._glyphs.angle(start), math.tau)) > _UPRIGHT
            if self._turning:
                return (self._turned(start, word, (first, last), space=space),)
        elif length > 1:
            self._turning = False
        if even and (length < 3 or not _MIXABLE.search(word) or word.isdigit() or not _MIXED.search(word)):
            return (self._piece(start, word, first, last, space=space),)
        return self._runs(start, word, first, space=space)

    def _runs(self, start: int, word: str, first: Box, *, space: bool) -> Iterator[Piece]:
        begin, left, right = 0, first, first
        for at in range(1, len(word)):
            box = self._glyphs.box(start + at)
            height = left[1] - left[3]
            if abs(box[1] - box[3] - height) > 0.02 * height or abs(box[3] - left[3]) > 0.02 * height:
                yield self._piece(start + begin, word[begin:at], left, right, space=space and not begin)
                begin, left = at, box
            right = box
        yield self._piece(start + begin, word[begin:], left, right, space=space and not begin)

    def _piece(self, index: int, text: str, first: Box, last: Box, *, space: bool) -> Piece:
        height = first[1] - first[3]
        if abs(height - self._height) > 0.001:
            self._height, self._depth = height, self._glyphs.origin(index)[1] - first[3]
            self._size = max(self._glyphs.size(index), 0.01)
        left = min(first[0], last[0])
        right = max(last[2], first[2])
        plain = text if text.isascii() else _plain(text)
        return Piece(plain, left, right, first[3] + self._depth, self._size, space)

    def _turned(self, index: int, word: str, boxes: tuple[Box, Box], *, space: bool) -> Piece:
        angle = self._glyphs.angle(index)
        turn = -round(angle / (math.pi / 2)) % 4
        askew = abs(math.remainder(angle, math.pi / 2)) > _UPRIGHT
        x, y = self._glyphs.origin(index)
        corners = [_turn(box[side], box[high], turn) for box in boxes for side, high in ((0, 1), (2, 3))]
        lefts = [corner[0] for corner in corners]
        size = max(self._glyphs.size(index), 0.01)
        return Piece(_plain(word), min(lefts), max(lefts), _turn(x, y, turn)[1], size, space, -1 if askew else turn)


def _turn(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point in the frame in which text of this direction is upright."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _plain(text: str) -> str:
    """Without ligatures and presentation forms; `´e` as `é`."""
    text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return _ACCENT.sub(lambda match: unicodedata.normalize("NFC", match[2] + _COMBINING[match[1]]), text)
