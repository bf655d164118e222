"""The life cycle of a run: what each way to end leaves behind. Clock and network are the test's."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from citecache.usecases.run import begun, open_run
from crawler.cache import CacheFile
from crawler.cache.write import runs
from crawler.cache.write.ingest import ingest
from crawler.model import Citation, ParsedSource, Selection
from crawler.model.errors import CacheBusy, CacheError, Error

NOW = datetime(2026, 4, 9, 12, tzinfo=UTC)
ALL = Selection()


def clock() -> datetime:
    return NOW


def online() -> bool:
    return True


def cite(cache: CacheFile, now: datetime) -> None:
    source = ParsedSource(document=None, citations=(Citation(url="https://e.org/a"),))
    ingest(cache, [source], now=now)


def states(path: Path) -> list[tuple[str, str]]:
    with CacheFile.open(path) as cache:
        return [tuple(row) for row in cache.db.execute("SELECT state, finished_at FROM runs ORDER BY id")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "citecache.db"


def test_a_run_that_is_done_is_finished_at_the_time_of_the_clock(path: Path) -> None:
    with open_run(path, ALL, prepare=cite, now=clock) as plan:
        assert (plan.total, plan.resumed) == (1, 0)
        with begun(plan, min_free=0, online=online, now=clock) as opened:
            opened.interrupted = False
        assert opened.state == "finished"
    assert states(path) == [("finished", "2026-04-09T12:00:00Z")]


def test_a_run_that_nobody_says_is_done_was_interrupted(path: Path) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        open_run(path, ALL, prepare=cite, now=clock) as plan,
        begun(plan, min_free=0, online=online, now=clock),
    ):
        raise KeyboardInterrupt
    assert states(path) == [("interrupted", "2026-04-09T12:00:00Z")]


def test_a_run_that_had_to_stop_was_interrupted(path: Path) -> None:
    with open_run(path, ALL, prepare=cite, now=clock) as plan:
        with begun(plan, min_free=0, online=online, now=clock) as opened:
            opened.context.stop(Error("the disk is full"))
            opened.interrupted = False
        assert opened.state == "interrupted"


def test_no_run_is_begun_without_space_on_the_disk(path: Path) -> None:
    with (
        pytest.raises(CacheError, match="are free"),
        open_run(path, ALL, prepare=cite, now=clock) as plan,
        begun(plan, min_free=2**62, online=online, now=clock),
    ):
        pass
    assert states(path) == []


def test_one_run_shuts_another_out(path: Path) -> None:
    with open_run(path, ALL, now=clock), pytest.raises(CacheBusy), open_run(path, ALL, now=clock):
        pass


def test_a_killed_run_is_settled_and_resumed(path: Path) -> None:
    with CacheFile.open(path, create=True) as cache:
        cite(cache, NOW)
        runs.begin(cache, ALL, now=NOW)
    with open_run(path, ALL, now=clock) as plan:
        assert states(path) == [("interrupted", "2026-04-09T12:00:00Z")]
        with begun(plan, min_free=0, online=online, now=clock) as opened:
            assert opened.run.cutoff == 1
            opened.interrupted = False
