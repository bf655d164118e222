"""Which Pages a run takes, how a killed run goes on, and what an outage of ours does not say."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cache_shelf import Shelf

from crawler.cache import run_lock
from crawler.cache.read import histories, hosts
from crawler.cache.read.due import next_due
from crawler.cache.read.mementos import wanted
from crawler.cache.read.run_records import fetched_now, run_records, run_under_way
from crawler.cache.read.runs import run_summary, run_verdict_changes
from crawler.cache.write.hosts import remember
from crawler.cache.write.mementos import store_lookup
from crawler.model import ArchivedCopy, Capture, Outcome, Run, Validators, Verdict
from pipelines.judge import judge

A, B, C = "https://a.example/1", "https://b.example/1", "https://c.example/1"
DAY = timedelta(days=1)


def test_pages_go_breadth_first_over_the_hosts(shelf: Shelf) -> None:
    """So that the pause at one host is filled with the others."""
    shelf.add(*(f"https://{host}.example/{n}" for host in "ab" for n in range(3)), C)
    order = ["a", "b", "c", "a", "b", "a", "b"]
    assert [url.removeprefix("https://")[0] for url in shelf.due()] == order


def test_a_new_page_is_due_and_a_fetched_one_is_not(shelf: Shelf) -> None:
    shelf.add(A, B)
    shelf.crawl(A, "text")
    assert shelf.due() == [B]
    shelf.now += 8 * DAY
    assert sorted(shelf.due()) == [A, B]


def test_each_selection_selects_its_pages(shelf: Shelf) -> None:
    shelf.add(A, B, C)
    shelf.crawl(A, "text")
    shelf.crawl(B, "text", after=5 * DAY)
    shelf.now += DAY
    assert shelf.due() == [C]
    assert shelf.due(everything=True) == [A, B, C]
    assert shelf.due(older_than=3 * 86_400) == [A, C]
    assert shelf.due(urls=(B,)) == [B]
    assert shelf.due(hosts=("b.example",)) == []
    assert shelf.due(hosts=("b.example",), everything=True) == [B]
    assert len(shelf.due(everything=True, limit=2)) == 2
    for ages in (1_100, 999_999_999 / 52):  # years before 1000, and before any calendar
        assert shelf.due(older_than=round(ages * 52 * 604_800)) == [C]


def test_next_due_is_the_earliest_due_time(shelf: Shelf) -> None:
    assert next_due(shelf.cache) is None
    shelf.add(A)
    shelf.crawl(A, "text")
    assert next_due(shelf.cache) == shelf.page(A)["due_at"]


@pytest.mark.parametrize("selection", [{}, {"everything": True}, {"urls": (A, B)}, {"limit": 2}])
def test_a_killed_run_is_resumed(shelf: Shelf, selection: dict[str, Any]) -> None:
    """The same selection asks only for what the killed run had not done, even with --all."""
    shelf.add(A, B)
    killed = shelf.begin(**selection)
    shelf.record(killed, shelf.fetch(A, "text"))
    resumed = shelf.begin(**selection)
    assert (resumed.cutoff, resumed.resumed) == (killed.id, 1)
    assert shelf.due(resumed) == [B]
    assert shelf.one("SELECT state FROM runs WHERE id = ?", killed.id) == "interrupted"
    shelf.record(resumed, shelf.fetch(B, "text"))
    assert shelf.finish(resumed) == "finished"
    assert shelf.begin(everything=True).resumed == 0


def test_a_run_killed_twice_still_goes_on(shelf: Shelf) -> None:
    shelf.add(A, B, C)
    for url in (A, B):
        run = shelf.begin(everything=True)
        shelf.record(run, shelf.fetch(url, "text"))
    assert shelf.due(shelf.begin(everything=True)) == [C]


def test_another_selection_begins_anew(shelf: Shelf) -> None:
    shelf.add(A, B)
    shelf.record(shelf.begin(everything=True), shelf.fetch(A, "text"))
    assert shelf.begin(urls=(A,)).resumed == 0


def test_a_finished_run_is_not_resumed(shelf: Shelf) -> None:
    shelf.add(A, B)
    run = shelf.begin(everything=True)
    shelf.record(run, shelf.fetch(A, "text"))
    shelf.finish(run)
    assert shelf.due(everything=True) == [A, B]


def outage(shelf: Shelf, *urls: str, outcome: Outcome = Outcome.TIMEOUT) -> Run:
    run = shelf.begin(everything=True)
    verdict = Verdict.MISSING if outcome is Outcome.NXDOMAIN else Verdict.UNREACHABLE
    shelf.record(run, *(shelf.fetch(url, outcome=outcome, verdict=verdict, error="gone") for url in urls))
    return run


@pytest.mark.parametrize("outcome", [Outcome.TIMEOUT, Outcome.NXDOMAIN, Outcome.DNS_ERROR, Outcome.PROXY_ERROR])
def test_an_outage_on_our_side_changes_no_verdict(shelf: Shelf, outcome: Outcome) -> None:
    """Every Fetch is on record, every Page is as it was and due again."""
    shelf.add(A, B, C, "https://d.example/")
    for url in (A, B, C):
        shelf.crawl(url, f"text of {url}")
    shelf.now += 30 * DAY
    before = [shelf.page(url) for url in (A, B, C)]
    run = outage(shelf, A, B, C, "https://d.example/", outcome=outcome)
    assert shelf.finish(run) == "offline"
    for page in before:
        now = shelf.page(page["url"])
        assert {name: now[name] for name in ("verdict", "verdict_at", "last_good_capture_id", "last_good_at")} == {
            name: page[name] for name in ("verdict", "verdict_at", "last_good_capture_id", "last_good_at")
        }
    assert shelf.page("https://d.example/")["verdict"] == "unchecked"
    assert shelf.one("SELECT count(*) FROM fetches WHERE run_id = ?", run.id) == 4
    assert len(shelf.due()) == 4
    assert run_verdict_changes(shelf.cache, run.id) == []


def test_a_few_failing_hosts_among_many_are_no_outage(shelf: Shelf) -> None:
    shelf.add(A, B, C, "https://d.example/")
    run = shelf.begin()
    shelf.record(run, shelf.fetch(A, outcome=Outcome.TIMEOUT, verdict=Verdict.UNREACHABLE))
    shelf.record(run, *(shelf.fetch(url, "text") for url in (B, C, "https://d.example/")))
    assert shelf.page(A)["verdict"] == "unchecked"  # not before the end of the run
    assert shelf.finish(run) == "finished"
    assert shelf.page(A)["verdict"] == "unreachable"


def live(shelf: Shelf, answers: dict[str, Outcome | None], *, names: bool = True) -> tuple[str, dict[str, str]]:
    """A run a day later, with these answers (None: a good page) and the real judge: its state, the verdicts."""
    shelf.now += DAY
    run = shelf.begin(everything=True)
    for url, outcome in answers.items():
        failure = {"outcome": outcome, "verdict": Verdict.UNREACHABLE, "final_url": url}
        fetch = shelf.fetch(url, "text") if outcome is None else shelf.fetch(url, **failure)
        found = judge(fetch, histories.history(shelf.cache.db, fetch.page.id))
        effective = Verdict.ALIVE if outcome is None else found.effective_verdict
        verdict = Verdict.ALIVE if outcome is None else found.verdict
        shelf.record(run, replace(fetch, verdict=verdict, effective_verdict=effective))
    state = shelf.finish(run, online=lambda: names)
    return state, {url: shelf.page(url)["verdict"] for url in answers}


GONE = {f"https://gone{number}.net.uk/": Outcome.NXDOMAIN for number in range(3)}
HERE = dict.fromkeys((A, B))


def test_dead_hosts_are_no_outage_though_they_are_half_of_a_small_wiki(shelf: Shelf) -> None:
    """At first it may be an outage of ours. What has failed for a week beside pages that answer is theirs."""
    shelf.add(*GONE, *HERE)
    days = [live(shelf, GONE | HERE) for _ in range(16)]
    assert [state for state, _ in days] == ["offline"] * 7 + ["finished"] * 9
    assert [verdicts["https://gone0.net.uk/"] for _, verdicts in days] == (
        ["unchecked"] * 7 + ["missing"] * 7 + ["dead"] * 2
    )
    assert days[0][1][A] == "alive"


def test_names_are_never_dead_while_only_our_resolver_fails(shelf: Shelf) -> None:
    """A network of one's own, from which two hosts can be reached and no name outside can be looked up."""
    shelf.add(*GONE, *HERE)
    days = [live(shelf, GONE | HERE, names=False) for _ in range(20)]
    assert {state for state, _ in days} == {"offline"}
    assert {verdicts[url] for _, verdicts in days for url in GONE} == {"unchecked"}


def test_an_outage_of_days_is_inconclusive_while_nothing_answers(shelf: Shelf) -> None:
    shelf.add(A, B, C)
    assert live(shelf, dict.fromkeys((A, B, C)))[0] == "finished"
    for _ in range(10):
        assert live(shelf, dict.fromkeys((A, B, C), Outcome.TIMEOUT)) == ("offline", dict.fromkeys((A, B, C), "alive"))


def test_a_refresh_of_mostly_failing_pages_is_not_an_outage(shelf: Shelf) -> None:
    """What is missing is due sooner than the rest. Asked for alone, it goes on being counted; what fails for the first
    time in such a run waits for the next one."""
    many = {f"https://host{number}.example/": None for number in range(8)}
    shelf.add(*GONE, *many)
    assert live(shelf, GONE | many)[1]["https://gone1.net.uk/"] == "missing"
    shelf.now += 2 * DAY
    new = {"https://host0.example/": Outcome.NXDOMAIN}
    state, verdicts = live(shelf, GONE | new)
    assert (state, verdicts["https://host0.example/"]) == ("finished", "alive")
    assert run_summary(shelf.cache, shelf.one("SELECT max(id) FROM runs")).unanswered == 1
    assert "https://host0.example/" in shelf.due()
    shelf.now += 2 * DAY
    assert live(shelf, GONE)[1] == dict.fromkeys(GONE, "missing")
    assert live(shelf, GONE)[1] == dict.fromkeys(GONE, "dead")


def test_a_single_failing_host_is_no_outage(shelf: Shelf) -> None:
    shelf.add(A)
    assert shelf.finish(outage(shelf, A)) == "finished"
    assert shelf.page(A)["verdict"] == "unreachable"


def test_the_network_failures_of_a_killed_run_are_judged_by_the_next_one(shelf: Shelf) -> None:
    shelf.add(A, B)
    outage(shelf, A)
    shelf.begin()
    assert shelf.page(A)["verdict"] == "unreachable"


def test_a_run_s_result_counts_what_it_did(shelf: Shelf) -> None:
    shelf.add(A, B, C)
    shelf.crawl(A, "text", headers=(("etag", '"1"'),))
    run = shelf.begin(everything=True)
    shelf.record(
        run,
        shelf.fetch(A, outcome=Outcome.NOT_MODIFIED, status=304),
        shelf.fetch(B, "text"),
        shelf.fetch(C, status=404, verdict=Verdict.MISSING),
    )
    shelf.finish(run)
    result = run_summary(shelf.cache, run.id)
    assert (result.fetched, result.new_captures, result.not_modified) == (3, 1, 1)
    assert result.verdicts == {"alive": 2, "missing": 1}
    assert shelf.one("SELECT fetched FROM runs WHERE id = ?", run.id) == 3


def test_verdict_changes_are_the_pages_whose_verdict_changed(shelf: Shelf) -> None:
    shelf.add(A, B)
    shelf.crawl(A, "text")
    shelf.crawl(B, "text")
    shelf.crawl(A, status=404, verdict=Verdict.MISSING)
    last = shelf.one("SELECT max(id) FROM runs")
    (change,) = run_verdict_changes(shelf.cache, last)
    assert (change.url, change.before, change.after) == (A, Verdict.ALIVE, Verdict.MISSING)


def test_a_clock_jump_delays_no_page_and_changes_no_verdict(shelf: Shelf) -> None:
    """400 days ahead and back: what was set by the wrong clock is not believed."""
    shelf.add(A)
    shelf.crawl(A, "text")
    shelf.now += 400 * DAY
    verdict = shelf.crawl(A, "text")["verdict"]
    remember(shelf.cache, [], {"example.org": shelf.now + DAY})
    shelf.now -= 400 * DAY
    assert shelf.due() == [A]
    assert hosts.pauses(shelf.cache, now=shelf.now) == {}
    assert shelf.page(A)["verdict"] == verdict == "alive"


def test_pages_that_failed_offline_in_a_stopped_run_are_fetched_again(shelf: Shelf) -> None:
    """A run that is gone on with skips what was done, and an outage of ours has done nothing."""
    shelf.add(A, B, C, "https://d.example/")
    run = shelf.begin(everything=True)
    shelf.record(run, shelf.fetch("https://d.example/", "text"))
    shelf.record(run, *(shelf.fetch(url, outcome=Outcome.TIMEOUT, verdict=Verdict.UNREACHABLE) for url in (A, B, C)))
    assert shelf.finish(run, interrupted=True) == "interrupted"
    assert shelf.due(shelf.begin(everything=True)) == [A, B, C]


def test_pages_without_a_request_are_no_sign_of_a_network(shelf: Shelf) -> None:
    """Three hosts of three gave no answer; that others had asked for patience before says nothing of today."""
    others = [f"https://later.example/{number}" for number in range(9)]
    shelf.add(A, B, C, *others)
    run = outage(shelf, A, B, C)
    shelf.record(run, *(shelf.fetch(url, outcome=Outcome.POSTPONED, verdict=Verdict.UNREACHABLE) for url in others))
    assert shelf.finish(run) == "offline"


def test_an_archived_copy_is_never_revalidated(shelf: Shelf) -> None:
    """A page that was never good has no answer of its own that a 304 could confirm."""
    shelf.add(A)
    shelf.crawl(A, status=404, verdict=Verdict.MISSING)
    (wanted_copy,) = wanted(shelf.cache, archive="https://archive.example/", now=shelf.now)
    capture = Capture(media_type="text/html", text="as it was", extractor="plain")
    copy = ArchivedCopy(
        url=f"https://archive.example/20190301000000/{A}",
        memento_datetime=shelf.now - 900 * DAY,
        fetched_at=shelf.now,
        status=200,
        content_type="text/html",
        body=b"as it was",
        capture=capture,
    )
    store_lookup(shelf.cache, wanted_copy, [], copy, archive="https://archive.example/", now=shelf.now)
    assert shelf.item(A).validators == Validators()


# --- runs as they are listed ----------------------------------------------------------------------------------


def test_runs_are_listed_the_newest_first_with_what_came_of_each(shelf: Shelf) -> None:
    shelf.add(A, B)
    shelf.crawl(A, "The harbour is open.")
    shelf.crawl(B, "words")
    shelf.crawl(A, "The harbour is closed for good.")
    shelf.crawl(A, status=404, verdict=Verdict.MISSING)
    missing, changed, other, _ = run_records(shelf.cache, limit=10)
    assert (missing.verdicts, missing.changed_verdicts, missing.changed_texts) == ({Verdict.MISSING: 1}, 1, 0)
    assert (changed.verdicts, changed.changed_verdicts, changed.changed_texts) == ({Verdict.ALIVE: 1}, 0, 1)
    assert (other.fetched, other.planned, other.state) == (1, 1, "finished")
    assert changed.selection["urls"] == [A]
    assert [run.id for run in run_records(shelf.cache, before=changed.id, limit=1)] == [other.id]


def test_a_run_is_under_way_while_its_process_holds_the_lock(shelf: Shelf) -> None:
    shelf.add(A, B)
    run = shelf.begin(everything=True)
    shelf.record(run, shelf.fetch(A, "words"))
    assert run_under_way(shelf.cache) is None
    assert run_records(shelf.cache, limit=1)[0].state == "stopped"
    with run_lock(shelf.path):
        under_way = run_under_way(shelf.cache)
        assert under_way is not None
        assert (under_way.state, under_way.fetched, under_way.planned) == ("running", 1, 2)
        assert [(one.url, one.verdict) for one in fetched_now(shelf.cache, run.id, limit=5)] == [(A, Verdict.ALIVE)]
    shelf.finish(run)
    assert run_under_way(shelf.cache) is None
