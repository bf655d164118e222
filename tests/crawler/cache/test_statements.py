"""A migration's script is executed statement by statement, within its transaction."""

import sqlite3

import pytest
from sqlite_utils import Database

from crawler.cache.migrations.statements import run

SCRIPT = """
CREATE TABLE notes (text TEXT);  -- a comment; with a semicolon
CREATE TABLE log (text TEXT);

CREATE TRIGGER notes_kept AFTER INSERT ON notes BEGIN
    INSERT INTO log VALUES (new.text);
    INSERT INTO log VALUES ('a;
b');
END;
INSERT INTO notes VALUES ('first');
INSERT INTO notes VALUES ('last')
"""


@pytest.fixture
def db() -> Database:
    return Database(sqlite3.connect(":memory:", isolation_level=None))


def test_triggers_and_texts_with_semicolons_are_whole(db: Database) -> None:
    run(db, SCRIPT)
    assert [row[0] for row in db.execute("SELECT text FROM log")] == ["first", "a;\nb", "last", "a;\nb"]


def test_what_a_script_did_is_undone_with_its_transaction(db: Database) -> None:
    db.execute("BEGIN IMMEDIATE")
    run(db, SCRIPT)
    db.execute("ROLLBACK")
    assert db.table_names() == []
