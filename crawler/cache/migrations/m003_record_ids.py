"""Migration 003: which record gives which id, and where; ids that were none are computed. Frozen once released.

A Resource ID is 16 lowercase hex digits. Before, whatever stood in a column `id` became one; such a Resource gets the
first 16 hex digits of SHA-256 of its URL, or, if another Resource has that id, of the URL followed by a line feed.
Every Document is read again when it is next added: only then are the lines of records known.
"""

import hashlib

from sqlite_utils import Database

NAME = "m003_record_ids"

TABLE = """
CREATE TABLE record_ids (
    id TEXT NOT NULL,                -- a Resource ID or a Stable ID
    document_id INTEGER NOT NULL REFERENCES documents (id),  -- the file with the record that gives it
    line INTEGER,                    -- of the record; NULL: not read since this table was made
    url TEXT NOT NULL,               -- that the record gives the id to, as in resources
    UNIQUE (id, document_id)         -- the first row of an id is the record whose word counts
)
"""
INDEX = "CREATE INDEX record_ids_document ON record_ids (document_id)"


def apply(db: Database) -> None:
    """Create the table, fill it from what is known, and compute ids anew where they are none."""
    db.execute(TABLE)
    db.execute(INDEX)
    compute_ids(db)
    copy_record_ids(db)
    db.execute("UPDATE documents SET reader = NULL")


def compute_ids(db: Database) -> None:
    taken = {row[0] for row in db.execute("SELECT id FROM resources")}
    pattern = "[0-9a-f]" * 16
    rows = db.execute("SELECT id, url FROM resources WHERE id NOT GLOB ? ORDER BY rowid", [pattern]).fetchall()
    for old, url in rows:
        text = url
        while (new := sha256_16(text)) in taken:
            text += "\n"
        taken.add(new)
        db.execute("UPDATE resources SET id = ? WHERE id = ?", [new, old])


def sha256_16(text: str) -> str:
    """The first 16 hex digits of SHA-256.

    >>> sha256_16("https://example.org/")
    '8198d1bac40a1033'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def copy_record_ids(db: Database) -> None:
    """`resources.sources` says from which "format:path" an id is."""
    db.execute(
        "INSERT INTO record_ids (id, document_id, url) SELECT r.id, d.id, r.url FROM resources r JOIN documents d"
        " ON json_valid(r.sources) AND d.path = substr(json_extract(r.sources, '$.id'),"
        " instr(json_extract(r.sources, '$.id'), ':') + 1)"
    )
