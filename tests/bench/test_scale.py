"""The large caches that `make scale` and others measure: what is in them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.measured import Measured
from bench.scale.cache import Plan, make
from bench.scale.hosts import host_sizes, urls
from bench.scale.table import BATCH, Measurements, ratio, table
from crawler.cache import CacheFile
from crawler.cache.read.health import examine

NOW = datetime(2026, 4, 9, 8, tzinfo=UTC)


@pytest.mark.parametrize(("pages", "hosts"), [(1, 1), (19, 1), (100, 5), (100_000, 5_000)])
def test_every_page_has_a_host_and_every_host_a_page(pages: int, hosts: int) -> None:
    sizes = host_sizes(pages)
    assert (sum(sizes), len(sizes), min(sizes) >= 1) == (pages, hosts, True)
    assert sizes == sorted(sizes, reverse=True)


def test_the_pages_of_a_host_are_spread_over_all_lists() -> None:
    found = list(urls(host_sizes(2_000)))
    assert len(set(found)) == 2_000
    largest = [at for at, url in enumerate(found) if "//host-0." in url]
    assert all(any(start <= at < start + 100 for at in largest) for start in range(0, 2_000, 100))


def test_a_cache_has_the_share_of_fetches_and_changes_that_was_asked_for(tmp_path: Path) -> None:
    make(tmp_path / "c.db", Plan(pages=1_200, fetched=0.5, changed=100), now=NOW)
    with CacheFile.open(tmp_path / "c.db") as cache:
        count = lambda sql: cache.db.execute(f"SELECT count(*) FROM {sql}").fetchone()[0]  # noqa: E731 - short
        assert (count("documents"), count("citations"), count("pages")) == (2, 1_200, 1_200)
        assert (count("fetches"), count("pages WHERE verdict <> 'unchecked'")) == (700, 600)
        assert count("(SELECT 1 FROM captures GROUP BY page_id HAVING count(*) = 2)") == 100
        assert count("(SELECT DISTINCT verdict FROM pages)") == 8
        assert not [check for check in examine(cache) if check.state == "damaged"]


def test_every_command_is_measured_on_every_size(tmp_path: Path) -> None:
    found = table(tmp_path, [200], rounds=1).splitlines()
    assert "`citecache --version`" in found[0]
    rows = [line.strip("| ").split(" | ") for line in found[4:]]
    assert {"`add`", "`status`", "`check --format json`", BATCH} <= {row[0] for row in rows}
    assert {len(row) for row in rows} == {6}


def test_a_row_can_be_measured_again_beside_those_of_before(tmp_path: Path) -> None:
    before, again = Measured(1.0, 0.5, 2**20), Measured(2.0, 0.7, 2**21)
    Measurements(tmp_path / "m.json").keep("`add`", 100, before)
    Measurements(tmp_path / "m.json").keep("`status`", 100, before)
    Measurements(tmp_path / "m.json").keep("`status`", 100, again)
    assert Measurements(tmp_path / "m.json").taken == {"`add`": {100: before}, "`status`": {100: again}}


def test_a_ratio_is_of_what_a_command_costs_beyond_its_start() -> None:
    assert ratio([0.1, 0.3, 2.1]) == "10.0"
    assert ratio([0.1, 0.1, 0.11]) == "-"
