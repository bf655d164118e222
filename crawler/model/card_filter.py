"""CardFilter: which cards, and in what order; CardSlice: a part of them."""

from dataclasses import dataclass

SORTS = ("url", "host", "verdict", "cited", "importance", "fetched")
"""By what cards can be sorted; the most cited, the most important and the last fetched come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFilter:
    """Which cards, and in what order. Empty fields do not narrow."""

    verdicts: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    document: str | None = None  # a path, or a name
    ids: tuple[str, ...] | None = None  # only these Resources, of those that the other fields select
    tags: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    doubtful: bool = False  # only what is shown of it carries a doubt
    since: str | None = None  # a moment: only what was added, or changed, then or later (crawler/cache/read/cards.py)
    sort: str = "url"  # one of SORTS
    marked: bool = False  # only Pages whose verdict a person has set


ALL_CARDS = CardFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlace:
    """Where a card stands in an order: what it is sorted by, then URL and id. `key` is None in the order "url"."""

    id: str
    url: str
    key: str | float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSlice:
    """A part of a list of cards."""

    ids: tuple[str, ...]
    next: CardPlace | None  # the last of these, if there are more after it
