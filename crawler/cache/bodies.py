"""Bodies, content-addressed: the SHA-256 of the plain bytes is the name, zstd the stored form."""

import hashlib

from sqlite_utils import Database

from crawler.model.errors import CacheDamaged
from crawler.net import zstd

LEVEL = 3
"""zstd's own default: 660 recorded pages shrank to a fifth (102 MB to 20)."""


def sha256(body: bytes) -> str:
    """The name of a body."""
    return hashlib.sha256(body).hexdigest()


def store(db: Database, body: bytes, digest: str | None = None) -> str:
    """Store a body unless it is there already, inside the caller's transaction; gives its SHA-256 (`digest`)."""
    digest = digest or sha256(body)
    if not db.execute("SELECT 1 FROM bodies WHERE sha256 = ?", [digest]).fetchone():
        data = zstd.compress(body, LEVEL)
        db.execute("INSERT INTO bodies (sha256, size, data) VALUES (?, ?, ?)", [digest, len(body), data])
    return digest


def load(db: Database, digest: str) -> bytes:
    """The plain bytes, verified.

    Raises:
        CacheDamaged: they are missing, or do not match their name.
    """
    row = db.execute("SELECT size, data FROM bodies WHERE sha256 = ?", [digest]).fetchone()
    if row is None:
        raise CacheDamaged(f"body {digest} is missing: restore a backup")
    try:
        frame = zstd.ZstdDecompressor()
        body = frame.decompress(row[1], row[0] + 1)
    except zstd.ZstdError as error:
        raise CacheDamaged(f"body {digest} cannot be unpacked ({error}): restore a backup") from error
    if not frame.eof:
        raise CacheDamaged(f"body {digest} cannot be unpacked (cut off): restore a backup")
    if len(body) != row[0] or hashlib.sha256(body).hexdigest() != digest:
        raise CacheDamaged(f"body {digest} does not match its hash: restore a backup")
    return body
