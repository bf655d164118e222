"""Bases: against which stored body a new one is packed, and what becomes of those that refer to one which is dropped.

Versions of a page differ in little, and pages of a host share their frame.
"""

import json
from collections.abc import Iterable

from sqlite_utils import Database

from crawler.cache import bodies
from crawler.cache.bodies import Base
from crawler.model.errors import CacheDamaged, NotFound

MOST_REFERRING = 200
"""Bodies with the same base. They are packed anew, in one transaction, when the base is dropped: 0.2 s per 100."""

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


def base_for(db: Database, page_id: int, media_type: str) -> Base | None:
    """The body that the next one of a Page probably resembles: that of an earlier version, else that of another Page of
    the host. None: there is none, or so many refer to it that another should be a base.
    """
    for sql in (_OF_PAGE, _OF_HOST):
        row = db.execute(sql, [page_id, media_type]).fetchone()
        if row is not None:
            return _base(db, row[0])
    return None


def _base(db: Database, digest: str) -> Base | None:
    sql = f"SELECT size, length(data), (SELECT count(*) FROM ({_REFERRING} LIMIT {MOST_REFERRING})) FROM bodies"
    row = db.execute(f"{sql} WHERE sha256 = ? AND base IS NULL", [digest, digest]).fetchone()
    if row is None or not bodies.MIN_BASE <= row[0] <= bodies.MAX_BASE or row[2] >= MOST_REFERRING:
        return None
    try:
        return Base(digest, bodies.load(db, digest), row[1])
    except (CacheDamaged, NotFound):  # `doctor` tells of it; the new body is stored without
        return None


def drop(db: Database, digests: Iterable[str]) -> int:
    """Keep no more than the names of these bodies, inside the caller's transaction; gives the bytes that they took."""
    wanted = json.dumps(release(db, digests))
    size = db.execute(f"SELECT coalesce(sum(length(data)), 0) FROM bodies WHERE {_CHOSEN}", [wanted]).fetchone()[0]
    db.execute(f"UPDATE bodies SET data = x'', base = NULL WHERE {_CHOSEN}", [wanted])
    return int(size)


_CHOSEN = "sha256 IN (SELECT value FROM json_each(?))"


def release(db: Database, digests: Iterable[str]) -> list[str]:
    """Have no other body refer to these, which are about to be dropped; gives them, sorted."""
    going = sorted(set(digests))
    for digest in going:
        staying = sorted({row[0] for row in db.execute(_REFERRING, [digest])}.difference(going))
        if staying:
            _pack_anew(db, staying)
    return going


def _pack_anew(db: Database, digests: list[str]) -> None:
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
