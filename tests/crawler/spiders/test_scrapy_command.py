"""`scrapy crawl citations`, without our command around it: what goes wrong is one line in the log, and nothing hangs.

Exit codes are Scrapy's, which are 0 whenever a spider was opened.
"""

import sqlite3
from contextlib import closing

import pytest
from own_web import Desk, Web

from crawler.cache import CacheFile, run_lock

NO_DELAY = ("-s", "CITECACHE_ALLOW_ADDRESSES=127.0.0.0/8", "-s", "DOWNLOAD_DELAY=0", "-s", "CITECACHE_WORKERS=1")


@pytest.fixture
def scrapy_desk(desk: Desk) -> Desk:
    (desk.folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")
    return desk


def crawl(desk: Desk, *arguments: str) -> list[str]:
    """Lines of level WARNING and above. `desk.run` refuses tracebacks, and ends what hangs."""
    words = ("crawl", "citations", *NO_DELAY, "-s", "LOG_LEVEL=WARNING", *arguments)
    return desk.run(*words, program="scrapy").stderr.splitlines()


def only(lines: list[str]) -> str:
    (line,) = lines
    assert "[citecache] ERROR: " in line
    return line.partition("ERROR: ")[2]


def runs_begun(desk: Desk) -> int:
    return int(desk.one("SELECT count(*) FROM runs"))


def test_another_run_holds_the_lock(web: Web, scrapy_desk: Desk) -> None:
    scrapy_desk.run("add", web.url("/a"))
    with run_lock(scrapy_desk.path):
        line = only(crawl(scrapy_desk, "-a", f"urls={web.url('/a')}"))
    assert line.startswith("another crawl of citecache.db is running")
    assert runs_begun(scrapy_desk) == 0
    assert web.hits == []


def test_too_little_space_on_the_disk(web: Web, scrapy_desk: Desk) -> None:
    line = only(crawl(scrapy_desk, "-a", f"urls={web.url('/a')}", "-s", f"CITECACHE_MIN_FREE={2**62}"))
    assert "are free on its disk" in line
    assert "CITECACHE_MIN_FREE" in line
    assert runs_begun(scrapy_desk) == 0
    assert web.hits == []


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("-a", "limit=x"), "-a limit: 'x' is not a whole number"),
        (("-a", "older_than=1d"), "-a older_than: '1d' is not a whole number"),
        (("-s", "CITECACHE_MIN_FREE=1GB"), "-s CITECACHE_MIN_FREE: '1GB' is not a whole number"),
    ],
)
def test_a_number_that_is_none(scrapy_desk: Desk, arguments: tuple[str, ...], line: str) -> None:
    assert only(crawl(scrapy_desk, *arguments)) == line
    assert not scrapy_desk.path.exists()


def test_a_file_that_is_no_database(scrapy_desk: Desk) -> None:
    scrapy_desk.path.write_text("The tide book of the harbour master.")
    assert "is no SQLite database" in only(crawl(scrapy_desk))
    assert scrapy_desk.path.read_text() == "The tide book of the harbour master."


def test_a_database_of_another_program(web: Web, scrapy_desk: Desk) -> None:
    with closing(sqlite3.connect(scrapy_desk.path)) as connection:
        connection.execute("CREATE TABLE tides (height REAL)")
    assert "is a database of another program" in only(crawl(scrapy_desk, "-a", f"urls={web.url('/a')}"))
    assert scrapy_desk.rows("SELECT name FROM sqlite_master") == [("tides",)]


def test_a_folder_that_does_not_exist(scrapy_desk: Desk) -> None:
    assert "does not exist" in only(crawl(scrapy_desk, "-s", "CITECACHE_DB=nowhere/citecache.db"))


def test_sources_are_read_as_add_reads_them(web: Web, scrapy_desk: Desk) -> None:
    """What is skipped is logged with its place; a document that is gone from a folder no longer cites."""
    docs = scrapy_desk.folder / "docs"
    docs.mkdir()
    (docs / "a.md").write_text(f"See {web.url('/a')} and [that](http://site.test:99999/).")
    (docs / "b.md").write_text(f"See {web.url('/b')}.")
    lines = crawl(scrapy_desk, "-a", "sources=docs absent.md", "-a", "urls=http://127.0.0.1:9/")
    places = [line.partition("WARNING: ")[2].partition(": ")[0] for line in lines]
    assert places == ["http://127.0.0.1:9/", "docs/a.md:1", "absent.md"]
    (docs / "b.md").unlink()
    crawl(scrapy_desk, "-a", "sources=docs")
    cited = "SELECT DISTINCT d.path FROM citations c JOIN documents d ON d.id = c.document_id"
    assert scrapy_desk.rows(cited) == [("docs/a.md",)]
    assert scrapy_desk.rows("SELECT state FROM runs") == [("finished",), ("finished",)]


def test_the_run_is_closed_and_its_lock_released(web: Web, scrapy_desk: Desk) -> None:
    assert crawl(scrapy_desk, "-a", f"urls={web.url('/a')}") == []
    with run_lock(scrapy_desk.path), CacheFile.open(scrapy_desk.path) as cache:
        assert cache.db.execute("SELECT count(*) FROM runs WHERE finished_at IS NULL").fetchone()[0] == 0
