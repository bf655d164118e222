"""Histories of one Page, run by run, through the real cache, judge and extractor, with a simulated clock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from answers import BODIES, answer
from scripted_histories import ALL, HISTORIES, Row

from crawler.cache import CacheFile
from crawler.cache.read import cards, histories, replays
from crawler.cache.read.due import due_pages
from crawler.cache.read.fetches import fetch_records
from crawler.cache.read.pages import page_state
from crawler.cache.write import marks, runs
from crawler.cache.write.fetches import store_fetches
from crawler.cache.write.ingest import ingest
from crawler.model import Citation, Fetch, Page, ParsedSource, Run, Selection, Verdict, resource_id
from pipelines.judge import judge

START = datetime(2026, 1, 1, 6, tzinfo=UTC)
URL = "https://harbour.example.net.uk/2019/the-harbour"
OTHERS = tuple(f"https://host{number}.example.net.uk/page" for number in range(4))


class World:
    """A cache, and a web of one page and some other hosts."""

    def __init__(self, cache: CacheFile) -> None:
        self.cache = cache
        self.host_time: datetime | None = None
        self.id = resource_id(URL)
        urls = tuple(Citation(url=url) for url in (URL, *OTHERS))
        ingest(cache, [ParsedSource(document=None, citations=urls)], now=START)

    def live(self, row: Row) -> str:
        """Do what the row says; gives the verdict that the card shows."""
        now = START + timedelta(days=row.day)
        *how, what = row.what.split(":")
        if how == ["mark"]:
            self.mark(what, now)
        else:
            clocks = [float(part.removeprefix("host=")) for part in how if part.startswith("host=")]
            self.host_time = START + timedelta(days=clocks[0]) if clocks else None
            self.run(what, now, offline="off" in how, dns="nodns" not in how, killed="killed" in how)
        return cards.card(self.cache, self.id).verdict.value

    def mark(self, what: str, now: datetime) -> None:
        if what == "clear":
            marks.unmark(self.cache, self.id)
        else:
            marks.mark(self.cache, self.id, Verdict(what), note="as the test has it", now=now)

    def run(self, what: str, now: datetime, *, offline: bool, dns: bool, killed: bool) -> None:
        others = OTHERS if offline else ()
        run = runs.begin(self.cache, Selection(urls=(URL, *others), everything=True), now=now)
        for page in self.pages((URL,)):
            self.meet(self.out_on_the_net(answer(what, page, now)), run)
        for page in self.pages(others):
            self.meet(answer("timeout", page, now), run)
        if killed:  # the next run finds it so; here at once, to look at what it left
            runs.settle(self.cache, now=now)
        else:
            runs.finish(self.cache, run, now=now, online=lambda: dns)

    def out_on_the_net(self, fetch: Fetch) -> Fetch:
        """The same answer of a host that tells the time."""
        if self.host_time is None:
            return fetch
        return replace(fetch, headers=(("date", format_datetime(self.host_time, usegmt=True)),), ip_address="9.9.9.9")

    def pages(self, urls: tuple[str, ...]) -> list[Page]:
        wanted = Selection(urls=urls)
        return [page for batch in due_pages(self.cache, wanted, cutoff=2**40, now=START) for page in batch if urls]

    def meet(self, fetch: Fetch, run: Run) -> None:
        found = judge(fetch, histories.history(self.cache.db, fetch.page.id))
        fetch = replace(
            fetch, verdict=found.verdict, effective_verdict=found.effective_verdict, evidence=found.evidence
        )
        store_fetches(self.cache, [fetch], run_id=run.id)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with CacheFile.open(tmp_path / "cache.db", create=True) as cache:
        yield World(cache)


@pytest.mark.parametrize("name", HISTORIES)
def test_the_verdict_after_every_check_is_the_scripted_one(world: World, name: str) -> None:
    """And the last good text is kept to the end."""
    seen = [(row.day, row.what, world.live(row)) for row in HISTORIES[name]]
    assert seen == [(row.day, row.what, row.verdict) for row in HISTORIES[name]]
    met = [row.what for row in HISTORIES[name]]
    if "good" in met and met[-1] not in ("451", "edited") and "451" not in met:
        assert "height of the water" in (cards.card(world.cache, world.id).text or "")


@pytest.mark.parametrize("name", HISTORIES)
def test_every_check_judged_again_from_the_file_gives_the_same(world: World, name: str) -> None:
    """`citecache why --replay`: verdict and effective verdict depend only on stored data."""
    for row in HISTORIES[name]:
        world.live(row)
    stored = list(replays.replays(world.cache, world.id))
    assert len(stored) == sum(not row.what.startswith("mark:") for row in HISTORIES[name])
    for one in stored:
        again = judge(one.fetch, one.history)
        assert again.verdict is one.verdict
        assert one.effective_verdict is None or again.effective_verdict is one.effective_verdict


def test_there_are_enough_histories_and_each_kind_of_answer_is_in_one() -> None:
    assert len(HISTORIES) >= 60
    assert len(HISTORIES) == len(ALL)  # every name is used once
    met = {row.what.rpartition(":")[2] for rows in HISTORIES.values() for row in rows}
    assert met >= set(BODIES) | {"404", "410", "nxdomain", "304", "403", "429", "451", "503", "empty202"}
    assert sum(any(row.verdict == "dead" for row in rows) for rows in HISTORIES.values()) >= 20


def test_a_dead_page_is_checked_again_rarely(world: World) -> None:
    """A page that is confirmed dead is checked after a month or more, a missing one after three days."""
    for row in HISTORIES["404 three times, three days apart, is dead"]:
        world.live(row)
        page = page_state(world.cache, world.id)
        wait = datetime.fromisoformat(page.due_at) - (START + timedelta(days=row.day))
        assert timedelta(days=30 if row.verdict == "dead" else 3) <= wait
        assert wait <= timedelta(days=33 if row.verdict == "dead" else 3.4)


def test_evidence_counts_the_checks(world: World) -> None:
    """`why` shows how far a page is from dead."""
    details = []
    for row in HISTORIES["404 three times, three days apart, is dead"]:
        world.live(row)
        details += [seen.detail for seen in fetch_records(world.cache, world.id)[0].evidence if "of 3" in seen.detail]
    assert details == [
        "not found: 1 of 3 checks",
        "not found: 2 of 3 checks, over 3 of 6 days",
        "not found: 3 of 3 checks, over 6 days",
    ]


def test_a_verdict_holds_since_the_first_check_that_gave_it(world: World) -> None:
    """Also if the verdict is decided at the end of a run, as for a host name that no longer exists."""
    for name in ("403 for ever", "time-outs for ever"):
        for row in HISTORIES[name]:
            world.live(row)
    page = page_state(world.cache, world.id)
    assert page.verdict == "unreachable"
    since = [
        row.started_at for row in fetch_records(world.cache, world.id) if row.effective_verdict is Verdict.UNREACHABLE
    ][-1]
    assert page.verdict_at == since


def test_frequent_checks_do_not_delay_the_verdict(world: World) -> None:
    """All checks since the last success count, however many there are."""
    verdicts = [world.live(Row(day=hour / 24, what="404", verdict="")) for hour in range(0, 6 * 24 + 1, 2)]
    assert verdicts == ["missing"] * 72 + ["dead"]
