"""The passage of a text that a claim leans on, and whether it still stands in a later text. Pure, in linear time.

A claim and its source say the same in other words, but share most of the words that matter: names, numbers, nouns.
Inconclusive wherever no passage shares enough of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.text import sentences
from crawler.text.difference import changed
from crawler.text.languages import telling
from crawler.text.similarity import share
from crawler.text.words import bare, plain, stems

NEAR = 0.5
"""The least share of a claim's content words, weighted by letters, in the sentence it leans on. Heuristic, not
measured."""

LEAST_COMMON = 3
"""Fewer common words may be chance. Heuristic, not measured."""

QUOTE_WORDS = 3
"""A quotation of fewer words occurs anywhere."""

SHOWN_CHARS = 500
"""Length to which a passage is cut: a text without full stops is one sentence."""

MOST_CHARS = 400_000
"""Characters of a text that are read: a long book's first third."""


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage that a citation leans on, as it was and as it is. `after` is None where nothing like it is left."""

    before: str
    after: str | None
    quoted: bool = False  # the citation quotes it


class PassageText:
    """A text, read once for all that is looked up in it."""

    def __init__(self, text: str) -> None:
        self._text = text[:MOST_CHARS]
        self.cut = len(text) > MOST_CHARS
        self._sentences: list[tuple[str, str]] | None = None
        self._words: str | None = None

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """Each sentence, and its letters without case and marks."""
        if self._sentences is None:
            lines = [line for line in self._text.split("\n") if line.strip()]
            found = [line[start:end] for line in lines for start, end in sentences.spans(line)]
            self._sentences = [(one, plain(one)) for one in found]
        return self._sentences

    def has(self, passage: str) -> bool:
        """Whether the words of a passage stand in the text, in their order."""
        if self._words is None:
            self._words = f" {bare(self._text)} "
        return f" {bare(passage)} " in self._words

    def nearest(self, wanted: frozenset[str]) -> tuple[str, float]:
        """The sentence with the largest share of these words, and the share; the first of equals."""
        best, most = "", 0.0
        for sentence, letters in self.sentences:
            # A stem that begins a word occurs in the letters: most sentences need not be parted into words.
            if sum(stem in letters for stem in wanted) < LEAST_COMMON:
                continue
            common = wanted & stems([sentence])
            if len(common) >= LEAST_COMMON and (near := share(wanted, common)) > most:
                best, most = sentence, near
        return best, most


def passage_change(
    claim: str | None, quotes: Sequence[str], before: PassageText, now: PassageText
) -> PassageChange | None:
    """What has changed of the passage that quotations or a claim lean on; of several quotations, the first that has.

    None: nothing, or it cannot be told.

    >>> old, new = PassageText("It rained. The bridge at Vardal cost 12 million."), PassageText("It rained again.")
    >>> passage_change("The Vardal bridge cost 12 million crowns.", (), old, new)
    PassageChange(before='The bridge at Vardal cost 12 million.', after=None, quoted=False)
    """
    if before.cut or now.cut:
        return None
    stood = [one for one in quotes if len(bare(one).split()) >= QUOTE_WORDS and before.has(one)]
    for quote in stood:
        if not now.has(quote):
            return _change(quote, _now(quote, now), quoted=True)
    if stood:
        return None
    wanted = telling(claim or "")
    passage, near = before.nearest(wanted)
    if near < NEAR or now.has(passage):
        return None
    after = _now(passage, now)
    return None if after and not changed(passage, after) else _change(passage, after)


def _change(before: str, after: str | None, *, quoted: bool = False) -> PassageChange:
    return PassageChange(before[:SHOWN_CHARS], None if after is None else after[:SHOWN_CHARS], quoted)


def _now(passage: str, now: PassageText) -> str | None:
    """What stands in the place of a passage now."""
    after, near = now.nearest(telling(passage))
    return after if near >= NEAR else None
