"""What a text is about, and in which language and script it is written, by the statistics of its words. Pure, O(n).

Two texts are compared by the cosine of their words' weights (Salton, Wong and Yang, "A vector space model for
automatic indexing", 1975); a weight grows with the logarithm of the word's count (Manning, Raghavan and Schuetze,
"Introduction to Information Retrieval", 2008, 6.4.1). Long words tell the topic; short ones, which are mostly grammar,
tell the language (Grefenstette, "Comparing two language identification schemes", 1995, uses words of up to five
letters).

Rare words say more of a topic than common ones. As there is no collection to count them in, and no list of common words
for every language, the length of a word stands for its rarity: our choice, and measured (`comparisons.LOST`).
"""

import math
import re
from collections import Counter

Weights = dict[str, float]

LONG = 5
"""Letters of a word that may tell a topic."""

SHORT = 4
"""Letters of the longest words that tell a language."""

SCANNED_CHARS = 20_000
"""Characters of a text that are read: its topic shows by then."""

LEAST_LETTERS = 8
"""A text with fewer letters is in no script."""

MAIN_WORDS = 30
"""Words that are told to a person as the text's main ones."""

_SCRIPTS = {
    "Latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "Cyrillic": "\u0400-\u052f",
    "Greek": "\u0370-\u03ff",
    "Arabic": "\u0600-\u06ff\u0750-\u077f",
    "Hebrew": "\u0590-\u05ff",
    "Devanagari": "\u0900-\u097f",
    "Thai": "\u0e00-\u0e7f",
    "Hangul": "\uac00-\ud7af",
    "Kana": "\u3040-\u30ff",
    "Han": "\u3400-\u9fff\uf900-\ufaff",
}
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}
_DENSE = re.compile(f"[{_SCRIPTS['Han']}{_SCRIPTS['Kana']}{_SCRIPTS['Hangul']}]")
_TOKEN = re.compile(
    rf"(?P<han>[{_SCRIPTS['Han']}]+)|(?P<hangul>[{_SCRIPTS['Hangul']}]+)|(?P<katakana>[\u30a1-\u30ff]{{3,}})"
    r"|(?P<hiragana>[\u3040-\u30a0]+)|(?P<unspaced>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+)"
    rf"|(?P<indic>[\u0900-\u0dff]{{{LONG},}})|(?P<word>[^\W\d_]{{{LONG},}})"
)
_GRAMS = {"han": 2, "hangul": 2, "unspaced": 5}
"""Scripts without spaces, or with endings glued to the words, are cut into runs of so many letters. Hiragana, which is
Japanese grammar, is left out. Our choice; there were too few recorded pages of them to measure."""

_SMALL = re.compile(rf"(?<!\w)[^\W\d_]{{1,{SHORT}}}(?!\w)")

_KANA_SHARE = 0.1
"""Japanese mixes kana with Han, which then are kana's, too; Chinese has none."""

_ROOM = 2
"""A letter of Han, kana or Hangul tells about as much as three of an alphabet: it counts two more. Our choice."""


def content(text: str) -> Weights:
    """The words that may tell a text's topic, the long ones and the frequent ones weighing most."""
    found: Counter[str] = Counter()
    for match in _TOKEN.finditer(text[:SCANNED_CHARS].casefold()):
        kind, word = match.lastgroup or "", match[0]
        if size := _GRAMS.get(kind):
            found.update(word[start : start + size] for start in range(len(word) - size + 1))
        elif kind != "hiragana":
            found[word] += 1
    return {word: (1 + math.log(count)) * len(word) for word, count in found.items()}


def grammar(text: str) -> Weights:
    """The short words of a text: articles, prepositions, pronouns."""
    found = Counter(_SMALL.findall(text[:SCANNED_CHARS].casefold()))
    return {word: 1 + math.log(count) for word, count in found.items()}


def cosine(one: Weights, other: Weights) -> float:
    """0 (no word in common) to 1 (the same words, alike often)."""
    norm = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(weight * other.get(word, 0.0) for word, weight in one.items()) / norm if norm else 0.0


def main_words(weights: Weights) -> list[str]:
    """The words that weigh most, at most `MAIN_WORDS` of them."""
    return sorted(weights, key=lambda word: (-weights[word], word))[:MAIN_WORDS]


def script_of(text: str) -> str | None:
    """The script that most of a text's letters are in; None where it has hardly any letters.

    >>> script_of("The ferry leaves at seven."), script_of("渡轮早上七点出发，赶不上的人只好等邮船。")
    ('Latin', 'Han')
    """
    start = text[:SCANNED_CHARS]
    counts = {name: len(pattern.findall(start)) for name, pattern in _LETTERS.items()}
    total = sum(counts.values())
    if total < LEAST_LETTERS:
        return None
    if counts["Kana"] >= (counts["Kana"] + counts["Han"]) * _KANA_SHARE:
        counts["Kana"] += counts.pop("Han")
    return max(counts, key=lambda name: counts[name])


def room(text: str) -> int:
    """The length of a text as if it were written in an alphabet: a translation into Chinese is no loss.

    Estimated from the text's start.
    """
    start = text[:SCANNED_CHARS]
    return round(len(text) * (1 + _ROOM * len(_DENSE.findall(start)) / len(start))) if start else 0
