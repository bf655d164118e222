"""Migration 019: headers that a host sends with each answer are stored once. Frozen once released.

A Fetch with a `header_set` has in `headers` only the values that differ from those of the set, by their places, and
null for those that it lacks. Fetches of earlier versions keep their whole lists, until `citecache compact --repack`.
"""

from sqlite_utils import Database

from crawler.cache.migrations.statements import run

NAME = "m019_headers"

SCHEMA = """
CREATE TABLE header_sets (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL,
    headers TEXT NOT NULL            -- JSON list of [name, value]: those of one answer
);
CREATE INDEX header_sets_host ON header_sets (host);

ALTER TABLE fetches ADD COLUMN header_set INTEGER REFERENCES header_sets (id);
-- NULL: `headers` is a JSON list of [name, value]; else a JSON object, of what differs from that list:
-- place -> value, or null for what was not sent

CREATE VIEW fetch_headers AS
SELECT f.id AS fetch_id, line.key AS place, name.value AS name, iif(own.key IS NULL, other.value, own.value) AS value
FROM fetches f LEFT JOIN header_sets s ON s.id = f.header_set
CROSS JOIN json_each(iif(f.header_set IS NULL, f.headers, s.headers)) AS line
CROSS JOIN json_each(line.value) AS name ON name.key = 0
CROSS JOIN json_each(line.value) AS other ON other.key = 1
LEFT JOIN json_each(f.headers) AS own ON f.header_set IS NOT NULL AND own.key = CAST(line.key AS TEXT)
WHERE own.key IS NULL OR own.value IS NOT NULL;
"""


def apply(db: Database) -> None:
    """Add the table, the column, and a view of all headers."""
    run(db, SCHEMA)
