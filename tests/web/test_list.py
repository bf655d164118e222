"""The list of cards: searched as one types, filtered with counts, sorted, in parts, as files."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from cited_web import PAGES, SITE, Answer, build
from playwright.sync_api import Page, expect
from served import Served, serving
from windows import BrowserLog, Windows

from citecache import Cache
from crawler.model import resource_id

MANY = {f"n/{number:03}": [Answer(f"Common words of page {number}. " * 9)] for number in range(120)}


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of a cache with more cards than a part shows."""
    folder = tmp_path_factory.mktemp("many")
    wiki = {"all.md": "\n\n".join(f"[{name}]({SITE}/{name})" for name in MANY), "one.md": f"{SITE}/n/007\n"}
    with serving(build(folder, MANY, wiki)) as served:
        yield served


@pytest.fixture
def page_without_scripts(windows: Windows, server: Served, browser_log: BrowserLog) -> Iterator[Page]:
    with windows.at(server.url, browser_log, scripts=False) as page:
        yield page


class ListReader(HTMLParser):
    """The Resource IDs that a list shows, its links by their words, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: dict[str, str] = {}
        self.marked: list[str] = []
        self.words = ""
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and (address := given.get("href")):
            self._open.append((address, ""))
            if address.startswith("/resources/"):
                self.ids.append(address.removeprefix("/resources/"))
        if tag == "mark":
            self.marked.append("")

    def handle_data(self, data: str) -> None:
        self.words += data
        self._open = [(address, words + data) for address, words in self._open]
        if self.marked and not self.marked[-1]:
            self.marked[-1] = data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            address, words = self._open.pop()
            self.links[" ".join(words.split())] = address


def listed(server: Served, path: str) -> ListReader:
    got = server.get(path)
    assert got.status == 200, got.text
    return ListReader(got.text)


def test_all_cards_are_listed_by_their_urls_with_the_number_of_each_verdict(server: Served, cache_file: Path) -> None:
    found = listed(server, "/search")
    with Cache(cache_file) as cache:
        assert found.ids == [card.id for card in cache.cards()]
    assert f"{len(PAGES) + 1} sources" in found.words
    assert found.links["dead 1"] == "/search?verdict=dead"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("verdict=dead", ["dead"]),
        ("verdict=dead,missing", ["dead", "missing"]),
        ("verdict=dead&verdict=missing&verdict=", ["dead", "missing"]),
        ("verdict=alive&host=EXAMPLE.org&q=tides", ["long"]),
        ("host=elsewhere.example", []),
        ("document=nowhere.md", []),
        ("language=de", []),
        ("doubt=yes", []),
        ("q=gauge+failed", ["report.pdf"]),
        ("q=%22plan+of+the+board%22&sort=url", ["alive", "changed"]),
        ("q=forbidden", []),
        ("q=xyzzy", []),
    ],
)
def test_filters_and_words_must_all_apply(server: Served, query: str, names: list[str]) -> None:
    assert listed(server, f"/search?{query}").ids == [resource_id(f"{SITE}/{name}") for name in names]


def test_a_filter_is_chosen_and_left_by_a_link_and_the_counts_follow(server: Served, cache_file: Path) -> None:
    document = quote(str(cache_file.parent / "wiki" / "plan.md"), safe="")
    found = listed(server, f"/search?document={document}")
    assert "5 sources" in found.words
    assert found.links["alive 2"] == f"/search?verdict=alive&document={document}"
    chosen = listed(server, found.links["alive 2"])
    assert "2 sources" in chosen.words
    assert chosen.links["dead 1"].startswith("/search?verdict=alive&verdict=dead")  # of the same kind any may apply
    assert chosen.links["Clear filters"] == "/search"
    assert f"/search?document={document}" in chosen.links.values()


def test_a_document_is_filtered_by_as_it_is_called_anywhere(server: Served) -> None:
    """By its path as seen from the working directory, as the filters have it, and as the list of Documents has it."""
    (shown,) = {value for value in re.findall(r"document=([^&\"]*)", server.get("/search").text) if "plan" in value}
    lists = [ListReader(server.get(f"/search?document={one}").text) for one in (shown, "wiki/plan.md")]
    assert lists[0].ids
    assert lists[0].ids == lists[1].ids
    files = [server.get(f"/search.csv?document={one}").body for one in (shown, "wiki/plan.md", "wiki/none.md")]
    assert files[0] == files[1] != files[2]


def test_what_is_found_is_marked_in_an_excerpt(server: Served) -> None:
    found = listed(server, "/search?q=tide")
    assert set(found.marked) <= {"tides", "Tides", "tide", "Tide"}
    assert found.marked
    brackets = listed(server, "/search?q=nobody")  # the text has [1] of its own
    assert (brackets.marked[0], "million [1] in all" in brackets.words) == ("nobody", True)


def test_a_page_that_asks_for_no_excerpts_is_found_without_one(server: Served) -> None:
    found = listed(server, "/search?q=quiet")
    assert found.ids == [resource_id(f"{SITE}/nosnippet")]
    assert "asks for no excerpts" in found.words
    assert "quiet words" not in found.words


def test_a_word_that_is_not_finished_finds_those_that_begin_so(server: Served) -> None:
    found = listed(server, "/search?q=gau")
    assert found.ids == [resource_id(f"{SITE}/report.pdf")]
    assert "begin so" in found.words


def test_a_mistake_in_a_search_is_told_beside_it(server: Served) -> None:
    found = listed(server, "/search?q=%22never+closed")
    assert "a quotation mark is not closed" in found.words
    assert found.ids == []
    assert server.get("/search.csv?q=%22never").status == 400


@pytest.mark.parametrize(
    "query", ["verdict=lost", "sort=size", "after=x", "after=WzFd", "doubt=no", "facet=colour", "after=" + "W" * 9_000]
)
def test_what_cannot_be_asked_for_is_refused(server: Served, query: str) -> None:
    got = server.get(f"/search?{query}")
    assert got.status == 400
    assert query.partition("=")[0] in got.text


@pytest.mark.parametrize(
    "query", ["q=" + "a" * 5_000, "q=%00", "q=%ff%fe", "host=%ed%a0%80", "tag=%00", "q=a&q=b", "x=1"]
)
def test_whatever_else_is_asked_gets_an_answer(server: Served, query: str) -> None:
    assert server.get(f"/search?{query}").status == 200
    assert server.get(f"/search.json?{query}").status in (200, 400)


@pytest.mark.parametrize("query", ["", "sort=cited", "sort=fetched", "q=common", "q=common&sort=url", "verdict=alive"])
def test_the_parts_of_a_list_are_the_whole_of_it(long_list: Served, query: str) -> None:
    path, ids, first = f"/search?{query}", list[str](), 1
    while path:
        found = listed(long_list, path)
        assert f"{first}–{first + len(found.ids) - 1} of 120 sources" in found.words
        ids += found.ids
        first += len(found.ids)
        path = found.links.get("Next part", "")
    assert ids == [card["id"] for card in long_list.get(f"/search.json?{query}").json()]
    assert len(set(ids)) == 120
    if query == "sort=cited":
        assert ids[0] == resource_id(f"{SITE}/n/007")


def test_a_part_begins_after_a_card_that_is_known(long_list: Served) -> None:
    second = listed(long_list, "/search").links["Next part"]
    assert "after=" in second
    assert "page=" not in second
    assert listed(long_list, second).links["First part"] == "/search"


def test_files_have_all_that_is_selected_in_the_order_of_the_list(server: Served) -> None:
    query = "q=board&verdict=alive"
    ids = listed(server, f"/search?{query}").ids
    as_csv, as_json = (server.get(f"/search.{form}?{query}") for form in ("csv", "json"))
    assert as_csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert as_csv.headers["content-disposition"] == 'attachment; filename="sources.csv"'
    assert [row["id"] for row in csv.DictReader(io.StringIO(as_csv.text, newline=""))] == ids
    assert [card["id"] for card in as_json.json()] == ids
    assert "text" not in as_json.json()[0]
    assert json.loads(server.get("/search.json?q=xyzzy").text) == []
    assert len(server.get("/search.csv?q=xyzzy").text.splitlines()) == 1


def test_files_keep_back_what_may_not_be_passed_on(server: Served) -> None:
    for query in ("", "q=reserved", "q=quiet"):
        assert "reserved words" not in server.get(f"/search.csv?{query}").text
        for form in ("csv", "json"):
            got = server.get(f"/search.{form}?{query}").text
            assert "quiet words ask" not in got
            assert "forbidden words" not in got


def test_what_is_written_meanwhile_is_seen(tmp_path: Path) -> None:
    path = build(tmp_path)
    with serving(path) as served:
        before = listed(served, "/search?verdict=unchecked")
        with Cache(path) as cache:
            cache.add("https://new.example/page")
        after = listed(served, "/search?verdict=unchecked")
        assert set(after.ids) - set(before.ids) == {resource_id("https://new.example/page")}
        assert "new.example 1" in after.links


def test_the_list_follows_as_one_types_and_by_the_keyboard(page: Page) -> None:
    page.goto("/search")
    field = page.get_by_role("searchbox", name="Search titles and texts")
    field.press_sequentially("gaug")
    expect(page.locator("#found .cards > li")).to_have_count(1)
    expect(page.locator("#found mark").first).to_have_text("gauge")
    expect(field).to_be_focused()
    expect(page).to_have_url(re.compile(r"q=gaug"))
    expect(page.get_by_role("status")).to_have_text("1 source")
    field.fill("board")
    expect(page.locator("#found .cards > li")).to_have_count(3)
    page.get_by_label("Order").select_option("fetched")
    expect(page.locator("#found .cards h2").first).to_have_text("The plan of the board, revised")
    page.get_by_role("link", name="moved 1").click()
    expect(page.locator("#found .cards > li")).to_have_count(1)
    expect(field).to_have_value("board")
    field.fill('"')
    expect(page.get_by_role("alert")).to_contain_text("quotation mark")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_list_needs_no_script(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto("/search")
    page.get_by_role("searchbox").fill("board")
    page.get_by_label("Order").select_option("cited")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found .cards > li")).to_have_count(3)
    page.get_by_role("link", name="moved 1").click()
    expect(page.locator("#found .cards > li")).to_have_count(1)
