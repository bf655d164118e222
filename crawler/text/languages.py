"""In which language a text is, by its function words, and what is left of a title without them.

Measured on real citations (bench/identity.py) by the chance that a right page has a larger share of the cited words
than a wrong one: shares of words 0.989, weighted by their letters 0.990. Libraries for the same: bench/libraries.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from crawler.text.phrases import words_by_language
from crawler.text.scripts import scripts
from crawler.text.words import stem, words

UNKNOWN_AFTER = 50
"""Words after which a text that speaks none of the languages above speaks another."""

SPOKEN = 0.08
"""The share of a language's function words from which a text is in that language. On 443 recorded articles the median
is 0.35, and 5 of 100 have 0.20 or less (bench/identity.py)."""

_CITING = frozenset(("et", "al", "eds", "pdf", "http", "https", "www", "com", "org", "html"))


def function_words() -> dict[str, frozenset[str]]:
    """Frequent words by language, accents removed as `words` removes them: a heuristic choice from each language's
    commonest, without those that are a word of titles elsewhere ("ai", "son", "men").
    """
    return words_by_language("function")


def telling(text: str) -> frozenset[str]:
    """The beginnings of the words that tell one title from another: all but its own language's function words.

    >>> sorted(telling("The Regulation of War")), sorted(telling("Wer ist das?"))
    (['regula', 'war'], [])
    """
    found = words(text)
    silent = _CITING.union(*(function_words()[name] for name in languages(found)))
    return frozenset(stem(word) for word in found if word not in silent)


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


def primary(language: str | None) -> str | None:
    """The language itself of a BCP 47 tag: "pt" of "pt-BR"; None of "und" and "x-default"."""
    subtag = (language or "").replace("_", "-").partition("-")[0].strip().lower()
    return subtag if len(subtag) in (2, 3) and subtag != "und" else None
