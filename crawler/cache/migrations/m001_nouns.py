"""Migration 001: every noun its table, full text of the Captures, and the view `cards`. Released with 0.1.0: frozen.

The SQL is literal, so that no change of the code can alter what this migration makes; a test pins its digest.
Timestamps are text, UTC ISO 8601 with Z, to the second; JSON columns hold UTF-8 JSON.
"""

from sqlite_utils import Database

from crawler.cache.migrations.statements import run

NAME = "m001_the_nouns"
"""As it stands in `_sqlite_migrations` of every file."""

TABLES = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    path TEXT UNIQUE,                -- NULL: known by name only, from a record's cited_by
    name TEXT NOT NULL,
    format TEXT,
    title TEXT,
    type TEXT,
    quality REAL,
    sha256 TEXT,                     -- of the file as last read
    reader TEXT,                     -- version that read it: a newer one reads it again
    added_at TEXT NOT NULL,
    read_at TEXT
);
CREATE INDEX documents_name ON documents (name);

CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,        -- normalised, without fragment and credentials
    host TEXT NOT NULL,
    problem TEXT,                    -- why it can never be requested
    unsafe INTEGER NOT NULL DEFAULT 0,
    verdict TEXT NOT NULL DEFAULT 'unchecked',
    verdict_at TEXT,                 -- since when: the first Fetch, or the mark, that gave it
    last_fetch_id INTEGER REFERENCES fetches (id),
    last_good_capture_id INTEGER REFERENCES captures (id),
    last_good_at TEXT,               -- when the last good Capture was last seen to stand
    archived_capture_id INTEGER REFERENCES captures (id),  -- an archive's copy, where the page is gone
    marked_at TEXT,                  -- a person's verdict stands in `verdict`, since then
    marked_note TEXT,
    due_at TEXT,                     -- NULL: not due by itself
    interval_s INTEGER,              -- the schedule's present step
    streak INTEGER NOT NULL DEFAULT 0,  -- Fetches in a row with the same kind of trouble
    added_at TEXT NOT NULL
);
CREATE INDEX pages_due ON pages (due_at);
CREATE INDEX pages_host ON pages (host);
CREATE INDEX pages_verdict ON pages (verdict);

CREATE TABLE resources (
    id TEXT PRIMARY KEY,             -- 16 hex digits, or the id that an imported record carries
    stable_id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,               -- as cited, without credentials
    page_id INTEGER NOT NULL REFERENCES pages (id),
    credentials_removed INTEGER NOT NULL DEFAULT 0,
    title TEXT,
    type TEXT,
    importance REAL,
    tags TEXT,                       -- JSON list
    authors TEXT,                    -- JSON list
    published_date TEXT,
    abstract TEXT,
    summary TEXT,
    review TEXT,
    key_points TEXT,                 -- JSON list
    publication_id TEXT,
    doi TEXT,
    archive_url TEXT,
    fetched_at TEXT,                 -- as an imported record says
    extra TEXT,                      -- JSON object: keys of a record that citecache does not know
    sources TEXT NOT NULL DEFAULT '{}',  -- JSON object: field -> "format:path" it came from
    added_at TEXT NOT NULL
);
CREATE INDEX resources_url ON resources (url);
CREATE INDEX resources_page ON resources (page_id);

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
    claim TEXT,
    quote TEXT,
    accessed TEXT,
    added_at TEXT NOT NULL
);
CREATE INDEX citations_document ON citations (document_id);
CREATE INDEX citations_told_by ON citations (told_by);
CREATE INDEX citations_resource ON citations (resource_id);
CREATE INDEX citations_cited_id ON citations (cited_id) WHERE resource_id IS NULL;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,                -- NULL: running, or killed
    state TEXT NOT NULL,             -- running, finished, interrupted, offline
    selection TEXT NOT NULL,         -- JSON object: what was asked for
    cutoff INTEGER NOT NULL,         -- Pages fetched by that run or since are done (crawler/cache/runs.py)
    version TEXT NOT NULL,
    fetched INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE fetches (
    id INTEGER PRIMARY KEY,
    page_id INTEGER NOT NULL REFERENCES pages (id),
    run_id INTEGER NOT NULL REFERENCES runs (id),
    started_at TEXT NOT NULL,
    elapsed_ms INTEGER NOT NULL,
    latency_ms INTEGER,
    attempts INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    error TEXT,
    final_url TEXT,
    redirects TEXT NOT NULL,         -- JSON list of {"url", "status"}
    headers TEXT NOT NULL,           -- JSON list of [name, value]
    flags TEXT NOT NULL,             -- JSON list
    ip_address TEXT,
    body_bytes INTEGER,
    verdict TEXT NOT NULL,           -- what this Fetch alone speaks for
    held TEXT,                       -- the Page's verdict after it; NULL: it says nothing of the Page
    good INTEGER NOT NULL DEFAULT 0, -- its Capture became, or confirmed, the last good one
    changed INTEGER,                 -- since the good one before, churn aside; NULL: cannot be told
    probe TEXT,                      -- JSON object: what the host answers for a random sibling of the page
    twins INTEGER NOT NULL DEFAULT 0,  -- other Pages of the host that had the same text then
    seen TEXT,                       -- JSON object: what the judge saw of the page, where the Capture has it otherwise
    capture_id INTEGER REFERENCES captures (id)  -- the Capture it made, or found unchanged
);
CREATE INDEX fetches_page ON fetches (page_id, id);
CREATE INDEX fetches_run ON fetches (run_id, page_id);

CREATE TABLE bodies (
    sha256 TEXT PRIMARY KEY,         -- of the plain bytes
    size INTEGER NOT NULL,           -- bytes, plain
    data BLOB NOT NULL               -- zstd (RFC 8878), level 3
);

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    page_id INTEGER NOT NULL REFERENCES pages (id),
    fetch_id INTEGER REFERENCES fetches (id) DEFERRABLE INITIALLY DEFERRED,  -- NULL: an archive's copy
    captured_at TEXT NOT NULL,
    memento_datetime TEXT,           -- when the archive captured it (RFC 7089, 2.1.1); NULL: our own Capture
    status INTEGER,
    url TEXT NOT NULL,               -- that answered
    body_sha256 TEXT NOT NULL REFERENCES bodies (sha256),
    content_type TEXT,               -- as the server said
    media_type TEXT NOT NULL,        -- as it is
    charset TEXT,
    title TEXT,
    text TEXT,
    text_sha256 TEXT,
    text_bytes INTEGER,
    no_text TEXT,                    -- why there is no text
    doubt TEXT,
    preview TEXT,
    authors TEXT NOT NULL,           -- JSON list
    published_date TEXT,
    sitename TEXT,
    description TEXT,
    language TEXT,
    kind TEXT,
    canonical_url TEXT,
    image_url TEXT,
    access_free INTEGER,
    sources TEXT NOT NULL,           -- JSON object: field -> tag it came from
    headings TEXT NOT NULL,          -- JSON list
    markers TEXT NOT NULL,           -- JSON list
    reservations TEXT NOT NULL,      -- JSON list: noarchive, nosnippet, tdm
    extractor TEXT NOT NULL,
    extractor_version TEXT NOT NULL,
    elapsed_ms INTEGER NOT NULL
);
CREATE INDEX captures_page ON captures (page_id, id);
CREATE INDEX captures_body ON captures (body_sha256);
CREATE INDEX captures_text ON captures (text_sha256);

CREATE TABLE mementos (
    id INTEGER PRIMARY KEY,
    page_id INTEGER NOT NULL REFERENCES pages (id),
    looked_at TEXT NOT NULL,
    archive TEXT NOT NULL,           -- the endpoint that was asked
    wanted TEXT,                     -- the moment that a copy was wanted of
    url TEXT,                        -- of the copy (URI-M); NULL: of the look-up as a whole
    memento_datetime TEXT,
    outcome TEXT NOT NULL,           -- kept, refused (no good copy), none, unavailable (could not look)
    verdict TEXT,                    -- the judge's, of that copy
    detail TEXT,
    capture_id INTEGER REFERENCES captures (id)
);
CREATE INDEX mementos_page ON mementos (page_id, id);

CREATE TABLE robots (
    origin TEXT PRIMARY KEY,         -- scheme, host, and the port where it is not the scheme's
    fetched_at TEXT NOT NULL,
    text TEXT NOT NULL,              -- '' where there is none
    failing_since TEXT               -- it cannot be read, since then
);

CREATE TABLE tdmrep (
    origin TEXT PRIMARY KEY,         -- as in robots
    fetched_at TEXT NOT NULL,
    rules TEXT NOT NULL              -- JSON: [location, reserved] of each rule, in order; [] where there is none
);

CREATE TABLE pauses (
    host TEXT PRIMARY KEY,
    until TEXT NOT NULL              -- no request before: the host asked for it (Retry-After)
);

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    fetch_id INTEGER NOT NULL REFERENCES fetches (id),
    rule TEXT NOT NULL,
    verdict TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX evidence_fetch ON evidence (fetch_id);
"""

# Without triggers: under trusted_schema=0 SQLite refuses a trigger that writes to a virtual table
# (FTS5 is not marked innocuous before 3.44), and captures are only ever appended, in one place.
FULL_TEXT = """
CREATE VIRTUAL TABLE "captures_fts" USING FTS5 (
    "title", "text",
    content="captures"
);
"""

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
    CASE WHEN f.status = 304 THEN c.status ELSE f.status END AS http_status,
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
    p.last_good_capture_id,
    CASE
        WHEN p.verdict IN ('dead', 'missing', 'soft_404', 'usurped') THEN p.archived_capture_id
        WHEN p.verdict = 'restricted' THEN f.capture_id
    END
);
"""


def apply(db: Database) -> None:
    """Create everything in an empty file."""
    create_tables(db)
    create_full_text_index(db)
    create_cards_view(db)


def create_tables(db: Database) -> None:
    run(db, TABLES)


def create_full_text_index(db: Database) -> None:
    run(db, FULL_TEXT)


def create_cards_view(db: Database) -> None:
    run(db, CARDS)
