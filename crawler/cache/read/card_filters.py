"""Which Resources a filter selects, in what order: the part of a query that `list` and the exports share."""

import json
from dataclasses import dataclass

from crawler.cache.places import DocumentPlaces
from crawler.cache.storing import storable
from crawler.model import CardFilter

SHOWN = """coalesce(
    CASE WHEN p.last_good_at IS NULL OR p.imported_copy_at > p.last_good_at THEN p.imported_capture_id END,
    p.last_good_capture_id,
    CASE
        WHEN p.verdict IN ('dead', 'missing', 'soft_404', 'usurped') THEN p.archived_capture_id
        WHEN p.verdict = 'restricted' THEN f.capture_id
    END
)"""
"""The Capture that a card shows, of a page `p` with its last Fetch `f`: the last good one, or an imported copy that is
later; where there is neither, an archive's copy of what is gone, or a paywall's teaser. The view `cards` has the same
expression, in its migration.
"""

_CHANGED = f"""(
    r.added_at >= ?
    OR p.verdict_at >= ? AND p.verdict <> 'unchecked'
    OR EXISTS (SELECT 1 FROM citations WHERE resource_id = r.id AND added_at >= ?)
    OR EXISTS (SELECT 1 FROM fetches WHERE page_id = p.id AND good AND changed IS NOT 0 AND started_at >= ?)
    OR EXISTS (SELECT 1 FROM imports WHERE page_id = p.id AND added_at >= ?)
    OR EXISTS (
        SELECT 1 FROM captures c LEFT JOIN fetches f ON f.id = p.last_fetch_id
        WHERE c.page_id = p.id AND c.captured_at >= ? AND c.id = {SHOWN}
    )
)"""
"""Added, or another verdict, citation or text, since a moment. A Citation that only moved within its Document has kept
its `added_at`; a text that the extractor alone made anew, the time of its Fetch; one that came back has no new Capture,
but a Fetch that found a change.
"""


@dataclass(frozen=True, slots=True)
class SortKey:
    """What comes before the URL in an order; unknown values are last."""

    sql: str
    descending: bool = False
    first: str | None = None  # a condition for those that come before all others, which an index has


KEYS = {
    "host": SortKey("p.host"),
    "verdict": SortKey("p.verdict"),
    "cited": SortKey(
        "(SELECT count(DISTINCT document_id) FROM citations WHERE resource_id = r.id)",
        descending=True,
        first="r.id IN (SELECT resource_id FROM citations GROUP BY 1 HAVING min(document_id) < max(document_id))",
    ),
    "importance": SortKey("r.importance", descending=True, first="r.importance IS NOT NULL"),
    "fetched": SortKey("p.fetched_at", descending=True),
}
"""The orders of CardFilter but "url", which has no other key."""

VERDICT_DOUBT = "iif(p.marked_at IS NULL, p.verdict_doubt, NULL)"
"""What a Page may be instead, by its newest answer; a person who has marked it knows."""

_SHOWN_ID = SHOWN.replace("f.capture_id", "(SELECT capture_id FROM fetches WHERE id = p.last_fetch_id)")

_DOUBT = f"""
    SELECT iif(json_type(s.seen, '$.doubt') IS NULL, c.doubt, json_extract(s.seen, '$.doubt'))
    FROM captures c LEFT JOIN fetches s ON s.id = (
        SELECT max(id) FROM fetches WHERE page_id = p.id AND capture_id = c.id AND outcome <> 'not_modified'
    ) WHERE c.id = {_SHOWN_ID}
"""
"""The doubt of a card, as `cards.py` has it, but for that of the verdict."""

_MAYBE_DOUBTFUL = """(
    SELECT page_id FROM captures WHERE doubt IS NOT NULL
    UNION ALL SELECT page_id FROM fetches WHERE instr(seen, '"doubt"') > 0
    UNION ALL SELECT id FROM pages WHERE verdict_doubt IS NOT NULL
)"""
"""The Pages that have had a doubt at any time: what is looked through for those that have one now."""

_CHOSEN = "(SELECT value FROM json_each(?))"

_TYPE = "(SELECT type FROM cards k WHERE k.id = r.id)"
_OF_TYPE = f"""
    r.id IN (
        SELECT id FROM resources WHERE type IN {_CHOSEN}
        UNION ALL SELECT o.id FROM captures c JOIN resources o ON o.page_id = c.page_id WHERE c.kind IN {_CHOSEN}
    ) AND iif(
        r.type IS NULL OR r.type = 'web', {_SHOWN_ID} IN (SELECT id FROM captures WHERE kind IN {_CHOSEN}),
        r.type IN {_CHOSEN}
    )
"""
"""`_TYPE` is one of some, but "web", which is the type where nothing else is known."""

_OF_LANGUAGE = f"""
    p.id IN (SELECT page_id FROM captures WHERE language IN {_CHOSEN})
    AND {_SHOWN_ID} IN (SELECT id FROM captures WHERE language IN {_CHOSEN})
"""
_TAGGED = f"""r.rowid IN (
    SELECT t.rowid FROM resources t, json_each(t.tags) AS tag WHERE t.tags IS NOT NULL AND tag.value IN {_CHOSEN}
)"""
_CITED_IN = """r.id IN (
    SELECT resource_id FROM citations JOIN documents d ON d.id = document_id WHERE d.path = ? OR d.name = ?
)"""

BY_PAGE = "pages p CROSS JOIN resources r ON r.page_id = p.id"
"""For an order that an index of `pages` has: then the first ones are found without sorting all. Not for a filter of
Resources, which leaves few to be sorted.
"""


def order_of(sort: str) -> str:
    """What follows ORDER BY, for one of SORTS."""
    if sort not in KEYS:
        return "r.url, r.id"
    key = KEYS[sort]
    last = "" if sort in ("host", "verdict") else " NULLS LAST"  # these are never NULL
    return f"{key.sql}{' DESC' if key.descending else ''}{last}, r.url, r.id"


def where_of(wanted: CardFilter, places: DocumentPlaces, *, first: bool = False) -> tuple[str, list[str]]:
    """What follows FROM in a query for the Resources `r` and Pages `p` that are wanted, in order, and its values;
    `first`: of those alone that come before all others in that order (SortKey.first).
    """
    clauses, values = conditions_of(wanted, places)
    if first and (known := KEYS[wanted.sort].first):
        clauses.append(known)
    few = wanted.ids is not None or wanted.tags or wanted.types or wanted.document is not None
    by_page = wanted.sort in ("fetched", "host") and not few
    tables = BY_PAGE if by_page else "resources r JOIN pages p ON p.id = r.page_id"
    return f"{tables} WHERE {' AND '.join(clauses)} ORDER BY {order_of(wanted.sort)}", values


def conditions_of(wanted: CardFilter, places: DocumentPlaces) -> tuple[list[str], list[str]]:
    """The conditions for the Resources `r` and Pages `p` that are wanted, and their values."""
    clauses, values = ["1"], list[str]()
    if wanted.marked:
        clauses.append("p.id IN (SELECT id FROM pages WHERE marked_at IS NOT NULL)")
    if wanted.doubtful:
        clauses += [f"p.id IN {_MAYBE_DOUBTFUL}", f"coalesce(({_DOUBT}), {VERDICT_DOUBT}) IS NOT NULL"]
    if wanted.since is not None:
        clauses.append(_CHANGED)
        values += [wanted.since] * _CHANGED.count("?")
    for clause, chosen in (
        (f"r.id IN {_CHOSEN}", wanted.ids),
        (_TAGGED, wanted.tags or None),
        (f"{_TYPE} IN {_CHOSEN}" if "web" in wanted.types else _OF_TYPE, wanted.types or None),
        (_OF_LANGUAGE, wanted.languages or None),
        (f"p.verdict IN {_CHOSEN}", wanted.verdicts or None),
        (f"p.host IN {_CHOSEN}", wanted.hosts or None),
    ):
        if chosen is not None:
            clauses.append(clause)
            values += [json.dumps(chosen)] * clause.count("?")
    if wanted.document is not None:
        clauses.append(_CITED_IN)
        values += map(str, (storable(places.stored(wanted.document)), storable(wanted.document)))
    return clauses, values
