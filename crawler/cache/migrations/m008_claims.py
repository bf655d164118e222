"""Migration 008: the texts of claims apart, each once. Frozen once released.

Claims became shorter at the same time, so that the next `add` reads each Document again. The table is made anew:
SQLite before 3.35 cannot drop a column, and renaming a table fails where the view `cards` names it.
"""

import hashlib

from sqlite_utils import Database

NAME = "m008_claims"

CLAIMS = """
CREATE TABLE claims (
    id TEXT PRIMARY KEY,             -- the first 16 hex digits of the text's SHA-256
    text TEXT NOT NULL
)
"""

CITATIONS = """
CREATE TABLE citations (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id),
    told_by INTEGER NOT NULL REFERENCES documents (id),  -- the file it was read in
    resource_id TEXT REFERENCES resources (id) ON UPDATE CASCADE,  -- NULL: an id nobody has defined yet
    cited_id TEXT,                   -- the Resource ID, where the Document cites by it
    line INTEGER,                    -- NULL: from a record's cited_by
    column INTEGER,
    label TEXT,
    link_text TEXT,
    claim_id TEXT REFERENCES claims (id),
    quote TEXT,
    accessed TEXT,
    added_at TEXT NOT NULL
)
"""

INDEXES = (
    "CREATE INDEX citations_document ON citations (document_id)",
    "CREATE INDEX citations_told_by ON citations (told_by)",
    "CREATE INDEX citations_resource ON citations (resource_id)",
    "CREATE INDEX citations_cited_id ON citations (cited_id) WHERE resource_id IS NULL",
    "CREATE INDEX citations_claim ON citations (claim_id) WHERE claim_id IS NOT NULL",
)

KEPT = "id, document_id, told_by, resource_id, cited_id, line, column, label, link_text, quote, accessed, added_at"


def apply(db: Database) -> None:
    """Move the claims of all citations to a table of their own."""
    db.execute(CLAIMS)
    move_claims(db)
    db.execute("UPDATE documents SET reader = NULL")


def move_claims(db: Database) -> None:
    texts = [row[0] for row in db.execute("SELECT DISTINCT claim FROM citations WHERE claim IS NOT NULL")]
    ids = ((hashlib.sha256(text.encode()).hexdigest()[:16], text) for text in texts)
    db.conn.executemany("INSERT OR IGNORE INTO claims (id, text) VALUES (?, ?)", ids)
    db.execute("CREATE INDEX claims_text ON claims (text)")
    db.execute(
        f"CREATE TABLE citations_before AS SELECT {KEPT},"
        " (SELECT m.id FROM claims m WHERE m.text = citations.claim) AS claim_id FROM citations"
    )
    db.execute("DROP INDEX claims_text")
    db.execute("DROP TABLE citations")
    db.execute(CITATIONS)
    db.execute(f"INSERT INTO citations ({KEPT}, claim_id) SELECT {KEPT}, claim_id FROM citations_before ORDER BY id")
    db.execute("DROP TABLE citations_before")
    for index in INDEXES:
        db.execute(index)
