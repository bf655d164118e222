"""Claims: each text is stored once, however many Citations have it."""

import hashlib
import json
from collections.abc import Iterable

from crawler.cache.connection import SqlConnection
from crawler.cache.storing import storable
from crawler.model import Citation
from crawler.net.credentials import hide_credentials, without_credentials

_UNUSED = "NOT EXISTS (SELECT 1 FROM citations WHERE claim_id = claims.id)"


def claim_id(text: str) -> str:
    """The first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def claims_of(citations: Iterable[Citation]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The id of each claim, and the rows to be stored: without the credentials of any URL that they lean on."""
    texts: dict[str, str] = {}
    for citation in citations:
        if claim := citation.claim:
            url, text = citation.url or "", texts.setdefault(claim, claim)
            if "@" in url and url in text:
                texts[claim] = text.replace(url, without_credentials(url))
    shown = {claim: str(storable(hide_credentials(text))) for claim, text in texts.items()}
    ids = {claim: claim_id(text) for claim, text in shown.items()}
    return ids, [(ids[claim], text) for claim, text in shown.items()]


def store_claims(db: SqlConnection, citations: Iterable[Citation]) -> dict[str, str]:
    """Stores the claims and gives the id of each."""
    ids, rows = claims_of(citations)
    db.conn.executemany("INSERT OR IGNORE INTO claims (id, text) VALUES (?, ?)", rows)
    return ids


def drop_unused_claims(db: SqlConnection, ids: Iterable[str] | None = None) -> None:
    """Deletes the texts, of these ids or of all, that no Citation has."""
    if ids is None:
        db.execute(f"DELETE FROM claims WHERE {_UNUSED}")
    elif wanted := sorted(set(ids)):
        db.execute(
            f"DELETE FROM claims WHERE id IN (SELECT value FROM json_each(?)) AND {_UNUSED}", [json.dumps(wanted)]
        )
