"""The scripts of a text, by the Unicode names of its letters.

The first word of a letter's name is the name of its script (Unicode Standard, section 4.8); Python's `unicodedata` has
no script property.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

SCANNED_CHARS = 20_000
"""Characters of a text that are read: enough to determine its script."""

LEAST_LETTERS = 8
"""A text with fewer letters has no main script."""

KANA_SHARE = 0.1
"""Least share of kana among kana and Han in Japanese, whose Han then counts as kana; Chinese has no kana."""

MIXED_CHARS = 2_000
"""Characters that `scripts` reads."""

MIXED_PART = 10
"""A script counts as one of a text's scripts if it makes up one letter in this many."""

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3040-\u30ff"
HANGUL = "\uac00-\ud7af"
SOUTHEAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese and Khmer."""

UNSPACED = SOUTHEAST_ASIAN + KANA + HAN
"""Letters of scripts that are written without spaces between words, for use in a character class."""

_DENSE = re.compile(f"[{HAN}{KANA}{HANGUL}]")
_NEVER_DENSE = bytes({*range(0x100)} - {*range(0x30, 0xA0), *range(0xAC, 0xE0), *range(0xF9, 0xFB)})
"""First bytes, in UTF-16, of letters that `_DENSE` cannot match."""

_DENSE_WEIGHT = 3
"""A letter of Han, kana or Hangul is worth about three of an alphabet. Heuristic, not measured."""

_SCRIPT_NAMES = {
    "Cjk": "Han",
    "Hiragana": "Kana",
    "Katakana": "Kana",
    "Halfwidth": "Kana",
    "Fullwidth": "Latin",
}
"""Scripts of letters whose Unicode names do not begin with the script's name."""


def main_script(text: str) -> str | None:
    """The script of most of a text's letters ("Latin", "Han", "Kana"); None for a text with hardly any letters.

    >>> main_script("The ferry leaves at seven."), main_script("渡轮早上七点出发，赶不上的人只好等邮船。")
    ('Latin', 'Han')
    """
    counts = _counts(text[:SCANNED_CHARS])
    if counts.total() < LEAST_LETTERS:
        return None
    if counts["Kana"] and counts["Kana"] >= (counts["Kana"] + counts["Han"]) * KANA_SHARE:
        counts["Kana"] += counts.pop("Han", 0)
    return max(counts, key=lambda name: counts[name])


def scripts(text: str) -> frozenset[str]:
    """The scripts that make up at least a tenth of a text's letters each; Han and kana count as one, "CJK".

    >>> sorted(scripts("Война и мир (War and Peace)")), scripts("夜間フェリー")
    (['Cyrillic', 'Latin'], frozenset({'CJK'}))
    """
    counts = _counts(text[:MIXED_CHARS])
    if japanese := counts.pop("Han", 0) + counts.pop("Kana", 0):
        counts["CJK"] = japanese
    return frozenset(script for script, count in counts.items() if count * MIXED_PART >= counts.total())


def alphabet_length(text: str) -> int:
    """The length of a text as if it were written in an alphabet, so that a translation into Chinese is not a loss.

    Estimated from the first `SCANNED_CHARS` characters.
    """
    start = text[:SCANNED_CHARS]
    if start.isascii() or not first_bytes(start).translate(None, _NEVER_DENSE):
        return len(text)
    return round(len(text) * (1 + (_DENSE_WEIGHT - 1) * len(_DENSE.findall(start)) / len(start))) if start else 0


def first_bytes(text: str) -> bytes:
    """The first byte of each unit of a text in UTF-16, which tells most scripts apart: several times faster to look at
    than to search for their letters.

    >>> first_bytes("aя渡").hex(" ")
    '00 04 6e'
    """
    return text.encode("utf-16-le", "surrogatepass")[1::2]


def _counts(text: str) -> Counter[str]:
    """The number of letters of each script in a text."""
    found: Counter[str] = Counter()
    for char, count in Counter(text).items():
        if char.isalpha():
            found[_script(char)] += count
    return found


@lru_cache(maxsize=5000)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "?").partition(" ")[0].partition("-")[0].capitalize()
    return _SCRIPT_NAMES.get(name, name)
