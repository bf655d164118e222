"""Joining another cache: nothing of ours is lost, what both have counts once, the joined evidence is judged anew."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cache_shelf import DAY, Shelf

from citecache.usecases.merge import merge
from crawler.cache import CacheFile
from crawler.cache.read import cards, full_text, health
from crawler.cache.write import marks
from crawler.model import MergeReport, Outcome, ResourceRecord, Verdict
from crawler.model.errors import CacheError

GOOD, GONE, THEIRS = "https://example.org/good", "https://example.org/gone", "https://example.net/theirs"
LONG = "A text that is long enough to count as one. " * 20
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def other(tmp_path: Path, shelf: Shelf) -> Iterator[Shelf]:
    """A colleague's cache, in a folder of its own."""
    folder = tmp_path / "colleague"
    folder.mkdir()
    with CacheFile.open(folder / "cache.db", create=True) as cache:
        yield Shelf(folder / "cache.db", cache, now=shelf.now)


def join(ours: Shelf, theirs: Shelf | Path) -> MergeReport:
    path = theirs if isinstance(theirs, Path) else theirs.path
    return merge(ours.path, path, now=ours.now + 400 * DAY)


def content(shelf: Shelf) -> dict[str, list[tuple[Any, ...]]]:
    """Pages, Fetches and Captures, without the numbers of rows."""
    return {
        "pages": shelf.rows("SELECT url, verdict, streak, interval_s, due_at, last_good_at FROM pages ORDER BY url"),
        "captures": shelf.rows(
            "SELECT p.url, c.body_sha256, c.text_sha256, c.status, c.captured_at, c.memento_datetime FROM captures c"
            " JOIN pages p ON p.id = c.page_id ORDER BY 1, 2, 3, 4, 5"
        ),
        "fetches": shelf.rows(
            "SELECT p.url, f.started_at, f.status, f.verdict, f.effective_verdict, f.good FROM fetches f"
            " JOIN pages p ON p.id = f.page_id ORDER BY p.url, f.id"
        ),
    }


def everything(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        rows = list(connection.iterdump())
    connection.close()
    return rows


def assert_sound(shelf: Shelf) -> None:
    assert [check for check in health.examine(shelf.cache) if check.state == "damaged"] == []


@pytest.fixture
def both(shelf: Shelf, other: Shelf) -> tuple[Shelf, Shelf]:
    """Both cite and have fetched one page, each another time; each has one that the other has not."""
    shelf.read("a.md", GOOD, GONE)
    shelf.crawl(GOOD, LONG + "Ours.")
    shelf.crawl(GONE, verdict=Verdict.MISSING, status=404)
    other.read("b.md", GOOD, THEIRS)
    other.now += 2 * DAY
    other.crawl(GOOD, LONG + "Theirs.")
    other.crawl(THEIRS, LONG + "Of theirs.")
    return shelf, other


def test_what_the_other_has_comes_in_and_ours_stays(both: tuple[Shelf, Shelf]) -> None:
    ours, theirs = both
    before = content(ours)
    report = join(ours, theirs)
    assert report.new["resources"] == 1
    assert report.new["captures"] == 2
    after = content(ours)
    assert set(before["captures"]) < set(after["captures"])
    assert {row[:3] for row in before["fetches"]} < {row[:3] for row in after["fetches"]}
    card = cards.card(ours.cache, ours.id(THEIRS))
    assert (card.verdict, card.cited_by[0].document) == (Verdict.ALIVE, "b.md")
    assert card.stable_id == theirs.one("SELECT stable_id FROM resources WHERE url = ?", THEIRS)
    assert [hit.url for hit in full_text.search(ours.cache, '"Of theirs"', limit=9)] == [THEIRS]
    assert_sound(ours)


def test_twice_changes_nothing(both: tuple[Shelf, Shelf]) -> None:
    ours, theirs = both
    join(ours, theirs)
    before = everything(ours.path)
    assert not join(ours, theirs).changed
    assert everything(ours.path) == before


def test_both_orders_give_the_same(both: tuple[Shelf, Shelf], tmp_path: Path) -> None:
    ours, theirs = both
    first = tmp_path / "first.db"
    ours.cache.db.execute("VACUUM INTO ?", [str(first)])
    join(ours, theirs)
    join(theirs, first)
    assert content(ours) == content(theirs)
    assert_sound(theirs)


def test_a_copy_that_went_on_adds_what_is_new_since(both: tuple[Shelf, Shelf], tmp_path: Path) -> None:
    """As of a CI service, which begins with our cache."""
    ours, _ = both
    (tmp_path / "ci").mkdir()
    ours.cache.db.execute("VACUUM INTO ?", [str(tmp_path / "ci/c.db")])
    with CacheFile.open(tmp_path / "ci/c.db") as cache:
        ci = Shelf(tmp_path / "ci/c.db", cache, now=ours.now)
        ci.crawl(GOOD, LONG + "Later.")
        report = join(ours, ci)
        assert (report.new["fetches"], report.new["captures"], report.conflicts) == (1, 1, [])
        assert content(ours) == content(ci)
    assert_sound(ours)


def test_joined_evidence_is_judged_in_the_order_of_time(shelf: Shelf, other: Shelf) -> None:
    """Each alone has seen too little to call the page dead."""
    missing: dict[str, Any] = {"verdict": Verdict.MISSING, "status": 404}
    for one in (shelf, other):
        one.read("a.md", GONE)
    shelf.crawl(GONE, after=DAY, **missing)
    other.crawl(GONE, after=5 * DAY, **missing)
    shelf.crawl(GONE, after=8 * DAY, **missing)
    assert shelf.page(GONE)["verdict"] == "missing"
    assert join(shelf, other).judged_again == 1
    page = shelf.page(GONE)
    assert page["verdict"] == "dead"
    assert page["last_fetch_id"] == shelf.one("SELECT max(id) FROM fetches")
    assert [row[0] for row in shelf.rows("SELECT started_at FROM fetches ORDER BY id")] == sorted(
        row[0] for row in shelf.rows("SELECT started_at FROM fetches")
    )
    assert shelf.rows("SELECT rule FROM evidence WHERE fetch_id = ?", page["last_fetch_id"])
    assert_sound(shelf)


def test_the_newest_good_text_is_the_last_good_one_whoever_fetched_it(both: tuple[Shelf, Shelf]) -> None:
    ours, theirs = both
    join(ours, theirs)
    assert str(cards.card(ours.cache, ours.id(GOOD)).text).endswith("Theirs.")
    join(theirs, ours)
    assert str(cards.card(theirs.cache, ours.id(GOOD)).text).endswith("Theirs.")


def test_conflicts_are_said_and_ours_is_kept(shelf: Shelf, other: Shelf) -> None:
    record = {"id": "00000000000000aa", "url": GOOD}
    shelf.read("r.yaml", records=(ResourceRecord(**record, title="Ours", summary="S"),), format="yaml")
    other.read("s.yaml", records=(ResourceRecord(id="00000000000000bb", url=GOOD, title="Theirs", review="R"),))
    shelf.add(GONE)
    other.add(GONE)
    for one, verdict in ((shelf, Verdict.DEAD), (other, Verdict.ALIVE)):
        marks.mark(one.cache, one.id(GONE), verdict, note="seen", now=one.now)
    marks.mark(other.cache, "00000000000000bb", Verdict.MOVED, note="new", now=other.now)
    report = join(shelf, other)
    lines = "\n".join(report.conflicts)
    assert "its id is 00000000000000aa here, 00000000000000bb there: ours kept" in lines
    assert "title is 'Ours' here, 'Theirs' there: ours kept" in lines
    assert f"{GONE}: marked dead here, alive there (seen): ours kept" in lines
    assert report.taken == [f"{GOOD}: marked moved there (new): so it is here now"]
    card = cards.card(shelf.cache, "00000000000000aa")
    assert (card.title, card.summary, card.verdict) == ("Ours", "S", Verdict.MOVED)
    assert shelf.one("SELECT review FROM resources WHERE url = ?", GOOD) == "R"
    assert shelf.page(GONE)["verdict"] == "dead"


def test_an_id_that_stands_for_another_url_stays_ours(shelf: Shelf, other: Shelf) -> None:
    shelf.read("r.yaml", records=(ResourceRecord(id="00000000000000aa", url=GOOD),))
    other.read("s.yaml", records=(ResourceRecord(id="00000000000000aa", url=THEIRS),))
    report = join(shelf, other)
    assert len([line for line in report.conflicts if "it stands for" in line]) == 1
    assert dict(shelf.rows("SELECT url, id FROM resources")) == {GOOD: "00000000000000aa", THEIRS: shelf.id(THEIRS)}


def test_a_document_that_is_known_here_says_itself_what_it_cites(shelf: Shelf, other: Shelf) -> None:
    shelf.read("a.md", GOOD)
    other.read("colleague/a.md", GOOD, THEIRS)  # beside its database, as ours is beside ours
    assert join(shelf, other).new["documents"] == 0
    assert shelf.rows("SELECT r.url FROM citations t JOIN resources r ON r.id = t.resource_id") == [(GOOD,)]


@pytest.mark.parametrize("released", sorted(FIXTURES.glob("schema-*.db")), ids=lambda path: path.stem)
def test_the_file_of_an_older_version_is_joined_and_stays_as_it_is(
    shelf: Shelf, tmp_path: Path, released: Path
) -> None:
    (tmp_path / "old").mkdir()
    old = Path(shutil.copy(released, tmp_path / "old/c.db"))
    before = old.read_bytes()
    report = join(shelf, old)
    assert old.read_bytes() == before
    assert sorted(path.name for path in old.parent.iterdir()) == ["c.db"]
    assert report.new["resources"] == 16
    assert not report.left_out
    assert not join(shelf, old).changed
    assert_sound(shelf)
    with CacheFile.open(Path(shutil.copy(old, tmp_path / "old/d.db"))) as cache:
        there = dict(cache.db.execute("SELECT url, verdict FROM pages").fetchall())
    assert dict(shelf.rows("SELECT url, verdict FROM pages")) == there


def test_what_is_no_cache_is_refused_in_one_line(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(GOOD)
    (tmp_path / "text.db").write_text("no database" * 1000)
    os.mkfifo(tmp_path / "pipe.db")
    (tmp_path / "link.db").symlink_to(shelf.path)
    (tmp_path / "hard.db").hardlink_to(shelf.path)
    sqlite3.connect(tmp_path / "foreign.db").execute("CREATE TABLE t (x)").connection.close()
    told = {
        "text.db": "no SQLite database|cannot be read",
        "pipe.db": "not a file",
        "link.db": "this cache itself",
        "hard.db": "this cache itself",
        "foreign.db": "database of another program",
        "none.db": "there is no cache at",
    }
    for name, words in told.items():
        with pytest.raises(CacheError, match=words) as error:
            join(shelf, tmp_path / name)
        assert "\n" not in str(error.value)


def test_rows_that_are_not_as_ours_would_be_are_left_out_and_counted(both: tuple[Shelf, Shelf]) -> None:
    ours, theirs = both
    for sql in (
        "UPDATE captures SET text = 'another text' WHERE page_id = 1",
        "UPDATE fetches SET headers = '[1, {}]' WHERE page_id = 2",
        "UPDATE resources SET sources = x'00ff' WHERE url LIKE '%theirs'",
    ):
        theirs.cache.db.execute(sql)
    report = join(ours, theirs)
    assert report.left_out == {
        "captures: a text that does not match its hash": 1,
        "resources: a value that does not belong there": 2,
        "citations: of nothing that is there": 1,
    }
    assert_sound(ours)


def test_a_body_that_is_damaged_is_left_out_with_its_capture(both: tuple[Shelf, Shelf]) -> None:
    ours, theirs = both
    theirs.cache.db.execute("UPDATE bodies SET data = x'28b52ffd00'")
    assert join(ours, theirs).left_out == {"captures: a body that is damaged or missing": 2}
    assert_sound(ours)


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "soon", "2026-13-01T00:00:00Z"])
def test_times_that_cannot_be_are_left_out(both: tuple[Shelf, Shelf], moment: str) -> None:
    ours, theirs = both
    theirs.cache.db.execute("UPDATE fetches SET started_at = ?, elapsed_ms = 9223372036854775807", [moment])
    assert join(ours, theirs).new["fetches"] == 0
    assert_sound(ours)


def test_archived_copies_come_along(both: tuple[Shelf, Shelf]) -> None:
    ours, theirs = both
    theirs.cache.db.execute(
        "UPDATE captures SET source = 'archived', memento_datetime = '2020-01-01T00:00:00Z', fetch_id = NULL"
        " WHERE page_id = 2"
    )
    theirs.cache.db.execute("UPDATE pages SET archived_capture_id = last_good_capture_id WHERE id = 2")
    join(ours, theirs)
    assert ours.one("SELECT count(*) FROM pages WHERE archived_capture_id IS NOT NULL") == 1
    assert_sound(ours)


def test_an_outage_of_theirs_stays_inconclusive(shelf: Shelf, other: Shelf) -> None:
    urls = [f"https://h{number}.org/" for number in range(4)]
    for one in (shelf, other):
        one.read("a.md", *urls)
    for url in urls:
        shelf.crawl(url, LONG, after=DAY)
    other.now = shelf.now + DAY
    run = other.begin()
    other.record(
        run, *(other.fetch(url, outcome=Outcome.TIMEOUT, verdict=Verdict.UNREACHABLE, final_url=None) for url in urls)
    )
    assert other.finish(run, online=lambda: False) == "offline"
    join(shelf, other)
    assert {row[0] for row in shelf.rows("SELECT verdict FROM pages")} == {"alive"}


def test_a_kill_in_the_middle_loses_nothing(both: tuple[Shelf, Shelf]) -> None:
    ours, theirs = both
    before = content(ours)
    program = (
        "import os, signal, sys\n"
        "from datetime import datetime, UTC\n"
        "from pathlib import Path\n"
        "from crawler.cache.write.merging import merge as module\n"
        "from citecache.usecases.merge import merge\n"
        "def killed(*_): os.kill(os.getpid(), signal.SIGKILL)\n"
        "module.join_mark = killed\n"
        "merge(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime.now(UTC))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(ours.path), str(theirs.path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert content(ours) == before
    assert_sound(ours)
    assert join(ours, theirs).changed
