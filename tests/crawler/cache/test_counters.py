"""Counters are exact after whatever is written; `doctor` finds those that are not, and counts anew."""

import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cache_shelf import DAY, Damage, Shelf
from hypothesis import given, settings
from hypothesis import strategies as st

from citecache.usecases.merge import merge
from crawler.cache import CacheFile, utc
from crawler.cache.policy import KeepPolicy
from crawler.cache.read import counted, health
from crawler.cache.read.documents import documents_at
from crawler.cache.read.uncited import uncited_resources
from crawler.cache.write import marks
from crawler.cache.write.counts import recount
from crawler.cache.write.documents import forget_documents
from crawler.cache.write.keeping import apply_policy
from crawler.cache.write.pruning import prune_resources
from crawler.model import Outcome, ResourceRecord, Verdict

URLS = ("https://a.example/1", "https://a.example/2", "https://b.example/1", "https://b.example/2", "ftp://c.example/")
VERDICTS = (Verdict.ALIVE, Verdict.MISSING, Verdict.BLOCKED, Verdict.MOVED, Verdict.FAILED)

Act = Callable[[Shelf, int], object]


def wrong(cache: CacheFile) -> int:
    return sum(int(cache.db.execute(sql).fetchone()[0]) for sql in (counted.WRONG_COUNTS, counted.WRONG_COPIES))


def _read(shelf: Shelf, number: int) -> None:
    cited = [url for place, url in enumerate(URLS) if number >> place & 1]
    records = (ResourceRecord(url=URLS[number % 5], id=f"{number:016x}"),) if number % 3 == 0 else ()
    shelf.read(f"{number % 3}.md", *cited, records=records)


def _fetch(shelf: Shelf, number: int) -> None:
    url, verdict = URLS[number % 4], VERDICTS[number % 5]
    shelf.add(url)
    if number % 7 == 0:
        shelf.crawl(url, outcome=Outcome.TIMEOUT, verdict=Verdict.UNREACHABLE)
        return
    text = f"text {number % 6}" if verdict in (Verdict.ALIVE, Verdict.MOVED) else None
    shelf.crawl(url, text, verdict=verdict, doubt="perhaps not" if number % 2 else None, after=timedelta(hours=number))


def _mark(shelf: Shelf, number: int) -> None:
    shelf.add(URLS[number % 4])
    id_ = shelf.id(URLS[number % 4])
    if number % 3:
        marks.mark(shelf.cache, id_, VERDICTS[number % 5], note=None, now=shelf.now)
    elif shelf.page(URLS[number % 4])["marked_at"]:
        marks.unmark(shelf.cache, id_)


def _forget(shelf: Shelf, number: int) -> None:
    forget_documents(shelf.cache, documents_at(shelf.cache, f"{number % 3}.md"))


def _prune(shelf: Shelf, number: int) -> None:
    prune_resources(shelf.cache, uncited_resources(shelf.cache)[: number % 4])


def _drop(shelf: Shelf, number: int) -> None:
    apply_policy(shelf.cache, KeepPolicy(versions=number % 2), now=shelf.now)


def _by_hand(shelf: Shelf, number: int) -> None:
    """What none of our code writes, but a person may."""
    statements = (
        "UPDATE pages SET host = 'd.example' WHERE id % 2",
        "UPDATE pages SET due_at = iif(id % 3, due_at, NULL), verdict = 'dead' WHERE id % 2 = 0",
        "UPDATE citations SET line = iif(line IS NULL, 7, NULL) WHERE id % 2",
        "UPDATE resources SET page_id = (SELECT min(id) FROM pages) WHERE rowid % 2",
        "UPDATE captures SET text_bytes = NULL, dropped_at = '2026-04-01T00:00:00Z' WHERE id % 2",
        "UPDATE bodies SET data = x'00' WHERE rowid % 2",
        "UPDATE pages SET marked_at = iif(marked_at IS NULL, '2026-04-01T00:00:00Z', NULL)",
        "DELETE FROM citations WHERE id % 3 = 0",
    )
    with shelf.cache.write() as db:
        db.execute(statements[number % len(statements)])


ACTS: tuple[Act, ...] = (_read, _fetch, _fetch, _mark, _forget, _prune, _drop, _by_hand)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(min_value=0, max_value=40)), max_size=14))
def test_counters_are_exact_after_any_writes(acts: list[tuple[Act, int]]) -> None:
    before = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)  # paths of Documents are relative to the folder of the database
        try:
            with CacheFile.open(Path(folder) / "cache.db", create=True) as cache:
                shelf = Shelf(cache.path, cache)
                for act, number in acts:
                    act(shelf, number)
                    assert wrong(cache) == 0, act
        finally:
            os.chdir(before)


def test_counters_are_exact_after_a_merge(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    with CacheFile.open(tmp_path / "theirs" / "cache.db", create=True) as other:
        theirs = Shelf(other.path, other)
        for one, act, number in zip(
            cycle((shelf, theirs)), (_read, _fetch, _read, _fetch) * 8, range(32), strict=False
        ):
            act(one, number)
        merge(theirs.path, shelf.path, now=shelf.now + 400 * DAY)
        merge(shelf.path, theirs.path, now=shelf.now + 400 * DAY)
        assert (wrong(shelf.cache), wrong(other)) == (0, 0)


def test_what_is_due_or_fetched_until_a_moment_is_told_to_the_second(shelf: Shelf) -> None:
    shelf.add(*URLS[:3])
    shelf.crawl(URLS[0], "text")
    shelf.crawl(URLS[1], "text", after=DAY / 2)
    moments = [shelf.now + timedelta(hours=hours, seconds=second) for hours in range(-60, 400, 6) for second in (0, 1)]
    moments += [
        moment for (at,) in shelf.rows("SELECT due_at FROM pages") for moment in (_at(at, -1), _at(at), _at(at, 1))
    ]
    for moment in map(utc, moments):
        due = shelf.one("SELECT count(*) FROM pages WHERE due_at <= ?", moment)
        fetched = shelf.one("SELECT count(*) FROM pages WHERE fetched_at <= ?", moment)
        assert (counted.due_until(shelf.cache, moment), counted.fetched_until(shelf.cache, moment)) == (due, fetched)


def _at(moment: str, seconds: int = 0) -> datetime:
    return datetime.fromisoformat(moment) + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("check", "statement"),
    [
        ("counters", "UPDATE counts SET number = number + 1 WHERE name = 'pages'"),
        ("counters", "DELETE FROM counts WHERE name = 'due'"),
        ("counters", "INSERT INTO counts VALUES ('pages', 'dead', 3)"),
        ("counters", "UPDATE hosts SET next_at = NULL"),
        ("counters", "DELETE FROM hosts"),
        ("newest fetches", "UPDATE pages SET fetched_at = '2020-01-01T00:00:00Z'"),
        ("newest fetches", "UPDATE pages SET verdict_doubt = 'perhaps'"),
    ],
)
def test_doctor_finds_what_is_not_as_counted_and_mends_it(
    shelf: Shelf, damage: Damage, check: str, statement: str
) -> None:
    shelf.add(URLS[0])
    shelf.crawl(URLS[0], "text")
    damage(statement)
    found = {one.check: one for one in health.examine(shelf.cache)}
    assert found[check].state == "damaged"
    assert "doctor --recount" in found[check].detail
    recount(shelf.cache)
    assert {one.check for one in health.examine(shelf.cache) if one.state == "damaged"} == set()
    _fetch(shelf, 1)
    assert wrong(shelf.cache) == 0


def test_what_a_transaction_has_inserted_is_counted_without_reading_the_rest(shelf: Shelf) -> None:
    """Or each transaction of a crawl would take longer, the larger the file is."""
    connection, asked = shelf.cache.db.conn, set[str]()
    connection.set_trace_callback(asked.add)
    shelf.read("a.md", *URLS)
    shelf.crawl(URLS[0], "the text")
    connection.set_trace_callback(None)
    counting = {sql for sql in asked if re.match(r"\s*INSERT INTO (counts|hosts)\b", sql)}
    assert len(counting) > 10
    steps = [row[3] for sql in counting for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert not [step for step in steps if re.match(r"SCAN (pages|p|resources|r|citations|fetches|captures)\b", step)]
