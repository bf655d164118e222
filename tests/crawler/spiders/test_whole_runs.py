"""Whole runs: nothing is lost, whatever the input and however they end."""

import json
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from own_web import Desk, Handler, Web

MALFORMED = (
    "http://",
    "http:///path",
    "http://example.org:99999/{}",
    "http://exa mple.org/{}",
    "http://[::1/{}",
    "http://.example.org/{}",
    "http://a..b/{}",
    "https://{}.example.org:22/",
    "ftp://example.org/{}",
    "http://" + "x" * 70 + ".example/{}",
    "http://example.org/" + "y" * 3000 + "{}",
    "http://%zz/{}",
    "http://256.256.256.256/{}",
    "http://user:pw@[bad]/{}",
)


def test_a_thousand_links_of_which_two_hundred_are_malformed(web: Web, desk: Desk) -> None:
    """Each of them gets a Fetch, and the run completes."""
    good = [web.url(f"/{n}", 1 + n % 6) for n in range(800)]
    bad = [MALFORMED[n % len(MALFORMED)].format(n) for n in range(200)]
    urls = [*good, *bad]
    random.Random(5).shuffle(urls)
    (desk.folder / "urls.txt").write_text("\n".join(urls))
    summary = desk.crawl("urls.txt")
    pages = desk.one("SELECT count(*) FROM pages")
    assert summary["fetched"] == pages == desk.one("SELECT count(DISTINCT page_id) FROM fetches")
    assert summary["verdicts"]["alive"] == 800
    named = {row[0] for row in desk.rows("SELECT url FROM resources")}
    complained = {item["url"] for item in summary["added"]["skipped"]}
    unsaid = [url for url in bad if url not in named and not any(url.startswith(one or "?") for one in complained)]
    assert [url for url in unsaid if "user:pw@" not in url] == []
    assert {row[0] for row in desk.rows("SELECT verdict FROM pages")} <= {"alive", "failed", "unsafe", "missing"}
    desk.assert_undamaged()


def test_a_second_crawl_sends_conditional_requests(web: Web, desk: Desk, page: Any) -> None:
    """304 for unchanged pages: no new capture, no second body."""
    tags = {"/a": '"1"', "/b": '"1"', "/c": '"1"'}

    def conditional(handler: Handler) -> None:
        tag = tags[handler.path]
        if handler.headers["If-None-Match"] == tag:
            handler.answer(304, etag=tag)
        else:
            handler.answer(200, page(handler.path + tag), etag=tag)

    for path in tags:
        web.does(path, conditional)
    urls = [web.url(path) for path in tags]
    first = desk.crawl(*urls)
    assert (first["new_captures"], first["not_modified"]) == (3, 0)
    again = desk.crawl("--all")
    assert (again["fetched"], again["new_captures"], again["not_modified"]) == (3, 0, 3)
    tags["/b"] = '"2"'
    third = desk.crawl("--all")
    assert (third["new_captures"], third["not_modified"]) == (1, 2)
    assert desk.rows("SELECT DISTINCT verdict FROM pages") == [("alive",)]
    assert desk.crawl()["state"] == "nothing due"
    desk.assert_undamaged()


def test_not_modified_of_another_page_says_nothing_of_this_one(web: Web, desk: Desk, page: Any) -> None:
    """A page that has become a redirect is not confirmed by what it now leads to, whatever that one's ETag."""
    web.on("/report", 200, page("/report"), etag='"0"')
    url = web.url("/report")
    desk.crawl(url)

    def home(handler: Handler) -> None:
        if handler.headers["If-None-Match"] == '"0"':
            handler.answer(304, etag='"0"')
        else:
            handler.answer(200, page("/tide"), etag='"0"')

    web.does("/tide", home)
    web.on("/report", 301, b"", location=web.url("/tide"))
    assert desk.crawl("--all")["not_modified"] == 0
    fetch = desk.fetch(url)
    assert (fetch["outcome"], fetch["status"], fetch["final_url"]) == ("response", 200, web.url("/tide"))
    assert desk.crawl("--all")["not_modified"] == 1  # of /tide, whose answer is what is kept now
    desk.assert_undamaged()


def test_ctrl_c_ends_cleanly_and_the_next_crawl_resumes(web: Web, desk: Desk, until: Any, interrupt: Any) -> None:
    """What was under way is kept; nothing is asked for twice."""
    urls = [web.url(f"/{n}") for n in range(30)]
    desk.pace_options = (
        "-s",
        "DOWNLOAD_DELAY=1",
        "-s",
        "AUTOTHROTTLE_ENABLED=0",
    )  # 30 s, if all that wait were awaited
    process = desk.start(*desk.options(*urls))
    until(lambda: len(web.asked()) >= 3)
    stopped = time.monotonic()
    interrupt(process)
    out, error = process.communicate(timeout=30)
    assert process.returncode == 130, error
    assert "Traceback" not in error
    assert "the run was interrupted" in out
    assert time.monotonic() - stopped < 10
    done = desk.one("SELECT count(*) FROM fetches")
    assert 2 <= done < 30
    assert desk.one("SELECT state FROM runs") == "interrupted"
    desk.pace_options = ("-s", "DOWNLOAD_DELAY=0")
    rest = desk.run(*desk.options(*urls))
    assert f"resuming the interrupted run: {done} pages done" in rest.stderr
    assert desk.rows("SELECT count(*), count(DISTINCT page_id) FROM fetches") == [(30, 30)]
    assert len(web.asked()) == 30
    desk.assert_undamaged()


def test_ctrl_c_twice_does_not_wait_for_a_slow_host(web: Web, desk: Desk, until: Any, interrupt: Any) -> None:
    web.does("/slow", lambda _: time.sleep(15))
    process = desk.start(*desk.options(web.url("/slow"), web.url("/fast", 2)))
    until(lambda: len(web.asked()) == 2)
    interrupt(process)
    time.sleep(0.3)
    interrupt(process)
    process.communicate(timeout=10)
    assert process.returncode == 130
    assert desk.one("SELECT state FROM runs") == "interrupted"
    assert desk.one("SELECT verdict FROM pages WHERE url = ?", web.url("/slow")) == "unchecked"


def test_repeated_kills_of_a_crawl_lose_nothing(web: Web, desk: Desk, until: Any) -> None:
    """kill -9 at any moment: the file stays sound, what was fetched is not fetched again by the next run."""
    urls = [web.url(f"/{n}", 1 + n % 2) for n in range(60)]
    desk.run("add", *urls)
    desk.pace_options = ("-s", "DOWNLOAD_DELAY=0.03", "-s", "AUTOTHROTTLE_ENABLED=0")
    chance = random.Random(7)
    for _ in range(4):
        before = len(web.asked())
        process = desk.start(*desk.options())
        until(lambda seen=before: len(web.asked()) > seen)
        time.sleep(chance.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=10)
        assert desk.one("PRAGMA integrity_check") == "ok"
    desk.pace_options = ("-s", "DOWNLOAD_DELAY=0")
    desk.crawl()
    assert desk.one("SELECT count(*) FROM pages WHERE verdict = 'alive'") == 60
    assert desk.rows("SELECT count(*), count(DISTINCT page_id) FROM captures") == [(60, 60)]
    assert desk.one("SELECT count(*) FROM fetches") == 60
    desk.assert_undamaged()


def test_a_second_crawl_of_the_same_cache_fails_with_one_line(web: Web, desk: Desk, until: Any) -> None:
    """Reading goes on, and so does adding."""
    seen = threading.Event()
    web.does("/slow", lambda handler: (seen.wait(25), handler.article()))
    first = desk.start(*desk.options(web.url("/slow")))
    until(lambda: web.asked("/slow"))
    second = desk.run("refresh", "--all", expect=1)
    assert second.stdout == ""
    assert second.stderr.count("\n") == 1
    assert "another crawl of citecache.db is running" in second.stderr
    assert desk.run("list").stdout.startswith("unchecked")
    desk.run("add", web.url("/more"))
    desk.run("backup", "copy.db")
    seen.set()
    first.communicate(timeout=30)
    assert first.returncode == 0


def test_losing_the_cache_during_a_run_ends_it_with_the_reason(web: Web, desk: Desk) -> None:
    """A full disk, say: one line, exit 1, and what was not kept is still due."""
    desk.run("add", *(web.url(f"/{n}") for n in range(4)))

    def vanish(handler: Handler) -> None:
        with desk.path.open("r+b") as file:
            file.write(b"no database any more" * 10)
        handler.article()

    for n in range(4):
        web.does(f"/{n}", vanish)
    process = desk.start(*desk.options())
    _, error = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "Traceback" not in error
    assert "citecache.db" in error


def test_scrapy_s_own_commands_do_the_same_crawl(web: Web, desk: Desk) -> None:
    """For those who know Scrapy: the project is one."""
    (desk.folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")
    assert desk.run("list", program="scrapy").stdout == "citations\n"
    settings = ("-s", "CITECACHE_ALLOW_ADDRESSES=127.0.0.0/8", "-s", "DOWNLOAD_DELAY=0")
    urls = f"urls={web.url('/a')} {web.url('/b')} http://nowhere:99999/"
    desk.run("crawl", "citations", "-a", urls, *settings, program="scrapy")
    assert sorted(row[0] for row in desk.rows("SELECT verdict FROM pages")) == ["alive", "alive", "failed"]
    assert desk.rows("SELECT state, fetched FROM runs") == [("finished", 3)]
    desk.run("crawl", "citations", "-a", "all=1", "-a", "limit=1", *settings, program="scrapy")
    assert desk.one("SELECT count(*) FROM fetches") == 4


def test_only_selected_pages_are_fetched(web: Web, desk: Desk) -> None:
    """--url, --host, --limit and --dry-run; the last touches neither network nor cache."""
    (desk.folder / "urls.txt").write_text("\n".join(web.url(f"/{n}", 1 + n % 2) for n in range(6)))
    planned = json.loads(desk.run("crawl", "--dry-run", "--json", "urls.txt").stdout)
    assert len(planned["urls"]) == 6
    assert not desk.path.exists()
    assert web.hits == []
    assert desk.crawl("--limit", "1", "urls.txt")["fetched"] == 1
    assert desk.crawl("--host", "127.0.0.2")["fetched"] in (2, 3)
    assert desk.crawl("--url", web.url("/new#part"))["fetched"] == 1
    assert desk.one("SELECT verdict FROM pages WHERE url = ?", web.url("/new")) == "alive"
    assert desk.crawl("--url", web.url("/new"))["fetched"] == 1
    assert desk.crawl("--older-than", "1d")["fetched"] in (2, 3)
    assert desk.crawl()["fetched"] == 0


def test_a_refresh_without_a_terminal_prints_only_verdict_changes(web: Web, desk: Desk) -> None:
    """As cron runs it: no environment, no word when nothing happened."""
    desk.crawl(web.url("/a"), web.url("/b"))
    options = desk.options("--all")[1:]
    desk.environment = {"PATH": "", "HOME": "/", "LANG": ""}
    quiet = desk.run("refresh", *options)
    assert (quiet.stdout, quiet.stderr) == ("", "")
    web.on("/b", 404, b"")
    turned = desk.run("refresh", *options)
    assert (turned.stdout, turned.stderr) == (f"alive -> missing  {web.url('/b')}\n", "")


def test_no_more_pages_are_asked_for_than_can_be_stored(web: Web, desk: Desk, until: Callable[..., None]) -> None:
    """A disk that is slow for a while, here a file that somebody else writes, holds up the requests as well."""
    program = """
from citecache.cli import main
from crawler.spiders import citations
citations.MAX_OPEN, citations.MAX_UNSTORED = 2, 4
main()
"""
    urls = [web.url(f"/{number}", 1 + number % 6) for number in range(30)]

    def waiting() -> int:
        asked = sum(hit.path.strip("/").isdigit() for hit in web.hits)
        return asked - int(desk.one("SELECT count(*) FROM fetches"))

    desk.run("add", *urls)
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as db:
        process = desk.start("-c", program, *desk.options(), program="python")
        until(lambda: desk.rows("SELECT 1 FROM runs"))
        db.execute("BEGIN IMMEDIATE")
        until(lambda: waiting() >= 4)
        time.sleep(1)  # the others would be asked for in this time
        held_up = waiting()
        db.execute("COMMIT")
    process.communicate(timeout=60)
    assert held_up in (4, 5)  # one may have been under way
    assert (process.returncode, desk.one("SELECT count(*) FROM fetches")) == (0, 30)
