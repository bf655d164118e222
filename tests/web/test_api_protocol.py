"""HTTP as it is meant: entity tags, conditional requests, problems, cursors (RFC 9110, 9457, 8288)."""

import json
import shutil
from base64 import urlsafe_b64encode
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from cited_web import PAGES, SITE, WIKI, build
from served import Served, serving

from citecache import Cache
from crawler.model import resource_id

CARD = f"/api/cards/{resource_id(f'{SITE}/alive')}"
PATHS = (
    "/api/cards",
    CARD,
    f"/api/content?url={quote(f'{SITE}/alive')}",
    "/api/verdicts?url=x",
    "/openapi.json",
)
PROBLEM = "application/problem+json"


def packed(sort: str, key: object) -> str:
    """A cursor that is of the form of ours."""
    words = json.dumps([sort, key, "https://example.org/a", "0" * 16])
    return f"c1.{urlsafe_b64encode(words.encode()).decode().rstrip('=')}"


@pytest.mark.parametrize("path", PATHS)
def test_what_has_not_changed_is_not_sent_again(server: Served, path: str) -> None:
    got = server.get(path)
    tag = got.headers["etag"]
    assert (got.status, got.headers["content-type"]) == (200, "application/json")
    assert got.headers["cache-control"] == "no-cache"
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = server.get(path, if_none_match=known)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert "content-type" not in again.headers
    assert server.get(path, if_none_match='"other"').body == got.body
    assert server.get(path, if_none_match="no tag at all").status == 200


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_its_content(server: Served, path: str) -> None:
    got, head = server.get(path), server.get(path, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("content-length", "content-type", "etag"):
        assert head.headers[name] == got.headers[name]
    assert server.get(path, method="HEAD", if_none_match=got.headers["etag"]).status == 304


def test_if_match_expects_the_present_answer(server: Served) -> None:
    tag = server.get(CARD).headers["etag"]
    assert server.get(CARD, if_match=tag).status == 200
    assert server.get(CARD, if_match="*").status == 200
    other = server.get(CARD, if_match='"other"')
    assert (other.status, other.headers["content-type"]) == (412, PROBLEM)
    assert server.get(CARD, if_match=f"W/{tag}").status == 412  # a strong comparison: RFC 9110, 13.1.1
    assert server.get(CARD, if_match='"other"', if_none_match=tag).status == 412  # comes first: 13.2.2


def test_times_are_no_condition(server: Served) -> None:
    """Nothing has a Last-Modified, so they are ignored (RFC 9110, 13.1.3)."""
    for name in ("if_modified_since", "if_unmodified_since"):
        assert server.get(CARD, **{name: "Sat, 01 Jan 2050 00:00:00 GMT"}).status == 200


def test_a_change_gives_another_tag(cache_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "citecache.db"
    shutil.copy(cache_file, copy)
    with serving(copy) as server:
        before = {path: server.get(path).headers["etag"] for path in PATHS}
        assert {path: server.get(path).headers["etag"] for path in PATHS} == before
        with Cache(copy) as cache:
            cache.mark(f"{SITE}/alive", "dead", note="seen by a person")
        after = {path: server.get(path).headers["etag"] for path in PATHS}
        assert {path for path in PATHS if after[path] != before[path]} == {*PATHS[:3]}
        assert server.get(CARD, if_none_match=before[CARD]).json()["verdict"] == "dead"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api", 404, ""),
        ("/api/", 404, ""),
        ("/api/cards?limit=0", 400, "limit: write a number from 1 to 1,000"),
        ("/api/cards?limit=-1", 400, "limit"),
        ("/api/cards?limit=1001", 400, "limit"),
        ("/api/cards?limit=1e2", 400, "limit"),
        ("/api/cards?limit=%D9%A1", 400, "limit"),
        ("/api/cards?limit=1&limit=2", 400, "limit: give it at most 1 time"),
        ("/api/cards?verdict=gone", 400, "verdict: there is no 'gone'"),
        ("/api/cards?sort=", 400, "sort"),
        ("/api/cards?doubt=maybe", 400, "doubt: write true or false"),
        ("/api/cards?tag=", 400, "tag"),
        ("/api/cards?nonsense=1", 400, "nonsense: there is no such parameter"),
        ("/api/cards?cursor=garbage", 400, "cursor"),
        ("/api/cards?cursor=c1.", 400, "cursor"),
        ("/api/cards?cursor=c1.AAAAAAAA", 404, "begin without"),
        ("/api/cards?cursor=c1.W1tbW1tbW1tb", 404, "begin without"),
        ("/api/cards?cursor=c1.WyJ1cmwiLHt9LCIiLCIiXQ", 404, "begin without"),
        ("/api/cards?cursor=c1.WyJ1cmwiLG51bGwsIiIsIiJd&sort=host", 404, "sort=url"),
        (f"/api/cards?sort=cited&cursor={packed('cited', 'many')}", 404, "begin without"),
        (f"/api/cards?sort=cited&cursor={packed('cited', 10**300)}", 404, "begin without"),
        (f"/api/cards?sort=cited&cursor={packed('cited', None)}", 200, ""),
        (f"/api/cards?sort=cited&cursor={packed('cited', 1.5)}", 200, ""),
        (f"/api/cards?sort=host&cursor={packed('host', 3)}", 404, "begin without"),
        (f"/api/cards?marked=1&cursor={packed('url', None)}", 200, ""),
        ("/api/verdicts?url=%FF", 200, ""),
    ],
)
def test_a_mistake_is_a_problem_in_words(server: Served, path: str, status: int, words: str) -> None:
    got = server.get(path)
    assert got.status == status, got.text
    if status >= 400:
        told = got.json()
        assert got.headers["content-type"] == PROBLEM
        assert (told["type"], told["status"], bool(told["title"])) == ("about:blank", status, True)
        assert words in told["detail"]
        assert "Traceback" not in got.text


@pytest.mark.parametrize("method", ["DELETE", "OPTIONS", "PATCH", "POST", "PUT"])
def test_nothing_can_be_changed(server: Served, method: str) -> None:
    got = server.get("/api/cards", method=method)
    assert (got.status, got.headers["content-type"], got.headers["allow"]) == (405, PROBLEM, "GET, HEAD")


def test_a_foreign_host_is_told_so_by_a_problem(server: Served) -> None:
    got = server.get("/api/cards", host="evil.example")
    assert (got.status, got.headers["content-type"]) == (421, PROBLEM)


def test_a_cache_that_cannot_be_read_is_a_problem_of_now(cache_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "citecache.db"
    shutil.copy(cache_file, copy)
    with serving(copy) as server:
        assert server.get("/api/cards").status == 200
        copy.unlink()
        got = server.get("/api/cards")
        assert (got.status, got.headers["content-type"]) == (503, PROBLEM)
        shutil.copy(cache_file, copy)
        assert server.get("/api/cards").status == 200


def test_a_cursor_outlives_the_card_that_it_names(tmp_path: Path) -> None:
    with serving(build(tmp_path, {"alive": PAGES["alive"]}, WIKI)) as server:
        part = server.get("/api/cards?limit=2").json()
        gone = part["cards"][-1]["url"]
        with Cache(server.path) as cache:
            cache.forget(tmp_path / "wiki" / "tides.md")
            assert gone in [one.url for one in cache.prune().dropped]
        cursor = part["next_cursor"]
        following = server.get(f"/api/cards?{urlencode({'cursor': cursor})}").json()
        left = server.get("/api/cards").json()["cards"]
        assert [card["id"] for card in following["cards"]] == [card["id"] for card in left if card["url"] > gone]
        assert following["cards"]
