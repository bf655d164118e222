"""Every way for a page to answer, or not to: each URL ends as exactly one Fetch that records what happened."""

import gzip
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from own_web import Desk, Handler, Web

SMALL = b"<html><body><p>Not here.</p></body></html>"
LARGE = b"<p>" + b"words and more words " * 20_000
CASES: dict[str, tuple[Any, ...]] = {
    # path, or path@address: (outcome, status, verdict)
    "/good": ("response", 200, "alive"),
    "/plain": ("response", 200, "alive"),
    "/204": ("response", 204, "unreachable"),
    "/202": ("response", 202, "blocked"),
    "/301": ("response", 200, "alive"),  # a second check must agree before it is `moved`
    "/308": ("response", 200, "alive"),
    "/302": ("response", 200, "alive"),
    "/five": ("response", 200, "alive"),
    "/six": ("redirect_loop", None, "unreachable"),
    "/loop": ("redirect_loop", None, "unreachable"),
    "/meta": ("response", 200, "alive"),
    "/meta-utf-16": ("response", 200, "alive"),
    "/meta-404": ("response", 404, "missing"),
    "/reload": ("response", 200, "alive"),
    "/no-location": ("response", 302, "unreachable"),
    "/to-file": ("unsafe", None, "unsafe"),
    "/to-port-22": ("unsafe", None, "unsafe"),
    "/to-private": ("unsafe", None, "unsafe"),
    "/to-credentials": ("response", 200, "alive"),
    "/304": ("response", 304, "unreachable"),  # unsolicited: there is no stored content to confirm
    "/401": ("response", 401, "restricted"),
    "/403": ("response", 403, "blocked"),
    "/404": ("response", 404, "missing"),
    "/410": ("response", 410, "missing"),
    "/429@2": ("response", 429, "blocked"),
    "/451": ("response", 451, "legal"),
    "/500": ("response", 500, "unreachable"),
    "/503@3": ("response", 503, "unreachable"),
    "/999": ("response", 999, "blocked"),
    "/hang": ("timeout", None, "unreachable"),
    "/drip": ("timeout", None, "unreachable"),
    "/close": ("reset", None, "unreachable"),
    "/reset": ("reset", None, "unreachable"),
    "/short": ("truncated", 200, "unreachable"),
    "/short-chunks": ("truncated", 200, "unreachable"),
    "/garbage": ("protocol_error", None, "unreachable"),
    "/large": ("too_large", None, "unreachable"),
    "/large-without-length": ("too_large", None, "unreachable"),
    "/bomb": ("too_large", None, "unreachable"),
    "/gzip": ("response", 200, "alive"),
    "/not-gzip": ("decode_error", 200, "unreachable"),
    "/until-close": ("response", 200, "alive"),
    "/binary": ("response", 200, "alive"),
    "/empty": ("response", 200, "unreachable"),
}


def where(web: Web, case: str) -> str:
    """`/path`, or `/path@2` on the second address: a host that asks for a pause gets no further requests."""
    path, _, host = case.partition("@")
    return str(web.url(path, int(host or 1)))


def behave(web: Web, page: Callable[[str], bytes]) -> None:
    """Define the behaviour of each path."""
    good = web.url("/good")
    for status in (401, 403, 404, 410, 451, 500, 999):
        web.on(f"/{status}", status, SMALL)
    web.on("/304", 304)
    web.on("/503", 503, SMALL, host=3)
    web.on("/429", 429, SMALL, host=2, retry_after="7200")
    web.on("/204", 204, b"")
    web.on("/202", 202, b"")
    web.on("/empty", 200, b"")
    web.on("/plain", 200, b"Just a line.\n", content_type="text/plain")
    for status in (301, 302, 308):
        web.on(f"/{status}", status, b"", location=good)
    for chain, length in (("five", 5), ("six", 6)):
        for hop in range(length):
            here = f"/{chain}" + (f"-{hop}" if hop else "")
            web.on(here, 302, b"", location=f"/{chain}-{hop + 1}")
    web.on("/loop", 302, b"", location="/loop-2")
    web.on("/loop-2", 302, b"", location="/loop")
    web.on("/meta", 200, f'<html><head><meta http-equiv="refresh" content="0; url={good}"></head></html>'.encode())
    refresh = f'<html><head><META HTTP-EQUIV="Refresh" CONTENT="0; url={good}"></head></html>'
    web.on("/meta-utf-16", 200, refresh.encode("utf-16"))
    web.on("/meta-404", 404, b'<html><head><meta http-equiv="refresh" content="0; url=/good"></head>Not found</html>')
    reload = b'<meta http-equiv="refresh" content="3">'
    web.does("/reload", lambda handler: handler.answer(200, reload + page("/reload")))
    web.on("/no-location", 302, b"")
    web.on("/to-file", 302, b"", location="file:///etc/passwd")
    web.on("/to-port-22", 302, b"", location="http://127.0.0.1:22/")
    web.on("/to-private", 301, b"", location="http://10.0.0.1/")
    web.on("/to-credentials", 302, b"", location=good.replace("//", "//user:secret@"))
    web.does("/hang", hang)
    web.does("/drip", drip)
    web.does("/close", lambda handler: setattr(handler, "close_connection", True))
    web.does("/reset", lambda handler: handler.reset())
    web.does("/short", lambda handler: handler.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + SMALL))
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n"
    web.does("/short-chunks", lambda handler: handler.raw(chunked + b"2b\r\n" + SMALL[:20]))
    web.does("/garbage", lambda handler: handler.raw(b"SSH-2.0-OpenSSH_9.9\r\n\r\n" + bytes(range(256))))
    web.on("/large", 200, LARGE)
    unlimited = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    web.does("/large-without-length", lambda handler: handler.raw(unlimited + LARGE))
    web.on("/bomb", 200, gzip.compress(bytes(10_000_000)), content_encoding="gzip")
    web.does(
        "/gzip",
        lambda handler: handler.answer(200, gzip.compress(page("/gzip")), content_encoding="gzip"),
    )
    web.on("/not-gzip", 200, SMALL, content_encoding="gzip")
    web.does("/until-close", lambda handler: handler.raw(unlimited + page("/until-close")))
    web.on("/binary", 200, bytes(range(256)) * 20, content_type="application/octet-stream")


def hang(_: object) -> None:
    """No answer until after the timeout."""
    time.sleep(3)


def drip(handler: Handler) -> None:
    """A byte now and then, until after the timeout."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(10):
        time.sleep(0.3)
        handler.wfile.write(b"x")


@pytest.fixture(scope="module")
def crawled(module_web: Web, module_desk: Desk, page: Callable[[str], bytes]) -> Any:
    """One crawl of all cases; each test checks one."""
    behave(module_web, page)
    urls = [where(module_web, path) for path in CASES]
    limits = ("-s", "DOWNLOAD_TIMEOUT=1", "-s", "DOWNLOAD_MAXSIZE=100000", "-s", "REDIRECT_MAX_TIMES=5")
    module_desk.summary = module_desk.crawl(*limits, *urls)
    return module_desk


@pytest.mark.parametrize("path", CASES)
def test_each_answer_is_recorded_with_its_outcome_and_verdict(crawled: Any, module_web: Web, path: str) -> None:
    outcome, status, verdict = CASES[path]
    found = crawled.fetch(where(module_web, path))
    assert (found["outcome"], found["status"], found["page_verdict"]) == (outcome, status, verdict), found["error"]
    assert (found["error"] is None) is (outcome == "response")
    assert (found["last_good_capture_id"] is not None) is (verdict in ("alive", "moved") and status == 200)


def test_every_url_is_fetched_once_and_counted(crawled: Any) -> None:
    assert crawled.rows("SELECT count(*), count(DISTINCT page_id) FROM fetches") == [(len(CASES), len(CASES))]
    assert crawled.summary["fetched"] == len(CASES)
    assert sum(crawled.summary["verdicts"].values()) == len(CASES)
    crawled.assert_undamaged()


def test_every_redirect_hop_is_recorded_with_its_status(crawled: Any, module_web: Web) -> None:
    def hops(path: str) -> list[tuple[str, int]]:
        redirects = json.loads(crawled.fetch(module_web.url(path))["redirects"])
        return [(hop["url"].removeprefix(module_web.url("")), hop["status"]) for hop in redirects]

    assert hops("/good") == []
    assert hops("/308") == [("/308", 308)]
    assert hops("/meta") == [("/meta", 200)]
    assert hops("/meta-utf-16") == [("/meta-utf-16", 200)]
    assert hops("/five") == [("/five", 302), *((f"/five-{n}", 302) for n in range(1, 5))]
    assert len(hops("/six")) == 6
    assert hops("/to-private") == [("/to-private", 301)]
    assert crawled.fetch(module_web.url("/five"))["final_url"] == module_web.url("/five-5")


def test_credentials_in_a_redirect_are_neither_stored_nor_sent(crawled: Any, module_web: Web) -> None:
    assert crawled.fetch(module_web.url("/to-credentials"))["final_url"] == module_web.url("/good")
    assert not [hit for hit in module_web.hits if "authorization" in hit.headers]


def test_a_failure_has_a_one_line_reason(crawled: Any) -> None:
    errors = [row[0] for row in crawled.rows("SELECT error FROM fetches WHERE error IS NOT NULL")]
    assert errors
    for error in errors:
        assert len(error) <= 300
        assert "\n" not in error
        assert "object at 0x" not in error


def test_retry_after_is_in_the_schedule(crawled: Any, module_web: Web) -> None:
    """429 with Retry-After: 7200 is blocked, whose first step is a day: the later of the two applies."""
    found = crawled.fetch(where(module_web, "/429@2"))
    assert found["due_at"] > found["started_at"]


def test_requests_identify_citecache_and_send_nothing_else(crawled: Any, module_web: Web) -> None:
    """No cookies, no referrer, nothing about the citing document."""
    del crawled
    assert module_web.hits
    for hit in module_web.hits:
        assert hit.headers["user-agent"].startswith("citecache/")
        assert set(hit.headers) <= {"host", "user-agent", "accept", "accept-language", "accept-encoding", "connection"}
