"""Long lists of cards in parts that begin after a known card: keyset pagination.

A part is found by the place of the last card before it in the order, not by a number: a card that is added or removed
meanwhile neither repeats nor hides another.
"""

from collections.abc import Sequence

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.read.card_filters import KEYS, conditions_of, order_of
from crawler.cache.storing import storable
from crawler.model import CardFilter, CardPlace, CardSlice


def card_slice(cache: CacheFile, wanted: CardFilter, *, after: CardPlace | None = None, limit: int) -> CardSlice:
    """The next `limit` Resources of those wanted, in their order, and where the part after it begins.

    `after` is the `next` of the part before, of the same order; what it names need not exist any more.
    """
    clauses, values = conditions_of(wanted, DocumentPlaces.of(cache))
    beyond: Sequence[object] = ()
    if after is not None:
        clause, beyond = _beyond(wanted.sort, after)
        clauses.append(clause)
    key = KEYS[wanted.sort].sql if wanted.sort in KEYS else "NULL"
    rows = cache.execute(
        f"SELECT r.id, r.url, {key} FROM resources r JOIN pages p ON p.id = r.page_id"
        f" WHERE {' AND '.join(clauses)} ORDER BY {order_of(wanted.sort)} LIMIT ?",
        [*values, *beyond, limit + 1],
    ).fetchall()
    shown = rows[:limit]
    last = CardPlace(id=shown[-1][0], url=shown[-1][1], key=shown[-1][2]) if len(rows) > limit and shown else None
    return CardSlice(ids=tuple(row[0] for row in shown), next=last)


def _beyond(sort: str, after: CardPlace) -> tuple[str, Sequence[object]]:
    """The condition for what comes after a place, and its values."""
    tie: list[object] = [storable(after.url), storable(after.id)]
    if sort not in KEYS:
        return "(r.url, r.id) > (?, ?)", tie
    key = KEYS[sort]
    same = f"{key.sql} IS ? AND (r.url, r.id) > (?, ?)"
    if after.key is None:  # unknown values are last
        return f"({same})", [None, *tie]
    return (
        f"({key.sql} {'<' if key.descending else '>'} ? OR {key.sql} IS NULL OR {same})",
        [storable(after.key), storable(after.key), *tie],
    )
