"""The place of a text where most of what was searched for stands together, with marks: for lists, so in little time.

FTS5's snippet() reads the whole text word by word, and for the beginning of a word the whole index, each time.
"""

import re
from collections.abc import Iterator, Sequence

from crawler.cache.read.search_query import Term

BEFORE, CHARS = 60, 220
"""Characters before the first word that was found, and of the excerpt."""

LOOKED_AT = 300
"""Places in a text."""


def excerpt_of(text: str, terms: Sequence[Term], marks: tuple[str, str]) -> str | None:
    """An excerpt; None where no word stands as it was typed, but in another form.

    >>> excerpt_of("The tide, then. Tides turned.", (Term("tide"),), ("[", "]"))
    'The [tide], then. [Tides] turned.'
    """
    pattern = _pattern(terms)
    places = [
        (found.start(), found.lastindex) for _, found in zip(range(LOOKED_AT), pattern.finditer(text), strict=False)
    ]
    if not places:
        return None
    first = _best(places)
    start = max(0, first - BEFORE)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), start + CHARS)
    if end < len(text):
        end = max(text.rfind(" ", first + 1, end), first + 1) if text.rfind(" ", first + 1, end) > 0 else end
    cut = " ".join(pattern.sub(lambda found: found[0].join(marks), text[start:end]).split())
    return "... " * (start > 0) + cut + " ..." * (end < len(text))


def _pattern(terms: Sequence[Term]) -> re.Pattern[str]:
    """Each term as a group: its words, the last one with any ending."""
    groups = (r"((?<!\w)" + r"\W+".join(map(re.escape, term.text.split())) + r"\w{0,12})" for term in terms)
    return re.compile("|".join(groups), re.IGNORECASE)


def _best(places: Sequence[tuple[int, int | None]]) -> int:
    """The first place after which most different terms stand within an excerpt."""
    return max(_rated(places), key=lambda rated: (rated[0], -rated[1]))[1]


def _rated(places: Sequence[tuple[int, int | None]]) -> Iterator[tuple[int, int]]:
    last = 0
    for number, (start, _) in enumerate(places):
        while last < len(places) and places[last][0] < start + CHARS - BEFORE:
            last += 1
        yield len({term for _, term in places[number : min(last, number + 20)]}), start
