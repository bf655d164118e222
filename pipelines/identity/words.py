"""What a title says, word by word, so that two of them can be compared, and in which language.

Titles of one thing differ in case, accents, punctuation, site names, subtitles, inflections and order; what stays is
most of the words. Compared are therefore sets of word beginnings without function words; where a script has no spaces,
pairs of characters (Manning, Raghavan and Schütze, "Introduction to Information Retrieval", 2008, section 2.2.1).

Measured on real citations (bench/identity.py) by the chance that a right page has a larger share of the cited words
than a wrong one: shares of words 0.989, weighted by their letters 0.990, rapidfuzz's token_set_ratio (3.14, tried once)
of the same words 0.990 to 0.993: hardly worth another dependency.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from crawler.text.phrases import words_by_language
from crawler.text.scripts import scripts

STEM = 6
"""Letters by which a word is known: "regulations" and "regulating" are one. Heuristic, not measured."""

UNKNOWN_AFTER = 50
"""Words after which a text that speaks none of the languages above speaks another."""

SPOKEN = 0.08
"""The share of a language's function words from which a text is in that language. On 443 recorded articles the median
is 0.35, and 5 of 100 have 0.20 or less (bench/identity.py)."""

_CITING = frozenset(("et", "al", "eds", "pdf", "http", "https", "www", "com", "org", "html"))
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_POSSESSIVE = re.compile(r"['’]s\b")


class _Kept(dict[int, str]):
    """For `str.translate`: letters, digits and marks stay, a space stands for everything else."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        kept = self[code] = letter if letter.isalnum() or unicodedata.category(letter)[0] == "M" else " "
        return kept


_KEPT = _Kept()


def function_words() -> dict[str, frozenset[str]]:
    """Frequent words by language, accents removed as `words` removes them: a heuristic choice from each language's
    commonest, without those that are a word of titles elsewhere ("ai", "son", "men").
    """
    return words_by_language("function")


def words(text: str) -> list[str]:
    """The words of a text, in order: small letters, without accents; of an unspaced script, pairs of characters.

    >>> words("Müller’s  “Déjà-vu”, 2nd ed.")
    ['muller', 'deja', 'vu', '2nd', 'ed']
    >>> words("機械学習")
    ['機械', '械学', '学習']
    """
    plain = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text)).casefold())
    plain = unicodedata.normalize("NFKC", plain)
    kept = plain.translate(_KEPT)
    found: list[str] = []
    for word in _UNSPACED.sub(r" \g<0> ", kept).split():
        if _UNSPACED.match(word):
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        else:
            found.append(word)
    return found


def telling(text: str) -> frozenset[str]:
    """The beginnings of the words that tell one title from another: all but its own language's function words.

    >>> sorted(telling("The Regulation of War")), sorted(telling("Wer ist das?"))
    (['regula', 'war'], [])
    """
    found = words(text)
    silent = _CITING.union(*(function_words()[name] for name in languages(found)))
    return frozenset(_stem(word) for word in found if word not in silent)


def stems(texts: Iterable[str | None]) -> frozenset[str]:
    """The beginnings of all words of several texts."""
    return frozenset(_stem(word) for text in texts if text for word in words(text))


def _stem(word: str) -> str:
    return word[:STEM] if word.isalpha() else word


def languages(spoken: Sequence[str], least: float = 0.0) -> frozenset[str]:
    """The languages whose function words are the most frequent ones; none below a share of `least`."""
    counts = {name: sum(word in known for word in spoken) for name, known in function_words().items()}
    most = max(counts.values())
    if most == 0 or most < least * len(spoken):
        return frozenset()
    return frozenset(name for name, count in counts.items() if count == most)


@dataclass(frozen=True)
class Speech:
    """In which scripts and languages a text is. Facts, computed when first asked for."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        return words(self.text)

    @cached_property
    def scripts(self) -> frozenset[str]:
        return scripts(self.text)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages in which it surely is."""
        return languages(self.words, SPOKEN)

    def foreign_to(self, title: str) -> bool:
        """Whether a title may be in another language, so that a lack of common words says nothing.

        By their scripts; then, in the Latin script, by function words. A title without any may be English, and nothing
        else; a text of `UNKNOWN_AFTER` words that speaks no known language speaks another. In doubt it is foreign.
        """
        here = scripts(title)
        if not here <= self.scripts:
            return True
        if "Latin" not in here:
            return False
        if not self.languages:
            return len(self.words) >= UNKNOWN_AFTER
        by_title = languages(words(title)) or frozenset(("en",))
        return not by_title & self.languages
