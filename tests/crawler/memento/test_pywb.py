"""Copies from a real archive: pywb on loopback, which replays a WARC of the tests' own pages."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from archive_desk import Desk
from warcs import CHALLENGE, NOT_FOUND, PARKED, Snapshot, article

THEN, LATER = article("the tides, as they were"), article("the tides, as they were told later")
TIDES = (
    Snapshot("", "2019-03-01", THEN),
    Snapshot("", "2021-03-01", LATER),
    Snapshot("", "2022-03-01", NOT_FOUND, "404 Not Found"),
    Snapshot("", "2023-03-01", CHALLENGE),
    Snapshot("", "2024-03-01", PARKED),
)
"""The life of one page, as an archive saw it."""

SITE = "http://harbour.example"
LIGHTS = f"{SITE}/new/lights"

CASES: dict[str, tuple[str | None, tuple[Snapshot, ...]]] = {
    "good-days": ("2020-06-01", TIDES),
    "the-very-day": ("2021-03-01", TIDES),
    "too-early": ("2015-01-01", TIDES),
    "after-the-404": ("2022-06-01", TIDES),
    "after-the-challenge": ("2023-06-01", TIDES),
    "after-the-parking": ("2024-06-01", TIDES),
    "never-good": ("2023-06-01", TIDES[2:]),
    "never-archived": (None, ()),
    "old-lights": (None, (Snapshot("", "2020-01-01", b"", "301 Moved Permanently", {"Location": "/new/lights"}),)),
    "ropes-and-knots": (None, (Snapshot("", "2020-01-01", b"", "302 Found", {"Location": f"{SITE}/"}),)),
    "sent-on": (
        None,
        (Snapshot("", "2020-01-01", b'<html><meta http-equiv="refresh" content="0; url=/new/lights"><p>It moved.'),),
    ),
    "packed": (None, (Snapshot("", "2020-01-01", gzip.compress(THEN), headers={"Content-Encoding": "gzip"}),)),
}
"""Page -> the day it was accessed, and its snapshots."""

ASIDE = (
    Snapshot(LIGHTS, "2020-01-02", article("the lights of the harbour")),
    Snapshot(f"{SITE}/", "2020-01-02", article("the harbour", 1)),
)


def url(case: str) -> str:
    return f"{SITE}/2018/{case}"


@pytest.fixture(scope="session")
def harbour(replay: Callable[..., str]) -> str:
    """The endpoint of the archive of one small site."""
    own = [replace(one, url=url(case)) for case, (_, snapshots) in CASES.items() for one in snapshots]
    return replay("harbour", *own, *ASIDE)


@pytest.fixture(scope="module")
def visit(module_desk: Desk, harbour: str) -> Callable[[str], dict[str, Any]]:
    """One run over all cases; called with one, what came of it, with the row of the kept copy as `kept`."""
    for case, (accessed, _) in CASES.items():
        module_desk.cite(url(case), accessed=accessed)
    results = {result["url"]: result for result in module_desk.archive(harbour)["results"]}
    return lambda case: results[url(case)] | {"kept": module_desk.kept(url(case))}


def dates(result: dict[str, Any]) -> list[tuple[str, str]]:
    """The copies that were looked at: day and outcome."""
    return [(look["memento_datetime"][:10], look["outcome"]) for look in result["tried"]]


def test_the_nearest_copy_before_the_day_of_access_is_kept(visit: Any) -> None:
    result = visit("good-days")
    assert (result["outcome"], dates(result)) == ("kept", [("2019-03-01", "kept")])
    assert result["kept"]["memento_datetime"] == result["memento_datetime"] == "2019-03-01T12:00:00Z"
    assert "about the tides, as they were." in result["kept"]["text"]


def test_a_copy_from_the_same_day_counts_as_before(visit: Any) -> None:
    assert dates(visit("the-very-day")) == [("2021-03-01", "kept")]


def test_without_a_copy_before_the_nearest_after_is_kept(visit: Any) -> None:
    assert dates(visit("too-early")) == [("2019-03-01", "kept")]


def test_the_raw_record_is_stored_and_not_its_replay(visit: Any) -> None:
    """pywb's replay has a banner, scripts and rewritten links; the record is byte for byte what the page sent."""
    kept = visit("good-days")["kept"]
    assert kept["body_sha256"] == sha256(THEN).hexdigest()
    assert kept["url"].endswith(f"/harbour/20190301120000mp_/{url('good-days')}")


@pytest.mark.parametrize(
    ("case", "refused"),
    [
        ("after-the-404", ["missing"]),
        ("after-the-challenge", ["blocked", "missing"]),
        ("after-the-parking", ["soft_404", "blocked", "missing"]),
    ],
)
def test_copies_of_a_404_a_challenge_and_a_parking_page_are_refused(
    visit: Any, module_desk: Desk, case: str, refused: list[str]
) -> None:
    result = visit(case)
    assert [look["verdict"] for look in result["tried"]] == [*refused, "alive"]
    assert result["kept"]["body_sha256"] == sha256(LATER).hexdigest()
    sql = "SELECT m.outcome, m.verdict FROM mementos m JOIN pages p ON p.id = m.page_id WHERE p.url = ? ORDER BY m.id"
    noted = [*(("refused", verdict) for verdict in refused), ("kept", "alive"), ("kept", None)]
    assert module_desk.rows(sql, url(case)) == noted


def test_when_every_copy_is_refused_there_is_no_good_copy(visit: Any) -> None:
    result = visit("never-good")
    assert (result["outcome"], result["kept"]) == ("refused", None)
    assert result["detail"] == "3 of 3 tried: blocked, missing, soft_404"


def test_a_url_unknown_to_the_archive_has_no_copy(visit: Any) -> None:
    result = visit("never-archived")
    assert (result["outcome"], result["tried"], result["kept"]) == ("none", [], None)


def test_an_archived_redirect_is_followed_inside_the_archive(visit: Any) -> None:
    """The raw record leads to the live site, whose name does not even exist: the archive's copy of it is taken."""
    result = visit("old-lights")
    assert result["kept"]["url"].endswith(f"/harbour/20200101120000mp_/{LIGHTS}")
    assert result["memento_datetime"] == "2020-01-02T12:00:00Z"
    assert "about the lights of the harbour" in result["kept"]["text"]


def test_an_archived_redirect_to_the_home_page_is_refused(visit: Any) -> None:
    result = visit("ropes-and-knots")
    assert [(look["outcome"], look["verdict"]) for look in result["tried"]] == [("refused", "soft_404")]


def test_a_page_that_sent_its_visitors_on_is_followed_too(visit: Any) -> None:
    assert "about the lights of the harbour" in visit("sent-on")["kept"]["text"]


def test_a_record_that_was_packed_is_unpacked(visit: Any) -> None:
    assert visit("packed")["kept"]["body_sha256"] == sha256(THEN).hexdigest()


def test_storing_a_copy_changes_nothing_else_for_any_command(desk: Desk, harbour: str) -> None:
    cited = desk.cite(url("good-days"), accessed="2020-06-01", verdict="missing")
    page = "SELECT verdict, last_fetch_id, last_good_capture_id, last_good_at, due_at FROM pages"
    before = desk.rows(page)
    desk.look(harbour)
    assert desk.rows(page) == before
    assert desk.one("SELECT count(*) FROM fetches") == 0
    assert desk.rows("SELECT fetch_id FROM captures") == [(None,)]
    desk.sound()
    for command in (["reextract"], ["search", "harbour master"], ["why", cited], ["backup", "copy.db"]):
        desk.run(*command)
    assert "kept the book" in desk.run("export", "jsonl").stdout


def test_why_shows_each_lookup_and_each_refused_copy(visit: Any, module_desk: Desk) -> None:
    """Newest first: the whole lookup, then its copies."""
    visit("after-the-404")
    told = json.loads(module_desk.run("why", url("after-the-404"), "--json").stdout)["archive"]
    assert [(look["outcome"], look["verdict"]) for look in told] == [
        ("kept", None),
        ("kept", "alive"),
        ("refused", "missing"),
    ]
    lines = module_desk.run("why", url("after-the-404")).stdout.partition("archives:\n")[2].splitlines()
    assert [line.split()[1:3] for line in lines] == [
        ["kept", "2022-06-01"],
        ["kept", "2021-03-01"],
        ["refused", "2022-03-01"],
    ]


def test_each_page_is_one_line_and_found_copies_are_not_looked_up_again(desk: Desk, harbour: str) -> None:
    good, never, bad = (
        desk.cite(url(case), accessed="2020-06-01") for case in ("good-days", "never-archived", "never-good")
    )

    def said(*arguments: str) -> list[str]:
        return desk.run("archive", "--archive", harbour, *desk.options, *arguments).stdout.splitlines()

    first = said()
    assert [line.split()[:4] for line in first[:3]] == [
        ["kept", "2019-03-01", good, desk.kept(good)["url"]],
        ["no", "copy", "-", never],
        ["no", "good", "copy", "-"],
    ]
    assert first[3:] == [
        f"3 pages looked up at {harbour}: 1 kept, 1 no good copy, 1 no copy",
        "next: citecache repair --archive   # cite the copies of 1 page",
    ]
    assert said() == [
        "nothing to look up: every page that is gone has a copy, or this archive was asked within 30 days"
    ]
    assert said("--dry-run", "--all") == [f"2020-06-01  {page}  (accessed)" for page in (never, bad)]
    assert said(good)[0].startswith("kept before  2019-03-01")
    assert said("--all")[-1] == f"2 pages looked up at {harbour}: 1 no good copy, 1 no copy"
    assert said(bad)[0].endswith("0 of 3 tried, the others before")
