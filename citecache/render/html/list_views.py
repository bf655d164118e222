"""What search.html, the list of cards of the web view, is given."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.model import Card

MARKS = "\x02", "\x03"
"""The marks around what was found; no text shows such characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnippetPart:
    """A part of an excerpt; `found`: it is what was searched for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCard:
    """A card in the list."""

    card: Card  # without its text
    snippet: Sequence[SnippetPart]
    copy: str  # whose text was found: "archived copy of 2026-03-01"; "": the page's own
    withheld: bool  # it was found, and the page asks for no excerpts


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedValue:
    """A value of a facet."""

    value: str
    count: int  # cards that have it, of those that all other filters select
    chosen: bool
    address: str  # of the list with it; if it is chosen, of the list without it


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFacet:
    """What the list can be narrowed by."""

    name: str
    title: str
    values: Sequence[ListedValue]
    all: int  # how many values there are
    opened: str | None  # the address that shows all of them; None: they are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class SortChoice:
    """An order of the list."""

    value: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """search.html: cards that are searched for, filtered and sorted, a part of them."""

    query: str
    hidden: Sequence[tuple[str, str]]  # what the form keeps: the filters
    cards: Sequence[ListedCard]
    total: int
    first: int  # the number of the first card shown, from 1
    facets: Sequence[ListedFacet]
    sorts: Sequence[SortChoice]
    problem: str  # what is wrong with the query; "": nothing
    notes: Sequence[str]  # what else to know of this list
    start: str | None  # the address of the first part; None: this is it
    next: str | None  # of the next part
    clear: str | None  # of the list without filters; None: there are none
    downloads: Sequence[tuple[str, str]]  # (what it is called, where it is)


def snippet_parts(marked: str) -> tuple[SnippetPart, ...]:
    r"""An excerpt in which marks stand, in parts.

    >>> [(part.text, part.found) for part in snippet_parts("the \x02tide\x03 turned")]
    [('the ', False), ('tide', True), (' turned', False)]
    """
    parts: list[SnippetPart] = []
    for number, piece in enumerate(marked.split(MARKS[0])):
        found, closed, rest = piece.partition(MARKS[1])
        parts += (SnippetPart(text=found, found=bool(number and closed)), SnippetPart(text=rest, found=False))
    return tuple(part for part in parts if part.text)
