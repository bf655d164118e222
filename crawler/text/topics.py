"""Words with weights for a text's topic and for its language's grammar; `similarity.cosine` compares them.

A weight grows with the logarithm of the word's count (Manning, Raghavan and Schuetze, "Introduction to Information
Retrieval", 2008, 6.4.1). Long words indicate the topic; short ones, which are mostly grammar, the language
(Grefenstette, "Comparing two language identification schemes", 1995, uses words of up to five letters).

Rare words say more about a topic than common ones. Without a collection to count them in, or a list of common words for
every language, the length of a word is used instead of its rarity: a heuristic, measured (`comparisons.LOST`).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from crawler.text.scripts import HAN, HANGUL, KANA, SCANNED_CHARS, SOUTHEAST_ASIAN

Weights = dict[str, float]

LONG = 5
"""Fewest letters of a word that may indicate a topic."""

SHORT = 4
"""Most letters of a word that indicates a language."""

MAIN_WORDS = 30
"""Words that are shown as the text's main words."""

_TOKEN = re.compile(
    rf"(?P<han>[{HAN}]+)|(?P<hangul>[{HANGUL}]+)|(?P<katakana>[\u30a1-\u30ff]{{3,}})"
    rf"|(?P<hiragana>[\u3040-\u30a0]+)|(?P<unspaced>[{SOUTHEAST_ASIAN}]+)"
    rf"|(?P<indic>[\u0900-\u0dff]{{{LONG},}})|(?P<word>[^\W\d_]{{{LONG},}})"
)
_GRAMS = {"han": 2, "hangul": 2, "unspaced": 5}
"""Letters per n-gram for scripts without spaces, or with endings attached to words. Hiragana, which is mostly grammar,
is left out. Heuristic: there were too few recorded pages to measure."""

_OF_OTHER_SCRIPTS = re.compile(f"[{HAN}{HANGUL}{KANA}{SOUTHEAST_ASIAN}\u0900-\u0dff]")
_LONG_WORD = re.compile(rf"[^\W\d_]{{{LONG},}}")
"""All that `_TOKEN` finds in a text without letters of `_OF_OTHER_SCRIPTS`, several times faster."""

_SMALL = re.compile(rf"(?<!\w)[^\W\d_]{{1,{SHORT}}}(?!\w)")


def content(text: str) -> Weights:
    """The words that may indicate a text's topic; long and frequent ones weigh most."""
    found = Counter(_topic_words(text[:SCANNED_CHARS].casefold()))
    return {word: (1 + math.log(count)) * len(word) for word, count in found.items()}


def _topic_words(text: str) -> Iterable[str]:
    if text.isascii() or not _OF_OTHER_SCRIPTS.search(text):
        return _LONG_WORD.findall(text)
    return _of_any_script(text)


def _of_any_script(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup or "", match[0]
        if size := _GRAMS.get(kind):
            yield from (word[start : start + size] for start in range(len(word) - size + 1))
        elif kind != "hiragana":
            yield word


def grammar(text: str) -> Weights:
    """The short words of a text: articles, prepositions, pronouns."""
    found = Counter(_SMALL.findall(text[:SCANNED_CHARS].casefold()))
    return {word: 1 + math.log(count) for word, count in found.items()}


def main_words(weights: Weights) -> list[str]:
    """The `MAIN_WORDS` words with the largest weights."""
    return sorted(weights, key=lambda word: (-weights[word], word))[:MAIN_WORDS]
