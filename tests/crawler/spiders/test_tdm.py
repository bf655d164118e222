"""tdmrep.json is fetched once a day from an origin with pages to store; its reservations are stored with the text."""

import json
import sqlite3
import time
from contextlib import closing
from typing import Any

import pytest
from own_web import Desk, Web

from crawler.middlewares.tdm import parse, reserved

FILE = "/.well-known/tdmrep.json"
OPEN_AND_CLOSED = [{"location": "/open/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]
ALL = b'[{"location": "/", "tdm-reservation": 1}]'


def cards(desk: Desk) -> dict[str, list[str]]:
    """URL -> the reservations of its page."""
    return {card["url"]: card["reservations"] for card in json.loads(desk.run("list", "--json").stdout)}


def days_pass(desk: Desk) -> None:
    """Make the cached file stale."""
    with closing(sqlite3.connect(desk.path)) as database, database:
        assert database.execute("UPDATE tdmrep SET fetched_at = '2020-01-01T00:00:00Z'").rowcount


def test_a_tdmrep_file_reserves_what_it_names(web: Web, desk: Desk) -> None:
    """By default, fetched once after the first page; the text is stored, but not exported."""
    web.on(FILE, 200, json.dumps(OPEN_AND_CLOSED).encode())
    desk.crawl(web.url("/open/a"), web.url("/closed"))
    assert cards(desk) == {web.url("/open/a"): [], web.url("/closed"): ["tdm"]}
    assert [hit.path for hit in web.hits][:1] == ["/robots.txt"]
    assert [hit.path for hit in web.hits].count(FILE) == 1
    assert [hit.path for hit in web.hits].index(FILE) > 1
    lines = [json.loads(line) for line in desk.run("export", "jsonl").stdout.splitlines()]
    assert {line["url"]: line["text"] is None for line in lines} == {
        web.url("/closed"): True,
        web.url("/open/a"): False,
    }


def test_tdmrep_files_are_not_fetched_when_switched_off(web: Web, desk: Desk) -> None:
    web.on(FILE, 200, ALL)
    desk.crawl("-s", "CITECACHE_TDMREP=0", web.url("/a"))
    assert web.asked(FILE) == []
    assert cards(desk) == {web.url("/a"): []}


@pytest.mark.parametrize("status", [200, 404, 500])
def test_a_tdmrep_file_is_cached_for_a_day(web: Web, desk: Desk, status: int) -> None:
    """A missing or failing file, too: one request per origin and day, and no retry."""
    desk.pace_options = ("-s", "DOWNLOAD_DELAY=0")
    web.on(FILE, status, ALL)
    expected = ["tdm"] if status == 200 else []
    desk.crawl(web.url("/a"))
    desk.crawl(web.url("/b"))
    assert len(web.asked(FILE)) == 1
    days_pass(desk)
    desk.crawl(web.url("/c"))
    assert len(web.asked(FILE)) == 2
    assert cards(desk) == {web.url(path): expected for path in ("/a", "/b", "/c")}


def test_a_failing_tdmrep_file_leaves_the_cached_rules(web: Web, desk: Desk) -> None:
    """A temporary failure keeps the reservations; a missing file ends them."""
    web.on(FILE, 200, ALL)
    desk.crawl(web.url("/a"))
    for path, status in (("/b", 503), ("/c", 404)):
        web.on(FILE, status, b"", retry_after="0")
        days_pass(desk)
        desk.crawl(web.url(path))
    assert cards(desk) == {web.url("/a"): ["tdm"], web.url("/b"): ["tdm"], web.url("/c"): []}


def test_tdmrep_is_fetched_only_for_answers_with_content(web: Web, desk: Desk) -> None:
    """Not for a page that is gone, moved to another host or unchanged, or whose header decides."""
    web.on("/gone", 404, host=2)
    web.on("/moved", 301, b"", host=3, location=web.url("/here", 1))
    web.on("/said", 200, host=4, tdm_reservation="0")
    web.on("/empty", 204, b"", host=5)
    web.on(FILE, 200, ALL)
    urls = [web.url(path, n) for n, path in ((2, "/gone"), (3, "/moved"), (4, "/said"), (5, "/empty"))]
    desk.crawl(*urls)
    assert [hit.host for hit in web.asked(FILE)] == ["127.0.0.1"]
    assert cards(desk)[urls[1]] == ["tdm"]
    assert cards(desk)[urls[2]] == []
    web.does("/here", lambda handler: handler.answer(304))
    days_pass(desk)
    desk.crawl("--all", "--url", urls[1])
    assert len(web.asked(FILE)) == 1


def test_robots_txt_applies_to_tdmrep_files(web: Web, desk: Desk) -> None:
    """A file that robots.txt forbids is not requested, not even through another host's redirect."""
    web.on("/robots.txt", 200, b"User-agent: *\nDisallow: /.well-known/", host=2)
    web.on(FILE, 200, ALL, host=2)
    web.on(FILE, 301, b"", host=1, location=web.url(FILE, 2))
    desk.crawl(web.url("/a", 1), web.url("/a", 2))
    assert [hit.host for hit in web.asked(FILE)] == ["127.0.0.1"]
    assert cards(desk) == {web.url("/a", 1): [], web.url("/a", 2): []}


def test_a_tdmrep_file_may_redirect(web: Web, desk: Desk) -> None:
    """The report allows redirects. An HTML page with a meta refresh is neither a redirect nor a file."""
    web.on(FILE, 301, b"", host=1, location=web.url("/rules.json", 2))
    web.on("/rules.json", 200, ALL, host=2)
    refresh = f'<meta http-equiv="refresh" content="0; url={web.url("/rules.json", 2)}">'
    web.on(FILE, 200, refresh.encode(), host=3)
    desk.crawl(web.url("/a", 1), web.url("/a", 3))
    assert cards(desk) == {web.url("/a", 1): ["tdm"], web.url("/a", 3): []}
    assert len(web.asked("/rules.json")) == 1


def test_a_tdmrep_file_is_fetched_before_other_pages_of_its_host(web: Web, desk: Desk) -> None:
    """Before the host's other queued pages: the fetched ones would all have to wait for it."""
    desk.pace_options = ("-s", "DOWNLOAD_DELAY=0.2", "-s", "AUTOTHROTTLE_ENABLED=0")
    desk.crawl(*(web.url(f"/{n}") for n in range(8)))
    order = [hit.path for hit in sorted(web.hits, key=lambda hit: hit.started)]
    assert order[0] == "/robots.txt"
    assert order.index(FILE) <= 4
    assert len(order) == 10


def test_a_page_stays_due_when_the_run_stops_before_its_tdmrep_file(
    web: Web, desk: Desk, until: Any, interrupt: Any
) -> None:
    """The next run fetches it again, and stores it with its host's reservations."""
    web.on(FILE, 200, ALL)
    desk.pace_options = ("-s", "DOWNLOAD_DELAY=2", "-s", "AUTOTHROTTLE_ENABLED=0")
    process = desk.start(*desk.options(web.url("/a")))
    until(lambda: web.asked("/a"))
    interrupt(process)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130, error
    assert "Traceback" not in error
    assert web.asked(FILE) == []
    assert desk.one("SELECT count(*) FROM captures") == 0
    desk.pace_options = ("-s", "DOWNLOAD_DELAY=0")
    desk.crawl()
    assert cards(desk) == {web.url("/a"): ["tdm"]}
    desk.assert_undamaged()


@pytest.mark.parametrize(
    ("locations", "path", "expected"),
    [
        (["/"], "", True),
        (["/directory-a/"], "/directory-a/x.pdf", True),
        (["/directory-a/"], "/directory-A/x.pdf", False),
        (["/images/*.jpg"], "/images/a/b.jpg?large", True),
        (["/images/*.jpg$"], "/images/b.jpg?large", False),
        (["/this/path/exactly$"], "/this/path/exactly", True),
        (["/this/path/exactly$"], "/this/path/exactly/not", False),
        (["/this/*/then"], "/this/and/that/then/more", True),
        (["/path/foo-%24"], "/path/foo-$", True),
        (["/%7Ejoe/"], "/~joe/x", True),
        (["/m%C3%BCll"], "/müll", True),
        (["/a#b"], "/a", False),
        (["", "*"], "/x", True),
        (["x\nAllow: /"], "/x", False),
        (["/" + "*a" * 900 + "b"], "/" + "a" * 3000, False),
    ],
)
def test_a_location_is_matched_like_a_robots_txt_path(locations: list[str], path: str, expected: bool) -> None:
    """TDMRep, "Use of regular expressions": a prefix, case-sensitive, `*` and a final `$`, escapes compared."""
    file = json.dumps([{"location": location, "tdm-reservation": 1} for location in locations])
    assert reserved(parse(file.encode()), f"https://example.org{path}") is expected


def test_the_first_matching_rule_wins() -> None:
    """TDMRep: "The most specific match is the first in sequence". robots.txt uses the longest."""
    rules = parse(b'[{"location": "/", "tdm-reservation": 0}, {"location": "/news/", "tdm-reservation": 1}]')
    assert not reserved(rules, "https://example.org/news/1")
    assert reserved(rules[::-1], "https://example.org/news/1")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><title>Welcome</title>",
        b'{"location": "/", "tdm-reservation": 1}',
        b'[{"location": "/", "tdm-reservation": 2}]',
        b'[{"location": "/", "tdm-reservation": true}]',
        b'[{"location": ["/"], "tdm-reservation": 1}]',
        b'[{"tdm-reservation": 1}]',
        b'["/", 1, null]',
        b"[" * 100_000,
        b"\xff\xfe[",
        b'[{"location": "/' + b"x" * 2000 + b'", "tdm-reservation": 1}]',
    ],
)
def test_invalid_rules_reserve_nothing(body: bytes) -> None:
    """Other values are protocol errors, and ignored."""
    assert parse(body) == ()


def test_a_tdmrep_file_has_the_timeout_of_a_page(web: Web, desk: Desk) -> None:
    """After the timeout it has no effect, and the page is stored all the same."""
    web.does(FILE, lambda _: time.sleep(15), host=1)
    desk.crawl("-s", "DOWNLOAD_TIMEOUT=2", web.url("/a", 1), web.url("/b", 2))
    assert cards(desk) == {web.url("/a", 1): [], web.url("/b", 2): []}
    assert [desk.fetch(web.url(path, n))["verdict"] for n, path in ((1, "/a"), (2, "/b"))] == ["alive", "alive"]
