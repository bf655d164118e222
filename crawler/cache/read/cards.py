"""Cards, with a card's short fields from the view `cards`, the public interface.

What the view leaves out (places, redirects, the text itself) is read for the one card asked for, or row by row in an
export.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from crawler.cache.database import CacheFile
from crawler.cache.places import DocumentPlaces
from crawler.cache.quote_json import quoted_texts
from crawler.cache.read import counted
from crawler.cache.read.card_filters import KEYS, SHOWN, VERDICT_DOUBT, where_of
from crawler.model import (
    ALL_CARDS,
    Card,
    CardFilter,
    CitedAs,
    CitedBy,
    Outcome,
    PageFacts,
    ShownCapture,
    Verdict,
)
from crawler.model.archive_save import DECLINED, FAILED, SAVED, SAVING
from crawler.model.card_fields import Column, Table, fields_of, names
from crawler.model.errors import NotFound
from crawler.sources.registry import citation_key

_ALIAS = {
    Table.VIEW: "cards",
    Table.PAGE: "p",
    Table.FETCH: "f",
    Table.CAPTURE: "c",
    Table.ARCHIVE: "a",
    Table.SAVED: "saved",
    Table.SAVE: "asked",
}

_COMPUTED = """
    r.sources AS resource_sources, c.sources AS page_sources,
    c.preview_chars IS NOT NULL AS partly_shown,
    r.title AS cited_title, r.authors AS cited_authors, r.doi AS cited_doi,
    r.abstract AS cited_abstract,
    c.url AS found_url, c.title AS found_title, c.authors AS found_authors, c.headings AS found_headings,
    c.facts AS found_facts, c.preview AS found_start,
    (SELECT json_group_array(url) FROM (
        SELECT url FROM former_urls WHERE resource_id = r.id ORDER BY replaced_at, url
    )) AS former_urls
"""
"""What the computed fields are made of."""

_FROM = f"""
FROM cards
JOIN resources r ON r.id = cards.id
JOIN pages p ON p.id = r.page_id
LEFT JOIN fetches f ON f.id = p.last_fetch_id
LEFT JOIN captures c ON c.id = {SHOWN}
LEFT JOIN captures a ON a.id = p.archived_capture_id
LEFT JOIN mementos saved ON saved.id = (
    SELECT max(id) FROM mementos WHERE page_id = p.id AND outcome = '{SAVED}' AND url IS NOT NULL
)
LEFT JOIN mementos asked ON asked.id = (
    SELECT max(id) FROM mementos WHERE page_id = p.id AND outcome IN ('{SAVED}', '{SAVING}', '{DECLINED}', '{FAILED}')
)
LEFT JOIN fetches s ON s.id = (
    SELECT max(id) FROM fetches WHERE page_id = p.id AND capture_id = c.id AND outcome <> '{Outcome.NOT_MODIFIED.value}'
)
"""
"""`s` is the newest answer with the text that is shown; `s.seen` has what its extraction says otherwise."""


def card(cache: CacheFile, id_: str) -> Card:
    """The card of one Resource."""
    found = next(cards(cache, CardFilter(ids=(id_,))), None)
    if found is None:
        raise NotFound(f"nothing in the cache is called {id_} any more: `citecache list` shows what there is")
    return found


def cards(
    cache: CacheFile,
    wanted: CardFilter = ALL_CARDS,
    *,
    limit: int | None = None,
    with_text: bool = True,
    card_type: type[Card] = Card,
) -> Iterator[Card]:
    """Cards in a stable order (by URL), one at a time; without texts where they are not needed, which is quicker.

    `card_type` may be derived from `Card` and declare more columns.
    """
    ids = _ids(cache, wanted) if limit is None else _first_ids(cache, wanted, limit)
    yield from cards_of(cache, ids, with_text=with_text, card_type=card_type)


def _ids(cache: CacheFile, wanted: CardFilter, *, limit: int = -1, first: bool = False) -> Iterator[str]:
    where, values = where_of(wanted, DocumentPlaces.of(cache), first=first)
    rows = cache.execute(f"SELECT r.id FROM {where} LIMIT ?", [*values, limit])
    return _packed(row[0] for row in rows)


def _first_ids(cache: CacheFile, wanted: CardFilter, limit: int) -> Iterable[str]:
    """Without a look at all others where enough cards come before them."""
    if wanted.sort in KEYS and KEYS[wanted.sort].first:
        found = list(_ids(cache, wanted, limit=limit, first=True))
        if len(found) == limit:
            return found
    return _ids(cache, wanted, limit=limit)


def cards_of(
    cache: CacheFile, ids: Iterable[str], *, with_text: bool = True, card_type: type[Card] = Card
) -> Iterator[Card]:
    """The cards of these Resources, in this order; what is not there any more is left out."""
    columns = ", ".join(
        f"{_source(column, field.name)} AS {field.name}" for field in fields_of(card_type) if (column := field.column)
    )
    text = "c.text" if with_text else "NULL AS text"
    places = DocumentPlaces.of(cache)
    for id_ in ids:
        row = next(cache.query(f"SELECT {columns}, {text}, {_COMPUTED} {_FROM} WHERE cards.id = ?", [id_]), None)
        if row is not None:  # it was there a moment ago: who reads slowly, and writes meanwhile, has no snapshot
            yield _card(row, _cited_by(cache, id_, places), card_type, places)


def _packed(ids: Iterable[str]) -> Iterator[str]:
    """The ids, all of them read first, so that no statement stays open; 17 bytes each."""
    packed = bytearray()
    for id_ in ids:
        packed += id_.encode() + b"\0"
    start = 0
    while (end := packed.find(0, start)) >= 0:
        yield packed[start:end].decode()
        start = end + 1


def _source(column: Column, field: str) -> str:
    """The SQL expression of a field."""
    name = column.name or field
    if column.table is not Table.SEEN:
        return f"{_ALIAS[column.table]}.{name}"
    seen = f"iif(json_type(s.seen, '$.{name}') IS NULL, c.{name}, json_extract(s.seen, '$.{name}'))"
    if name != "doubt":
        return seen
    return f"coalesce({seen} || '; ' || {VERDICT_DOUBT}, {seen}, {VERDICT_DOUBT})"


def count(cache: CacheFile, wanted: CardFilter = ALL_CARDS) -> int:
    """How many cards `cards` would give."""
    if wanted == replace(ALL_CARDS, verdicts=wanted.verdicts, sort=wanted.sort):
        return sum(_by_verdict(cache, wanted).values())
    where, values = where_of(wanted, DocumentPlaces.of(cache))
    return int(cache.execute(f"SELECT count(*) FROM (SELECT r.id FROM {where})", values).fetchone()[0])


def count_by_verdict(
    cache: CacheFile, wanted: CardFilter = ALL_CARDS, *, limit: int | None = None
) -> dict[Verdict, int]:
    """How many of these cards there are of each verdict that any has, in the order of `Verdict`."""
    if limit is None and wanted == replace(ALL_CARDS, verdicts=wanted.verdicts, sort=wanted.sort):
        return _by_verdict(cache, wanted)
    where, values = where_of(wanted, DocumentPlaces.of(cache))
    sql = f"SELECT verdict, count(*) FROM (SELECT p.verdict AS verdict FROM {where} LIMIT ?) GROUP BY verdict"
    found = dict(cache.execute(sql, [*values, -1 if limit is None else limit]).fetchall())
    return {verdict: found[verdict.value] for verdict in Verdict if verdict.value in found}


def _by_verdict(cache: CacheFile, wanted: CardFilter) -> dict[Verdict, int]:
    """The same of a filter by verdict only, from counters."""
    found = counted.by_key(cache, "resources")
    chosen = [verdict for verdict in Verdict if not wanted.verdicts or verdict in wanted.verdicts]
    return {verdict: found[verdict.value] for verdict in chosen if verdict.value in found}


def _cited_by(cache: CacheFile, id_: str, places: DocumentPlaces) -> tuple[CitedBy, ...]:
    """The places that cite a Resource; a Document known from a record only, once and without a place."""
    rows = cache.query(
        "SELECT d.path, d.name, d.format, d.title, d.type, d.quality, t.line, t.column, t.label,"
        " t.link_text, m.text AS claim, t.quotes"
        " FROM citations t JOIN documents d ON d.id = t.document_id"
        " LEFT JOIN claims m ON m.id = t.claim_id WHERE t.resource_id = ?"
        " AND (t.line IS NOT NULL OR NOT EXISTS (SELECT 1 FROM citations o WHERE o.resource_id = t.resource_id"
        " AND o.document_id = t.document_id AND (o.line IS NOT NULL OR o.id < t.id)))"
        " ORDER BY d.quality IS NULL, d.quality DESC, coalesce(d.path, d.name), t.line, t.column, t.id",
        [id_],
    )
    found = []
    for row in rows:
        path, name = row.pop("path"), row.pop("name")
        row["label"], mark = label_of(row["label"], row.pop("format"))
        shown = name if path is None else places.shown(path)
        row["quotes"] = quoted_texts(row["quotes"])
        found.append(CitedBy(document=shown, stored_path=path, mark=mark, **row))
    return tuple(found)


def label_of(label: str | None, format: str | None) -> tuple[str | None, str | None]:
    """A Citation's label without what belongs to its format, and as it stands in the text."""
    key = citation_key(label, format)
    return key or label, f"[@{key}]" if key else f"[^{label}]" if label else None


def _origin(origin: str, places: DocumentPlaces) -> str:
    """Where a field came from, as it is shown: a format and a path, joined by a colon."""
    format, colon, path = origin.partition(":")
    return format + colon + (places.shown(path) if colon else "")


def _card(row: dict[str, Any], cited_by: tuple[CitedBy, ...], card_type: type[Card], places: DocumentPlaces) -> Card:
    columns = {
        field.name: column.decode(row[field.name]) if column.decode else row[field.name]
        for field in fields_of(card_type)
        if (column := field.column)
    }
    hidden = row["verdict"] == Verdict.LEGAL
    told = json.loads(row["resource_sources"] or "{}")
    sources = json.loads(row["page_sources"] or "{}") | {name: _origin(one, places) for name, one in told.items()}
    if row["title"] is not None:
        sources.setdefault("title", "link text")
    return card_type(
        cited_by=cited_by,
        truncated=bool(row["partly_shown"]) and not hidden,
        text=None if hidden else row["text"],
        sources=sources,
        former_urls=names(row["former_urls"]),
        cited_as=_cited_as(row),
        found=_found(row),
        **columns,
    )


def _cited_as(row: dict[str, Any]) -> CitedAs:
    return CitedAs(
        title=row["cited_title"],
        authors=names(row["cited_authors"]),
        doi=row["cited_doi"],
        abstract=row["cited_abstract"],
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
