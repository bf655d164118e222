"""A file written by any released version opens in this one, and says the same as before."""

import hashlib
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cache_shelf import Shelf
from filelock import FileLock
from sqlite_utils import Database

from citecache.exports import jsonl
from crawler.cache import CacheFile, database, run_lock
from crawler.cache.migrations import (
    STEPS,
    m001_nouns,
    m002_verdicts_and_facts,
    m003_record_ids,
    m004_coverage,
    m005_known_bodies,
    m006_keeping,
    m007_assessments,
    m008_claims,
    m009_local_links,
    m010_search,
    m011_credentials,
    m012_imports,
    m013_sketches,
    m014_former_urls,
    m015_quotes,
    m016_differences,
    m017_space,
    m018_counters,
    m019_headers,
    m020_choosing,
    migrations,
)
from crawler.cache.read import cards, changes, full_text, health, replays, resources
from crawler.cache.read.card_filters import SHOWN
from crawler.cache.read.documents import known_documents
from crawler.cache.read.fetches import fetch_records
from crawler.cache.read.findings import findings
from crawler.cache.schema import digest, expected
from crawler.cache.schema_version import SCHEMA_DIGEST, SCHEMA_VERSION
from crawler.cache.write import marks
from crawler.model import Verdict, resource_id
from crawler.model.errors import CacheBusy, CacheError
from crawler.net.credentials import hide_credentials, without_credentials
from pipelines.judge import judge

FIXTURES = Path(__file__).parent / "fixtures"
RELEASED = sorted(FIXTURES.glob("schema-*.db"))

DIGESTS = {
    m001_nouns.NAME: "b9cb8593496e0b26d1af81b5ae8f90dfbd8a87db0bde20106e225ff390bb6466",
    m002_verdicts_and_facts.NAME: "69896e152a90a06b527adfb432e0cf01491406b139745bb6f00552827738ed94",
    m003_record_ids.NAME: "3a67e04c20884d7263adc7dfc60c3262da0a5453bb5fc117df25799027d71404",
    m004_coverage.NAME: "76ed379c6d2937f1cdfc4bb0c8f380410991411c5435738a49adf396000f7c1a",
    m005_known_bodies.NAME: "e689417a13be8ed09544f65052345655d9dd6363e79265091764157eae39d5b3",
    m006_keeping.NAME: "d6ef35326197e96597231dd3e27feece9425326578820c6b5b2e9437761a2487",
    m007_assessments.NAME: "f49713a0b04009f796f7390dc7273c7435c8a84e6181e49e138b4904d3cf9a4e",
    m008_claims.NAME: "d5913722d4bb5e8f327dd98f68c345aa3df21645b855ca4019e4a772015f6ef3",
    m009_local_links.NAME: "6917829b72832eb3763082afa95b7d31cbaf7a6d6a3f339f2f9c8ff9b6e1a61e",
    m010_search.NAME: "ad9a872d02293927642a65b9cc57158760ac95cd60b57c3ae6ae98bf1246c3de",
    m011_credentials.NAME: "ad9a872d02293927642a65b9cc57158760ac95cd60b57c3ae6ae98bf1246c3de",
    m012_imports.NAME: "3520dcc49a4d281059e6d403cb3a876d3941e54e5eb2d42eff6c95f3092a8d72",
    m013_sketches.NAME: "042dcc898dde4626056a5bba0e863d742c6a2a2f5bc7f68232f7b8f984772073",
    m014_former_urls.NAME: "40ef687f87ae885a37fa92a7fdb193fb4818b54e9fad8e326a878b2802b6a749",
    m015_quotes.NAME: "09c60478e47cf7ed619a124b7ee552149ba88f23a37c7db571e6f2715229c809",
    m016_differences.NAME: "88e71344ec2450bbf7df6bac35b4a9b0078757a4db3295e9c83574df4dd8e3d3",
    m017_space.NAME: "939ef542a326f120be1b7aad9b71abddb6d6df567bafd578b41149dcef069854",
    m018_counters.NAME: "1c6fe85fe3e78238af4ab2a16912273f4e5982723ffa68bf92f82577d16f74ca",
    m019_headers.NAME: "6e14417b2e552d20680c6616f79e12738d88110b21122446861a99de1b178c4e",
    m020_choosing.NAME: "8f9cd56fc4bc50d6815562fecd2aa0cfac390a6858a590c226e5fbbbffde03be",
}
"""SHA-256 of what each migration leaves in `sqlite_master`. A released migration's never changes."""

Schema = list[tuple[str, str, str, str]]


def schema(path: Path) -> Schema:
    """What stands in `sqlite_master`, but for what SQLite and sqlite-utils make by themselves."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        ).fetchall()
    connection.close()
    shadows = ("captures_fts_", "segments_fts_")
    own = [row for row in rows if "_sqlite_migrations" not in row[1] and not row[1].startswith(shadows)]
    return sorted(own)


def version(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    connection.close()
    return found


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.NAME)
def test_a_migration_makes_what_it_made_when_it_was_written(tmp_path: Path, step: Any) -> None:
    path = tmp_path / "c.db"
    db = Database(path)
    for earlier in STEPS[: STEPS.index(step) + 1]:
        earlier.apply(db)
    db.conn.commit()
    db.close()
    assert hashlib.sha256(json.dumps(schema(path)).encode()).hexdigest() == DIGESTS[step.NAME]


def test_the_first_migration_makes_the_tables_of_the_first_release(tmp_path: Path) -> None:
    db = Database(tmp_path / "c.db")
    m001_nouns.apply(db)
    db.close()
    assert schema(tmp_path / "c.db") == schema(FIXTURES / "schema-001.db")


def test_every_released_schema_but_the_newest_has_its_fixture() -> None:
    numbers = {int(path.stem.removeprefix("schema-")) for path in RELEASED}
    assert numbers >= set(range(1, SCHEMA_VERSION))


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a released version's file."""
    path: Path = request.param
    shutil.copy(path.with_suffix(".jsonl"), tmp_path / "before.jsonl")
    return Path(shutil.copy(path, tmp_path / "c.db"))


def test_the_schema_of_a_file_is_known_by_its_version_and_its_digest() -> None:
    assert len(STEPS) == SCHEMA_VERSION
    assert digest(expected(SCHEMA_VERSION)) == SCHEMA_DIGEST
    assert digest(expected(SCHEMA_VERSION - 1)) != SCHEMA_DIGEST


def test_a_released_file_is_brought_to_the_present_schema(released: Path, tmp_path: Path) -> None:
    with CacheFile.open(released) as cache:
        assert cache.pragma("user_version") == SCHEMA_VERSION
        assert migrations.pending(cache.db) == []
        assert {check.check for check in health.examine(cache) if check.state == "damaged"} == set()
    CacheFile.open(tmp_path / "new.db", create=True).close()
    assert schema(released) == schema(tmp_path / "new.db")


def test_a_file_is_not_changed_under_a_crawl_of_the_version_that_wrote_it(
    released: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which would not find its columns any more, and lose what it fetches."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.1)
    before = (schema(released), version(released))
    lock = FileLock(f"{released}.lock")
    with lock, pytest.raises(CacheBusy, match="another crawl"):
        CacheFile.open(released)
    assert (schema(released), version(released)) == before
    with run_lock(released):  # the crawl of this version brings it up to date itself
        CacheFile.open(released).close()
    assert version(released) == SCHEMA_VERSION > before[1]


def test_a_view_that_prevents_the_upgrade_is_named(tmp_path: Path) -> None:
    """The file stays as it was, so that its owner can drop the view and try again."""
    released = Path(shutil.copy(FIXTURES / "schema-001.db", tmp_path / "c.db"))
    with sqlite3.connect(released) as connection:
        connection.execute("CREATE VIEW broken AS SELECT * FROM nowhere")
    connection.close()
    before = schema(released)
    with pytest.raises(CacheError, match=r"of an earlier version and cannot be upgraded: error in view broken"):
        CacheFile.open(released)
    assert schema(released) == before
    with sqlite3.connect(released) as connection:
        connection.execute("DROP VIEW broken")
    connection.close()
    with CacheFile.open(released) as cache:
        assert cache.pragma("user_version") == SCHEMA_VERSION


@pytest.mark.parametrize("markers", ["null", "7", "[]", '{"a": 1}', "[1, null, [2]]", "no JSON", "[" * 100_000])
def test_invalid_markers_do_not_prevent_the_migration(tmp_path: Path, markers: str) -> None:
    released = Path(shutil.copy(FIXTURES / "schema-001.db", tmp_path / "c.db"))
    with sqlite3.connect(released) as connection:
        connection.execute("UPDATE captures SET markers = ?", [markers])
        connection.execute("UPDATE fetches SET seen = ?", ['{"title": "T", "markers": null}'])
        connection.execute("CREATE VIEW mine AS SELECT held, markers FROM fetches JOIN captures")
    connection.close()
    with CacheFile.open(released) as cache:
        assert {row[0] for row in cache.db.execute("SELECT facts FROM captures")} == {"{}"}
        assert {row[0] for row in cache.db.execute("SELECT seen FROM fetches")} == {'{"title": "T", "facts": "{}"}'}
        assert cache.db.execute("SELECT count(*) FROM mine").fetchone()[0]


def test_a_released_file_exports_the_same_cards(released: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(released.parent)  # its Documents were added there
    with CacheFile.open(released) as cache:
        now = [json.loads(jsonl.line(jsonl.card_json(card))) for card in cards.cards(cache)]
    before = [json.loads(line) for line in released.with_name("before.jsonl").read_text(encoding="utf-8").splitlines()]
    for old, new in zip(before, now, strict=True):
        del old["identity"]  # graded by the code of today; everything else is stored
        cited = zip(old.pop("cited_by"), new.pop("cited_by"), strict=True)
        assert all({name: there[name] for name in place} == place for place, there in cited)  # it may say more by now
        assert {name: new[name] for name in old} == old


def test_the_view_of_the_newest_schema_shows_the_capture_that_cards_are_read_from(shelf: Shelf) -> None:
    """The view's definition is frozen with its migration; the reader's copy of the expression must agree."""
    view = shelf.one("SELECT sql FROM sqlite_master WHERE name = 'cards'")
    assert SHOWN in view


# --- what 0.1.0 wrote -----------------------------------------------------------------------------------------

GAUGE, NEWS, GUARDED, MISSING = (f"http://127.0.0.1:18099/{name}" for name in ("gauge", "news", "guarded", "missing"))


@pytest.fixture
def first(tmp_path: Path) -> Iterator[CacheFile]:
    """The file of the first release, opened and so migrated."""
    with CacheFile.open(Path(shutil.copy(FIXTURES / "schema-001.db", tmp_path / "c.db"))) as cache:
        yield cache


def test_its_verdicts_marks_and_archived_copies_stand(first: CacheFile) -> None:
    found = {card.url: card for card in cards.cards(first)}
    assert Counter(card.verdict.value for card in found.values()) == {
        "alive": 5,
        "missing": 2,
        "restricted": 2,
        "unreachable": 2,
        "disallowed": 1,
        "legal": 1,
        "moved": 1,
        "soft_404": 1,
        "unsafe": 1,
    }
    assert found[GUARDED].marked_note == "opens in a browser"
    assert found[MISSING].memento_datetime == "2019-03-01T00:00:00Z"
    assert "Archived in 2019" in (found[MISSING].text or "")


def test_its_fetches_can_be_judged_again_as_they_were(first: CacheFile) -> None:
    """The last Fetch of the gauge found the same text under another title: what the judge saw then is kept apart."""
    (last, earlier) = replays.replays(first, resources.find(first, GAUGE))
    assert [last.effective_verdict, earlier.effective_verdict] == [Verdict.ALIVE, Verdict.ALIVE]
    assert last.history.last_good is not None
    assert last.history.last_good.page_title == "The gauge at Lower Quay"
    for replay in (last, earlier):
        assert judge(replay.fetch, replay.history).verdict is replay.verdict


def test_its_history_check_search_and_changes_read(first: CacheFile) -> None:
    verdicts = {finding.url: finding.verdict for finding in findings(first)}
    assert verdicts[MISSING] is Verdict.MISSING
    assert len(verdicts) == 16
    hits = full_text.search(first, "sluice opened in 2026", limit=5)
    assert len(hits) == 1
    ids = {url: resources.find(first, url) for url in (NEWS, GUARDED)}
    assert [len(changes.versions(first, ids[NEWS])), len(changes.versions(first, ids[GUARDED]))] == [2, 0]
    assert len(fetch_records(first, ids[GUARDED])) == 2
    assert marks.unmark(first, ids[GUARDED]) is Verdict.BLOCKED


def test_its_markers_are_facts(first: CacheFile) -> None:
    """Of a Capture, and of a Fetch that saw other markers than its Capture has."""
    (facts,) = first.db.execute("SELECT facts FROM captures WHERE url LIKE '%/guarded'").fetchone()
    assert json.loads(facts) == {
        "title": ["Just a moment..."],
        "body-text": ["21"],
        "visible": ["Checking your browser"],
        "challenge": ["cloudflare"],
    }
    last = fetch_records(first, resources.find(first, GAUGE))[0]
    assert last.seen is not None
    assert set(last.seen) == {"canonical_url", "facts"}
    assert json.loads(last.seen["facts"])["title"] == ["The gauge at Lower Quay | Port Selwyn"]


# --- migration 003 --------------------------------------------------------------------------------------------


def test_an_id_that_is_none_is_computed_from_the_url(tmp_path: Path) -> None:
    """The number of a row had become one. Its citations follow; where the computed id is taken, it is another."""
    path = Path(shutil.copy(FIXTURES / "schema-002.db", tmp_path / "c.db"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys = 1")
        connection.execute("UPDATE resources SET id = '101' WHERE url = ?", [GAUGE])
        connection.execute("UPDATE resources SET id = '102' WHERE url = ?", [MISSING])
        connection.execute("UPDATE resources SET id = ? WHERE url = ?", [resource_id(MISSING), GUARDED])
    connection.close()
    with CacheFile.open(path) as cache:
        ids = dict(cache.db.execute("SELECT url, id FROM resources").fetchall())
        assert (ids[GAUGE], ids[MISSING]) == (resource_id(GAUGE), resource_id(MISSING + "\n"))
        assert {finding.id for finding in findings(cache)} >= {ids[GAUGE], ids[MISSING]}


def test_the_file_whose_record_gave_an_id_is_known_and_read_again(tmp_path: Path) -> None:
    path = Path(shutil.copy(FIXTURES / "schema-002.db", tmp_path / "c.db"))
    with CacheFile.open(path) as cache:
        sql = "SELECT c.id, d.path, c.line FROM record_ids c JOIN documents d ON d.id = c.document_id"
        assert cache.db.execute(sql).fetchall() == [("a1b2c3d4e5f60718", "records.json", None)]
        assert known_documents(cache) == {}


def test_credentials_in_a_file_of_an_earlier_version_are_gone_when_it_is_opened(tmp_path: Path) -> None:
    """From every column with texts of others, from the index, and from the bytes of the file."""
    path = tmp_path / "c.db"
    shutil.copy(FIXTURES / "schema-010.db", path)
    with sqlite3.connect(path) as old:
        url, taken = "http:/u:SEKRIT-1@e.org/x", old.execute("SELECT url FROM pages ORDER BY id").fetchone()[0]
        for table, columns in m011_credentials.COLUMNS.items():
            for column in columns.split():
                old.execute(f'UPDATE "{table}" SET "{column}" = ?', [json.dumps([f"see {url}"])])
        old.execute("UPDATE fetches SET headers = ?", [json.dumps([["set-cookie", "SEKRIT-2"], ["location", url]])])
        old.execute("UPDATE resources SET url = ?", [url])
        old.execute(
            "UPDATE pages SET url = ? WHERE id = (SELECT max(id) FROM pages)", [f"http://u:SEKRIT-3@{taken[7:]}"]
        )
        old.execute("INSERT INTO captures_fts (captures_fts) VALUES ('rebuild')")
    old.close()
    with CacheFile.open(path) as cache:
        found = cache.db.execute("SELECT headers FROM fetches LIMIT 1").fetchone()[0]
        assert json.loads(found) == [["set-cookie", ""], ["location", "http:/e.org/x"]]
        assert cache.db.execute("SELECT DISTINCT url, credentials_removed FROM resources").fetchall() == [
            ("http:/e.org/x", 1)
        ]
        assert cache.db.execute("SELECT count(*) FROM captures_fts WHERE captures_fts MATCH 'sekrit'").fetchone() == (
            0,
        )
        assert cache.db.execute("SELECT count(*) FROM captures_fts WHERE captures_fts MATCH 'see'").fetchone()[0] > 0
        cache.db.execute("INSERT INTO captures_fts (captures_fts) VALUES ('integrity-check')")
        assert cache.db.execute("SELECT count(*) FROM pages WHERE url LIKE ?", [f"{taken}#%"]).fetchone() == (1,)
    assert b"SEKRIT" not in path.read_bytes()
    assert b"sekrit" not in path.read_bytes()


def test_the_migration_knows_the_spellings_that_the_code_knows() -> None:
    texts = ["http:/u:p@h", "http:u:p@h", "HTTP:\\\\u:p@h", "//u:p@h", "http://u%3Ap%40h/", "http://u:p/w@h"]
    texts += ["ftp://t@h/", "https://web.archive.org/web/1/http://u:p@h", "?to=http%3A%2F%2Fu%3Ap%40h%2F&m=a%40b"]
    texts += ["?to=http%253A%252F%252Fu%253Ap%2540h", "http://@/x", "http://u@/x", "http://u:p@[::1/", "h//a@b"]
    assert [m011_credentials.hidden(text) for text in texts] == [hide_credentials(text) for text in texts]
    assert [m011_credentials.whole(text) for text in texts[:8]] == [without_credentials(text) for text in texts[:8]]
