"""Claims: each text is stored once, however many Citations have it."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from sqlite_utils import Database

_UNUSED = "NOT EXISTS (SELECT 1 FROM citations WHERE claim_id = claims.id)"


def claim_id(text: str) -> str:
    """The first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def store_claims(db: Database, texts: Mapping[str, str]) -> None:
    """Stores texts under their ids."""
    db.conn.executemany("INSERT OR IGNORE INTO claims (id, text) VALUES (?, ?)", texts.items())


def drop_unused_claims(db: Database, ids: Iterable[str] | None = None) -> None:
    """Deletes the texts, of these ids or of all, that no Citation has."""
    if ids is None:
        db.execute(f"DELETE FROM claims WHERE {_UNUSED}")
    elif wanted := sorted(set(ids)):
        db.execute(
            f"DELETE FROM claims WHERE id IN (SELECT value FROM json_each(?)) AND {_UNUSED}", [json.dumps(wanted)]
        )
