"""Migration 018: how much of everything there is, so that nobody has to count. Frozen once released.

A million Pages are not looked through for a number, a list, or the next Page that is due. Triggers count what is
changed and deleted; what is inserted is counted together, at the end of its transaction (crawler/cache/counting.py),
since a trigger for each row made `add` take three times as long. `counts` has up to which row that was done, and the
triggers leave alone what lies beyond.
"""

from sqlite_utils import Database

from crawler.cache.migrations.statements import run

NAME = "m018_counters"

PAGE_COLUMNS = """
ALTER TABLE pages ADD COLUMN fetched_at TEXT;     -- when its last Fetch began
ALTER TABLE pages ADD COLUMN verdict_doubt TEXT;  -- what it may be instead, by its newest answer
UPDATE pages SET fetched_at = (SELECT started_at FROM fetches WHERE id = pages.last_fetch_id), verdict_doubt = (
    SELECT verdict_doubt FROM fetches WHERE page_id = pages.id AND outcome <> 'not_modified' ORDER BY id DESC LIMIT 1
) WHERE last_fetch_id IS NOT NULL;
"""

TABLES = """
CREATE TABLE counts (
    name TEXT NOT NULL,              -- what is counted: crawler/cache/read/counted.py
    key TEXT NOT NULL,               -- of which kind: a verdict, a day, a run
    number INTEGER NOT NULL,
    PRIMARY KEY (name, key)
) WITHOUT ROWID;

CREATE TABLE hosts (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL UNIQUE,
    pages INTEGER NOT NULL,
    good INTEGER NOT NULL,           -- of these, alive or moved
    next_at TEXT                     -- the earliest due_at of its Pages
);
"""

INDEXES = """
CREATE INDEX hosts_pages ON hosts (pages);
CREATE INDEX hosts_next ON hosts (next_at);
CREATE INDEX pages_turn ON pages (host, due_at);
CREATE INDEX pages_fetched ON pages (fetched_at);
CREATE INDEX pages_marked ON pages (marked_at) WHERE marked_at IS NOT NULL;
CREATE INDEX pages_doubt ON pages (verdict_doubt) WHERE verdict_doubt IS NOT NULL;
CREATE INDEX citations_named ON citations (document_id) WHERE line IS NULL;
"""

COUNTED = """
INSERT INTO hosts (host, pages, good, next_at)
    SELECT host, count(*), sum(verdict IN ('alive', 'moved')), min(due_at) FROM pages GROUP BY host ORDER BY min(id);
INSERT INTO counts SELECT 'hosts', '', count(*) FROM hosts;
INSERT INTO counts SELECT 'pages', verdict, count(*) FROM pages GROUP BY verdict;
INSERT INTO counts SELECT 'due', substr(due_at, 1, 10), count(*) FROM pages WHERE due_at IS NOT NULL GROUP BY 2;
INSERT INTO counts
    SELECT 'fetched', substr(fetched_at, 1, 10), count(*) FROM pages WHERE fetched_at IS NOT NULL GROUP BY 2;
INSERT INTO counts
    SELECT 'doubtful', '', count(*) FROM pages WHERE verdict_doubt IS NOT NULL AND marked_at IS NULL;
INSERT INTO counts
    SELECT 'resources', p.verdict, count(*) FROM resources r JOIN pages p ON p.id = r.page_id GROUP BY p.verdict;
INSERT INTO counts SELECT 'documents', '', count(*) FROM documents WHERE path IS NOT NULL;
INSERT INTO counts SELECT 'citations', '', count(*) FROM citations WHERE line IS NOT NULL;
INSERT INTO counts SELECT 'fetches', run_id, count(*) FROM fetches GROUP BY run_id;
INSERT INTO counts SELECT 'captures', '', count(*) FROM captures;
INSERT INTO counts SELECT 'dropped', '', count(*) FROM captures WHERE dropped_at IS NOT NULL;
INSERT INTO counts SELECT 'text_bytes', '', coalesce(sum(text_bytes), 0) FROM captures WHERE dropped_at IS NULL;
INSERT INTO counts SELECT 'body_bytes', '', coalesce(sum(length(data)), 0) FROM bodies;
INSERT INTO counts SELECT 'counted', 'pages', coalesce(max(id), 0) FROM pages;
INSERT INTO counts SELECT 'counted', 'resources', coalesce(max(rowid), 0) FROM resources;
INSERT INTO counts SELECT 'counted', 'citations', coalesce(max(id), 0) FROM citations;
INSERT INTO counts SELECT 'counted', 'fetches', coalesce(max(id), 0) FROM fetches;
INSERT INTO counts SELECT 'counted', 'captures', coalesce(max(id), 0) FROM captures;
"""


def _up_to(table: str) -> str:
    """The last row of a table that is counted."""
    return f"(SELECT number FROM counts WHERE name = 'counted' AND key = '{table}')"


def _lower(table: str, row: str = "id") -> str:
    """The last statement of a trigger that deletes: SQLite gives the number of the last row again."""
    last = f"coalesce((SELECT max({row}) FROM {table} WHERE {row} < old.{row}), 0)"
    return f"UPDATE counts SET number = {last} WHERE name = 'counted' AND key = '{table}' AND number = old.{row};"


ONE_MORE = "ON CONFLICT (name, key) DO UPDATE SET number = number + 1;"

ON_PAGES = f"""
CREATE TRIGGER counts_page_removed AFTER DELETE ON pages BEGIN
    UPDATE counts SET number = number - 1 WHERE name = 'pages' AND key = old.verdict AND old.id <= {_up_to("pages")};
    UPDATE counts SET number = number - 1
        WHERE name = 'due' AND key = substr(old.due_at, 1, 10) AND old.id <= {_up_to("pages")};
    UPDATE counts SET number = number - 1
        WHERE name = 'fetched' AND key = substr(old.fetched_at, 1, 10) AND old.id <= {_up_to("pages")};
    UPDATE counts SET number = number - (old.verdict_doubt IS NOT NULL AND old.marked_at IS NULL)
        WHERE name = 'doubtful' AND key = '' AND old.id <= {_up_to("pages")};
    UPDATE hosts SET pages = pages - (old.id <= {_up_to("pages")}),
        good = good - (old.verdict IN ('alive', 'moved') AND old.id <= {_up_to("pages")}),
        next_at = (SELECT min(due_at) FROM pages WHERE host = old.host) WHERE host = old.host;
    DELETE FROM hosts WHERE host = old.host AND pages = 0;
    {_lower("pages")}
END;
CREATE TRIGGER counts_verdict_changed AFTER UPDATE OF verdict ON pages
WHEN new.verdict <> old.verdict AND new.id <= {_up_to("pages")} BEGIN
    UPDATE counts SET number = number - 1 WHERE name = 'pages' AND key = old.verdict;
    INSERT INTO counts VALUES ('pages', new.verdict, 1) {ONE_MORE}
    UPDATE hosts SET good = good + (new.verdict IN ('alive', 'moved')) - (old.verdict IN ('alive', 'moved'))
        WHERE host = new.host AND (new.verdict IN ('alive', 'moved')) <> (old.verdict IN ('alive', 'moved'));
END;
CREATE TRIGGER counts_cited_verdict_changed AFTER UPDATE OF verdict ON pages WHEN new.verdict <> old.verdict BEGIN
    UPDATE counts SET number = number
        - (SELECT count(*) FROM resources WHERE page_id = new.id AND rowid <= {_up_to("resources")})
        WHERE name = 'resources' AND key = old.verdict;
    INSERT INTO counts VALUES ('resources', new.verdict,
        (SELECT count(*) FROM resources WHERE page_id = new.id AND rowid <= {_up_to("resources")}))
        ON CONFLICT (name, key) DO UPDATE SET number = number + excluded.number;
END;
CREATE TRIGGER counts_due_changed AFTER UPDATE OF due_at ON pages
WHEN new.due_at IS NOT old.due_at AND new.id <= {_up_to("pages")} BEGIN
    UPDATE counts SET number = number - 1 WHERE name = 'due' AND key = substr(old.due_at, 1, 10);
    INSERT INTO counts SELECT 'due', substr(new.due_at, 1, 10), 1 WHERE new.due_at IS NOT NULL {ONE_MORE}
END;
CREATE TRIGGER hosts_due_changed AFTER UPDATE OF due_at ON pages WHEN new.due_at IS NOT old.due_at BEGIN
    UPDATE hosts SET next_at = (SELECT min(due_at) FROM pages WHERE host = new.host) WHERE host = new.host;
END;
CREATE TRIGGER counts_fetched_changed AFTER UPDATE OF fetched_at ON pages
WHEN new.fetched_at IS NOT old.fetched_at AND new.id <= {_up_to("pages")} BEGIN
    UPDATE counts SET number = number - 1 WHERE name = 'fetched' AND key = substr(old.fetched_at, 1, 10);
    INSERT INTO counts SELECT 'fetched', substr(new.fetched_at, 1, 10), 1 WHERE new.fetched_at IS NOT NULL {ONE_MORE}
END;
CREATE TRIGGER counts_doubt_changed AFTER UPDATE OF verdict_doubt, marked_at ON pages
WHEN coalesce(new.verdict_doubt, old.verdict_doubt) IS NOT NULL AND new.id <= {_up_to("pages")} BEGIN
    UPDATE counts SET number = number + (new.verdict_doubt IS NOT NULL AND new.marked_at IS NULL)
        - (old.verdict_doubt IS NOT NULL AND old.marked_at IS NULL) WHERE name = 'doubtful' AND key = '';
END;
CREATE TRIGGER hosts_host_changed AFTER UPDATE OF host ON pages
WHEN new.host <> old.host AND new.id <= {_up_to("pages")} BEGIN
    UPDATE hosts SET pages = pages - 1, good = good - (old.verdict IN ('alive', 'moved')),
        next_at = (SELECT min(due_at) FROM pages WHERE host = old.host) WHERE host = old.host;
    DELETE FROM hosts WHERE host = old.host AND pages = 0;
    INSERT INTO hosts (host, pages, good, next_at)
        VALUES (new.host, 1, old.verdict IN ('alive', 'moved'), new.due_at)
        ON CONFLICT (host) DO UPDATE SET pages = pages + 1, good = good + excluded.good,
            next_at = (SELECT min(due_at) FROM pages WHERE host = new.host);
END;
CREATE TRIGGER counts_host_added AFTER INSERT ON hosts BEGIN
    UPDATE counts SET number = number + 1 WHERE name = 'hosts' AND key = '';
END;
CREATE TRIGGER counts_host_removed AFTER DELETE ON hosts BEGIN
    UPDATE counts SET number = number - 1 WHERE name = 'hosts' AND key = '';
END;
"""

ON_CITATIONS = f"""
CREATE TRIGGER counts_resource_removed AFTER DELETE ON resources WHEN old.rowid <= {_up_to("resources")} BEGIN
    UPDATE counts SET number = number - 1
        WHERE name = 'resources' AND key = (SELECT verdict FROM pages WHERE id = old.page_id);
    {_lower("resources", "rowid")}
END;
CREATE TRIGGER counts_resource_moved AFTER UPDATE OF page_id ON resources
WHEN new.page_id <> old.page_id AND new.rowid <= {_up_to("resources")} BEGIN
    UPDATE counts SET number = number - 1
        WHERE name = 'resources' AND key = (SELECT verdict FROM pages WHERE id = old.page_id);
    INSERT INTO counts SELECT 'resources', verdict, 1 FROM pages WHERE id = new.page_id {ONE_MORE}
END;
CREATE TRIGGER counts_document_added AFTER INSERT ON documents WHEN new.path IS NOT NULL BEGIN
    UPDATE counts SET number = number + 1 WHERE name = 'documents' AND key = '';
END;
CREATE TRIGGER counts_document_removed AFTER DELETE ON documents WHEN old.path IS NOT NULL BEGIN
    UPDATE counts SET number = number - 1 WHERE name = 'documents' AND key = '';
END;
CREATE TRIGGER counts_document_changed AFTER UPDATE OF path ON documents
WHEN (new.path IS NULL) <> (old.path IS NULL) BEGIN
    UPDATE counts SET number = number + (new.path IS NOT NULL) - (old.path IS NOT NULL)
        WHERE name = 'documents' AND key = '';
END;
CREATE TRIGGER counts_citation_removed AFTER DELETE ON citations
WHEN old.id <= {_up_to("citations")} BEGIN
    UPDATE counts SET number = number - (old.line IS NOT NULL) WHERE name = 'citations' AND key = '';
    {_lower("citations")}
END;
CREATE TRIGGER counts_citation_changed AFTER UPDATE OF line ON citations
WHEN (new.line IS NULL) <> (old.line IS NULL) AND new.id <= {_up_to("citations")} BEGIN
    UPDATE counts SET number = number + (new.line IS NOT NULL) - (old.line IS NOT NULL)
        WHERE name = 'citations' AND key = '';
END;
"""

ON_CAPTURES = f"""
CREATE TRIGGER counts_fetch_removed AFTER DELETE ON fetches WHEN old.id <= {_up_to("fetches")} BEGIN
    UPDATE counts SET number = number - 1 WHERE name = 'fetches' AND key = CAST(old.run_id AS TEXT);
    {_lower("fetches")}
END;
CREATE TRIGGER counts_fetch_moved AFTER UPDATE OF id, run_id ON fetches
WHEN new.run_id <> old.run_id OR (new.id <= {_up_to("fetches")}) <> (old.id <= {_up_to("fetches")}) BEGIN
    UPDATE counts SET number = number - 1
        WHERE name = 'fetches' AND key = CAST(old.run_id AS TEXT) AND old.id <= {_up_to("fetches")};
    INSERT INTO counts SELECT 'fetches', new.run_id, 1 WHERE new.id <= {_up_to("fetches")} {ONE_MORE}
END;
CREATE TRIGGER pages_fetch_changed AFTER UPDATE OF started_at, verdict_doubt ON fetches
WHEN new.started_at <> old.started_at OR new.verdict_doubt IS NOT old.verdict_doubt BEGIN
    UPDATE pages SET fetched_at = (SELECT started_at FROM fetches WHERE id = pages.last_fetch_id), verdict_doubt = (
        SELECT verdict_doubt FROM fetches WHERE page_id = pages.id AND outcome <> 'not_modified'
        ORDER BY id DESC LIMIT 1
    ) WHERE id = new.page_id;
END;
CREATE TRIGGER counts_capture_removed AFTER DELETE ON captures WHEN old.id <= {_up_to("captures")} BEGIN
    UPDATE counts SET number = number - 1 WHERE name = 'captures' AND key = '';
    UPDATE counts SET number = number - (old.dropped_at IS NOT NULL) WHERE name = 'dropped' AND key = '';
    UPDATE counts SET number = number - iif(old.dropped_at IS NULL, coalesce(old.text_bytes, 0), 0)
        WHERE name = 'text_bytes' AND key = '';
    {_lower("captures")}
END;
CREATE TRIGGER counts_capture_changed AFTER UPDATE OF dropped_at, text_bytes ON captures
WHEN new.id <= {_up_to("captures")} BEGIN
    UPDATE counts SET number = number + (new.dropped_at IS NOT NULL) - (old.dropped_at IS NOT NULL)
        WHERE name = 'dropped' AND key = '';
    UPDATE counts SET number = number + iif(new.dropped_at IS NULL, coalesce(new.text_bytes, 0), 0)
        - iif(old.dropped_at IS NULL, coalesce(old.text_bytes, 0), 0) WHERE name = 'text_bytes' AND key = '';
END;
CREATE TRIGGER counts_body_added AFTER INSERT ON bodies BEGIN
    UPDATE counts SET number = number + length(new.data) WHERE name = 'body_bytes' AND key = '';
END;
CREATE TRIGGER counts_body_removed AFTER DELETE ON bodies BEGIN
    UPDATE counts SET number = number - length(old.data) WHERE name = 'body_bytes' AND key = '';
END;
CREATE TRIGGER counts_body_changed AFTER UPDATE OF data ON bodies BEGIN
    UPDATE counts SET number = number + length(new.data) - length(old.data) WHERE name = 'body_bytes' AND key = '';
END;
"""


def apply(db: Database) -> None:
    """Add columns, tables and indexes, count what there is, and keep counting."""
    for script in (PAGE_COLUMNS, TABLES, COUNTED, INDEXES, ON_PAGES, ON_CITATIONS, ON_CAPTURES):
        run(db, script)
