"""Databases from other hands: nothing in them is run, and what is in the way is named in one line."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from command_line import AsJson, Cite

ENDLESS = "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n AS id FROM r"
REPLACED = ("DROP VIEW cards", f"CREATE VIEW cards AS {ENDLESS}")
TRIGGER = "CREATE TRIGGER theirs AFTER INSERT ON documents BEGIN DELETE FROM evidence; END"


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def refused(cite: Cite, *arguments: str) -> str:
    done = cite(*arguments, expect=1)
    line = str(done.exception)
    assert "\n" not in line
    return line


@pytest.mark.parametrize("command", ["check", "list", "status", "show https://example.org/llama", "export jsonl"])
def test_a_view_that_was_replaced_is_not_read(cite: Cite, filled: Path, command: str) -> None:
    change(filled, *REPLACED)
    assert "citecache.db has what citecache did not make: the view cards, which is another one" in refused(
        cite, *command.split()
    )


@pytest.mark.parametrize(
    "statements",
    [
        ("ALTER TABLE runs RENAME TO gone", f"CREATE VIEW runs AS {ENDLESS}"),
        ("DROP TABLE evidence",),
        ("DROP TABLE robots", "CREATE TABLE robots (origin, fetched_at, text AS (hex(zeroblob(9))), failing_since)"),
        ("DROP TABLE captures_fts", "CREATE VIRTUAL TABLE captures_fts USING fts5 (title, text)"),
    ],
)
def test_tables_that_compute_or_are_no_tables_are_not_read(
    cite: Cite, filled: Path, statements: tuple[str, ...]
) -> None:
    change(filled, *statements)
    assert "has what citecache did not make" in refused(cite, "list")


def test_a_trigger_of_others_is_named_and_nothing_is_written(cite: Cite, filled: Path) -> None:
    change(filled, TRIGGER)
    line = refused(cite, "add", "https://example.org/new")
    assert "the trigger 'theirs' on 'documents'" in line
    assert """`sqlite3 citecache.db 'DROP TRIGGER "theirs"'` removes it""" in line
    assert "2 resources" in cite("status").stdout
    change(filled, 'DROP TRIGGER "theirs"')
    cite("add", "https://example.org/new")


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE t (id REFERENCES documents (id) ON DELETE CASCADE)", TRIGGER.replace("documents", "t")),
        ("CREATE TRIGGER cards INSTEAD OF INSERT ON cards BEGIN DELETE FROM evidence; END",),
        ("CREATE UNIQUE INDEX one_host ON pages (verdict, host, id)",),
        ("CREATE INDEX slow ON pages (hex(url))",),
        ("CREATE INDEX some ON pages (host) WHERE verdict > ''",),
        ("ALTER TABLE pages ADD COLUMN mine TEXT",),
        ("DROP INDEX pages_host", "CREATE INDEX pages_host ON pages (hex(url))"),
    ],
)
def test_what_would_run_or_fail_in_a_write_is_refused_then_only(
    cite: Cite, filled: Path, statements: tuple[str, ...]
) -> None:
    change(filled, *statements)
    assert "it is not written to" in refused(cite, "mark", "https://example.org/gone", "alive")
    assert "https://example.org/gone" in cite("list").stdout


def test_tables_and_views_of_ones_own_are_fine(cite: Cite, filled: Path) -> None:
    """As Datasette and sqlite-utils users make them."""
    change(
        filled,
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, resource TEXT REFERENCES resources (id), note TEXT)",
        "CREATE TABLE log (at TEXT)",
        "CREATE TRIGGER logged AFTER INSERT ON notes BEGIN INSERT INTO log VALUES ('now'); END",
        "DROP TRIGGER logged",
        "CREATE VIEW dead AS SELECT url FROM cards WHERE verdict = 'dead'",
        "CREATE VIRTUAL TABLE notes_fts USING fts5 (note)",
        "CREATE INDEX by_time ON fetches (started_at)",
        "ANALYZE",
    )
    cite("add", "https://example.org/new")
    assert "https://example.org/new" in cite("list").stdout


@pytest.mark.parametrize("name", ["a\nb", "'; touch pwned; '", "\x1b[31mred", "x" * 5_000])
def test_a_hostile_name_stays_on_its_line_and_is_no_command(cite: Cite, filled: Path, name: str) -> None:
    quoted = name.replace('"', '""')
    change(filled, TRIGGER.replace("theirs", f'"{quoted}"'))
    line = refused(cite, "add", "https://example.org/new")
    assert "\x1b" not in line
    assert len(line) < 400
    assert "DROP TRIGGER" not in line


def other_program(path: Path) -> None:
    change(path, "CREATE TABLE theirs (x)", "PRAGMA application_id = 7")


def newer(path: Path) -> None:
    change(path, "PRAGMA application_id = 0x63697465", "PRAGMA user_version = 999")


def text_file(path: Path) -> None:
    path.write_text("Not a database at all, but long enough to have a header of its own. " * 20)


def journal_of_others(path: Path) -> None:
    path.touch()
    Path(f"{path}-journal").write_bytes(b"/home/user/thesis.tex" + bytes(8) + bytes.fromhex("d9d505f920a163d7"))


def fifo(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (other_program, "is a database of another program"),
        (newer, "was written by a newer citecache (schema 999"),
        (text_file, "is no SQLite database"),
        (journal_of_others, "is not citecache's: it would have SQLite delete another file"),
        (fifo, "is no regular file"),
    ],
)
def test_what_is_no_cache_is_one_line(cite: Cite, folder: Path, make: Any, said: str) -> None:
    make(folder / "x.db")
    for command in ("list", "status", "doctor", "check"):
        assert said in refused(cite, "--db", "x.db", command)


def test_an_empty_log_beside_the_file_is_no_trouble(filled: Path, as_json: AsJson) -> None:
    Path(f"{filled}-wal").touch()
    assert len(as_json("list")) == 2
