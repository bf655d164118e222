"""A script of SQL, statement by statement."""

import sqlite3
from collections.abc import Iterator

from sqlite_utils import Database


def run(db: Database, script: str) -> None:
    """Executes a script within the open transaction.

    `Database.executescript` does so, too, but asks SQLite after each character whether the statement is complete.
    """
    for statement in _statements(script):
        db.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """Its statements, each of which ends with a line, or a comment behind it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if ";" in line and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
