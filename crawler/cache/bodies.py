"""Bodies, content-addressed: the SHA-256 of the plain bytes is the name, zstd the stored form."""

import hashlib
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.cache.messages import shown
from crawler.model.errors import CacheDamaged, NotFound
from crawler.net import zstd

LEVEL = 3
"""zstd's own default: 660 recorded pages shrank to a fifth (102 MB to 20)."""


def sha256(body: bytes) -> str:
    """The name of a body."""
    return hashlib.sha256(body).hexdigest()


def store(db: Database, body: bytes, digest: str | None = None) -> str:
    """Store a body unless it is there already, inside the caller's transaction; gives its SHA-256 (`digest`)."""
    digest = digest or sha256(body)
    kept = db.execute("SELECT length(data) FROM bodies WHERE sha256 = ?", [digest]).fetchone()
    if not kept:
        data = zstd.compress(body, LEVEL)
        db.execute("INSERT INTO bodies (sha256, size, data) VALUES (?, ?, ?)", [digest, len(body), data])
    elif not kept[0]:  # it had been dropped (crawler/cache/write/keeping.py), or was known by name only
        sql = "UPDATE bodies SET data = ?, size = ? WHERE sha256 = ?"
        db.execute(sql, [zstd.compress(body, LEVEL), len(body), digest])
    return digest


def note(db: Database, digest: str) -> None:
    """Have the name of a body whose bytes are not known, inside the caller's transaction."""
    db.execute("INSERT OR IGNORE INTO bodies (sha256, size, data) VALUES (?, 0, x'')", [digest])


def kept_size(db: Database, digest: str) -> int | None:
    """The bytes of a body; None: it is not kept, or was never more than a name."""
    row = db.execute("SELECT size FROM bodies WHERE sha256 = ? AND length(data) > 0", [digest]).fetchone()
    return None if row is None else int(row[0])


MAX_BODY = 256 * 2**20
"""Bytes of a body, unpacked: twelve times what a page may have (DOWNLOAD_MAXSIZE).
A few KB of zstd can unpack to any size."""

PIECE = 2**20
"""Bytes that are unpacked at a time where only the hash is wanted."""


def load(db: Database, digest: str) -> bytes:
    """The plain bytes, verified.

    Raises:
        CacheDamaged: they are missing, or do not match their name.
    """
    return b"".join(_pieces(db, digest))


def verify(db: Database, digest: str) -> int:
    """The size of a body whose bytes match its name; only a piece of it is in memory.

    Raises:
        CacheDamaged: they are missing, or do not match.
    """
    return sum(len(piece) for piece in _pieces(db, digest))


def _pieces(db: Database, digest: str) -> Iterator[bytes]:
    """The plain bytes; whoever has all of them has verified them.

    Raises:
        CacheDamaged: they are missing, or do not match.
    """
    row = db.execute("SELECT size, data FROM bodies WHERE sha256 = ?", [digest]).fetchone()
    if row is None:
        raise CacheDamaged(f"body {shown(digest)} is missing: restore a backup")
    size, data = row
    if data == b"":
        raise NotFound(
            f"body {shown(digest)} is not kept: CITECACHE_KEEP had it dropped, or only its text was imported"
        )
    if not isinstance(size, int) or not isinstance(data, bytes) or not 0 <= size <= MAX_BODY:
        raise CacheDamaged(
            f"body {shown(digest)} claims a size of {shown(size)}, of at most {MAX_BODY:,} bytes: restore a backup"
        )
    frame, found, left = zstd.ZstdDecompressor(), hashlib.sha256(), size + 1  # one more shows that it is longer
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
