"""Which header set the headers of a Fetch are stored with."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile
from crawler.cache.header_sets import WORTH_A_SET, difference, same_names
from crawler.cache.storing import cleaned

LOOKED_AT = 8
"""A Page's last Fetches, and a host's newest sets, among which one is looked for. Heuristic, not measured."""

BATCH = 50
"""Pages whose Fetches are converted in one transaction: 0.2 s, with a year of weekly checks each."""

_CANDIDATES = f"""
SELECT id, headers FROM header_sets WHERE id IN (
    SELECT header_set FROM (SELECT header_set FROM fetches WHERE page_id = ?1 ORDER BY id DESC LIMIT {LOOKED_AT})
) OR id IN (
    SELECT id FROM header_sets WHERE host = (SELECT host FROM pages WHERE id = ?1) ORDER BY id DESC LIMIT {LOOKED_AT}
) ORDER BY id DESC
"""


class StoredHeaders(NamedTuple):
    """The columns of a Fetch."""

    headers: str
    header_set: int | None


def store_headers(db: SqlConnection, page_id: int, headers: Iterable[tuple[str, str]]) -> StoredHeaders:
    """Headers as the next Fetch of a Page stores them, inside the caller's transaction."""
    plain = str(cleaned("headers", json.dumps([*headers], ensure_ascii=False)))
    return _stored(db, page_id, plain)


def _stored(db: SqlConnection, page_id: int, plain: str) -> StoredHeaders:
    lines = json.loads(plain)
    if not lines:
        return StoredHeaders(plain, None)
    candidates = db.execute(_CANDIDATES, [page_id]).fetchall()
    sets = [(id_, json.loads(of_set)) for id_, of_set in candidates]
    found = [(own, id_) for id_, of_set in sets if (own := difference(lines, of_set)) is not None]
    own, set_id = min(found, key=lambda one: len(one[0]), default=(plain, None))
    if len(own) < WORTH_A_SET * len(plain):
        return StoredHeaders(own, set_id)
    if any(same_names(lines, of_set) for _, of_set in sets):  # most of its values differ each time
        return StoredHeaders(plain, None)
    insert = "INSERT INTO header_sets (host, headers) SELECT host, ? FROM pages WHERE id = ?"
    return StoredHeaders("{}", db.execute(insert, [plain, page_id]).lastrowid)


def pack_headers(cache: CacheFile) -> int:
    """Store the headers of Fetches of earlier versions with header sets, in short transactions; gives the bytes saved.
    Call under `run_lock`.
    """
    saved, last = 0, 0
    while pages := cache.execute("SELECT id FROM pages WHERE id > ? ORDER BY id LIMIT ?", [last, BATCH]).fetchall():
        last = pages[-1][0]
        with cache.write() as db:
            saved += sum(_pack_page(db, page_id) for (page_id,) in pages)
    return saved


def _pack_page(db: SqlConnection, page_id: int) -> int:
    whole = "SELECT id, headers FROM fetches WHERE page_id = ? AND header_set IS NULL AND headers <> '[]' ORDER BY id"
    before = "SELECT coalesce(sum(length(headers)), 0) FROM header_sets WHERE id = ? AND id > ?"
    saved = 0
    for id_, plain in db.execute(whole, [page_id]).fetchall():
        (newest,) = db.execute("SELECT coalesce(max(id), 0) FROM header_sets").fetchone()
        stored = _stored(db, page_id, plain)
        db.execute("UPDATE fetches SET headers = ?, header_set = ? WHERE id = ?", [*stored, id_])
        saved += len(plain) - len(stored.headers) - db.execute(before, [stored.header_set, newest]).fetchone()[0]
    return saved


def drop_unused(db: SqlConnection, hosts: Iterable[str]) -> None:
    """Drop the sets of these hosts that no Fetch refers to any more, inside the caller's transaction."""
    of_host = "SELECT f.header_set FROM pages p JOIN fetches f ON f.page_id = p.id WHERE p.host = ?1"
    unused = f"host = ?1 AND id NOT IN ({of_host} AND f.header_set IS NOT NULL)"
    for host in hosts:
        db.execute(f"DELETE FROM header_sets WHERE {unused}", [host])
