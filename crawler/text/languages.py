"""The language of a text, by its function words, and the content words of a title.

Measured on real citations (bench/identity.py) as the probability that a right page shares more of the cited words than
a wrong one: 0.989 by number of words, 0.990 weighted by their letters. Libraries: bench/libraries.py.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from crawler.text.phrases import words_by_language
from crawler.text.scripts import scripts
from crawler.text.words import stem, words

UNKNOWN_AFTER = 50
"""A text with this many words and no known language is in an unknown one."""

SPOKEN = 0.08
"""The least share of a language's function words in a text of that language. On 443 recorded articles the median is
0.35, and 5 of 100 have 0.20 or less (bench/identity.py)."""

_CITING = frozenset(("et", "al", "eds", "pdf", "http", "https", "www", "com", "org", "html"))


def function_words() -> dict[str, frozenset[str]]:
    """Function words by language, without accents (as `words` returns them).

    A heuristic selection of each language's commonest words, without those that occur in titles of other languages
    ("ai", "son", "men").
    """
    return words_by_language("function")


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    """The languages that have a function word."""
    found: dict[str, tuple[str, ...]] = {}
    for name, known in function_words().items():
        for word in known:
            found[word] = (*found.get(word, ()), name)
    return found


def telling(text: str) -> frozenset[str]:
    """The stems of the content words of a title: all but the function words of its own language.

    >>> sorted(telling("The Regulation of War")), sorted(telling("Wer ist das?"))
    (['regula', 'war'], [])
    """
    found = words(text)
    silent = _CITING.union(*(function_words()[name] for name in languages(found)))
    return frozenset(stem(word) for word in found if word not in silent)


def languages(spoken: Sequence[str], least: float = 0.0) -> frozenset[str]:
    """The languages with the most function words among these words; none if their share is below `least`."""
    spoken_in = _languages_by_word()
    counts = Counter(name for word in spoken if word in spoken_in for name in spoken_in[word])
    most = max(counts.values(), default=0)
    if most == 0 or most < least * len(spoken):
        return frozenset()
    return frozenset(name for name, count in counts.items() if count == most)


@dataclass(frozen=True)
class Speech:
    """The scripts and languages of a text, computed on first use."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        return words(self.text)

    @cached_property
    def scripts(self) -> frozenset[str]:
        return scripts(self.text)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that the text is certainly in."""
        return languages(self.words, SPOKEN)

    def foreign_to(self, title: str) -> bool:
        """Whether a title may be in another language than the text, so that a lack of common words means nothing.

        Scripts decide first, then, for the Latin script, function words. A title without any is treated as English; a
        text of `UNKNOWN_AFTER` words in no known language is in an unknown one. In doubt, the title is foreign.
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


def primary(language: str | None) -> str | None:
    """The primary language of a BCP 47 tag: "pt" for "pt-BR"; None for "und" and "x-default"."""
    subtag = (language or "").replace("_", "-").partition("-")[0].strip().lower()
    return subtag if len(subtag) in (2, 3) and subtag != "und" else None
