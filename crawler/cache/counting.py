"""The counters in the tables `counts` and `hosts`: what a transaction has inserted is counted at its end, all at once.

Triggers count what is changed and deleted (migrations/m018_counters.py). `counts` has the last row of each table that
is counted; no row beyond it is in any counter.
"""

import sqlite3
from types import MappingProxyType

ROWS = MappingProxyType(
    {"pages": "id", "resources": "rowid", "citations": "id", "fetches": "id", "captures": "id"},
)
"""Table -> the number of its rows, by which they are counted: one that is inserted has a larger one than all others."""

_MAXIMA = "SELECT " + ", ".join(f"coalesce((SELECT max({row}) FROM {table}), 0)" for table, row in ROWS.items())

_HOSTS = """
INSERT INTO hosts (host, pages, good, next_at)
    SELECT host, count(*), sum(verdict IN ('alive', 'moved')), min(due_at) FROM pages WHERE id > ? GROUP BY +host
    ORDER BY min(id)
    ON CONFLICT (host) DO UPDATE SET pages = pages + excluded.pages, good = good + excluded.good,
        next_at = coalesce(min(next_at, excluded.next_at), next_at, excluded.next_at)
"""

_COUNTERS = (
    ("pages", "'pages', verdict, count(*) FROM pages WHERE id > ? GROUP BY +verdict"),
    ("pages", "'due', substr(due_at, 1, 10), count(*) FROM pages WHERE id > ? AND due_at IS NOT NULL GROUP BY 2"),
    (
        "pages",
        "'fetched', substr(fetched_at, 1, 10), count(*) FROM pages WHERE id > ? AND fetched_at NOT NULL GROUP BY 2",
    ),
    ("pages", "'doubtful', '', count(*) FROM pages WHERE id > ? AND verdict_doubt NOT NULL AND marked_at IS NULL"),
    (
        "resources",
        (
            "'resources', p.verdict, count(*) FROM resources r CROSS JOIN pages p ON p.id = page_id WHERE r.rowid > ?"
            " GROUP BY +p.verdict"
        ),
    ),
    ("citations", "'citations', '', count(*) FROM citations WHERE id > ? AND line IS NOT NULL"),
    ("fetches", "'fetches', CAST(run_id AS TEXT), count(*) FROM fetches WHERE id > ? GROUP BY +run_id"),
    ("captures", "'captures', '', count(*) FROM captures WHERE id > ?"),
    ("captures", "'dropped', '', count(*) FROM captures WHERE id > ? AND dropped_at IS NOT NULL"),
    ("captures", "'text_bytes', '', coalesce(sum(text_bytes), 0) FROM captures WHERE id > ? AND dropped_at IS NULL"),
)
"""Table, and what is counted of its rows behind one.

The pluses and CROSS JOIN keep SQLite from reading an index whole to save the sorting of a few rows
(sqlite.org/optoverview.html#uplus, #crossjoin).
"""


def begin_counting(connection: sqlite3.Connection) -> None:
    """At the beginning of a transaction: VACUUM may have given the rows of `resources` other numbers
    (sqlite.org/lang_vacuum.html); all of them were counted.
    """
    sql = "UPDATE counts SET number = ?1 WHERE name = 'counted' AND key = 'resources' AND number > ?1"
    (last,) = connection.execute("SELECT coalesce(max(rowid), 0) FROM resources").fetchone()
    connection.execute(sql, [last])


def count_inserted(connection: sqlite3.Connection) -> None:
    """At the end of a transaction: count the rows that it has inserted."""
    counted = dict(connection.execute("SELECT key, number FROM counts WHERE name = 'counted'").fetchall())
    for table, last in zip(ROWS, connection.execute(_MAXIMA).fetchone(), strict=True):
        before = counted.get(table, 0)
        if last > before:
            _count(connection, table, before)
            connection.execute("INSERT OR REPLACE INTO counts VALUES ('counted', ?, ?)", [table, last])


def _count(connection: sqlite3.Connection, table: str, after: int) -> None:
    more = "ON CONFLICT (name, key) DO UPDATE SET number = number + excluded.number"
    if table == "pages":
        connection.execute(_HOSTS, [after])
    for of, counted in _COUNTERS:
        if of == table:
            connection.execute(f"INSERT INTO counts SELECT {counted} {more}", [after])
