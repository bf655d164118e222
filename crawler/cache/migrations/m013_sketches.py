"""Migration 013: texts compared with those of their host, and what each evidence weighs. Frozen once released.

Sketches are computed when a text is next seen: those of earlier Captures come with time.
"""

from sqlite_utils import Database

NAME = "m013_sketches"

FETCH_COLUMNS = (
    "home_likeness REAL",    # of the text to that of the host's home page; NULL: not compared
    "host_chars INTEGER",    # median length of the host's other good texts then, as in an alphabet
    "likest REAL",           # highest likeness to the newest text of another Page of the host
    "likest_url TEXT",       # that Page
    "likest_status INTEGER", # what it answered
    "verdict_doubt TEXT",    # what the page may be instead: the judge was nearly convinced; NULL: no doubt
)  # fmt: skip

TABLES = (
    """
CREATE TABLE sketches (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    chars INTEGER NOT NULL,          -- of the text, as in an alphabet
    sketch BLOB                      -- crawler/text/sketches.py; NULL: too few words to compare
)
""",
    """
CREATE TABLE host_answers (
    origin TEXT NOT NULL,            -- as in robots
    kind TEXT NOT NULL,              -- random: a path that cannot exist; home: /
    asked_at TEXT NOT NULL,
    url TEXT NOT NULL,
    final_url TEXT,                  -- after redirects; NULL: no answer
    status INTEGER,
    sketch BLOB,                     -- of its text
    PRIMARY KEY (origin, kind)
)
""",
)

INDEXES = (
    "DROP INDEX pages_host",
    "CREATE INDEX pages_host ON pages (host, last_fetch_id)",
)
"""The newest answers of a host's Pages, without looking at all of them."""


def apply(db: Database) -> None:
    """Add the columns and the tables; let the index of hosts know their newest Fetches."""
    for column in FETCH_COLUMNS:
        db.execute(f"ALTER TABLE fetches ADD COLUMN {column}")
    db.execute("ALTER TABLE evidence ADD COLUMN weight REAL")  # points; NULL: not weighed
    for table in TABLES:
        db.execute(table)
    for statement in INDEXES:
        db.execute(statement)
