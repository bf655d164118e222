"""The words of a text, in any script, so that two texts can be compared.

Texts about the same thing differ in case, accents, punctuation, inflection and order, but share most of their words.
In scripts without spaces, pairs of characters serve as words (Manning, Raghavan and Schütze, "Introduction to
Information Retrieval", 2008, section 2.2.1).
"""

import re
import unicodedata
from collections.abc import Iterable

from crawler.text.scripts import HANGUL, UNSPACED

STEM = 6
"""Letters of a word's stem: "regulations" and "regulating" share one. Heuristic, not measured."""

_LATIN_MARKS = re.compile("[\u0300-\u036f]")
_PAIRED = re.compile(f"[{UNSPACED}{HANGUL}]+")
_POSSESSIVE = re.compile(r"['’]s\b")


class _Kept(dict[int, str]):
    """For `str.translate`: letters, digits and combining marks stay, everything else becomes a space."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        kept = self[code] = letter if letter.isalnum() or unicodedata.category(letter)[0] == "M" else " "
        return kept


_KEPT = _Kept()
_KEPT_WITH_APOSTROPHES = _Kept({ord("'"): "'", ord("’"): "'"})


def normal(text: str) -> str:
    """Letters, marks, digits and apostrophes in lower case, with one space for everything else.

    >>> normal("Ooops… Page NOT  found!")
    'ooops page not found'
    """
    return _collapsed(text, _KEPT_WITH_APOSTROPHES)


def bare(text: str) -> str:
    """As `normal`, with a space for apostrophes, too.

    >>> bare("The casino's BONUS")
    'the casino s bonus'
    """
    return _collapsed(text, _KEPT)


def _collapsed(text: str, kept: _Kept) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(kept).split())


def words(text: str) -> list[str]:
    """The words of a text, in order, in lower case and without accents; in unspaced scripts, pairs of characters.

    >>> words("Müller’s  “Déjà-vu”, 2nd ed.")
    ['muller', 'deja', 'vu', '2nd', 'ed']
    >>> words("機械学習")
    ['機械', '械学', '学習']
    """
    kept = plain(_POSSESSIVE.sub("", text)).translate(_KEPT)
    if kept.isascii() or not _PAIRED.search(kept):
        return kept.split()
    found: list[str] = []
    for word in _PAIRED.sub(r" \g<0> ", kept).split():
        if _PAIRED.match(word):
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        else:
            found.append(word)
    return found


def plain(text: str) -> str:
    """A text without case and accents.

    >>> plain("Déjà-VU")
    'deja-vu'
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", text).casefold()))


def stems(texts: Iterable[str | None]) -> frozenset[str]:
    """The stems of all words of several texts."""
    return frozenset(stem(word) for text in texts if text for word in words(text))


def stem(word: str) -> str:
    """The first letters of a word; numbers and words with digits are not cut."""
    return word[:STEM] if word.isalpha() else word
