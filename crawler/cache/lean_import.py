"""sqlite-utils without pandas and numpy, which it imports where they are installed.

They take about as long as all else that a command imports, and nothing of theirs is ever stored.
"""

import sqlite3
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_UNUSED = ("pandas", "numpy")


def import_sqlite_utils() -> None:
    """Import it while these cannot be found; afterwards they can, by whoever wants them."""
    hidden = [name for name in _UNUSED if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # "The import system", 5.3.1: an import of it fails
    try:
        import_module("sqlite_utils")
    finally:
        for name in hidden:
            del sys.modules[name]


def database_on(connection: sqlite3.Connection) -> "Database":
    """A connection in sqlite-utils, whose plugins do not touch it."""
    import_sqlite_utils()
    from sqlite_utils import Database  # noqa: PLC0415

    return Database(connection, execute_plugins=False)
