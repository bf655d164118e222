"""The citation key of each entry of an exported bibliography.

A key that cites the Resource in a .bib, CSL or RIS file, or by a mark in a text (`[@doe2020]`), is kept as it is. All
others are made of the URL's host and the Resource ID, which are unique and do not change when the page's title or
author becomes known: a text that cites such a key keeps citing it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from crawler.cache.read.citation_keys import GivenKey, KeyOwners
from crawler.model import Card
from crawler.net.urls import bare_host

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_MAX_HOST = 40


@dataclass(frozen=True, slots=True)
class EntryKeys:
    """The key of an entry, and others that cite it, too."""

    key: str
    aliases: tuple[str, ...] = ()
    accessed: str | None = None  # when the citing document says that the URL was visited


def any_key(_: GivenKey) -> bool:
    """Every key can be kept: an `id` of CSL-JSON is any text."""
    return True


def entry_keys(card: Card, owners: KeyOwners, keeps: Callable[[GivenKey], bool]) -> EntryKeys:
    """The keys of a card. `keeps`: whether the format can write a key as it is given."""
    given = owners.keys(card.id)
    accessed = next((one.accessed for one in given if one.accessed), None)
    kept = [one.key for one in given if keeps(one)] or [_made(card, owners)]
    return EntryKeys(kept[0], tuple(kept[1:]), accessed)


def _made(card: Card, owners: KeyOwners) -> str:
    """A key for a Resource without one: `example-org-d2f67176f1bc7b5b`."""
    cited = next((by.label for by in card.cited_by if by.label and by.mark and by.mark.startswith("[@")), None)
    base = _UNSAFE.sub("-", cited or bare_host(card.url)).strip("-")[:_MAX_HOST].strip("-")
    key = f"{base or 'cited'}-{card.id}"
    while owners.owner(key) not in (None, card.id):  # somebody's own key looks like ours
        key += "x"
    return key
