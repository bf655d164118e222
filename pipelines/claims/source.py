"""The text of a source, read once for all claims that lean on it: its sentences, their words, its numbers."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from crawler.text import sentences
from crawler.text.languages import Speech
from crawler.text.languages import languages as languages_of
from crawler.text.words import stem, words
from pipelines.claims.names import KnownWords, without_dots
from pipelines.claims.numbers import Number, numbers

MOST_CHARS = 4_000_000
"""Characters of a text that are read, which takes a few seconds (bench/claims.py): more than any book has."""

SENTENCE_CHARS = 600
"""A longer sentence is a table or a menu: it is cut, so that a passage can be read."""

LANGUAGE_CHARS = 20_000
"""Characters by which the language is told."""

SPOKEN = 0.08
"""As in crawler/text/languages.py."""


class ClaimSource:
    """A text and what is told beside it, such as its title and date: names and numbers may stand there too."""

    def __init__(self, text: str, beside: str = "") -> None:
        self.text = text[:MOST_CHARS]
        self.cut = len(text) > MOST_CHARS
        self._beside = beside

    @cached_property
    def speech(self) -> Speech:
        return Speech(self.text[:LANGUAGE_CHARS])

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of the text; English if none can be told."""
        return languages_of(self.speech.words, SPOKEN) or frozenset(("en",))

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each sentence; none goes over a line end."""
        return list(self._spans())

    def _spans(self) -> Iterator[tuple[int, int]]:
        at = 0
        for line in self.text.split("\n"):
            for start, end in sentences.spans(line) if line.strip() else ():
                yield from _pieces(self.text, at + start, at + end)
            at += len(line) + 1

    @cached_property
    def _words(self) -> list[list[str]]:
        """The words of each sentence."""
        return [words(without_dots(self.text[start:end])) for start, end in self.spans]

    @cached_property
    def lengths(self) -> list[int]:
        """The number of words of each sentence."""
        return [len(own) for own in self._words]

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Stem -> the numbers of the sentences that have it, ascending."""
        found: dict[str, list[int]] = {}
        for number, own in enumerate(self._words):
            for key in {stem(word) for word in own}:
                found.setdefault(key, []).append(number)
        return found

    @cached_property
    def known(self) -> KnownWords:
        """All words, among which names are sought."""
        beside = words(without_dots(self._beside))
        return KnownWords(frozenset(chain(beside, *self._words)), f"{self.text}\n{self._beside}")

    @cached_property
    def numbers(self) -> list[tuple[int, Number]]:
        """Each number, and in which sentence it stands; -1 if it stands beside the text."""
        starts = [start for start, _ in self.spans]
        within = [(bisect_right(starts, one.start) - 1, one) for one in numbers(self.text, self.languages)]
        return within + [(-1, one) for one in numbers(self._beside, self.languages)]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut at white space if it is long."""
    while end - start > SENTENCE_CHARS:
        cut = text.rfind(" ", start + SENTENCE_CHARS // 2, start + SENTENCE_CHARS)
        cut = cut if cut > 0 else start + SENTENCE_CHARS
        yield start, cut
        start = cut + (text[cut] == " ")
    yield start, end
