"""The answers: cards, the history of a Page, search, counts. Reading only.

A card's short fields come from the view `cards`, the public interface; what the view leaves out
(places, redirects, the text itself) is fetched for the one card asked for, or row by row in an export.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawler.cache.database import CacheFile, storable
from crawler.model import (
    Card,
    CitedAs,
    CitedBy,
    Evidence,
    FetchRecord,
    Outcome,
    PageFacts,
    PageState,
    Probe,
    SearchHit,
    ShownCapture,
    Verdict,
)
from crawler.model.card_fields import Table, fields_of, hops, names
from crawler.model.errors import NotFound
from crawler.net.urls import page_url, without_credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which cards. Empty fields do not narrow."""

    verdicts: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    document: str | None = None  # a path, or a name
    ids: tuple[str, ...] = ()


SHOWN = """coalesce(
    p.last_good_capture_id,
    CASE
        WHEN p.verdict IN ('dead', 'missing', 'soft_404', 'usurped') THEN p.archived_capture_id
        WHEN p.verdict = 'restricted' THEN f.capture_id
    END
)"""
"""The Capture that a card shows, of a page `p` with its last Fetch `f`: the last good one; where there never was one,
an archive's copy of what is gone, or a paywall's teaser. The view `cards` has the same expression, in its migration.
"""

_ALIAS = {
    Table.VIEW: "cards",
    Table.PAGE: "p",
    Table.FETCH: "f",
    Table.CAPTURE: "c",
    Table.ARCHIVE: "a",
}

_COMPUTED = """
    r.sources AS resource_sources, c.sources AS page_sources,
    (c.preview IS NOT NULL AND length(CAST(c.preview AS BLOB)) <> c.text_bytes) AS partly_shown,
    r.title AS cited_title, r.authors AS cited_authors, r.doi AS cited_doi,
    c.url AS found_url, c.title AS found_title, c.authors AS found_authors, c.headings AS found_headings,
    c.facts AS found_facts, c.preview AS found_start
"""
"""What the computed fields are made of."""

_FROM = f"""
FROM cards
JOIN resources r ON r.id = cards.id
JOIN pages p ON p.id = r.page_id
LEFT JOIN fetches f ON f.id = p.last_fetch_id
LEFT JOIN captures c ON c.id = {SHOWN}
LEFT JOIN captures a ON a.id = p.archived_capture_id
"""


def find(cache: CacheFile, wanted: str) -> str:
    """The Resource ID of a URL, a Resource ID, a stable ID, or an unambiguous beginning of an ID.

    Raises:
        NotFound: nothing, or more than one thing, of that name.
    """
    wanted = str(storable(wanted))
    page = page_url(wanted)
    for sql, value in (
        ("id = ? OR stable_id = ?1", wanted),
        ("url = ? ORDER BY rowid LIMIT 1", without_credentials(wanted)),
        ("page_id = (SELECT id FROM pages WHERE url = ?) ORDER BY rowid LIMIT 1", page.url),
    ):
        row = cache.db.execute(f"SELECT id FROM resources WHERE {sql}", [value]).fetchone()
        if row:
            return str(row[0])
    begin = wanted.lower()
    rows = cache.db.execute(
        "SELECT id FROM resources WHERE substr(id, 1, ?) = ? LIMIT 2", [len(begin), begin]
    ).fetchall()
    if len(rows) == 1 and len(begin) >= 4:
        return str(rows[0][0])
    what = "more than one resource begins with" if rows and len(begin) >= 4 else "nothing in the cache is called"
    raise NotFound(f"{what} {wanted[:200]}: `citecache list` shows what there is")


def card(cache: CacheFile, id_: str) -> Card:
    """The card of one Resource."""
    return next(cards(cache, Filter(ids=(id_,))))


def cards(
    cache: CacheFile,
    wanted: Filter = Filter(),
    *,
    limit: int | None = None,
    with_text: bool = True,
    card_type: type[Card] = Card,
) -> Iterator[Card]:
    """Cards in a stable order (by URL), one at a time; without texts where they are not needed, which is quicker.

    `card_type` may be derived from `Card` and declare more columns.
    """
    columns = ", ".join(
        f"{_ALIAS[column.table]}.{column.name or field.name} AS {field.name}"
        for field in fields_of(card_type)
        if (column := field.column)
    )
    text = "c.text" if with_text else "NULL AS text"
    where, values = _where(wanted)
    ids = [
        row[0]
        for row in cache.db.execute(f"SELECT r.id FROM {where} LIMIT ?", [*values, -1 if limit is None else limit])
    ]
    for id_ in ids:
        row = next(cache.db.query(f"SELECT {columns}, {text}, {_COMPUTED} {_FROM} WHERE cards.id = ?", [id_]))
        yield _card(row, _cited_by(cache, id_), card_type)


def count(cache: CacheFile, wanted: Filter = Filter()) -> int:
    """How many cards `cards` would give."""
    where, values = _where(wanted)
    return int(cache.db.execute(f"SELECT count(*) FROM (SELECT r.id FROM {where})", values).fetchone()[0])


def _where(wanted: Filter) -> tuple[str, list[Any]]:
    clauses, values = ["1"], list[Any]()
    for column, chosen in (("p.verdict", wanted.verdicts), ("p.host", wanted.hosts), ("r.id", wanted.ids)):
        if chosen:
            clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(chosen))
    if wanted.document is not None:
        clauses.append(
            "r.id IN (SELECT resource_id FROM citations JOIN documents d ON d.id = document_id"
            " WHERE d.path = ? OR d.name = ?)"
        )
        values += [storable(wanted.document)] * 2
    return f"resources r JOIN pages p ON p.id = r.page_id WHERE {' AND '.join(clauses)} ORDER BY r.url, r.id", values


def _cited_by(cache: CacheFile, id_: str) -> tuple[CitedBy, ...]:
    """The places that cite a Resource; a Document known from a record only, once and without a place."""
    rows = cache.db.query(
        "SELECT coalesce(d.path, d.name) AS document, d.title, d.type, d.quality, t.line, t.column, t.label,"
        " t.link_text, t.claim FROM citations t JOIN documents d ON d.id = t.document_id WHERE t.resource_id = ?"
        " AND (t.line IS NOT NULL OR NOT EXISTS (SELECT 1 FROM citations o WHERE o.resource_id = t.resource_id"
        " AND o.document_id = t.document_id AND (o.line IS NOT NULL OR o.id < t.id)))"
        " ORDER BY d.quality IS NULL, d.quality DESC, document, t.line, t.column, t.id",
        [id_],
    )
    return tuple(CitedBy(**row) for row in rows)


def _card(row: dict[str, Any], cited_by: tuple[CitedBy, ...], card_type: type[Card]) -> Card:
    columns = {
        field.name: column.decode(row[field.name]) if column.decode else row[field.name]
        for field in fields_of(card_type)
        if (column := field.column)
    }
    hidden = row["verdict"] == Verdict.LEGAL
    sources = json.loads(row["page_sources"] or "{}") | json.loads(row["resource_sources"] or "{}")
    if row["title"] is not None:
        sources.setdefault("title", "link text")
    return card_type(
        cited_by=cited_by,
        truncated=bool(row["partly_shown"]) and not hidden,
        text=None if hidden else row["text"],
        sources=sources,
        cited_as=CitedAs(title=row["cited_title"], authors=names(row["cited_authors"]), doi=row["cited_doi"]),
        found=_found(row),
        **columns,
    )


def _found(row: dict[str, Any]) -> ShownCapture | None:
    if row["found_url"] is None:
        return None
    return ShownCapture(
        url=row["found_url"],
        title=row["found_title"],
        authors=names(row["found_authors"]),
        headings=names(row["found_headings"]),
        facts=PageFacts.from_json(json.loads(row["found_facts"] or "{}")),
        start=row["found_start"] or "",
    )


# --- history, search, counts ------------------------------------------------------------------------


def history(cache: CacheFile, id_: str) -> list[FetchRecord]:
    """Every Fetch of a Resource's Page, newest first."""
    sql = (
        "SELECT f.*, n.version FROM fetches f JOIN runs n ON n.id = f.run_id JOIN resources r ON r.page_id = f.page_id"
        " WHERE r.id = ? ORDER BY f.id DESC"
    )
    return [_fetch_record(cache, row) for row in cache.db.query(sql, [id_])]


def _fetch_record(cache: CacheFile, row: dict[str, Any]) -> FetchRecord:
    evidence = "SELECT rule, verdict, detail FROM evidence WHERE fetch_id = ? ORDER BY id"
    found = cache.db.execute(evidence, [row["id"]]).fetchall()
    effective, probe, seen = row["effective_verdict"], row["probe"], row["seen"]
    decoded = {
        "outcome": Outcome(row["outcome"]),
        "redirects": hops(row["redirects"]),
        "headers": tuple((name, value) for name, value in json.loads(row["headers"])),
        "flags": names(row["flags"]),
        "verdict": Verdict(row["verdict"]),
        "effective_verdict": None if effective is None else Verdict(effective),
        "good": bool(row["good"]),
        "changed": None if row["changed"] is None else bool(row["changed"]),
        "probe": None if probe is None else Probe(**json.loads(probe)),
        "seen": None if seen is None else json.loads(seen),
        "evidence": tuple(Evidence(rule=rule, verdict=Verdict(of), detail=detail) for rule, of, detail in found),
    }
    return FetchRecord(**row | decoded)


def page(cache: CacheFile, id_: str) -> PageState:
    """The Page of a Resource."""
    columns = "id, url, verdict, verdict_at, last_fetch_id, last_good_at, marked_at, marked_note, due_at"
    sql = f"SELECT {columns} FROM pages WHERE id = (SELECT page_id FROM resources WHERE id = ?)"
    row = next(cache.db.query(sql, [id_]))
    return PageState(**row | {"verdict": Verdict(row["verdict"])})


def search(cache: CacheFile, query: str, *, limit: int) -> list[SearchHit]:
    """Cards whose last good text matches, best first, each with a snippet; `[` and `]` mark the hits.

    Every word of the query is taken as a word, never as FTS5 syntax; "quoted words" stay together.
    """
    # First the best hits alone, by their index; snippets and cards for those few. CROSS JOIN keeps the order.
    sql = (
        "WITH best AS MATERIALIZED (SELECT h.rowid AS capture_id, c.page_id, h.rank AS score,"
        " c.reservations LIKE '%\"nosnippet\"%' AS quiet FROM captures_fts h"
        " CROSS JOIN captures c ON c.id = h.rowid CROSS JOIN pages p ON p.id = c.page_id"
        " WHERE captures_fts MATCH :words AND p.last_good_capture_id = c.id AND p.verdict <> 'legal'"
        " ORDER BY h.rank, c.page_id LIMIT :limit)"
        " SELECT k.id, k.url, k.title, k.verdict, k.fetched_at, k.last_good_at, k.cited_by_count,"
        " CASE WHEN NOT best.quiet THEN snippet(captures_fts, -1, '[', ']', ' ... ', 24) END AS snippet"
        " FROM best CROSS JOIN captures_fts ON captures_fts.rowid = best.capture_id AND captures_fts MATCH :words"
        " CROSS JOIN resources r ON r.page_id = best.page_id CROSS JOIN cards k ON k.id = r.id"
        " ORDER BY best.score, k.url, k.id LIMIT :limit"
    )
    words = cache.db.quote_fts(str(storable(query)).replace("\0", " "))  # FTS5's strings end at a NUL
    rows = cache.db.query(sql, {"words": words, "limit": limit}) if words.strip('" ') else ()
    return [SearchHit(**row | {"verdict": Verdict(row["verdict"])}) for row in rows]


def status(cache: CacheFile, *, now: str) -> dict[str, Any]:
    """Counts for `status`: resources, pages, verdicts, the busiest hosts, ages, the last run."""

    def one(sql: str, *values: str) -> int:
        return int(cache.db.execute(sql, values).fetchone()[0] or 0)

    ages = cache.db.query(
        "SELECT CASE WHEN f.started_at IS NULL THEN 'never' WHEN days < 1 THEN 'under a day' WHEN days < 7 THEN"
        " 'under a week' WHEN days < 30 THEN 'under a month' ELSE 'older' END AS age, count(*) AS pages FROM"
        " (SELECT f.started_at, julianday(?) - julianday(f.started_at) AS days FROM pages p"
        " LEFT JOIN fetches f ON f.id = p.last_fetch_id) AS f GROUP BY age ORDER BY min(coalesce(days, -1))",
        [now],
    )
    hosts = "SELECT host, count(*) AS pages, sum(verdict IN ('alive', 'moved')) AS good FROM pages GROUP BY host"
    runs = "SELECT id, started_at, finished_at, state, fetched FROM runs ORDER BY id DESC LIMIT 1"
    verdicts = "SELECT verdict, count(*) AS pages FROM pages GROUP BY verdict ORDER BY 2 DESC, 1"
    return {
        "documents": one("SELECT count(*) FROM documents"),
        "citations": one("SELECT count(*) FROM citations"),
        "resources": one("SELECT count(*) FROM resources"),
        "pages": one("SELECT count(*) FROM pages"),
        "fetches": one("SELECT count(*) FROM fetches"),
        "captures": one("SELECT count(*) FROM captures"),
        "due": one("SELECT count(*) FROM pages WHERE due_at <= ?", now),
        "verdicts": {row["verdict"]: row["pages"] for row in cache.db.query(verdicts)},
        "hosts": list(cache.db.query(f"{hosts} ORDER BY 2 DESC, 1")),
        "ages": {row["age"]: row["pages"] for row in ages},
        "last_run": next(cache.db.query(runs), None),
    }
