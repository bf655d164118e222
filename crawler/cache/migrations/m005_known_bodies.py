"""Migration 005: what was extracted by what, so that the same is not extracted again. Frozen once released.

Of earlier Fetches it is not known: their bodies are extracted once more.
"""

from sqlite_utils import Database

NAME = "m005_known_bodies"

COLUMN = "extraction TEXT"  # digest of body, URL, content type and extractor; NULL: not extracted, or not to the end

INDEX = "CREATE INDEX fetches_extraction ON fetches (extraction) WHERE extraction IS NOT NULL"


def apply(db: Database) -> None:
    """Add the column and its index."""
    db.execute(f"ALTER TABLE fetches ADD COLUMN {COLUMN}")
    db.execute(INDEX)
