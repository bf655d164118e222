"""Sketches: what is kept of a text to estimate its likeness to others without reading any of them again.

The smallest hashes of the text's shingles. Of two sketches, the share of common hashes among those that both would have
kept estimates the Jaccard coefficient of `similarity.likeness`: Broder, "On the resemblance and containment of
documents" (1997), section 4; Beyer et al., "On synopses for distinct-value estimation" (2007).
"""

import re
import sys
from array import array
from bisect import bisect_right
from zlib import crc32

from crawler.text.scripts import UNSPACED
from crawler.text.similarity import LEAST_WORDS, MOST_CHARS, MOST_WORDS, SHINGLE, words

SIZE = 128
"""Hashes of a sketch, of 4 bytes each. A text with as many shingles or fewer, some 800 characters, is compared exactly;
else the standard error is 0.035 at a likeness of 0.8."""

_HIGHEST = 0xFFFFFFFF
"""CRC-32 as a hash: the same on every machine, and computed in C. That it is linear does no harm here: the tests
measure the error of the estimates."""


def sketch(text: str) -> bytes | None:
    """The sketch of a text, the same on every machine; None if it has too few words to compare.

    >>> sketch("too short") is None, len(sketch("a b c d e f g h i j"))
    (True, 32)
    """
    found = _encoded_words(text)
    if len(found) < LEAST_WORDS:
        return None
    shingles = map(b" ".join, zip(*(found[start:] for start in range(SHINGLE)), strict=False))
    return _stored(array("I", _lowest(set(map(crc32, shingles))))).tobytes()


_OTHER_LETTERS = re.compile(r"[^\x00-\x7f]")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_SPACES_BETWEEN_WORDS = bytes(code if code > 0x7F or chr(code).isalnum() else ord(" ") for code in range(0x100))


def _encoded_words(text: str) -> list[bytes]:
    """The words of `similarity.words` in UTF-8.

    A text that is mostly ASCII is divided as bytes, in half the time: what else is between its words becomes spaces.
    """
    lower = text[:MOST_CHARS].lower()
    encoded = lower.encode("utf-8", "surrogatepass")
    others = set(_OTHER_LETTERS.findall(lower)) if len(encoded) < len(lower) * 5 // 4 else None
    if others is None or any(map(_UNSPACED.match, others)):
        return " ".join(words(text)).encode("utf-8", "surrogatepass").split(b" ")
    for letter in others:
        if not words(letter):
            encoded = encoded.replace(letter.encode("utf-8", "surrogatepass"), b" ")
    return encoded.translate(_SPACES_BETWEEN_WORDS).split()[:MOST_WORDS]


def _lowest(hashes: set[int]) -> list[int]:
    """The lowest SIZE, in order. Hashes are spread evenly, so that twice as many are below twice the share of them."""
    limit = 2 * SIZE * (_HIGHEST + 1) // len(hashes)
    candidates = [one for one in hashes if one < limit]
    return sorted(candidates if len(candidates) >= SIZE else hashes)[:SIZE]


def resemblance(one: bytes | None, other: bytes | None) -> float | None:
    """The likeness of two texts by their sketches, 0 to 1; None if there is none of one of them.

    >>> resemblance(sketch("a b c d e f g h i j"), sketch("A, b, c: d e f g h i J!"))
    1.0
    """
    if not one or not other:
        return None
    if one == other:
        return 1.0
    first, second = _hashes(one), _hashes(other)
    # Beyond the lower of the last hashes, one of the two knows nothing; one that is not full knows all.
    last = min((hashes[-1] for hashes in (first, second) if len(hashes) == SIZE), default=_HIGHEST)
    here, there = (set(hashes[: bisect_right(hashes, last)]) for hashes in (first, second))
    return len(here & there) / len(here | there)


def _hashes(stored: bytes) -> "array[int]":
    return _stored(array("I", stored[: SIZE * 4 & ~3]))


def _stored(hashes: "array[int]") -> "array[int]":
    """Little-endian, as in the file; `array` has the machine's order."""
    if sys.byteorder != "little":
        hashes.byteswap()
    return hashes
