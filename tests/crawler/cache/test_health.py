"""`doctor` finds each kind of damage by name; `backup` is whole or not there."""

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from cache_shelf import Damage, Shelf

from crawler.cache import CacheFile
from crawler.cache.read import health, snapshots
from crawler.model.errors import CacheDamaged, Error

URL, OTHER = "https://example.org/a", "https://example.org/b"


@pytest.fixture
def full(shelf: Shelf) -> Any:
    """A cache with something in every table."""
    shelf.read("a.md", URL, OTHER)
    shelf.crawl(URL, "some text")
    shelf.crawl(OTHER, "another text")
    shelf.crawl(URL, "changed text")
    return shelf


def damaged(shelf: Shelf) -> list[str]:
    return [finding.check for finding in health.examine(shelf.cache) if finding.state == "damaged"]


def test_a_sound_cache_is_sound(full: Shelf) -> None:
    found = {finding.check: finding.state for finding in health.examine(full.cache)}
    checks = ("database", "references", "bodies", "captures", "duplicates", "fetches", "search index")
    assert {check: found[check] for check in checks} == dict.fromkeys(checks, "ok")
    assert found["libraries"] == "ready"


def test_an_extra_is_ready_or_missing_with_what_its_absence_costs(full: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "EXTRAS", (("here", "lxml", "nothing"), ("gone", "no_such_module", "all is lost")))
    found = {finding.check: finding for finding in health.examine(full.cache)}
    assert found["extra here"].state == "ready"
    assert (found["extra gone"].state, found["extra gone"].detail) == (
        "missing",
        "all is lost: pip install 'citecache[gone]'",
    )


@pytest.mark.parametrize(
    ("check", "statements"),
    [
        ("bodies", ["UPDATE bodies SET data = x'28b52ffd' WHERE rowid = 1"]),
        ("bodies", ["UPDATE bodies SET sha256 = 'feed' WHERE rowid = 1"]),
        ("references", ["DELETE FROM bodies WHERE rowid = 1"]),
        ("references", ["DELETE FROM documents"]),
        ("captures", ["UPDATE pages SET last_good_capture_id = 2 WHERE id = 1"]),
        ("duplicates", ["UPDATE captures SET page_id = 1, text_sha256 = 'x', body_sha256 = 'y'"]),
        ("duplicates", ["UPDATE captures SET page_id = 1, text_sha256 = NULL, body_sha256 = 'y'"]),
        ("fetches", ["UPDATE fetches SET run_id = 1, page_id = 1"]),
        ("search index", ["DELETE FROM captures_fts WHERE rowid = 1"]),
        ("search index", ["UPDATE captures SET text = 'text not in the index' WHERE id = 1"]),
    ],
)
def test_each_kind_of_damage_is_found_by_name(full: Shelf, damage: Damage, check: str, statements: list[str]) -> None:
    damage(*statements)
    assert check in damaged(full)


def test_a_damaged_page_of_the_file_is_a_finding_not_a_crash(full: Shelf) -> None:
    """Wherever it is: each check says that it could not be made."""
    full.cache.close()
    with sqlite3.connect(full.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    good = full.path.read_bytes()
    random.seed(1)
    for page in range(2, len(good) // 4096, 7):
        data = bytearray(good)
        data[page * 4096 : page * 4096 + 64] = random.randbytes(64)
        full.path.write_bytes(bytes(data))
        try:
            with CacheFile.open(full.path) as cache:
                full.cache = cache
                assert damaged(full), f"page {page}"
        except CacheDamaged:
            pass


def test_a_backup_is_a_cache_of_the_same_content(full: Shelf, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    other = sqlite3.connect(full.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # a crawl at work
    assert snapshots.backup(full.cache, copy) == copy.stat().st_size
    other.execute("ROLLBACK")
    other.close()
    with CacheFile.open(copy) as cache:
        assert cache.db.execute("SELECT * FROM cards").fetchall() == full.rows("SELECT * FROM cards")
        assert [finding.check for finding in health.examine(cache) if finding.state == "damaged"] == []


def test_a_backup_that_fails_leaves_nothing(full: Shelf, tmp_path: Path) -> None:
    with pytest.raises(Error, match="its folder does not exist"):
        snapshots.backup(full.cache, tmp_path / "no" / "copy.db")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Error, match="a folder"):
        snapshots.backup(full.cache, tmp_path / "folder")
    own = {"folder", "a.md", "cache.db", "cache.db-wal", "cache.db-shm"}
    assert {path.name for path in tmp_path.iterdir()} <= own
