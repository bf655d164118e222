"""A difference of two texts for a page: what was removed, what was added, and enough around them to read it."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from citecache.render.diff import excerpt
from crawler.text.difference import Difference, Hunk, Part

MOST_HUNKS = 200
"""Places on one page. Heuristic: a reader of more wants the command, which shows all."""

_START = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class DifferencePiece:
    """Words that stayed, were added or were removed. White space before a change is a piece of its own."""

    kind: Literal["same", "added", "removed"]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlace:
    """One place that differs; `before`: the end of the line before it, where it would stand alone."""

    before: str
    pieces: tuple[DifferencePiece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDifference:
    """What a page shows of a difference."""

    words_added: int
    words_removed: int
    churn: int  # pieces of churn: folded unless `everything`
    coarse: bool
    everything: bool
    places: tuple[ShownPlace, ...]
    more: int  # places that are not shown

    @property
    def changed(self) -> bool:
        """Whether any word that is not churn differs."""
        return bool(self.words_added or self.words_removed)


def shown_difference(difference: Difference, *, everything: bool = False, most: int = MOST_HUNKS) -> ShownDifference:
    """The first `most` places that differ; `everything`: those of churn, too, else they read as in the new text."""
    hunks = [hunk for hunk in difference.hunks if everything or not hunk.churn]
    return ShownDifference(
        words_added=difference.words_added,
        words_removed=difference.words_removed,
        churn=difference.churn,
        coarse=difference.coarse,
        everything=everything,
        places=tuple(_place(hunk, everything=everything) for hunk in hunks[:most]),
        more=max(0, len(hunks) - most),
    )


def _place(hunk: Hunk, *, everything: bool) -> ShownPlace:
    before, parts = excerpt(hunk, everything=everything)
    pieces: list[DifferencePiece] = []
    for number, part in enumerate(parts):
        instead = part.kind == "added" and number > 0 and parts[number - 1].kind == "removed"
        pieces += _pieces(part, instead=instead)
    if pieces:
        pieces[-1] = replace(pieces[-1], words=pieces[-1].words.rstrip())
    return ShownPlace(before=before, pieces=tuple(piece for piece in pieces if piece.words))


def _pieces(part: Part, *, instead: bool) -> list[DifferencePiece]:
    if part.kind == "same":
        return [DifferencePiece("same", part.text)]
    match = _START.match(part.text)
    space = match[0] if match else ""
    # What stands instead of other words follows their white space, unless it begins a line of its own.
    kept = "" if instead and "\n" not in space else space
    return [DifferencePiece("same", kept), DifferencePiece(part.kind, part.text[len(space) :])]
