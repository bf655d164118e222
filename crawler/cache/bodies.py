"""Bodies, content-addressed: the SHA-256 of the plain bytes is the name, zstd the stored form.

A body may be packed as its difference to another one, its base: an earlier version of the page, or another page of the
host. A base has no base itself. It is never dropped while a body refers to it: `write/base_bodies.py`.
"""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from crawler.cache.connection import SqlConnection
from crawler.cache.messages import shown
from crawler.model.errors import CacheDamaged, NotFound
from crawler.net import zstd

LEVEL = 6
"""7 % smaller than zstd's default of 3, for 2 % of the CPU time of a page (docs/scaling.md)."""

MIN_BASE, MAX_BASE = 2**10, 4 * 2**20
"""Bytes of a base; a body that has one is no larger. Both have to lie within a window of 8 MiB (`zstd.WINDOW`)."""

WORTH_A_BASE = 0.7
"""A body refers to a base only if that makes it smaller than this share. Heuristic, not measured."""

RATIO = 0.5
"""Packed with a base to more than this share of how well the base itself packs: it is also packed alone, to compare.
Heuristic, not measured."""


class Base(NamedTuple):
    """A body that another one may be packed against."""

    sha256: str
    body: bytes
    packed: int  # bytes, as it is stored

    def suits(self, body: bytes) -> bool:
        return MIN_BASE <= len(self.body) <= MAX_BASE and len(body) <= MAX_BASE


def sha256(body: bytes) -> str:
    """The name of a body."""
    return hashlib.sha256(body).hexdigest()


def store(db: SqlConnection, body: bytes, digest: str | None = None, *, base: Base | None = None) -> str:
    """Store a body unless it is there already, inside the caller's transaction; gives its SHA-256 (`digest`)."""
    digest = digest or sha256(body)
    kept = db.execute("SELECT length(data) FROM bodies WHERE sha256 = ?", [digest]).fetchone()
    if not kept:
        data, name = pack(body, base)
        sql = "INSERT INTO bodies (sha256, size, data, base) VALUES (?, ?, ?, ?)"
        db.execute(sql, [digest, len(body), data, name])
    elif not kept[0]:  # it had been dropped (crawler/cache/write/keeping.py), or was known by name only
        replace(db, digest, body, base)
    return digest


def replace(db: SqlConnection, digest: str, body: bytes, base: Base | None) -> None:
    """Store a body anew, perhaps with another base."""
    data, name = pack(body, base)
    sql = "UPDATE bodies SET data = ?, size = ?, base = ? WHERE sha256 = ?"
    db.execute(sql, [data, len(body), name, digest])


def pack(body: bytes, base: Base | None) -> tuple[bytes, str | None]:
    """The stored form of a body, and the name of its base; None: it has none, or does not resemble this one."""
    if base is None or not base.suits(body):
        return zstd.compress(body, LEVEL), None
    difference = zstd.compress_against(body, base.body, LEVEL)
    if len(difference) > RATIO * base.packed * len(body) / len(base.body):
        alone = zstd.compress(body, LEVEL)
        if len(difference) > WORTH_A_BASE * len(alone):
            return alone, None
    return difference, base.sha256


def note(db: SqlConnection, digest: str) -> None:
    """Have the name of a body whose bytes are not known, inside the caller's transaction."""
    db.execute("INSERT OR IGNORE INTO bodies (sha256, size, data) VALUES (?, 0, x'')", [digest])


def kept_size(db: SqlConnection, digest: str) -> int | None:
    """The bytes of a body; None: it is not kept, or was never more than a name."""
    row = db.execute("SELECT size FROM bodies WHERE sha256 = ? AND length(data) > 0", [digest]).fetchone()
    return None if row is None else int(row[0])


MAX_BODY = 256 * 2**20
"""Bytes of a body, unpacked: twelve times what a page may have (DOWNLOAD_MAXSIZE).
A few KB of zstd can unpack to any size."""

PIECE = 2**20
"""Bytes that are unpacked at a time where only the hash is wanted."""


def load(db: SqlConnection, digest: str) -> bytes:
    """The plain bytes, verified.

    Raises:
        CacheDamaged: they are missing, or do not match their name.
    """
    return b"".join(_pieces(db, digest, {}))


def verify(db: SqlConnection, digest: str, bases: dict[str, bytes] | None = None) -> int:
    """The size of a body whose bytes match its name; only a piece of it is in memory, and its base.

    `bases` keeps the last base from call to call, for bodies in the order of their bases.

    Raises:
        CacheDamaged: they are missing, or do not match.
    """
    return sum(len(piece) for piece in _pieces(db, digest, {} if bases is None else bases))


def _pieces(db: SqlConnection, digest: str, bases: dict[str, bytes], *, as_base: bool = False) -> Iterator[bytes]:
    """The plain bytes; whoever has all of them has verified them.

    Raises:
        CacheDamaged: they are missing, or do not match.
    """
    row = db.execute("SELECT size, data, base FROM bodies WHERE sha256 = ?", [digest]).fetchone()
    if row is None:
        raise CacheDamaged(f"body {shown(digest)} is missing: restore a backup")
    size, data, base = row
    if data == b"" and not as_base:
        raise NotFound(f"body {shown(digest)} is not kept: it was dropped, or only its text was imported")
    least, most = MIN_BASE if as_base else 0, MAX_BASE if as_base or base is not None else MAX_BODY
    if not isinstance(size, int) or not isinstance(data, bytes) or not least <= size <= most:
        raise CacheDamaged(
            f"body {shown(digest)} claims a size of {shown(size)}, of at most {most:,} bytes: restore a backup"
        )
    if base is not None and as_base:
        raise CacheDamaged(f"body {shown(digest)} is the base of another and has one itself: restore a backup")
    if base is not None and base not in bases:
        unpacked = b"".join(_pieces(db, base, bases, as_base=True))
        bases.clear()
        bases[base] = unpacked
    yield from _unpacked(digest, data, size, None if base is None else bases[base])


def _unpacked(digest: str, data: bytes, size: int, prefix: bytes | None) -> Iterator[bytes]:
    frame = zstd.ZstdDecompressor() if prefix is None else zstd.decompressor_against(prefix)
    found, left = hashlib.sha256(), size + 1  # one more shows that it is longer
    try:
        while not frame.eof and left:
            piece = frame.decompress(data, min(left, PIECE))
            data, left = b"", left - len(piece)
            found.update(piece)
            if not piece and frame.needs_input:
                break
            yield piece
    except zstd.ZstdError as error:
        raise CacheDamaged(f"body {shown(digest)} cannot be unpacked ({error}): restore a backup") from error
    if not frame.eof:
        raise CacheDamaged(f"body {shown(digest)} cannot be unpacked (cut off, or too long): restore a backup")
    if left != 1 or found.hexdigest() != digest:
        raise CacheDamaged(f"body {shown(digest)} does not match its hash: restore a backup")
