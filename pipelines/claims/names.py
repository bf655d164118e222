"""The names in a claim, and whether they stand in its source: written alike, inflected, transliterated or as initials.

A name is a run of capitalised words, with small words such as "of" within it, or an acronym. The first word of a
sentence has its capital from its place, so it counts only as an acronym. Where capitals tell nothing, there are no
names: in headlines, in scripts without them; in German, where every noun has one, only runs of two or more count.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from crawler.text import sentences
from crawler.text.dates import MONTHS
from crawler.text.languages import function_words
from crawler.text.words import plain, words

INFLECTED = 0.6
"""Least share of a word that is the beginning of another form of it: "Yemen", "Yemeni". Heuristic, not measured."""

TRANSLITERATED = 0.8
"""Least similarity of two transcriptions of a name: "Zoubaidi", "Zubaidi". Heuristic, not measured."""

LEAST_LETTERS = 4
"""Shorter words have no other forms."""

NAME_LETTERS = 6
"""Shorter names differ by a letter because they are other names."""

MOST_FORMS = 20_000
"""Words that are compared with one, to bound the time: an ordinary text has fewer in all."""

_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(rf"(?<!\w){_LETTER}(?:[\w'’]|-(?=\w)|\.(?={_LETTER}\.)|&(?=\w))*(?:(?<=\.{_LETTER})\.)?")
_WITHIN = frozenset(
    "of the for de del della di da do dos das du des la le les von van der den zu bin ibn al el &".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_NO_NAMES = frozenset(("i", *_DAYS, *MONTHS))
_DOTTED = re.compile(rf"(?<!\w)(?:{_LETTER}\.){{2,}}")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text, with its place."""

    start: int
    end: int
    text: str

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.text.split() if word[0].isupper())


def without_dots(text: str) -> str:
    """A text with its acronyms written alike: "U.S." is "US"."""
    return _DOTTED.sub(lambda match: match[0].replace(".", ""), text) if "." in text else text


def names(text: str, languages: Collection[str] = ()) -> list[Name]:
    """The names of a text, in order. `languages`: those it is in.

    >>> [name.text for name in names("Despite this, Barbour Griffith & Rogers of Washington met the LTTE in May.")]
    ['Barbour Griffith & Rogers of Washington', 'LTTE']
    """
    tokens = list(_TOKEN.finditer(text))
    if _is_headline(token[0] for token in tokens):
        return []
    begins = _beginnings(text)
    found: list[list[re.Match[str]]] = []
    run: list[re.Match[str]] = []
    for token, follows in _with_gaps(tokens, text):
        if not follows:
            run = []
        first = token.start() in begins and not _is_acronym(token[0])
        if token[0][0].isupper() and not first and token[0].lower() not in _NO_NAMES:
            if run:
                run.append(token)
            else:
                run = [token]
                found.append(run)
        elif run and token[0].lower() in _WITHIN:
            run.append(token)
        else:
            run = []
    trimmed = [_trimmed(run) for run in found]
    least = 2 if "de" in languages else 1
    return [
        _named(text, run[0].start(), run[-1].end()) for run in trimmed if len(run) >= least or _is_acronym(run[0][0])
    ]


def _is_headline(found: Iterable[str]) -> bool:
    """Whether all words that a headline capitalises are capitalised."""
    small = _WITHIN | function_words()["en"]
    return all(word[0].isupper() for word in found if word.lower() not in small)


def _named(text: str, start: int, end: int) -> Name:
    if text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    return Name(start, end, text[start:end])


def _trimmed(run: list[re.Match[str]]) -> list[re.Match[str]]:
    while not run[-1][0][0].isupper():
        run = run[:-1]
    return run


def _with_gaps(tokens: list[re.Match[str]], text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Each token, and whether only white space, or an ampersand, is between it and the one before it."""
    end = 0
    for token in tokens:
        yield token, text[end : token.start()].strip(" \u00a0&") == ""
        end = token.end()


def _beginnings(text: str) -> set[int]:
    """Where the first words of sentences begin, and of what follows a colon or is quoted."""
    starts = [start for start, _ in sentences.spans(text)] + [match.end() for match in re.finditer('[:“"«„]', text)]
    found = (_TOKEN.search(text, start) for start in starts)
    return {token.start() for token in found if token}


def _is_acronym(word: str) -> bool:
    """Two capitals or more: "LTTE", "U.S.", "McDonald"."""
    return sum(char.isupper() for char in word) >= 2


class KnownWords:
    """The words of a source, among which names are sought."""

    def __init__(self, known: frozenset[str], text: str) -> None:
        self._words = known
        self._text = text

    @cached_property
    def _by_beginning(self) -> dict[str, list[str]]:
        """The words that can have other forms, by their first letters, and by the first one."""
        found: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if len(word) >= LEAST_LETTERS:
                for beginning in (word[:LEAST_LETTERS], word[0]):
                    found.setdefault(beginning, []).append(word)
        return found

    def has(self, name: Name) -> bool:
        """Whether most of a name stands in the source, its last word or another; or its initials, or what they mean."""
        parts = [word for word in words(without_dots(name.text)) if word not in _WITHIN]
        known = sum(len(part) for part in parts if self.has_word(part))
        if not parts or known * 2 >= sum(map(len, parts)):
            return True
        if len(name.initials) > 2 and plain(name.initials) in self._words:
            return True
        return len(parts) == 1 and self._has_meaning(without_dots(name.text))

    def has_word(self, word: str) -> bool:
        """Whether a word, as `words` has it, stands in the source, or another form of it."""
        if word in self._words:
            return True
        return bool(self.forms(word, named=True))

    def forms(self, word: str, *, named: bool = False) -> list[str]:
        """Other forms of a word in the source; of a name also its transliterations."""
        if len(word) < LEAST_LETTERS:
            return []
        found = [other for other in self._beginning(word[:LEAST_LETTERS]) if _inflected(word, other)]
        if named and not found:
            found = [other for other in self._beginning(word[0]) if _transliterated(word, other)]
        return found

    def _beginning(self, letters: str) -> list[str]:
        return self._by_beginning.get(letters, [])[:MOST_FORMS]

    def _has_meaning(self, acronym: str) -> bool:
        """Whether words that begin with the letters of an acronym follow one another."""
        letters = acronym.rstrip("s")
        if not 2 <= len(letters) <= 6 or not letters.isupper() or not letters.isalpha():
            return False
        gap = r"(?:[\s-]+(?:[a-z]{1,3}\s+)?)"
        return re.search(r"\b" + gap.join(rf"{letter}[a-z]+" for letter in letters), self._text) is not None


def _inflected(one: str, other: str) -> bool:
    """Whether two words begin alike for most of their letters."""
    common = 0
    for pair in zip(one, other, strict=False):
        if pair[0] != pair[1]:
            break
        common += 1
    return common >= LEAST_LETTERS and common >= INFLECTED * max(len(one), len(other))


def _transliterated(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 2 or max(len(one), len(other)) < NAME_LETTERS:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= TRANSLITERATED and matcher.ratio() >= TRANSLITERATED
