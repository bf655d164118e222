"""What the middlewares and pipelines did, as Scrapy's stats: `crawl -v` shows them when the run is over."""

from typing import Any


def test_a_verbose_crawl_closes_with_what_was_done(web: Any, desk: Any) -> None:
    web.on("/robots.txt", 200, b"User-agent: *\nDisallow: /closed", host=1, content_type="text/plain")
    web.on("/robots.txt", 503, b"", host=2)
    web.on("/gone", 404, b"")
    urls = [web.url("/a"), web.url("/b"), web.url("/gone"), web.url("/closed/x"), web.url("/c", 2)]
    run = desk.run(*desk.options("-v", "-s", "ROBOTSTXT_OBEY=1", *urls))
    lines = dict(
        line.split(": ", 1) for line in run.stderr.splitlines() if line.startswith(("robots.txt: ", "judge: "))
    )
    assert lines["robots.txt"] == "2 requested, 0 remembered, 1 denied, 1 unreachable"
    assert lines["judge"] == "2 alive, 2 disallowed, 1 missing, 0 probes"
    assert "\nextraction: 2 pages, 0 known, 0 timeouts, 0 killed workers, 0 fallbacks" in run.stderr
    assert "\npace: " in run.stderr
    again = desk.run(*desk.options("-v", "--all", "--host", "127.0.0.1"))
    assert "robots.txt: 0 requested, 1 remembered, 1 denied, 0 unreachable" in again.stderr


def test_without_v_the_stats_are_not_shown(web: Any, desk: Any) -> None:
    assert "extraction: " not in desk.run(*desk.options(web.url("/a"))).stderr


def test_a_host_that_asks_for_a_pause_is_counted(web: Any, desk: Any) -> None:
    web.on("/busy", 429, b"", retry_after="3600")
    run = desk.run(*desk.options("-v", web.url("/busy"), web.url("/later")))
    assert "pace: 0 waits (0.0 s), 1 postponed" in run.stderr
