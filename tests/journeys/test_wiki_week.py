"""A wiki maintainer's fortnight: pages vanish, move, change hands and are edited; each is put right in the wiki."""

import json
from datetime import timedelta

import pytest
from own_web import WORDS, Desk, Web

HALF_A_WEEK = timedelta(days=3.5)
PARKED = (
    b"<!DOCTYPE html><html><head><title>harbour.example is for sale</title>"
    b'<script src="https://img1.wsimg.com/parking-lander/static/js/main.js"></script></head>'
    b"<body><h1>harbour.example</h1><p>This domain is for sale. Buy this domain now.</p></body></html>"
)
TIDES = """---
title: Tides
quality: 80
---
The book says so.[^gone] The [mole]({moving}) was built later, and the [chart]({taken}) shows it.

[^gone]: {gone}
"""
NOTES = """---
title: Notes
quality: 20
---
See [the log]({steady}), [the book]({gone}) and [the club]({blocked}).
"""


@pytest.fixture
def wiki(web: Web, desk: Desk) -> dict[str, str]:
    """Two pages of a wiki, two weeks after their first crawl. Returns what they cite."""
    names = ("gone", "moving", "taken", "steady", "blocked")
    urls = {name: web.url(f"/{name}", host) for host, name in enumerate(names, 1)}
    folder = desk.folder / "wiki"
    folder.mkdir()
    (folder / "tides.md").write_text(TIDES.format(**urls))
    (folder / "notes.md").write_text(NOTES.format(**urls))
    desk.crawl("wiki")
    web.on("/gone", 404, b"<title>Not found</title><h1>Not found</h1>")
    web.does("/moved", web.behaviour("127.0.0.2", "/moving"))
    web.on("/moving", 301, b"", location=web.url("/moved", 2))
    web.on("/taken", 200, PARKED)
    web.on("/blocked", 403, b"<title>Attention Required! | Cloudflare</title>", server="cloudflare")
    for _ in range(4):
        desk.pass_time(HALF_A_WEEK)
        desk.run(*desk.options("--all"))
    return urls


def todo(desk: Desk) -> list[dict[str, object]]:
    items: list[dict[str, object]] = json.loads(desk.run("todo", "--format", "json").stdout)["items"]
    return items


def test_what_to_fix_first_and_that_it_is_settled_by_fixing_it(web: Web, desk: Desk, wiki: dict[str, str]) -> None:
    """The page that two documents cite comes first, a block never; each edit takes its entry off the list."""
    assert {entry["url"]: entry["verdict"] for entry in todo(desk)} == {
        wiki["gone"]: "dead",
        wiki["taken"]: "usurped",
        wiki["moving"]: "moved",
    }
    assert todo(desk)[0]["url"] == wiki["gone"]
    assert "3 to do" in desk.run("status").stdout
    desk.run("check", "wiki", expect=3)

    corrected = {wiki["gone"]: web.url("/found", 6), wiki["moving"]: web.url("/moved", 2)}
    for page in (desk.folder / "wiki").iterdir():
        for wrong, right in corrected.items():
            page.write_text(page.read_text().replace(wrong, right))
    before = len(web.asked())
    desk.crawl("wiki")
    assert sorted(hit.path for hit in web.asked()[before:]) == ["/found", "/moved"]
    assert [entry["url"] for entry in todo(desk)] == [wiki["taken"]]

    desk.run("mark", wiki["taken"], "usurped", "--note", "kept for its history")
    assert todo(desk) == []
    desk.assert_undamaged()


def test_a_page_of_the_wiki_is_deleted_and_what_only_it_cited_is_pruned(desk: Desk, wiki: dict[str, str]) -> None:
    """Only then: what is cited, and its copies, stays."""
    (desk.folder / "wiki" / "notes.md").unlink()
    desk.run("add", "wiki")
    assert wiki["steady"] in desk.run("prune", "--dry-run").stdout
    desk.run("prune")
    cards = {card["url"] for card in json.loads(desk.run("list", "--json").stdout)}
    assert cards == {wiki["gone"], wiki["moving"], wiki["taken"]}
    assert WORDS in json.loads(desk.run("show", wiki["gone"], "--json").stdout)["text"]
    desk.assert_undamaged()


def test_a_colleagues_copy_is_joined_in(web: Web, desk: Desk, wiki: dict[str, str]) -> None:
    """Twice is the same as once."""
    elsewhere = Desk(desk.folder / "elsewhere")
    elsewhere.folder.mkdir()
    other = web.url("/only-theirs", 7)
    elsewhere.crawl(other, wiki["steady"])
    for _ in range(2):
        desk.run("merge", "elsewhere/citecache.db")
        assert WORDS in json.loads(desk.run("show", other, "--json").stdout)["text"]
        assert desk.one("SELECT count(*) FROM pages") == len(wiki) + 1
    desk.assert_undamaged()
