"""Whether a title names what was asked for: by a slug, or by the text of a link.

Slugs lose accents and short words, links inflect ("Bilæggerovne" for "Bilæggerovnen"), and scripts without spaces have
no words to compare.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from crawler.text.scripts import HANGUL, UNSPACED
from crawler.text.slugs import plain_words
from crawler.text.words import normal

LEAST_LETTERS = 5
"""Letters that words in common need to mean something; "4" and "12" name nothing."""

SHORTEST = 3
"""Letters of the shortest name that a whole part of a title may be; of two in scripts without spaces."""

SAME_STEM = 0.7
"""Two words are forms of one if they begin with the same letters, this share of the longer one. Heuristic, measured on
the first two batches of labelled pages only: it names 19 of 20 good ones."""

PAIRS = 0.6
"""Share of the pairs of neighbouring letters, in scripts without spaces, that a title needs. Heuristic, likewise."""

_PART = re.compile(r"\s+[-–—/\\~:]+\s+|\s*[|·•»«›‹()\[\]【】「」『』:：]+\s*|-(?=[^\W\d_])(?<=[^\x00-\x7f]-)")
_DENSE = re.compile(f"[{UNSPACED}{HANGUL}]")
_EMPTY = frozenset(
    "here link source report article page pdf index home website site read more this hier quelle bericht seite ici "
    "lien rapport aquí enlace fuente informe qui fonte aqui ссылка тут здесь источник".split()
)
"""Link texts and last parts of paths that name nothing."""


@lru_cache(maxsize=512)
def names(title: str, asked: str) -> bool:
    """Whether a title names what was asked for.

    >>> names("Bilæggerovnen | Fyr og Flamme", "Bilæggerovne"), names("永济桥 - 青石县人民政府", "永济桥")
    (True, True)
    >>> names("Page not found - Gazette", "the-ferry-timetable")
    False
    """
    wanted = normal(asked.replace("-", " ").replace("_", " "))
    if not wanted or wanted in _EMPTY:
        return False
    least = SHORTEST - 1 if _DENSE.search(wanted) else SHORTEST
    parts = {normal(part) for part in (title, *_PART.split(title))}
    if len(wanted) >= least and not wanted.isdecimal() and wanted in parts:
        return True
    return _by_pairs(title, wanted) if _DENSE.search(wanted) else _by_words(title, asked)


def _by_words(title: str, asked: str) -> bool:
    words, there = plain_words(asked), plain_words(title)
    found = [word for word in words if any(_same(word, other) for other in there)]
    return len("".join(found)) >= LEAST_LETTERS and len(found) * 2 > len(words)


def _same(word: str, other: str) -> bool:
    if word == other:
        return True
    shorter = min(len(word), len(other))
    common = next((place for place in range(shorter) if word[place] != other[place]), shorter)
    return common >= LEAST_LETTERS - 1 and common >= SAME_STEM * max(len(word), len(other))


def _by_pairs(title: str, wanted: str) -> bool:
    letters = [char for char in unicodedata.normalize("NFKC", title.casefold()) if char.isalnum()]
    there = set(pairwise(letters))
    pairs = list(pairwise(char for char in wanted if char.isalnum()))
    return bool(pairs) and sum(pair in there for pair in pairs) >= PAIRS * len(pairs)
