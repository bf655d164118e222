"""The demo's web: citecache/demo."""

import http.client
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from citecache.demo import PAGES, WIKI, DemoWeb
from citecache.demo.routes import FILES
from crawler.sources.reading import read_all

NEWS = "http://meridian-post.example/2026/3/8/halyard-tide-model-leak"


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as web:
        yield web


def ask(web: DemoWeb, url: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(web.proxy_url).netloc, timeout=10)
    try:
        connection.request(method, url, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("url", PAGES)
def test_every_page_answers_as_its_table_says(web: DemoWeb, url: str) -> None:
    answer, body = ask(web, url)
    assert answer.status == PAGES[url].status
    assert int(answer.headers["Content-Length"]) == len(body) > 0
    head, nothing = ask(web, url, "HEAD")
    assert (head.status, nothing) == (answer.status, b"")
    assert head.headers["Content-Length"] == answer.headers["Content-Length"]


def test_a_page_that_has_not_changed_is_not_sent_again(web: DemoWeb) -> None:
    """304, without a body, to its own ETag or date; 200 to another."""
    answer, _ = ask(web, NEWS)
    assert ask(web, NEWS, If_None_Match=answer.headers["ETag"])[0].status == 304
    assert ask(web, NEWS, If_None_Match=f'"x", W/{answer.headers["ETag"]}')[0].status == 304
    assert ask(web, NEWS, If_Modified_Since=answer.headers["Last-Modified"])[0].status == 304
    assert ask(web, NEWS, If_None_Match='"x"', If_Modified_Since=answer.headers["Last-Modified"])[0].status == 200
    unchanged, body = ask(web, NEWS, If_None_Match=answer.headers["ETag"])
    assert body == b""
    assert unchanged.headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "http://unknown.example/", 502),
        ("GET", "http://127.0.0.1:22/", 502),
        ("GET", "http://meridian-post.example/no/such/page", 404),
        ("GET", "/robots.txt", 400),
        ("GET", "https://meridian-post.example/", 400),
        ("CONNECT", "meridian-post.example:443", 501),
        ("POST", NEWS, 405),
    ],
)
def test_it_serves_only_its_own_hosts(web: DemoWeb, method: str, url: str, status: int) -> None:
    """A proxy without outgoing connections: it refuses unknown hosts."""
    assert ask(web, url, method)[0].status == status


def test_more_clients_than_it_serves_at_once_wait_their_turn(web: DemoWeb) -> None:
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: ask(web, NEWS)[0].status, range(200)))
    assert answers == [200] * 200


def test_it_ends_at_once_and_leaves_no_thread() -> None:
    """Also with a client that connected but sent no request."""
    before = threading.active_count()
    with DemoWeb() as web:
        idle = socket.create_connection(("127.0.0.1", urlsplit(web.proxy_url).port or 0))
        assert ask(web, NEWS)[0].status == 200
    idle.close()
    assert threading.active_count() == before
    with pytest.raises(OSError, match="refused"):
        ask(web, NEWS)


def test_the_wiki_cites_every_page_and_only_those() -> None:
    """But for robots.txt, and the new address of the page that moved is cited, too."""
    readings = tuple(read_all([str(WIKI)]))
    cited = {citation.url for reading in readings for citation in reading.citations if citation.url}
    cited |= {record.url for reading in readings for record in reading.records}
    assert cited == {url for url in PAGES if not url.endswith("/robots.txt")}
    assert not [skipped for reading in readings for skipped in reading.skipped]


def test_the_wiki_names_a_resource_by_its_id() -> None:
    """An <R id> of a page is the id of a record."""
    readings = tuple(read_all([str(WIKI)]))
    named = {citation.resource_id for reading in readings for citation in reading.citations if citation.resource_id}
    assert named <= {record.id for reading in readings for record in reading.records}
    assert named


def test_everything_is_fictional() -> None:
    """Every host named in the wiki and the web is under `.example`, but for the vocabulary of schema.org."""
    for path in (*FILES.iterdir(), *WIKI.iterdir()):
        for host in re.findall(rb"https?://([\w.-]+)", path.read_bytes()):
            assert host.endswith(b".example") or host == b"schema.org", path
