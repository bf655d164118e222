"""Where the quotations of a Document stand in its file: found by their first words, near the place that cites.

No reader needs to follow its words back to the file: what the markup between them is does not matter.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from crawler.model import Citation, Quote
from crawler.sources.parsing.positions import LineIndex

FIRST_WORDS = (12, 5)
"""Words by which a quotation is found; fewer, if its words are written otherwise further on."""

BEFORE, BEHIND = 6_000, 3_000
"""Characters around the citation that are searched: a block quote may be long. Heuristic."""

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"(?>(?:</?[a-zA-Z][^<>]{0,200}>|[\W_]){1,80}+)"
"""Between two words: punctuation, marks of emphasis, a line end with what begins the next line, or tags. It matches in
one way only, so that no document makes the search try many.
"""


def placed(citations: Iterable[Citation], text: str, first: int = 1) -> Iterator[Citation]:
    """The Citations, their Quotes with the line and column of their first word where that can be found; `first`: the
    number of the text's first line.
    """
    lines: LineIndex | None = None
    for citation in citations:
        if citation.quotes:
            lines = lines or LineIndex(text, first)
            citation = replace(citation, quotes=tuple(_placed(one, citation, lines) for one in citation.quotes))  # noqa: PLW2901 - the same, with more
        yield citation


def _placed(quote: Quote, citation: Citation, lines: LineIndex) -> Quote:
    if quote.line is not None or citation.line >= lines.first + len(lines.lines):
        return quote
    at = lines.offset(citation.line, citation.column)
    words = _WORD.findall(quote.text)
    for count in FIRST_WORDS if words else ():
        near = re.compile(_BETWEEN.join(map(re.escape, words[:count])))
        found = [match.start() for match in near.finditer(lines.text, max(at - BEFORE, 0), at + BEHIND)]
        if found:
            line, column = lines.place(min(found, key=lambda start: abs(at - start)))
            return replace(quote, line=line, column=column)
    return quote
