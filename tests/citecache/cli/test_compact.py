"""`compact`: bodies go by the rules that are named, texts stay, and the file gets smaller."""

import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import fetched_pages
import pytest
from command_line import AsJson, Cite
from fetched_pages import Page

from crawler.cache import CacheFile, bodies, connection, run_lock

PAGE, OTHER = "https://example.org/llama", "https://example.net/alpaca"
KB = 1024


def fetch(path: Path, url: str, number: int, *, days_ago: int, kilobytes: int, shared: int = 0) -> None:
    """A run that finds that version of a page, with so large a body, of which others have so many KB as well."""
    text = f"Version {number} of {url}{' with a frame' * bool(shared)}. " * 20
    body = Random(shared).randbytes(shared * KB) + Random(text).randbytes((kilobytes - shared) * KB)
    page = Page(text, body=body, capture={"extractor": "plain", "extractor_version": "1"})
    fetched_pages.fetch(path, {url: page}, datetime.now(UTC) - timedelta(days=days_ago))


@pytest.fixture
def versions(folder: Path, cite: Cite) -> Path:
    """Four versions of a page, 300, 200, 100 and 0 days old, of 600, 10, 600 and 600 KB; two of another, of 10 KB."""
    (folder / "a.md").write_text(f"[x]({PAGE}) [y]({OTHER})\n")
    cite("add", "a.md")
    path = folder / "citecache.db"
    for number, kilobytes in enumerate((600, 10, 600, 600)):
        fetch(path, PAGE, number, days_ago=300 - 100 * number, kilobytes=kilobytes)
    for number in range(2):
        fetch(path, OTHER, number, days_ago=400 - 100 * number, kilobytes=10)
    return path


def bodies_left(path: Path) -> dict[str, list[int]]:
    """Page -> the versions whose bodies are there. All texts are, and the file is sound."""
    with CacheFile.open(path) as cache:
        rows = cache.db.execute(
            "SELECT p.url, row_number() OVER (PARTITION BY p.id ORDER BY c.id) - 1, length(b.data) > 0, c.text"
            " FROM captures c JOIN pages p ON p.id = c.page_id JOIN bodies b ON b.sha256 = c.body_sha256"
        ).fetchall()
    assert all(row[3] for row in rows)
    return {url: [number for one, number, kept, _ in rows if one == url and kept] for url in (PAGE, OTHER)}


ALL = {PAGE: [0, 1, 2, 3], OTHER: [0, 1]}


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        ("", ALL),
        ("--bodies-older-than 150d", {PAGE: [2, 3], OTHER: [1]}),
        ("--bodies-older-than 150d --larger-than 100KB", {PAGE: [1, 2, 3], OTHER: [0, 1]}),
        ("--larger-than 1", {PAGE: [3], OTHER: [1]}),
        ("--larger-than 600KB", ALL),
        ("--keep 0", {PAGE: [3], OTHER: [1]}),
        ("--keep 1", {PAGE: [2, 3], OTHER: [0, 1]}),
        ("--keep 1 --bodies-older-than 250d", {PAGE: [1, 2, 3], OTHER: [0, 1]}),
        ("--keep 0 --last-good", {PAGE: [], OTHER: []}),
        ("--bodies-older-than 150d --last-good", {PAGE: [2, 3], OTHER: []}),
    ],
)
def test_a_body_goes_if_it_fulfils_every_rule(
    versions: Path, cite: Cite, as_json: AsJson, rules: str, left: dict[str, list[int]]
) -> None:
    """That of a last good text only if asked for. Texts always stay."""
    gone = sum(map(len, ALL.values())) - sum(map(len, left.values()))
    assert as_json("compact", *rules.split(), "--dry-run")["bodies"] == gone
    assert bodies_left(versions) == ALL
    assert as_json("compact", *rules.split())["bodies"] == gone
    assert bodies_left(versions) == left
    assert cite("doctor").exit_code == 0
    assert as_json("compact", *rules.split())["bodies"] == 0


def test_the_file_gets_smaller_and_says_so(versions: Path, cite: Cite, as_json: AsJson) -> None:
    before = versions.stat().st_size
    said = cite("doctor").stdout
    assert "earlier bodies 1.2 MB: citecache compact --keep 0" in said
    assert "4 bodies would be dropped, about 1.2 MB freed" in cite("compact", "--keep", "0", "--dry-run").stdout
    said = cite("compact", "--keep", "0").stdout
    assert "4 bodies dropped, 1.2 MB freed\nthe file is " in said
    assert "it was" in said
    assert versions.stat().st_size < before - 1_200 * KB
    assert "earlier bodies" not in cite("doctor").stdout
    assert as_json("compact", "--dry-run")["file_bytes"]["free"] == 0


def test_free_space_is_told_and_given_back_without_a_rule(versions: Path, cite: Cite) -> None:
    with CacheFile.open(versions) as cache, cache.write() as db:
        db.execute("CREATE TABLE mine (data BLOB)")
        db.execute("INSERT INTO mine VALUES (randomblob(3000000))")
        db.execute("DROP TABLE mine")
    assert "2.9 MB free (" in cite("doctor").stdout
    assert "): citecache compact" in cite("doctor").stdout
    assert "the file is " in cite("compact").stdout
    assert bodies_left(versions) == ALL
    assert "0 B free (0 %)" in cite("doctor").stdout


@pytest.mark.parametrize("command", ["compact", "prune"])
def test_space_that_a_reader_holds_back_is_told(
    versions: Path, cite: Cite, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """The file gets smaller only when nobody reads what stood in it before."""
    monkeypatch.setattr(connection, "BUSY_TIMEOUT", 0.1)
    with CacheFile.open(versions) as cache:
        with cache.write() as db:
            db.execute("CREATE TABLE mine (data BLOB)")
            db.execute("INSERT INTO mine VALUES (randomblob(3000000))")
            db.execute("DROP TABLE mine")
        cache.pragma("wal_checkpoint(TRUNCATE)")
        with cache.snapshot():
            said = cite(command).stdout
    assert re.search(r"the file is \S+ MB, and \S+ MB once the program that is reading it has ended", said), said
    assert "as before" not in said
    assert "as before" in cite("compact").stdout
    assert bodies_left(versions) == ALL


def test_of_versions_that_are_alike_little_is_freed(versions: Path, cite: Cite, as_json: AsJson) -> None:
    """The newest needs in full what it had in common with those that are dropped."""
    for number in range(3):
        fetch(versions, OTHER, number, days_ago=3 - number, kilobytes=2_020, shared=2_000)
    cite("compact", "--keep", "0", "--bodies-older-than", "50d")
    assert "earlier bodies" not in cite("doctor").stdout
    expected = as_json("compact", "--keep", "0", "--dry-run")
    freed = as_json("compact", "--keep", "0")
    assert (expected["bodies"], freed["bodies"]) == (2, 2)
    assert 30 * KB < freed["body_bytes"] < 50 * KB
    assert 30 * KB < expected["body_bytes"] < 50 * KB
    assert cite("doctor").exit_code == 0


def test_what_was_stored_alone_is_packed_when_asked_for(versions: Path, cite: Cite, as_json: AsJson) -> None:
    """A file of an earlier version of citecache has no differences."""
    for number in range(3):
        fetch(versions, OTHER, number, days_ago=3 - number, kilobytes=20, shared=19)
    with CacheFile.open(versions) as cache, cache.write() as db:
        for (digest,) in db.execute("SELECT sha256 FROM bodies WHERE base IS NOT NULL").fetchall():
            bodies.replace(db, digest, bodies.load(db, digest), None)
    before = cite("export", "jsonl").stdout
    assert as_json("compact", "--repack")["packed_bytes"] > 2 * 15 * KB
    assert cite("export", "jsonl").stdout == before
    assert cite("doctor").exit_code == 0
    assert "saved" not in cite("compact", "--repack").stdout


def test_the_search_index_is_merged_and_finds_what_it_found(versions: Path, cite: Cite, as_json: AsJson) -> None:
    """Each Fetch of these was a transaction, and left a piece of the index."""
    found = as_json("search", "version")
    before, after = pieces(versions), [cite("compact"), pieces(versions)][1]
    assert after == 1 < before
    assert as_json("search", "version") == found != []
    assert cite("doctor").exit_code == 0


def pieces(path: Path) -> int:
    """The segments of the index, each of which has pages in `captures_fts_idx`."""
    with CacheFile.open(path) as cache:
        return int(cache.db.execute("SELECT count(DISTINCT segid) FROM captures_fts_idx").fetchone()[0])


def test_a_dropped_body_is_said_to_be_gone_and_its_text_is_found(versions: Path, cite: Cite, as_json: AsJson) -> None:
    cite("compact", "--keep", "0", "--last-good")
    assert "is not kept" in str(cite("show", PAGE, "--raw", "-o", "x.html", expect=1).exception)
    assert cite("show", PAGE, "--text").stdout.startswith("Version 3")
    assert [hit["url"] for hit in as_json("search", '"version 3"')] == [PAGE]
    cite("export", "warc", "-o", "x.warc")
    cite("merge", "--db", "other.db", str(versions))
    assert [hit["url"] for hit in as_json("search", '"version 3"', "--db", "other.db")] == [PAGE]
    assert cite("doctor", "--db", "other.db").exit_code == 0
    cite("prune", "--keep", "none")
    assert cite("doctor").exit_code == 0


def test_a_body_that_is_no_blob_is_told_with_the_remedy(versions: Path, cite: Cite) -> None:
    """Somebody's edit of the file; SQLite hands it over as text, which it is not."""
    with CacheFile.open(versions) as cache, cache.write() as db:
        db.execute("UPDATE bodies SET data = CAST(data AS TEXT)")
    said = str(cite("compact", "--repack", expect=1).exception)
    assert "is damaged (column 'data' is no UTF-8): restore a backup" in said
    assert "\n" not in said


def test_nothing_is_dropped_under_a_running_crawl(versions: Path, cite: Cite) -> None:
    with run_lock(versions):
        assert "another crawl" in str(cite("compact", "--keep", "0", expect=1).exception)
    assert bodies_left(versions) == ALL


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("--last-good", "--last-good needs a rule"),
        ("--larger-than 1.5MB", "is no size: write 1MB"),
        ("--larger-than many", "is no size"),
        ("--bodies-older-than 1y", "is not a duration"),
        ("--keep -1", "--keep"),
    ],
)
def test_usage_mistakes_are_exit_code_2(versions: Path, cite: Cite, arguments: str, complaint: str) -> None:
    assert complaint in cite("compact", *arguments.split(), expect=2).output
    assert bodies_left(versions) == ALL


KILLED_AT_A_COMMIT = """
import os, signal, sys
from pathlib import Path
from crawler.cache.write import base_bodies, compaction
compaction.BATCH, drop, left = 1, base_bodies.drop, [int(sys.argv[2])]
def killed(db, digests):
    if not left[0]:
        drop(db, digests)
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return drop(db, digests)
base_bodies.drop = killed
from datetime import UTC, datetime
from citecache.usecases.compact import compact
from crawler.cache.policy import BodyRules
compact(Path(sys.argv[1]), BodyRules(versions=0), now=datetime.now(UTC))
"""


def test_killed_in_the_middle_it_has_lost_nothing_and_goes_on_next_time(versions: Path, cite: Cite) -> None:
    for _ in range(2):  # each loses the transaction in which it is killed
        command = [sys.executable, "-c", KILLED_AT_A_COMMIT, str(versions), "1"]
        ended = subprocess.run(command, env={**os.environ}, capture_output=True, text=True, check=False)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        assert cite("doctor").exit_code == 0
    assert sum(map(len, bodies_left(versions).values())) == 4
    cite("compact", "--keep", "0")
    assert bodies_left(versions) == {PAGE: [3], OTHER: [1]}
