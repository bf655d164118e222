"""A quotation as its parts. What editors may change without changing the words (MLA Handbook, 9th edition, 6.54-6.62;
Chicago Manual of Style, 17th edition, 13.50-13.62): omissions `...` and `[...]`, a letter's case `[T]he`, an ending
`walk[ed]`, an explanation `[Smith]`, `[sic]`.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from pipelines.quotes.reading import ReadText, Word, bony, words

MAX_CHARS = 20_000
"""Characters of a quotation that are read."""

MAX_PARTS = 40
"""Parts that are looked up; the rest of a quotation with more is not."""

OMITTED = 4_000
"""Most characters, without spaces, between parts that an ellipsis joins: some 800 words. Heuristic, not measured."""

EXPLAINED = 80
"""Likewise where brackets explain or replace words."""

_ASIDE = re.compile(
    r"\[(?:sic\.?!?|\d{1,3}|emphasis (?:added|mine|in original)|(?:my|our) emphasis|citation needed)\]", re.IGNORECASE
)
_LETTER = re.compile(r"\[([^\W\d_]{1,3})\](?=[^\W\d_])")
_ENDING = re.compile(r"(?<=[^\W\d_])\[[^\W\d_]{0,8}\]")
_PART = re.compile(
    r"(?P<omitted>[\[(] ?(?:\u2026|\.{2,4}|\. \. \.) ?[\])]|\.? ?(?:\u2026|\.{3,4}|\. \. \. ?\.?)|\u22ef+)"
    r"|(?P<ending>\x02)|\[(?P<explained>[^\[\]]{1,200})\]"
)


@dataclass(frozen=True, slots=True)
class QuotePart:
    """Words that stand together in the source."""

    words: tuple[Word, ...]
    skeleton: str
    gap: int  # most characters of the source's skeleton before it, after the part before
    omitted: bool  # the gap is an ellipsis
    explained: tuple[Word, ...] = ()  # what stands in brackets before it
    open_end: bool = False  # the last word may go on


@dataclass(frozen=True)
class Quotation:
    """What a Document quotes. `by_points`: as in `words`."""

    text: str
    by_points: bool = False

    def as_in(self, text: ReadText) -> "Quotation":
        """The same, its numbers read as those of a text are."""
        return self._by_points if text.by_points and not self.by_points else self

    @cached_property
    def _by_points(self) -> "Quotation":
        return Quotation(self.text, by_points=True)

    @cached_property
    def plain(self) -> str:
        """The quotation without brackets around letters; offsets of its words count in it."""
        return _ENDING.sub("\x02", _LETTER.sub(r"\1", _ASIDE.sub(" ", self.text[:MAX_CHARS])))

    @cached_property
    def parts(self) -> tuple[QuotePart, ...]:
        """The parts in order; empty where nothing that can be found is quoted."""
        plain = self.plain
        found: list[QuotePart] = []
        at, gap, omitted = 0, 0, False
        explained: tuple[Word, ...] = ()
        for match in (*_PART.finditer(plain), None):
            end = match.start() if match else len(plain)
            if part := self._part(at, end, gap, omitted=omitted, open_end=bool(match and match["ending"])):
                found.append(replace(part, explained=explained))
                gap, omitted, explained = 0, False, ()
            if match:
                at = match.end()
                gap = max(gap, OMITTED if match["omitted"] else EXPLAINED)
                omitted = omitted or bool(match["omitted"])
                if match["explained"]:
                    explained += self._words(*match.span("explained"))
        return tuple(found[:MAX_PARTS])

    @cached_property
    def unbroken(self) -> QuotePart | None:
        """All parts as one, as if what joins them were punctuation; None: no ellipsis joins any, or brackets do."""
        first, *others = self.parts or (None,)
        if first is None or not others or any(part.explained or not part.omitted for part in others):
            return None
        return replace(first, words=self.words, skeleton="".join(part.skeleton for part in self.parts))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for part in self.parts for word in part.words)

    def _words(self, start: int, end: int) -> tuple[Word, ...]:
        found = words(self.plain[start:end], by_points=self.by_points)
        return tuple(word._replace(start=start + word.start, end=start + word.end) for word in found)

    def _part(self, start: int, end: int, gap: int, *, omitted: bool, open_end: bool) -> QuotePart | None:
        found = self._words(start, end)
        if not found:
            return None
        skeleton = "".join(bony(word.key) for word in found)
        return QuotePart(found, skeleton, gap, omitted, open_end=open_end and found[-1].end == end)
