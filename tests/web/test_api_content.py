"""/api/content and /api/verdicts: the text of a source, and what is held true of URLs."""

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from cited_web import ARCHIVED, BOARD, LATER, PAGES, SITE, START, build
from served import Got, Served

from crawler.cache import CacheFile
from crawler.cache.read.resources import of_url
from crawler.model import resource_id

ASKED_FOR = (
    *("url", "http_status", "fetched_at", "content_type", "page_title"),
    *("full_text", "content_length", "content_hash"),
)


def asked(server: Served, url: str) -> Got:
    return server.get(f"/api/content?{urlencode({'url': url})}")


def content(server: Served, name: str) -> dict[str, Any]:
    got = asked(server, f"{SITE}/{name}")
    assert got.status == 200, got.text
    found = got.json()
    assert isinstance(found, dict)
    return found


def test_content_is_the_whole_text_and_what_verifies_it(server: Served) -> None:
    found = content(server, "alive")
    assert {name: found[name] for name in ASKED_FOR} == {
        "url": f"{SITE}/alive",
        "http_status": 200,
        "fetched_at": f"{START:%Y-%m-%dT%H:%M:%SZ}",
        "content_type": "text/html; charset=utf-8",
        "page_title": "The plan of the board",
        "full_text": BOARD,
        "content_length": len(BOARD),
        "content_hash": hashlib.sha256(BOARD.encode()).hexdigest(),
    }


@pytest.mark.parametrize("name", sorted(PAGES))
def test_length_and_digest_are_those_of_the_text(server: Served, name: str) -> None:
    found = content(server, name)
    text = found["full_text"]
    if text is None:
        assert found["missing"] or found["withheld"]
    else:
        assert found["content_length"] == len(text.encode())
        assert found["content_hash"] == hashlib.sha256(text.encode()).hexdigest()
        assert (found["missing"], found["withheld"]) == (None, None)


def test_the_newest_good_text_counts_not_the_last_answer(server: Served) -> None:
    assert content(server, "changed")["full_text"] == LATER
    dead = content(server, "dead")
    assert dead["full_text"].startswith("What was to be read here is gone now, but it was long enough once.")
    assert (dead["verdict"], dead["http_status"], dead["source"]) == ("dead", 200, "fetched")
    assert dead["fetched_at"] == f"{START:%Y-%m-%dT%H:%M:%SZ}"  # of the text, not of the 404


@pytest.mark.parametrize("name", ["blocked", "missing", "teaser", "unreachable"])
def test_what_never_was_good_has_no_text(server: Served, name: str) -> None:
    found = content(server, name)
    assert (found["full_text"], found["content_hash"], found["capture_id"]) == (None, None, None)
    assert found["missing"]


def test_a_page_that_was_never_fetched_says_so(server: Served) -> None:
    never = content(server, "never")
    assert (never["verdict"], never["http_status"], never["fetched_at"]) == ("unchecked", None, None)
    assert "never fetched" in never["missing"]


@pytest.mark.parametrize("name", ["legal", "nosnippet", "tdm"])
def test_reserved_text_is_not_given(server: Served, name: str) -> None:
    got = asked(server, f"{SITE}/{name}")
    assert got.json()["full_text"] is None
    assert got.json()["withheld"].startswith(name)
    for words in ("reserved words", "quiet words", "forbidden words"):
        assert words not in got.text


def test_a_text_that_wants_no_archive_is_given_as_to_language_models(server: Served) -> None:
    assert content(server, "noarchive")["full_text"].startswith("The public words")


def test_another_spelling_of_a_page_finds_it(server: Served) -> None:
    for url in ("HTTPS://EXAMPLE.org:443/alive", f"{SITE}/alive#part", f" {SITE}/alive ", f"{SITE}/%61live"):
        assert asked(server, url).json()["url"] == f"{SITE}/alive"


def test_escapes_may_be_written_otherwise_than_in_the_document(tmp_path: Path) -> None:
    small, large = f"{SITE}/caf%c3%a9", f"{SITE}/na%C3%AFve"
    path = build(tmp_path, {"caf%c3%a9": PAGES["alive"]}, {"one.md": f"[small]({small}) [large]({large})\n"})
    with CacheFile.open(path) as cache:
        for url, cited in ((f"{SITE}/caf%C3%A9", small), (f"{SITE}/café", small), (f"{SITE}/na%c3%afve", large)):
            assert of_url(cache, url) == resource_id(cited), url
        assert of_url(cache, f"{SITE}/cafe") is None


@pytest.mark.parametrize("url", ["https://example.org/nobody", "alive", "\0", "javascript:alert(1)", "💩" * 300])
def test_a_url_that_nobody_cites_is_not_found(server: Served, url: str) -> None:
    got = asked(server, url)
    assert (got.status, got.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("query", ["", "url=", "url=a&url=b", "uri=a", "url=a&x=1"])
def test_one_url_must_be_given(server: Served, query: str) -> None:
    got = server.get(f"/api/content?{query}")
    assert (got.status, got.json()["status"]) == (400, 400)
    assert got.json()["parameter"] in ("url", "uri", "x")


def test_verdicts_come_in_the_order_asked(server: Served) -> None:
    urls = [f"{SITE}/dead", "https://example.org/nobody", f"{SITE}/alive", f"{SITE}/dead"]
    found = server.get(f"/api/verdicts?{urlencode({'url': urls}, doseq=True)}").json()["verdicts"]
    assert [one["url"] for one in found] == urls
    assert [one["verdict"] for one in found] == ["dead", None, "alive", "dead"]
    assert [one["known"] for one in found] == [True, False, True, True]
    assert (found[0]["id"], found[0]["archived_url"]) == (resource_id(urls[0]), ARCHIVED)
    assert found[1].keys() == found[0].keys()


def test_as_many_verdicts_as_can_be_asked_for(server: Served) -> None:
    urls = [f"{SITE}/page-{number}" for number in range(101)]
    assert server.get(f"/api/verdicts?{urlencode({'url': urls[:100]}, doseq=True)}").status == 200
    assert server.get(f"/api/verdicts?{urlencode({'url': urls}, doseq=True)}").status == 400
    assert server.get("/api/verdicts").status == 400
    long = [f"{SITE}/{number:04}/".ljust(2_083, "x") for number in range(100)]  # 208 KB in one line
    got = server.get(f"/api/verdicts?{urlencode({'url': long}, doseq=True)}")
    assert [one["url"] for one in got.json()["verdicts"]] == long
