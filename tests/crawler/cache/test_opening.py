"""Opening the file: what it promises of itself, and one clear line for each file that it cannot use."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cache_shelf import Shelf

from crawler.cache import CacheFile, database, run_lock
from crawler.cache.migrations import migrations
from crawler.cache.schema_version import APPLICATION_ID, SCHEMA_VERSION
from crawler.model.errors import CacheBusy, CacheDamaged, CacheError

HOLD = """
import sys
from pathlib import Path
from crawler.cache import run_lock
with run_lock(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""
CREATE = """
import sys
from pathlib import Path
from crawler.cache import CacheFile
sys.stdin.read()
CacheFile.open(Path(sys.argv[1]), create=True).close()
"""


def refusal(path: Path, **options: bool) -> str:
    with pytest.raises(CacheError) as caught:
        CacheFile.open(path, **options)
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("synchronous", 2),
        ("busy_timeout", 30_000),
        ("application_id", APPLICATION_ID),
        ("user_version", SCHEMA_VERSION),
    ],
)
def test_each_pragma_is_set_on_every_opening(tmp_path: Path, pragma: str, value: int) -> None:
    for _ in range(2):
        with CacheFile.open(tmp_path / "c.db", create=True) as cache:
            assert cache.pragma(pragma) == value
            assert cache.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_every_migration_is_recorded_and_counted(shelf: Shelf) -> None:
    """The schema version is the number of migrations, and each is on record by its name."""
    names = [row[0] for row in shelf.rows("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert len(names) == SCHEMA_VERSION
    assert names == [migration.name for migration in migrations.applied(shelf.cache.db)]
    assert migrations.pending(shelf.cache.db) == []


def test_a_schema_that_fails_half_way_leaves_an_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All tables or none: a later opening starts from nothing, and succeeds."""
    path = tmp_path / "c.db"
    whole = migrations.apply

    def fails(db: Any) -> None:
        whole(db)
        raise sqlite3.OperationalError("pulled the plug")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "apply", fails)
        assert "pulled the plug" in refusal(path, create=True)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()
    with CacheFile.open(path) as cache:
        assert cache.db["pages"].exists()


def test_a_file_can_be_created_by_many_processes_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CREATE, str(tmp_path / "c.db")]
    with_pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, **with_pipes) for _ in range(3)]
    for process in processes:
        process.stdin.close()
        process.stdin = None
    errors = [process.communicate(timeout=60)[1] for process in processes]
    assert errors == ["", "", ""]


def test_a_missing_file_is_named_with_the_command_that_creates_it(tmp_path: Path) -> None:
    assert "`citecache add` makes one" in refusal(tmp_path / "c.db")
    assert "does not exist" in refusal(tmp_path / "no" / "c.db", create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_another_program_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    assert "another program" in refusal(path, create=True)
    assert path.read_bytes() == before


def test_a_newer_schema_asks_for_a_newer_citecache(shelf: Shelf) -> None:
    shelf.cache.db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert "newer citecache" in refusal(shelf.path)


def test_a_text_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Not a database at all, but long enough to have a header of its own. " * 20)
    assert "no SQLite database" in refusal(path)
    assert path.read_text().startswith("Not a database")


def test_a_zero_byte_file_becomes_a_cache(tmp_path: Path) -> None:
    """To SQLite it is an empty database, as `mktemp` makes it."""
    path = tmp_path / "c.db"
    path.touch()
    with CacheFile.open(path) as cache:
        assert cache.pragma("application_id") == APPLICATION_ID


def test_a_file_cut_short_is_damaged(shelf: Shelf) -> None:
    shelf.cache.close()
    data = shelf.path.read_bytes()
    shelf.path.write_bytes(data[: len(data) // 2])
    with pytest.raises(CacheDamaged, match=r"is damaged .* restore a backup"), CacheFile.open(shelf.path) as cache:
        cache.db.execute("SELECT * FROM captures, evidence, bodies").fetchall()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become another user")
def test_a_file_that_may_not_be_written_is_one_clear_line(shelf: Shelf) -> None:
    """As another user: this one may write everywhere."""
    shelf.cache.close()
    for folder in (shelf.path.parent, *shelf.path.parent.parents):
        if folder.owner() != "root" or folder == Path("/tmp"):
            break
        folder.chmod(folder.stat().st_mode | 0o055)
    pid = os.fork()
    if pid == 0:  # pragma: no cover - the child
        try:
            os.setuid(65534)
            with CacheFile.open(shelf.path) as cache, cache.write():
                os._exit(2)
        except CacheError as error:
            os._exit(0 if "cannot be written" in str(error) else 3)
        except BaseException:  # noqa: BLE001 - the child must not return into pytest
            os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_a_write_waits_for_another_writer(shelf: Shelf) -> None:
    """A lock that is lifted within the timeout costs time, not an error."""
    other = sqlite3.connect(shelf.path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    timer.start()
    with shelf.cache.write() as db:
        db.execute("DELETE FROM evidence")
    timer.join()
    other.close()


def test_a_writer_that_never_ends_is_reported_as_busy(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.1)
    shelf.cache.db.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(shelf.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(CacheBusy, match="another program has been writing"), shelf.cache.write():
        pass
    other.execute("COMMIT")
    other.close()
    with shelf.cache.write():
        pass


def test_readers_do_not_wait_for_a_writer(shelf: Shelf) -> None:
    shelf.add("https://example.org/")
    other = sqlite3.connect(shelf.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM resources")
    assert shelf.one("SELECT count(*) FROM resources") == 1
    other.execute("ROLLBACK")
    other.close()


def test_a_transaction_is_stored_whole_or_not_at_all(shelf: Shelf) -> None:
    with pytest.raises(CacheError, match="no such table"), shelf.cache.write() as db:  # noqa: PT012 - the second fails
        db.execute("INSERT INTO pages (url, host, added_at) VALUES ('u', 'h', '')")
        db.execute("INSERT INTO nowhere VALUES (1)")
    assert shelf.one("SELECT count(*) FROM pages") == 0


def test_a_full_disk_is_one_clear_line(shelf: Shelf) -> None:
    pages = shelf.cache.pragma("page_count")
    shelf.cache.db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(CacheError, match="the disk is full"):
        shelf.add(*(f"https://example.org/{n}/{'x' * 500}" for n in range(100)))
    assert shelf.one("SELECT count(*) FROM resources") == 0


def test_the_run_lock_excludes_a_second_crawl_until_the_first_dies(tmp_path: Path) -> None:
    """Also when it was killed: the lock goes with the process."""
    path = tmp_path / "c.db"
    CacheFile.open(path, create=True).close()
    with held_elsewhere(path), pytest.raises(CacheBusy, match=r"another crawl of .* is running"), run_lock(path):
        pass
    with run_lock(path):
        pass


@contextmanager
def held_elsewhere(path: Path) -> Iterator[None]:
    """Another process holds the run lock, and is killed."""
    holder = subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"locked\n"
        yield
    finally:
        holder.kill()
        holder.communicate()


@pytest.mark.parametrize("name", ["symbolic.db", "hard.db", "renamed.db", "./folder/../c.db"])
def test_the_run_lock_belongs_to_the_file_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path, other = tmp_path / "c.db", tmp_path / name
    CacheFile.open(path, create=True).close()
    (tmp_path / "folder").mkdir()
    (tmp_path / "symbolic.db").symlink_to(path)
    (tmp_path / "hard.db").hardlink_to(path)
    with held_elsewhere(path):
        if name == "renamed.db":
            path.rename(other)
        with pytest.raises(CacheBusy), run_lock(other):
            pass


def test_the_run_lock_leaves_no_file_that_could_be_deleted(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    CacheFile.open(path, create=True).close()
    with run_lock(path):
        assert [file.name for file in tmp_path.iterdir()] == ["c.db"]


def test_the_run_lock_takes_no_lock_from_sqlite(tmp_path: Path) -> None:
    """Neither while it is held nor when it is lifted: others read and write, and nobody resets the log under us."""
    path = tmp_path / "c.db"
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=5, isolation_level=None);"
        "c.execute('INSERT INTO evidence VALUES (NULL, 1, 2, 3, 4, 5)'); c.close()"
    )
    with CacheFile.open(path, create=True) as cache:
        for _ in range(2):
            with run_lock(path):
                subprocess.run([sys.executable, "-c", program, path], check=True)
            subprocess.run([sys.executable, "-c", program, path], check=True)
            assert Path(f"{path}-wal").exists()  # the last connection of all would have deleted it
        assert cache.db.execute("SELECT count(*) FROM evidence").fetchone() == (4,)


def test_a_second_run_in_one_process_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    CacheFile.open(path, create=True).close()
    with run_lock(path), pytest.raises(CacheBusy), run_lock(path):
        pass


def test_a_lock_of_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CacheError, match=r"c\.db cannot be locked"), run_lock(tmp_path / "no" / "c.db"):
        pass
    assert list(tmp_path.iterdir()) == []
