"""Caches that cannot be written: read-only media, and a disk without a byte left. In a mount namespace of their own."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "citecache"
NAMESPACE = ["unshare", "--mount", "sh", "-euc"]
READ_ONLY = "mount --bind w m; mount -o remount,ro,bind m; "
FULL = "mount -t tmpfs -o size=1m none m; cp w/* m; dd if=/dev/zero of=m/fill bs=1k 2>/dev/null || true; "

Run = Callable[..., subprocess.CompletedProcess[str]]


def possible() -> bool:
    try:
        return (
            subprocess.run([*NAMESPACE, "mount -t tmpfs none /mnt"], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


pytestmark = pytest.mark.skipif(not possible(), reason="needs the right to mount")


@pytest.fixture
def run(folder: Path, filled: Path) -> Run:
    """A command on the cache of `w`, as it is seen in `m`."""
    (folder / "w").mkdir()
    (folder / "m").mkdir()
    shutil.move(filled, folder / "w" / "c.db")

    def command(mount: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        program = f'{mount}set +e; "$@"; code=$?; ls m >names; exit $code'
        words = [*NAMESPACE, program, "sh", str(COMMAND), "--db", "m/c.db", *arguments]
        return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=60, check=False)

    return command


@pytest.mark.parametrize("mount", [FULL, READ_ONLY], ids=["full", "read-only"])
@pytest.mark.parametrize("arguments", ["check", "doctor", "export jsonl", "list", "search leaked", "status"])
def test_it_is_read(run: Run, mount: str, arguments: str) -> None:
    done = run(mount, *arguments.split())
    assert done.returncode == 3 * (arguments == "check")
    assert done.stderr in ("", "1 document, 2 citations, 2 resources\n")
    assert done.stdout


@pytest.mark.parametrize("mount", [FULL, READ_ONLY], ids=["full", "read-only"])
@pytest.mark.parametrize(
    "arguments", ["add https://example.org/new", "mark https://example.org/gone alive", "crawl --all"]
)
def test_what_writes_says_in_one_line_that_it_cannot(run: Run, mount: str, arguments: str) -> None:
    done = run(mount, *arguments.split())
    assert done.returncode == 1
    assert done.stderr.startswith(("citecache: m/c.db cannot be written", "citecache: m/c.db: only 0 MB are free"))
    assert done.stderr.count("\n") == 1


def test_nothing_is_left_beside_a_file_that_is_only_read(run: Run, folder: Path) -> None:
    assert run(READ_ONLY, "list").returncode == 0
    assert (folder / "names").read_text().split() == ["c.db"]


def test_a_log_that_was_left_behind_is_read_too(run: Run, folder: Path) -> None:
    """As after a crash, or a copy of both files: what is in it is not in the file yet."""
    path = folder / "w" / "c.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("UPDATE resources SET title = 'In the log'")
    for end in ("", "-wal"):
        shutil.copy(f"{path}{end}", f"{path}{end}.copy")
    connection.close()
    for end in ("", "-wal"):
        Path(f"{path}{end}.copy").replace(f"{path}{end}")
    assert run(READ_ONLY, "list").stdout.count("In the log") == 2


def test_an_earlier_version_s_file_cannot_be_brought_up_to_date(run: Run, folder: Path) -> None:
    old = Path(__file__).parents[2] / "crawler" / "cache" / "fixtures" / "schema-001.db"
    shutil.copy(old, folder / "w" / "c.db")
    done = run(READ_ONLY, "list")
    assert done.returncode == 1
    assert "is of an earlier version" in done.stderr
    assert done.stderr.count("\n") == 1
