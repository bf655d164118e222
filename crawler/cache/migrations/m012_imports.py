"""Migration 012: copies of pages from files (`citecache import`). Frozen once released.

A Capture says where it is from. The newest imported copy of a Page, by its own date, is what the card shows if it is
later than the last good Capture, or if there is none.
"""

from sqlite_utils import Database

NAME = "m012_imports"

SOURCE = "source TEXT NOT NULL DEFAULT 'fetched'"  # fetched, archived (an archive's copy), imported

PAGE_COLUMNS = (
    "imported_capture_id INTEGER REFERENCES captures (id)",
    "imported_copy_at TEXT",  # the date of that copy
)

TABLE = """
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    page_id INTEGER NOT NULL REFERENCES pages (id),
    capture_id INTEGER NOT NULL REFERENCES captures (id),  -- of this copy, or of an earlier one with the same text
    captured_at TEXT NOT NULL,       -- when the copy was made, as the file says
    added_at TEXT NOT NULL,
    format TEXT NOT NULL,            -- warc, wacz, jsonl, singlefile, mhtml, html, pdf
    file TEXT NOT NULL,              -- its name, without folders
    url TEXT NOT NULL,               -- that answered
    redirects TEXT NOT NULL,         -- JSON list of {"url", "status"}
    status INTEGER,                  -- NULL: a page saved by a browser
    body_sha256 TEXT NOT NULL,       -- of this copy
    verdict TEXT NOT NULL,           -- the judge's, of this copy
    detail TEXT NOT NULL             -- what that rests on
)
"""

INDEXES = (
    "CREATE INDEX imports_page ON imports (page_id, captured_at)",
    "CREATE INDEX imports_capture ON imports (capture_id)",
)

CARDS = """
CREATE VIEW cards AS
SELECT
    r.id AS id,
    r.stable_id AS stable_id,
    r.url AS url,
    coalesce(r.title, c.title, (
        SELECT link_text FROM citations WHERE resource_id = r.id AND link_text <> r.url ORDER BY id LIMIT 1
    )) AS title,
    -- "web" is what a record says that does not know better
    CASE WHEN r.type IS NULL OR r.type = 'web' THEN coalesce(c.kind, r.type) ELSE r.type END AS type,
    r.importance AS importance,
    coalesce(r.tags, '[]') AS tags,
    r.summary AS summary,
    coalesce(r.key_points, '[]') AS key_points,
    coalesce(r.authors, c.authors, '[]') AS authors,
    coalesce(r.published_date, c.published_date) AS published_date,
    (SELECT count(DISTINCT document_id) FROM citations WHERE resource_id = r.id) AS cited_by_count,
    p.verdict AS verdict,
    -- a 304 confirms the response that is kept (RFC 9110, 15.4.5), so the card says that one's status
    CASE WHEN f.status = 304 THEN (
        SELECT status FROM captures WHERE id = coalesce(p.last_good_capture_id, f.capture_id)
    ) ELSE f.status END AS http_status,
    f.final_url AS final_url,
    f.started_at AS fetched_at,
    c.text_bytes AS text_bytes,
    CASE WHEN p.verdict = 'legal' OR c.reservations LIKE '%"nosnippet"%' THEN NULL ELSE c.preview END AS preview,
    c.language AS language,
    c.media_type AS media_type,
    p.last_good_at AS last_good_at
FROM resources r
JOIN pages p ON p.id = r.page_id
LEFT JOIN fetches f ON f.id = p.last_fetch_id
LEFT JOIN captures c ON c.id = coalesce(
    CASE WHEN p.last_good_at IS NULL OR p.imported_copy_at > p.last_good_at THEN p.imported_capture_id END,
    p.last_good_capture_id,
    CASE
        WHEN p.verdict IN ('dead', 'missing', 'soft_404', 'usurped') THEN p.archived_capture_id
        WHEN p.verdict = 'restricted' THEN f.capture_id
    END
);
"""


def apply(db: Database) -> None:
    """Add the columns and the table, and create the view anew."""
    db.execute(f"ALTER TABLE captures ADD COLUMN {SOURCE}")
    db.execute("UPDATE captures SET source = 'archived' WHERE memento_datetime IS NOT NULL")
    for column in PAGE_COLUMNS:
        db.execute(f"ALTER TABLE pages ADD COLUMN {column}")
    db.execute(TABLE)
    for index in INDEXES:
        db.execute(index)
    db.execute("DROP VIEW cards")
    db.execute(CARDS)
