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


KEYS = {
    "host": SortKey("p.host"),
    "verdict": SortKey("p.verdict"),
    "cited": SortKey("(SELECT count(DISTINCT document_id) FROM citations WHERE resource_id = r.id)", descending=True),
    "importance": SortKey("r.importance", descending=True),
    "fetched": SortKey("p.fetched_at", descending=True),
}
"""The orders of CardFilter but "url", which has no other key."""

VERDICT_DOUBT = "iif(p.marked_at IS NULL, p.verdict_doubt, NULL)"
"""What a Page may be instead, by its newest answer; a person who has marked it knows."""

_DOUBT = f"""
    SELECT iif(json_type(s.seen, '$.doubt') IS NULL, c.doubt, json_extract(s.seen, '$.doubt'))
    FROM captures c LEFT JOIN fetches f ON f.id = p.last_fetch_id LEFT JOIN fetches s ON s.id = (
        SELECT max(id) FROM fetches WHERE page_id = p.id AND capture_id = c.id AND outcome <> 'not_modified'
    ) WHERE c.id = {SHOWN}
"""
"""The doubt of a card, as `cards.py` has it, but for that of the verdict."""


BY_PAGE = "pages p CROSS JOIN resources r ON r.page_id = p.id"
"""For an order that an index of `pages` has: then the first ones are found without sorting all."""


def order_of(sort: str) -> str:
    """What follows ORDER BY, for one of SORTS."""
    if sort not in KEYS:
        return "r.url, r.id"
    key = KEYS[sort]
    last = "" if sort in ("host", "verdict") else " NULLS LAST"  # these are never NULL
    return f"{key.sql}{' DESC' if key.descending else ''}{last}, r.url, r.id"


def where_of(wanted: CardFilter, places: DocumentPlaces) -> tuple[str, list[str]]:
    """What follows FROM in a query for the Resources `r` and Pages `p` that are wanted, in order, and its values."""
    clauses, values = conditions_of(wanted, places)
    tables = BY_PAGE if wanted.sort in ("fetched", "host") else "resources r JOIN pages p ON p.id = r.page_id"
    return f"{tables} WHERE {' AND '.join(clauses)} ORDER BY {order_of(wanted.sort)}", values


def conditions_of(wanted: CardFilter, places: DocumentPlaces) -> tuple[list[str], list[str]]:
    """The conditions for the Resources `r` and Pages `p` that are wanted, and their values."""
    clauses, values = ["1"], list[str]()
    for asked, clause in (
        (wanted.marked, "p.marked_at IS NOT NULL"),
        (wanted.doubtful, f"coalesce(({_DOUBT}), {VERDICT_DOUBT}) IS NOT NULL"),
    ):
        if asked:
            clauses.append(clause)
    if wanted.since is not None:
        clauses.append(_CHANGED)
        values += [wanted.since] * _CHANGED.count("?")
    if wanted.ids is not None:
        clauses.append("r.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(wanted.ids))
    if wanted.tags:
        clauses.append("EXISTS (SELECT 1 FROM json_each(r.tags) WHERE value IN (SELECT value FROM json_each(?)))")
        values.append(json.dumps(wanted.tags))
    for column, chosen in (
        ("(SELECT type FROM cards k WHERE k.id = r.id)", wanted.types),
        ("(SELECT language FROM cards k WHERE k.id = r.id)", wanted.languages),
        ("p.verdict", wanted.verdicts),
        ("p.host", wanted.hosts),
    ):
        if chosen:
            clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(chosen))
    if wanted.document is not None:
        clauses.append(
            "r.id IN (SELECT resource_id FROM citations JOIN documents d ON d.id = document_id"
            " WHERE d.path = ? OR d.name = ?)"
        )
        values += map(str, (storable(places.stored(wanted.document)), storable(wanted.document)))
    return clauses, values
