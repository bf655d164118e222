"""The fixtures of the tests of the cache."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.cache import CacheFile

sys.path.insert(0, str(Path(__file__).parent))  # the tests of a folder are no package: what they share is beside them

from cache_shelf import Damage, Shelf


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.chdir(tmp_path)  # paths of Documents are relative to the folder of the database
    path = tmp_path / "cache.db"
    with CacheFile.open(path, create=True) as cache:
        yield Shelf(path, cache)


@pytest.fixture
def damage(shelf: Shelf) -> Damage:
    """Does to the file what none of our code would."""

    def execute(*statements: str) -> None:
        shelf.cache.db.conn.execute("PRAGMA foreign_keys = 0")
        for statement in statements:
            shelf.cache.db.conn.execute(statement)
        shelf.cache.db.conn.execute("PRAGMA foreign_keys = 1")

    return execute
