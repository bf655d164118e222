"""What holds for every answer: for whom it is, what may be asked, and what a browser is told to let it do."""

import logging
import shutil
import socket
import sqlite3
import threading
from pathlib import Path

import anyio
import pytest
from served import Served, serving
from starlette.requests import Request

from citecache.web.app import application
from citecache.web.guard import SECURITY_HEADERS
from citecache.web.reading import read
from citecache.web.server import MAX_HEAD_BYTES
from crawler.cache import CacheFile
from crawler.model.errors import CacheBusy

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PLACES = [
    "/changes",
    "/healthz",
    "/nothing",
    "/static/style.css",
    "/static/nothing",
    "/api/nothing",
    "/changes/",
    "/favicon.ico",
]


@pytest.fixture(scope="module")
def allowing(cache_file: Path) -> Served:
    with serving(cache_file, hosts=["sources.example.org", "münchen.example".encode("idna").decode()]) as served:
        yield served


def raw(server: Served, sent: bytes) -> bytes:
    """What comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_every_answer_has_the_headers_and_only_reading_is_let_in(server: Served, place: str, method: str) -> None:
    got = server.get(place, method=method)
    assert got.headers["content-security-policy"] == POLICY
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["referrer-policy"] == "no-referrer"
    assert "server" not in got.headers
    if method in ("GET", "HEAD"):
        assert got.status in (200, 307, 404)
        assert (got.body == b"") >= (method == "HEAD")
    else:
        assert (got.status, got.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:1", "127.3.2.1", "LOCALHOST.", "localhost:80", "[::1]", "[::1]:8765", "[0:0::1]"]
)
def test_this_machine_may_ask_by_any_of_its_own_names(server: Served, host: str) -> None:
    assert server.get("/healthz", Host=host).status == 200


FOREIGN = [
    "",
    "0.0.0.0",
    "10.0.0.1",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "[::1",
    "[fe80::1]",
    "evil.example",
    "evil.example:80",
    "localhost.evil.example",
    "localhost:evil",
    "localhost@evil.example:80",
    "notlocalhost",
    "sources.example.org",
    "2130706433",
]


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("place", ["/changes", "/healthz", "/nothing", "/static/style.css"])
def test_any_other_host_is_misdirected(server: Served, host: str, place: str) -> None:
    """Otherwise a page of another site could read the cache by DNS rebinding."""
    got = server.get(place, Host=host)
    assert got.status == 421
    assert got.headers["content-security-policy"] == POLICY
    assert server.get(place, method="POST", Host=host).status == 421


@pytest.mark.parametrize(
    "host", ["Sources.Example.org", "sources.example.org:8765", "xn--mnchen-3ya.example", "localhost"]
)
def test_names_that_are_allowed_are_answered(allowing: Served, host: str) -> None:
    assert allowing.get("/healthz", Host=host).status == 200


@pytest.mark.parametrize("host", ["example.org", "www.sources.example.org", "sources.example.org.evil.example"])
def test_a_name_that_is_allowed_allows_no_other(allowing: Served, host: str) -> None:
    assert allowing.get("/healthz", Host=host).status == 421


def test_a_whole_url_as_target_counts_as_its_host(server: Served) -> None:
    """RFC 9112, 3.2.2: the Host header beside it is ignored."""
    asked = b"GET http://%s/healthz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
    assert raw(server, asked % (b"localhost", b"evil.example")).startswith(b"HTTP/1.1 200 ")
    assert raw(server, asked % (b"evil.example", b"localhost")).startswith(b"HTTP/1.1 421 ")


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",  # no Host: RFC 9112, 3.2
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * MAX_HEAD_BYTES,
    ],
    ids=["nonsense", "no host", "two hosts", "bytes", "long"],
)
def test_what_is_no_http_is_answered_with_the_headers(server: Served, sent: bytes) -> None:
    answer = raw(server, sent)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    for name, value in SECURITY_HEADERS.items():
        assert f"{name}: {value}\r\n".encode() in answer


@pytest.mark.parametrize(
    "path", ["/%00", "/%ff%fe", "/..%2f..%2fetc%2fpasswd", "/static/..%2f__init__.py", "/static/%00", "/" + "a" * 9_000]
)
def test_odd_paths_are_not_found(server: Served, path: str) -> None:
    assert server.get(path).status == 404


def test_an_error_is_a_page_for_people_and_a_problem_for_programs(server: Served) -> None:
    page, problem = server.get("/nothing"), server.get("/api/nothing")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "There is no such page." in page.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == problem.status == 404


def test_a_cache_that_cannot_be_read_is_said_and_read_again_when_it_can(cache_file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(cache_file, tmp_path))
    with serving(path) as server:
        assert server.get("/healthz").status == 200
        path.rename(tmp_path / "away.db")
        assert (server.get("/healthz").status, server.get("/changes").status) == (503, 503)
        path.write_bytes(b"no database at all, but long enough to be read as one" * 100)
        got = server.get("/healthz")
        assert (got.status, got.json()["status"]) == (503, 503)
        (tmp_path / "away.db").replace(path)
        assert server.get("/changes").status == 200


def test_nothing_is_written_to_the_cache(cache_file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(cache_file, tmp_path))
    before = path.read_bytes()
    with serving(path) as server:
        for place in PLACES:
            server.get(place)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_crawl_goes_on_beside_and_what_it_stores_is_seen(cache_file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(cache_file, tmp_path))
    with serving(path) as server, CacheFile.open(path) as cache, cache.write() as db:
        db.execute("UPDATE fetches SET started_at = '2026-05-02T00:00:00Z' WHERE id = (SELECT max(id) FROM fetches)")
        assert "last fetch" in server.get("/changes").text
        assert "2026-05-02" not in server.get("/changes").text
        db.execute("COMMIT")
        assert "2026-05-02" in server.get("/changes").text
        db.execute("BEGIN IMMEDIATE")


def test_a_fault_of_ours_is_an_answer_and_one_line_of_log(
    server: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("citecache.web.pages.changes.SHOWN", "many")
    with caplog.at_level(logging.ERROR):
        got = server.get("/changes")
    assert got.status == 500
    assert got.headers["content-security-policy"] == POLICY
    assert "Traceback" not in got.text + caplog.text
    (record,) = caplog.records
    assert "GET /changes: TypeError" in record.getMessage()


def test_what_takes_too_long_is_given_up(cache_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecache.web.reading.LIMIT_SECONDS", 0.2)
    ended = threading.Event()

    def count_for_ever(cache: CacheFile) -> None:
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            cache.db.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
        ended.set()

    request = Request({"type": "http", "app": application(cache_file)})
    with pytest.raises(CacheBusy, match="given up"):
        anyio.run(read, request, count_for_ever)
    assert ended.wait(20)
