"""robots.txt (RFC 9309) and politeness delays, as the server sees them."""

import sqlite3
import subprocess
import time
from contextlib import closing
from itertools import pairwise
from typing import Any

import pytest
from own_web import Desk, Web, article

from crawler.middlewares.throttle import Latencies

RULES = (
    # status, body, outcome of a page of that host
    (200, b"User-agent: *\nDisallow: /private", "response"),
    (200, b"User-agent: *\nDisallow: /", "robots_denied"),
    (200, b"User-agent: citecache\nDisallow: /\n\nUser-agent: *\nAllow: /", "robots_denied"),
    (200, b"User-agent: other\nDisallow: /", "response"),
    (200, b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /page\r\n", "robots_denied"),
    (200, b"\xff\x00 no robots.txt at all <html>" * 9, "response"),
    (403, b"User-agent: *\nDisallow: /", "response"),
    (404, b"", "response"),
    (500, b"", "robots_error"),
    (503, b"", "robots_error"),
)


@pytest.fixture(scope="module")
def ruled(module_web: Web, module_desk: Desk) -> Any:
    """One crawl of one page of each host."""
    for host, (status, body, _) in enumerate(RULES, 1):
        module_web.on("/robots.txt", status, body, host=host, content_type="text/plain")
    module_desk.crawl(*(module_web.url("/page", host) for host in range(1, len(RULES) + 1)))
    return module_desk


@pytest.mark.parametrize("host", range(1, len(RULES) + 1))
def test_robots_txt_decides_what_is_fetched(ruled: Any, module_web: Web, host: int) -> None:
    """A 4xx means that there are no rules, a 5xx that nothing may be fetched."""
    outcome = RULES[host - 1][2]
    found = ruled.fetch(module_web.url("/page", host))
    assert found["outcome"] == outcome
    assert found["page_verdict"] == ("alive" if outcome == "response" else "disallowed")
    asked = {hit.host for hit in module_web.asked()}
    assert (f"127.0.0.{host}" in asked) is (outcome == "response")


def test_each_robots_txt_applies_to_its_own_host(web: Web, desk: Desk) -> None:
    """Fetched once per host; with hosts whose file does not answer, redirects, or is too long."""
    web.on("/robots.txt", 200, b"User-agent: *\nDisallow: /", host=2)
    web.does("/robots.txt", lambda _: time.sleep(3), host=3)
    web.on("/robots.txt", 301, b"", location="/rules", host=4)
    web.on("/rules", 200, b"User-agent: *\nDisallow: /two", host=4)
    web.on("/robots.txt", 200, b"# long\n" * 80_000 + b"User-agent: *\nDisallow: /", host=5)
    web.on("/robots.txt", 301, b"", location="/robots.txt", host=6)
    urls = [web.url(path, host) for host in range(1, 7) for path in ("/one", "/two")]
    desk.crawl("-s", "DOWNLOAD_TIMEOUT=1", *urls)
    outcomes = {url.partition("//127.0.0.")[2][0] + url[-4:]: desk.fetch(url)["outcome"] for url in urls}
    fine = dict.fromkeys(("1/one", "1/two", "4/one", "5/one", "5/two", "6/one", "6/two"), "response")
    denied = dict.fromkeys(("2/one", "2/two", "4/two"), "robots_denied")
    assert outcomes == fine | denied | dict.fromkeys(("3/one", "3/two"), "robots_unreachable")
    assert [hit.host for hit in web.asked("/robots.txt")].count("127.0.0.1") == 1


def test_a_redirect_is_checked_against_the_robots_txt_of_its_target(web: Web, desk: Desk) -> None:
    web.on("/robots.txt", 200, b"User-agent: *\nDisallow: /", host=2)
    web.on("/moved", 301, b"", location=web.url("/there", 2))
    desk.crawl(web.url("/moved"))
    assert desk.fetch(web.url("/moved"))["outcome"] == "robots_denied"
    assert web.asked("/there") == []


def intervals(web: Web, host: str) -> list[float]:
    starts = sorted(hit.started for hit in web.hits if hit.host == host)
    return [later - sooner for sooner, later in pairwise(starts)]


def test_by_default_a_host_gets_one_request_at_a_time_a_second_apart(web: Web, desk: Desk) -> None:
    """Redirects and robots.txt count; other hosts are fetched meanwhile."""
    desk.pace_options = ()
    web.does("/slow", lambda handler: (time.sleep(0.4), handler.article()))
    web.on("/hop", 302, b"", location="/landed")
    web.on("/away", 302, b"", location=web.url("/guest"), host=2)
    desk.crawl(web.url("/slow"), web.url("/hop"), web.url("/away", 2))
    for host in ("127.0.0.1", "127.0.0.2"):
        assert min(intervals(web, host)) >= 0.99
    mine = sorted((hit for hit in web.hits if hit.host == "127.0.0.1"), key=lambda hit: hit.started)
    assert [hit.path for hit in mine if hit.path != "/robots.txt"].count("/guest") == 1
    for sooner, later in pairwise(mine):
        assert sooner.ended <= later.started
    assert min(hit.started for hit in web.hits if hit.host == "127.0.0.2") - mine[0].started < 1


def test_a_crawl_delay_applies_to_the_whole_run(web: Web, desk: Desk) -> None:
    """Although the host answers fast, and its pages were queued before the delay was known."""
    desk.pace_options = ("-s", "DOWNLOAD_DELAY=0.1")
    web.on("/robots.txt", 200, b"User-agent: *\nCrawl-delay: 0.7")
    desk.crawl(*(web.url(f"/{n}") for n in range(5)))
    found = sorted(intervals(web, "127.0.0.1")[1:])
    assert found[len(found) // 2] >= 0.69
    assert found[0] >= 0.4  # the server may see one request late, and the next one in time


def test_a_transient_failure_is_retried_and_its_attempts_counted(web: Web, desk: Desk) -> None:
    desk.pace_options = ("-s", "DOWNLOAD_DELAY=0")
    answers = iter([502, 500])
    web.does(
        "/wobbly", lambda handler: handler.answer(status, b"") if (status := next(answers, None)) else handler.article()
    )
    web.on("/gone", 404, b"")
    desk.crawl(web.url("/wobbly"), web.url("/gone"))
    assert desk.fetch(web.url("/wobbly"))["attempts"] == 3
    assert desk.fetch(web.url("/gone"))["attempts"] == 1
    assert desk.fetch(web.url("/wobbly"))["page_verdict"] == "alive"


def test_a_pause_that_a_host_asks_for_lasts_across_runs(web: Web, desk: Desk) -> None:
    """No further request, although others were queued; their pages stay due, and other hosts are fetched."""
    desk.pace_options = ("-s", "DOWNLOAD_DELAY=0.1")
    busy = [web.on(f"/busy-{n}", 429, b"", retry_after="3600") for n in range(4)]
    desk.crawl(*busy, web.url("/elsewhere", 2))
    assert sorted(desk.fetch(url)["page_verdict"] for url in busy) == ["blocked", *["unchecked"] * 3]
    assert desk.fetch(web.url("/elsewhere", 2))["page_verdict"] == "alive"
    desk.crawl("--all")
    assert sorted(hit.host for hit in web.asked()) == ["127.0.0.1", "127.0.0.2", "127.0.0.2"]


def test_a_robots_txt_that_fails_for_a_month_is_treated_as_absent(web: Web, desk: Desk) -> None:
    """RFC 9309, 2.3.1.4: until then everything is disallowed, and the file is requested in every run."""
    web.on("/robots.txt", 500, b"")
    url = web.url("/a")
    desk.crawl(url)
    assert desk.fetch(url)["verdict"] == "disallowed"
    with closing(sqlite3.connect(desk.path)) as database, database:
        database.execute("UPDATE robots SET failing_since = '2020-01-01T00:00:00Z'")
    desk.crawl("--all")
    assert desk.fetch(url)["verdict"] == "alive"


# --- how fast a host is asked -----------------------------------------------------------------------


def test_one_slow_answer_is_an_outlier_and_half_of_them_are_not() -> None:
    """Whatever their status; a fast error is none to learn from."""
    known = Latencies(1.0)
    assert known.add(8.0, failed=False)
    assert known.median() == 1.0
    assert [known.add(0.1, failed=False) for _ in range(2)] == [True, True]
    assert known.median() == 0.1
    assert not known.add(0.05, failed=True)
    for _ in range(5):
        known.add(3.0, failed=True)
    assert known.median() == 3.0
    for _ in range(4):
        known.add(0.2, failed=False)
    assert known.median() == 0.2


def max_delay(desk: Desk, *arguments: str) -> float:
    """Seconds between two requests to the slowest host of a crawl that learns from its answers."""
    run = desk.run("crawl", "-v", *desk.allow_options, "-s", "DOWNLOAD_DELAY=0.1", "-s", "RETRY_TIMES=0", *arguments)
    (line,) = (line for line in run.stderr.splitlines() if line.startswith("pace: "))
    return float(line.rpartition("slowest host: ")[2].partition(" s")[0])


def test_one_slow_page_slows_no_refresh(web: Web, desk: Desk) -> None:
    """Scrapy's AutoThrottle kept its time as the delay, for all the 304s after it."""
    slow = [True]

    def unchanged(handler: Any) -> None:
        if handler.path == "/3" and slow:
            time.sleep(2)
        if "if-none-match" in {name.lower() for name in handler.headers}:
            handler.answer(304, etag='"1"')
        else:
            handler.answer(200, article(handler.path), etag='"1"')

    urls = [web.does(f"/{n}", unchanged) for n in range(6)]
    desk.crawl(*urls)
    assert max_delay(desk, "--all") == 0.1
    assert {hit.headers.get("if-none-match") for hit in web.asked()[-6:]} == {'"1"'}
    for n in range(6):
        web.does(f"/{n}", lambda handler: (time.sleep(0.6), handler.article()))
    assert max_delay(desk, "--all") > 0.5


def test_a_run_says_at_its_beginning_how_long_it_will_take(web: Web, desk: Desk) -> None:
    """By the host that has most pages, and by its Crawl-delay where it is known; a short run says nothing."""
    web.on("/robots.txt", 200, b"User-agent: *\nCrawl-delay: 4", host=2)
    urls = [web.url(f"/{n}", host) for host, pages in ((1, 6), (2, 4)) for n in range(pages)]
    desk.run("add", *urls)
    process = desk.start("crawl", *desk.allow_options, "-s", "DOWNLOAD_DELAY=2.5", stderr=subprocess.STDOUT)
    assert process.stdout is not None
    line = process.stdout.readline()
    process.kill()
    process.communicate()
    assert line == "10 pages on 2 hosts: about 15 seconds (slowest: 127.0.0.1, 6 pages)\n"
    desk.crawl()
    run = desk.run(*desk.options("--all", "--host", "127.0.0.2"))
    assert "about 16 seconds (slowest: 127.0.0.2, 4 pages)" in run.stderr
    assert "about" not in desk.run(*desk.options("--all", "--host", "127.0.0.1")).stderr
