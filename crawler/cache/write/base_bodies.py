"""Bases: against which stored body a new one is packed, and what becomes of those that refer to one which is dropped.

Versions of a page differ in little, and pages of a host share their frame.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress

from crawler.cache import bodies
from crawler.cache.bodies import Base
from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile
from crawler.model.errors import CacheDamaged, NotFound

MOST_REFERRING = 200
"""Bodies with the same base. They are packed anew, in one transaction, when the base is dropped: 0.4 s."""

BATCH = 100
"""Bodies that are packed anew in one transaction: 0.2 s, of pages."""

BATCH_BYTES = 16 * 2**20
"""Of these bodies, unpacked: a second at most, since others want to write."""

LOOKED_AT = 4
"""A host's newest answers among which a base is looked for. Heuristic, not measured."""

_OF_PAGE = """
SELECT coalesce(b.base, b.sha256) FROM captures c JOIN bodies b ON b.sha256 = c.body_sha256
WHERE c.page_id = ? AND c.media_type = ? AND length(b.data) > 0 ORDER BY c.id DESC LIMIT 1
"""

_OF_HOST = f"""
SELECT coalesce(b.base, b.sha256) FROM (
    SELECT last_fetch_id AS id FROM pages WHERE host = (SELECT host FROM pages WHERE id = ?)
    AND last_fetch_id IS NOT NULL ORDER BY last_fetch_id DESC LIMIT {LOOKED_AT}
) AS newest JOIN fetches f ON f.id = newest.id JOIN captures c ON c.id = f.capture_id
JOIN bodies b ON b.sha256 = c.body_sha256
WHERE c.media_type = ? AND length(b.data) > 0 ORDER BY f.id DESC LIMIT 1
"""

_REFERRING = "SELECT sha256 FROM bodies WHERE base = ? AND length(data) > 0"


def base_for(db: SqlConnection, page_id: int, media_type: str) -> Base | None:
    """The body that the next one of a Page probably resembles: that of an earlier version, else that of another Page of
    the host. None: there is none, or so many refer to it that another should be a base.
    """
    for sql in (_OF_PAGE, _OF_HOST):
        row = db.execute(sql, [page_id, media_type]).fetchone()
        if row is not None:
            return _base(db, row[0])
    return None


def _base(db: SqlConnection, digest: str) -> Base | None:
    sql = f"SELECT size, length(data), (SELECT count(*) FROM ({_REFERRING} LIMIT {MOST_REFERRING})) FROM bodies"
    row = db.execute(f"{sql} WHERE sha256 = ? AND base IS NULL", [digest, digest]).fetchone()
    if row is None or not bodies.MIN_BASE <= row[0] <= bodies.MAX_BASE or row[2] >= MOST_REFERRING:
        return None
    try:
        return Base(digest, bodies.load(db, digest), row[1])
    except (CacheDamaged, NotFound):  # `doctor` tells of it; the new body is stored without
        return None


def drop(db: SqlConnection, digests: Iterable[str]) -> int:
    """Keep no more than the names of these bodies, inside the caller's transaction; gives the bytes that they took."""
    wanted = json.dumps(release(db, digests))
    size = db.execute(f"SELECT coalesce(sum(length(data)), 0) FROM bodies WHERE {_CHOSEN}", [wanted]).fetchone()[0]
    db.execute(f"UPDATE bodies SET data = x'', base = NULL WHERE {_CHOSEN}", [wanted])
    return int(size)


_CHOSEN = "sha256 IN (SELECT value FROM json_each(?))"


def release(db: SqlConnection, digests: Iterable[str]) -> list[str]:
    """Have no other body refer to these, which are about to be dropped; gives them, sorted."""
    going = sorted(set(digests))
    for digest in going:
        staying = sorted({row[0] for row in db.execute(_REFERRING, [digest])}.difference(going))
        if staying:
            _pack_anew(db, staying)
    return going


def _pack_anew(db: SqlConnection, digests: list[str]) -> None:
    """Pack the first of these bodies alone, and the others against it. One that is damaged stays as it is."""
    base = None
    for digest in digests:
        try:
            body = bodies.load(db, digest)
        except CacheDamaged:
            db.execute("UPDATE bodies SET base = NULL WHERE sha256 = ?", [digest])
            continue
        bodies.replace(db, digest, body, base)
        if base is None:
            (packed,) = db.execute("SELECT length(data) FROM bodies WHERE sha256 = ?", [digest]).fetchone()
            base = Base(digest, body, packed)


_HOSTS = f"""
SELECT p.host FROM bodies b JOIN captures c ON c.body_sha256 = b.sha256 JOIN pages p ON p.id = c.page_id
WHERE b.base IS NULL AND length(b.data) > 0 AND b.size <= {bodies.MAX_BASE}
GROUP BY p.host HAVING count(DISTINCT b.sha256) > 1 ORDER BY p.host
"""

_ALONE = f"""
SELECT b.sha256, c.page_id, c.media_type, EXISTS (SELECT 1 FROM bodies WHERE base = b.sha256) AS referred, b.size
FROM pages p JOIN captures c ON c.page_id = p.id JOIN bodies b ON b.sha256 = c.body_sha256
WHERE p.host = ? AND b.base IS NULL AND length(b.data) > 0 AND b.size <= {bodies.MAX_BASE}
AND c.id = (SELECT min(id) FROM captures WHERE body_sha256 = b.sha256) ORDER BY c.page_id, c.id
"""


def pack_stored(cache: CacheFile) -> int:
    """Pack the bodies that are stored alone, as earlier versions of citecache did, as differences where they resemble
    one of their page or host, in short transactions; gives the bytes saved. Call under `run_lock`.
    """
    saved = 0
    for (host,) in cache.db.execute(_HOSTS).fetchall():
        rows, bases = cache.db.execute(_ALONE, [host]).fetchall(), dict[tuple[int, str], str]()
        for some in _batches(rows):
            with cache.write() as db:
                saved += sum(_pack_stored(db, row, bases) for row in some)
    return saved


_Alone = tuple[str, int, str, int, int]


def _batches(rows: Iterable[_Alone]) -> Iterator[list[_Alone]]:
    some, size = list[_Alone](), 0
    for row in rows:
        if some and (len(some) == BATCH or size + row[-1] > BATCH_BYTES):
            yield some
            some, size = [], 0
        some.append(row)
        size += row[-1]
    if some:
        yield some


def _pack_stored(db: SqlConnection, row: _Alone, bases: dict[tuple[int, str], str]) -> int:
    """Pack one of them; `bases`: those of its host, by page and media type, 0 standing for the newest of any page."""
    digest, page_id, media_type, referred, _ = row
    found = bases.get((page_id, media_type)) or bases.get((0, media_type))
    if found and not referred and (base := _base(db, found)):
        with suppress(CacheDamaged):
            body = bodies.load(db, digest)
            data, name = bodies.pack(body, base)
            if name is not None:
                (before,) = db.execute("SELECT length(data) FROM bodies WHERE sha256 = ?", [digest]).fetchone()
                db.execute("UPDATE bodies SET data = ?, base = ? WHERE sha256 = ?", [data, name, digest])
                return int(before) - len(data)
    bases[page_id, media_type] = bases[0, media_type] = digest
    return 0
