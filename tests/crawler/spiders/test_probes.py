"""What hosts are asked about a page that is undecided: a random path and the home page, once in 30 days."""

import re
from datetime import timedelta
from typing import Any

import pytest
from own_web import WORDS, Desk, Handler, Web

NEWS = "Number {} of today's news of the lower river: a weir was mended, and the night boat sails again from Kell."
HOME = f"<html><title>The Ferry</title>{''.join(f'<p>{NEWS.format(n)}' for n in range(16))}".encode()
RANDOM = re.compile(r"/[0-9a-f]{24}")
PROBES = "SELECT kind, status, final_url IS NOT NULL, sketch IS NOT NULL FROM host_answers ORDER BY kind"


def undecided(about: str) -> bytes:
    """A long page under the title of an error page: one signal, which is not enough."""
    text = "".join(f"<p>{n}. {WORDS} This one is about {about}.</p>" for n in range(12))
    return f"<html><title>Page not found</title><article>{text}</article>".encode()


def asked(web: Web) -> list[str]:
    """The paths of probes."""
    paths = (hit.path for hit in web.hits)
    return ["random" if RANDOM.fullmatch(path) else path for path in paths if path == "/" or RANDOM.fullmatch(path)]


def serve(web: Web, body: bytes, status: int = 200, **headers: str) -> None:
    """The answer for every path that has none of its own."""
    known = web.behaviour

    def behaviour(host: str, path: str) -> Any:
        if (None, path) in web.pages or path in ("/robots.txt", "/.well-known/tdmrep.json"):
            return known(host, path)
        return lambda handler: handler.answer(status, body, **headers)

    web.behaviour = behaviour  # type: ignore[method-assign]


def test_a_host_that_sends_its_home_page_for_every_path_is_known_as_such(web: Web, desk: Desk) -> None:
    serve(web, HOME)
    web.on("/a", 200, HOME.replace(b"<title>The Ferry", b"<title>Page not found"))
    desk.run(*desk.options(web.url("/a")))
    assert asked(web) == ["random", "/"]
    assert desk.rows(PROBES) == [("home", 200, 1, 1), ("random", 200, 1, 1)]
    likeness, probe = desk.rows("SELECT home_likeness, json_extract(probe, '$.likeness') FROM fetches")[0]
    assert likeness > 0.9
    assert probe > 0.9


def test_a_host_with_a_proper_404_is_asked_once_in_30_days(web: Web, desk: Desk) -> None:
    serve(web, b"<p>There is no such page here.", 404)
    web.on("/", 200, HOME)
    for path in ("/a", "/b"):
        web.on(path, 200, undecided(path))
    desk.run(*desk.options(web.url("/a"), web.url("/b")))
    assert sorted(asked(web)) == ["/", "random"]
    found = desk.rows("SELECT json_extract(probe, '$.status'), home_likeness FROM fetches")
    assert [status for status, _ in found] == [404, 404]
    assert all(likeness < 0.3 for _, likeness in found)
    web.on("/c", 200, undecided("/c"))
    desk.run(*desk.options(web.url("/c")))
    assert len(asked(web)) == 2
    last = desk.rows("SELECT json_extract(probe, '$.status') FROM fetches WHERE run_id = 2")
    assert last == [(404,)]
    desk.pass_time(timedelta(days=31))
    web.on("/d", 200, undecided("/d"))
    desk.run(*desk.options(web.url("/d")))
    assert len(asked(web)) == 4


def test_a_host_that_redirects_random_paths_to_its_home_page_is_asked_no_more(web: Web, desk: Desk) -> None:
    serve(web, b"", 302, location="/")
    web.on("/", 200, HOME)
    web.on("/a", 200, undecided("a"))
    desk.run(*desk.options(web.url("/a")))
    assert asked(web) == ["random", "/"]  # the redirect, not a second question
    assert desk.rows("SELECT json_extract(probe, '$.to_home'), home_likeness IS NULL FROM fetches") == [(1, 0)]


@pytest.mark.parametrize("failure", [Handler.reset, lambda handler: handler.answer(503)])
def test_a_probe_that_fails_says_nothing_and_is_asked_again_after_a_day(web: Web, desk: Desk, failure: Any) -> None:
    known = web.behaviour
    web.behaviour = lambda host, path: failure if path == "/" or RANDOM.fullmatch(path) else known(host, path)  # type: ignore[method-assign]
    web.on("/a", 200, undecided("a"))
    desk.run(*desk.options(web.url("/a")))
    assert desk.rows("SELECT verdict, home_likeness FROM fetches") == [("alive", None)]
    before = len(asked(web))
    assert set(asked(web)) == {"random", "/"}
    web.on("/b", 200, undecided("b"))
    desk.run(*desk.options(web.url("/b")))
    assert len(asked(web)) == before
    desk.pass_time(timedelta(hours=25))
    web.on("/c", 200, undecided("c"))
    desk.run(*desk.options(web.url("/c")))
    assert len(asked(web)) == 2 * before


def test_robots_txt_is_obeyed(web: Web, desk: Desk) -> None:
    web.on("/robots.txt", 200, b"User-agent: *\nDisallow: /\nAllow: /a$", content_type="text/plain")
    web.on("/a", 200, undecided("a"))
    desk.run(*desk.options("-s", "ROBOTSTXT_OBEY=1", web.url("/a")))
    assert asked(web) == []
    assert desk.rows("SELECT verdict, probe FROM fetches") == [("alive", None)]


def test_a_page_that_is_decided_asks_nothing(web: Web, desk: Desk) -> None:
    for path in ("/a", "/b"):
        desk.run(*desk.options(web.url(path)))
    assert asked(web) == []
    likest = "SELECT likest_url, likest > 0.5, likest_status FROM fetches ORDER BY id"
    assert desk.rows(likest) == [(None, None, None), (web.url("/a"), 1, 200)]
