"""A data engineer's table: 20,000 rows, some of them wrong, and a machine that goes down in the middle."""

import csv
import json
import signal
import time

import pytest
from own_web import Desk, Web

ROWS = 20_000
PRIVATE, MALFORMED, REPEATED = 50, 100, 500
PAGES = ROWS - PRIVATE - MALFORMED - REPEATED
FETCHED = 400
"""How many of the pages the journey fetches: the whole would take this test half an hour on a small machine."""


@pytest.fixture
def table(web: Web, desk: Desk) -> Desk:
    """20,000 rows: pages on ten hosts, private addresses, what is no URL, and rows that repeat an earlier one."""
    good = [web.url(f"/{n}", 1 + n % 10) for n in range(PAGES)]
    private = [f"http://10.0.{n}.1/" for n in range(PRIVATE)]
    malformed = [f"http://[::{n}/" for n in range(MALFORMED)]
    with (desk.folder / "sources.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["url", "title"])
        rows.writerows([url, f"About {url}"] for url in [*good, *private, *malformed, *good[:REPEATED]])
    return desk


def test_the_numbers_of_every_command_agree_and_nothing_is_skipped_in_silence(table: Desk) -> None:
    """Every row is a citation, each distinct URL a resource; a row that is no URL, or repeats one, is named."""
    added = json.loads(table.run("add", "sources.csv", "--json").stdout)
    assert (added["documents"], added["citations"], added["new_resources"]) == (1, ROWS, ROWS - REPEATED)
    assert len({item["line"] for item in added["skipped"]}) == MALFORMED + REPEATED
    assert len(json.loads(table.run("list", "--json").stdout)) == ROWS - REPEATED
    for words in (table.run("status").stdout, table.run("check", expect=0).stdout):
        assert f" {ROWS:,} citations" in f" {words}"


def test_a_killed_run_says_how_far_it_came_and_the_next_one_goes_on(table: Desk, web: Web) -> None:
    """After `kill -9`, what was stored is not asked for again, and `status` counts it."""
    table.run("add", "sources.csv")
    process = table.start(*table.options("--limit", str(FETCHED)))
    while len(web.asked()) < FETCHED // 2:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = table.one("SELECT count(*) FROM fetches")
    assert 0 < done < FETCHED
    assert f"{done:,} of {FETCHED:,}" in table.run("status").stdout
    assert table.crawl("--limit", str(FETCHED))["fetched"] == FETCHED
    assert table.rows("SELECT count(*), count(DISTINCT page_id) FROM fetches") == [(FETCHED + done, FETCHED + done)]
    table.assert_undamaged()
