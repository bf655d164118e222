"""Resources of cited URLs and of records: which id each has, and where its fields come from.

A Citation is bound to the URL that stands in its document, so a URL has one Resource that is cited by it. Its id is the
first 16 hex digits of SHA-256 of the URL. A record `{id, url}` gives its id to the Resource of its URL. If a record
gives the id that a URL computes to, to another URL (it was repaired), and a document still has the old URL, that one
has a Resource of its own: its id is computed from the URL followed by a line feed, which no URL contains (two of them
if that id is taken, too). So the order in which files are read changes nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.storing import storable, update
from crawler.cache.write.creation import create_resources, find_pages, free_ids, kept_url, rows_for
from crawler.model import Added, ResourceRecord, resource_id
from crawler.sources.registry import precedence

CURATED: tuple[str, ...] = ("title", "type", "importance", "tags", "authors", "published_date", "abstract", "summary")
CURATED += ("review", "key_points", "publication_id", "doi", "archive_url", "fetched_at")


def _cited_by_url(ids: list[str], cited: str) -> str:
    """Of the Resources of one URL, the one that is cited by it: that of the computed id, if there is one."""
    if len(ids) == 1:
        return ids[0]
    computed = resource_id(cited)
    return computed if computed in ids else min(ids)


def _rank(origin: str) -> int:
    return precedence(origin.partition(":")[0])


@dataclass(slots=True)
class ResourceTable:
    """Resources and their Pages, inside one transaction. `replaced`: ids that are others now."""

    db: SqlConnection
    added: Added
    now: str
    replaced: dict[str, str] = field(default_factory=dict)

    def of_url(self, cited: str) -> str:
        """The Resource that is cited by this URL, created if it is new."""
        return self.of_urls([cited])[cited]

    def of_urls(self, cited: Iterable[str]) -> dict[str, str]:
        """The Resources that are cited by these URLs, created where they are new."""
        kept = {one: kept_url(one) for one in cited}
        known: dict[str, list[str]] = {}
        for id_, url in rows_for(self.db, "SELECT id, url FROM resources WHERE url IN ({})", set(kept.values())):
            known.setdefault(url, []).append(id_)
        new: dict[str, str] = {}
        for one, url in kept.items():
            if url not in known:
                new.setdefault(url, one)
        if new:
            created = free_ids(self.db, new.values())
            create_resources(self.db, self.added, self.now, created, kept)
            known |= {kept[one]: [id_] for id_, one in created.items()}
        return {one: _cited_by_url(known[url], one) for one, url in kept.items()}

    def named(self, urls: list[str]) -> list[str]:
        """The Resources of URLs that a person has named, who may want to keep them though nothing cites them."""
        found = self.of_urls(urls)
        sql = "UPDATE resources SET named_at = coalesce(named_at, ?) WHERE id = ?"
        self.db.conn.executemany(sql, [(self.now, found[url]) for url in urls])
        return [found[url] for url in urls]

    def identify(self, id_: str, cited: str, origin: str) -> None:
        """Make the Resource of that id the one of this URL: a record says so."""
        url = kept_url(cited)
        row = self.db.execute("SELECT url FROM resources WHERE id = ?", [id_]).fetchone()
        others = self._unclaimed(url, id_)
        if row is None and others:
            self._rename(others.pop(0), id_)
        elif row is None:
            create_resources(self.db, self.added, self.now, {id_: cited}, {cited: url})
        elif row[0] != url:
            self._repair(id_, row[0], cited, origin)
        for other in others:
            self._absorb(id_, other)
        self._bind_citations(cited, url)

    def set_fields(self, id_: str, record: ResourceRecord, origin: str, *, gives_id: bool) -> None:
        """The record's fields, unless a source of higher precedence set them."""
        (found,) = self.db.execute("SELECT sources FROM resources WHERE id = ?", [id_]).fetchone()
        sources: dict[str, str] = json.loads(found)
        values: dict[str, Any] = {}
        for name in CURATED:
            value = getattr(record, name)
            if value is not None and _rank(origin) >= _rank(sources.get(name, "")):
                values[name] = json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value
                sources[name] = origin
        extra = dict(record.extra)
        if _rank(origin) >= _rank(sources.get("url", "")):
            sources["url"] = origin  # so a record that says nothing but a URL is known to describe it
        if gives_id:
            sources["id"] = origin
        elif record.id:
            extra["id"] = record.id  # a database key, a number: no identity, but not lost
        if extra:
            values["extra"] = json.dumps(extra, ensure_ascii=False, default=str)
        values["sources"] = json.dumps(sources, ensure_ascii=False, sort_keys=True)
        update(self.db, "resources", id_, values)

    def succeed(self, id_: str, new: str) -> None:
        """Let a Resource take the URL, the Page and the citations of one that was created for its new URL."""
        columns = "url, page_id, credentials_removed"
        values = self.db.execute(f"SELECT {columns} FROM resources WHERE id = ?", [new]).fetchone()
        self._absorb(id_, new)
        update(self.db, "resources", id_, dict(zip(columns.split(", "), values, strict=True)))

    # --- a record's id ----------------------------------------------------------------------------------

    def _unclaimed(self, url: str, id_: str) -> list[str]:
        """The other Resources of a URL whose ids no record gives."""
        sql = (
            "SELECT id FROM resources r WHERE url = ? AND id <> ?"
            " AND NOT EXISTS (SELECT 1 FROM record_ids WHERE id = r.id) ORDER BY id"
        )
        return [row[0] for row in self.db.execute(sql, [url, id_]).fetchall()]

    def _rename(self, old: str, new: str) -> None:
        self.db.execute("UPDATE resources SET id = ? WHERE id = ?", [new, old])  # citations follow: ON UPDATE CASCADE
        self._replace(old, new)

    def _absorb(self, id_: str, other: str) -> None:
        """Another Resource of the same URL becomes part of this one: with its citations, and the fields that count."""
        self.db.execute("UPDATE citations SET resource_id = ? WHERE resource_id = ?", [id_, other])
        self.db.execute("UPDATE former_urls SET resource_id = ? WHERE resource_id = ?", [id_, other])
        self._copy_fields(other, id_)
        (added_at, named) = self.db.execute("SELECT added_at, named_at FROM resources WHERE id = ?", [other]).fetchone()
        self.db.execute("UPDATE resources SET named_at = coalesce(named_at, ?) WHERE id = ?", [named, id_])
        self.added.new_resources -= added_at == self.now
        self.db.execute("DELETE FROM resources WHERE id = ?", [other])
        self._replace(other, id_)

    def _replace(self, old: str, new: str) -> None:
        self.replaced[old] = new
        self.added.named = [new if one == old else one for one in self.added.named]

    def _repair(self, id_: str, old: str, cited: str, origin: str) -> None:
        """Another URL, so another Page. What still has the old URL keeps it, as a Resource of its own."""
        removed = int(kept_url(cited) != storable(cited))
        url = kept_url(cited)
        page = find_pages(self.db, self.added, self.now, [url])[url]
        update(self.db, "resources", id_, {"url": url, "page_id": page, "credentials_removed": removed})
        by_url = "resource_id = ? AND line IS NOT NULL AND (cited_id IS NULL OR cited_id <> ?)"
        foreign = self._foreign_fields(id_, origin)
        cites = f"SELECT 1 FROM citations WHERE {by_url} LIMIT 1"
        if not foreign and not self.db.execute(cites, [id_, id_]).fetchone():
            return
        other = self.of_url(old)
        read_again = f"id IN (SELECT told_by FROM citations WHERE {by_url})"
        self.db.execute(f"UPDATE documents SET reader = NULL WHERE {read_again}", [id_, id_])
        self.db.execute(f"UPDATE citations SET resource_id = ? WHERE {by_url}", [other, id_, id_])
        self._copy_fields(id_, other, foreign)
        self._clear_fields(id_, foreign)

    def _foreign_fields(self, id_: str, origin: str) -> list[str]:
        """The fields from Documents that describe the URL without giving this id."""
        (found,) = self.db.execute("SELECT sources FROM resources WHERE id = ?", [id_]).fetchone()
        sql = (
            "SELECT 1 FROM documents d WHERE d.path = ?"
            " AND NOT EXISTS (SELECT 1 FROM record_ids WHERE id = ? AND document_id = d.id)"
        )
        return [
            name
            for name, source in json.loads(found).items()
            if name in CURATED and source != origin and self.db.execute(sql, [source.partition(":")[2], id_]).fetchone()
        ]

    def _copy_fields(self, from_: str, to: str, names: list[str] | None = None) -> None:
        """Fields, all or some, where no source of higher precedence set them."""
        columns = ", ".join(CURATED)
        sql = f"SELECT sources, {columns} FROM resources WHERE id = ?"
        (found, *values), (before, *_) = (self.db.execute(sql, [one]).fetchone() for one in (from_, to))
        theirs, ours = json.loads(found), json.loads(before)
        copied = {
            name: value
            for name, value in zip(CURATED, values, strict=True)
            if name in theirs
            and (names is None or name in names)
            and (name not in ours or _rank(theirs[name]) > _rank(ours[name]))
        }
        ours |= {name: theirs[name] for name in copied}
        update(self.db, "resources", to, copied | {"sources": json.dumps(ours, ensure_ascii=False, sort_keys=True)})

    def _clear_fields(self, id_: str, names: list[str]) -> None:
        (found,) = self.db.execute("SELECT sources FROM resources WHERE id = ?", [id_]).fetchone()
        sources = {name: source for name, source in json.loads(found).items() if name not in names}
        values: dict[str, Any] = dict.fromkeys(names)
        update(self.db, "resources", id_, values | {"sources": json.dumps(sources, ensure_ascii=False, sort_keys=True)})

    def _bind_citations(self, cited: str, url: str) -> None:
        """Of several Resources of a URL, all with records, one is cited by it: that of the computed id, else the first
        by id.
        """
        bound = self.of_url(cited)
        sql = (
            "UPDATE citations SET resource_id = ?1 WHERE cited_id IS NULL AND line IS NOT NULL"
            " AND resource_id IN (SELECT id FROM resources WHERE url = ?2 AND id <> ?1)"
        )
        self.db.execute(sql, [bound, url])
