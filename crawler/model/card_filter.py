"""CardFilter: which cards, and in what order."""

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
    since: str | None = None  # a moment: only what was added, or changed, then or later (crawler/cache/read/cards.py)
    sort: str = "url"  # one of SORTS
    marked: bool = False  # only Pages whose verdict a person has set


ALL_CARDS = CardFilter()
