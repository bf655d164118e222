"""A real Datasette on a cache, with the exported metadata, asked over HTTP."""

import json
import os
import sqlite3
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from click.testing import CliRunner

from citecache.cli.group import citecache
from crawler.cache import CacheFile
from crawler.cache.read.datasette import FACETS, HIDDEN, QUERIES, SORTED_BY, TABLES
from crawler.model import Card
from crawler.model.card_fields import Table, fields_of

PROGRAM = Path(__file__).parents[4] / ".venv-datasette" / "bin" / "datasette"
FIXTURE = Path(__file__).parents[3] / "crawler" / "cache" / "fixtures" / "schema-001.db"
"""Written by 0.1.0: pages of most verdicts."""


class Ask(Protocol):
    """A path under the address of the Datasette; what it answers, as JSON."""

    def __call__(self, path: str, **parameters: str) -> Any: ...


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("datasette") / "my sources.db"
    path.write_bytes(FIXTURE.read_bytes())
    CacheFile.open(path).close()  # brought up to date
    return path


@pytest.fixture(scope="module")
def metadata(cache: Path) -> Path:
    """The exported file."""
    path = cache.with_name("metadata.json")
    result = CliRunner().invoke(citecache, ["--db", str(cache), "export", "datasette", "-o", str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture(scope="module")
def ask(cache: Path, metadata: Path) -> Iterator[Ask]:
    """A Datasette on loopback; where it is not installed the test is skipped, and under CI it fails."""
    if not PROGRAM.exists():
        reason = (
            f"Datasette is not installed in {PROGRAM.parents[1]}: `make {PROGRAM.parents[1].name}/installed` does it"
        )
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    words = [str(PROGRAM), str(cache), "-m", str(metadata), "-h", "127.0.0.1", "-p", "0"]
    words += ["--setting", "sql_time_limit_ms", "20000", "--setting", "facet_time_limit_ms", "20000"]
    environment = {"PATH": os.defpath, "HOME": str(cache.parent), "LANG": "C.UTF-8"}
    log = cache.with_name("datasette.log")
    with (
        log.open("wb") as out,
        subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT, env=environment) as server,
    ):
        try:
            base = _address(log, server)

            def get(path: str, **parameters: str) -> Any:
                query = urllib.parse.urlencode(parameters)
                opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                with opener.open(f"{base}/{path}?{query}", timeout=30) as response:
                    return json.load(response)

            yield get
        finally:
            server.terminate()


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    """Where it listens, as uvicorn says it."""
    for _ in range(1200):
        said = log.read_text()
        if "Uvicorn running on " in said:
            return said.partition("Uvicorn running on ")[2].split()[0]
        assert server.poll() is None, said
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def database(ask: Ask) -> str:
    """The path of the database: its name in Datasette's encoding of paths ("tilde encoding")."""
    (found,) = ask("-/databases.json")
    assert found["name"] == "my sources"
    return "my+sources"


def test_cards_are_shown_as_they_are(ask: Ask, cache: Path, database: str) -> None:
    answer = ask(f"{database}/cards.json", _shape="objects", _size="max", _sort="url")
    connection = sqlite3.connect(cache)
    connection.row_factory = sqlite3.Row
    expected = [dict(row) for row in connection.execute("SELECT * FROM cards ORDER BY url")]
    connection.close()
    assert answer["rows"] == expected
    assert len(expected) > 5


def test_cards_have_facets(ask: Ask, cache: Path, database: str) -> None:
    found = ask(f"{database}/cards.json", _shape="objects")["facet_results"]
    facets = found.get("results", found)
    assert set(facets) == {facet if isinstance(facet, str) else facet["array"] for facet in FACETS}
    connection = sqlite3.connect(cache)
    expected = dict(connection.execute("SELECT verdict, count(*) FROM cards GROUP BY verdict").fetchall())
    connection.close()
    assert {result["value"]: result["count"] for result in facets["verdict"]["results"]} == expected


def test_cards_can_be_filtered_by_a_facet_and_sorted(ask: Ask, database: str) -> None:
    for column in SORTED_BY:
        rows = ask(f"{database}/cards.json", _shape="objects", _sort_desc=column, verdict="alive")["rows"]
        assert {row["verdict"] for row in rows} == {"alive"}


def test_texts_are_searched(ask: Ask, cache: Path, database: str) -> None:
    connection = sqlite3.connect(cache)
    shown = "SELECT c.text FROM captures c JOIN pages p ON p.last_good_capture_id = c.id WHERE p.verdict = 'alive'"
    (text,) = connection.execute(f"{shown} AND c.reservations = '[]' AND c.text IS NOT NULL LIMIT 1").fetchone()
    connection.close()
    word = max(text.split()[:40], key=len).strip(".,")
    rows = ask(f"{database}/captures.json", _shape="objects", _search=word)["rows"]
    assert rows
    assert all(word.casefold() in f"{row['title']} {row['text']}".casefold() for row in rows)
    assert ask(f"{database}/captures.json", _shape="objects", _search="xyzzyplugh")["rows"] == []
    found = ask(f"{database}/search_cards.json", _shape="objects", words=f'"{word}"')["rows"]
    assert found
    assert all(row["url"].startswith("http") for row in found)


@pytest.mark.parametrize("name", sorted(query.name for query in QUERIES))
def test_every_canned_query_runs(ask: Ask, database: str, name: str) -> None:
    answer = ask(f"{database}/{name}.json", _shape="objects", words="tide", url="x")
    assert answer.get("ok", True), answer
    assert answer["columns"]


def test_the_queries_answer_what_they_are_called(ask: Ask, cache: Path, database: str) -> None:
    rows = ask(f"{database}/most_cited_and_dead.json", _shape="objects")["rows"]
    gone = {"dead", "missing", "soft_404", "usurped"}
    with CacheFile.open(cache) as opened:
        expected = {row[0] for row in opened.db.execute("SELECT url FROM cards WHERE verdict IN (?, ?, ?, ?)", [*gone])}
    assert {row["url"] for row in rows} == expected != set()
    assert [row["cited_by_count"] for row in rows] == sorted((row["cited_by_count"] for row in rows), reverse=True)
    cited = ask(f"{database}/broken_citations.json", _shape="objects")["rows"]
    assert {row["url"] for row in cited} <= expected
    history = ask(f"{database}/history_of_a_url.json", _shape="objects", url=rows[0]["url"])["rows"]
    assert history[0]["effective_verdict"] == rows[0]["verdict"]


def test_what_changed_this_month_had_another_verdict_or_text_before(ask: Ask, cache: Path, database: str) -> None:
    """First verdicts are no changes, however new."""
    with CacheFile.open(cache) as opened, opened.write() as db:
        urls = [row[0] for row in db.execute("SELECT url FROM pages WHERE verdict = 'alive' ORDER BY id LIMIT 2")]
        now = db.execute("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')").fetchone()[0]
        db.execute("UPDATE fetches SET started_at = '2020-01-01T00:00:00Z', changed = NULL")
        db.execute("UPDATE pages SET verdict_at = '2020-01-01T00:00:00Z'")
        db.execute("UPDATE pages SET verdict_at = ? WHERE url = ?", [now, urls[0]])
    path = f"{database}/changed_this_month.json"
    assert ask(path, _shape="objects")["rows"] == []
    with CacheFile.open(cache) as opened, opened.write() as db:
        fetch = "UPDATE fetches SET {} WHERE page_id = (SELECT id FROM pages WHERE url = ?)"
        db.execute(fetch.format("effective_verdict = 'missing'"), [urls[0]])
        db.execute(fetch.format(f"good = 1, changed = 1, started_at = '{now}'"), [urls[1]])
    assert {row["url"].partition("#")[0] for row in ask(path, _shape="objects")["rows"]} == set(urls)


def test_the_metadata_describes_what_there_is(ask: Ask, cache: Path, metadata: Path) -> None:
    """Every column of cards, and every table, but those of the full-text index."""
    (described,) = json.loads(metadata.read_bytes())["databases"].values()
    view = {field.name: field.column for field in fields_of(Card) if field.column and field.column.table is Table.VIEW}
    assert described["tables"]["cards"]["columns"].keys() == view.keys()
    assert all(described["tables"]["cards"]["columns"].values())
    connection = sqlite3.connect(cache)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert {name for name in tables if not name.startswith(("captures_fts", "segments_fts", "sqlite_"))} == {
        *(TABLES.keys() - {"fetch_headers"}), *(name for name in HIDDEN if name != "segments_fts")
    }  # fmt: skip
    (read,) = ask("-/metadata.json")["databases"].values()
    assert read["queries"].keys() == {query.name for query in QUERIES}
