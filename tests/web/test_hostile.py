"""Whatever strangers write is shown as text: 200 hostile titles, URLs, texts, tags and names of files in Chromium."""

import os
import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hostile_cache import build_hostile, url
from hostile_words import CONTEXTS, PAYLOADS, WORDS
from playwright.sync_api import Error, Page
from served import Served, serving
from windows import BrowserLog, Windows

from crawler.model import resource_id

LONG = "CITECACHE_LONG" in os.environ
"""The long form, of `make hostile`: all words in all places. The short form has all of them in the lists and on the
card that has every one; each context has a card and an address of its own.
"""

STEP = 1 if LONG else 3

FILTERS = {"verdict", "host", "type", "language", "document"}
"""Of a list: the short form visits one of them."""

PARTS = {"/search?after": len(WORDS), "/documents?page": len(WORDS)}
"""Pages that are visited of a kind, where one does not do: all that titles, URLs and names of files are listed on."""

PROBLEMS = """() => {
    const found = [], here = location.origin;
    const report = (what, one) => found.push(`${what}: ${one.outerHTML.slice(0, 200)}`);
    if (window.ran) found.push("a script ran");
    for (const one of document.querySelectorAll("*")) {
        for (const {name, value} of one.attributes) {
            if (/^on|^style$|^srcdoc$|^ping$|on:/.test(name)) report(name, one);
            if (/^(data-)?hx-(get|post|put|delete|patch)$/.test(name) && !value.startsWith("/")) report(name, one);
            if (/^(src|action|data|poster|formaction)$/.test(name) && new URL(value, here).origin !== here)
                report(name, one);
        }
    }
    const banned = "style, iframe, object, embed, base, meta[http-equiv], script:not([src])";
    for (const one of document.querySelectorAll(banned)) report("element", one);
    for (const one of document.querySelectorAll("link")) if (new URL(one.href).origin !== here) report("link", one);
    for (const one of document.querySelectorAll("a[href]")) {
        const outside = new URL(one.href).origin !== here;
        if (!/^https?:$/.test(one.protocol)) report("scheme", one);
        if (outside && !["noopener", "noreferrer", "nofollow"].every((word) => one.relList.contains(word)))
            report("rel", one);
    }
    return found;
}"""
"""What must not be in any page, whether or not the policy would have stopped it."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(build_hostile(tmp_path_factory.mktemp("hostile"))) as served:
        yield served


@pytest.fixture
def seen(hostile: Served) -> BrowserLog:
    return BrowserLog(hostile.url)


@pytest.fixture
def window(windows: Windows, hostile: Served, seen: BrowserLog) -> Iterator[Page]:
    with windows.at(hostile.url, seen, patience=30_000) as page:
        yield page
    assert seen == BrowserLog(hostile.url)  # nothing was asked of others, nothing complained, no dialog opened


def kind_of(address: str) -> str:
    """The kind of page at an address: its path without ids, and what it is asked for, if that is one thing."""
    parts = urlsplit(address)
    names = sorted({name for name, _ in parse_qsl(parts.query)})
    path = re.sub(r"[0-9a-f]{16}", "ID", parts.path)
    if not LONG:
        names = ["filter" if name in FILTERS else name for name in names]
        path = re.sub(r"^/search\.(csv|json)$", "/search.FORMAT", path)
    return path + ("?" + names[0] if len(names) == 1 else "?..." if names else "")


def visit(window: Page, address: str) -> bool:
    """Go there. False: it is no page, but a download or for programs."""
    try:
        answer = window.goto(address)
    except Error as error:
        assert "Download is starting" in error.message  # noqa: PT017 - all else is a failure
        return False
    assert answer is not None
    assert answer.ok, address
    return answer.headers["content-type"].startswith("text/html")


def test_no_page_runs_or_loads_what_strangers_wrote(window: Page, hostile: Served) -> None:
    """Every kind of page that links lead to: lists have all 200 titles, URLs and names, one card all tags and words."""
    everything = f"/resources/{resource_id(url(0))}"
    waiting = deque(hostile.url + path for path in ("/", everything))
    asked, visited = set(waiting), Counter[str]()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        visited[kind] += 1
        if visited[kind] > PARTS.get(kind, 3 if LONG else 1) or not visit(window, address):
            continue
        assert window.evaluate(PROBLEMS) == [], address
        links = window.evaluate("[...document.links].map((one) => one.href.split('#')[0])")
        waiting += (
            new := dict.fromkeys(one for one in links if one.startswith(f"{hostile.url}/") and one not in asked)
        )
        asked.update(new)
    assert {"/", "/search", "/documents", "/documents/ID", "/changes", "/runs", "/resources/ID"} <= set(visited)
    assert visited["/search?after"] + 1 >= len(WORDS) / 50
    assert visited["/documents?page"] + 1 >= len(WORDS) / 50


def test_the_card_of_each_kind_of_words_shows_them_as_text(window: Page) -> None:
    """In every field of a card."""
    some = (number + len(PAYLOADS) * (number // STEP % len(CONTEXTS)) for number in range(0, len(PAYLOADS), STEP))
    for words in range(len(WORDS)) if LONG else some:
        window.goto(f"/resources/{resource_id(url(words))}")
        assert window.evaluate(PROBLEMS) == [], WORDS[words]


def test_what_is_asked_for_is_shown_as_text(window: Page, seen: BrowserLog) -> None:
    """Words in the address, as whoever sends a link to a victim would have them."""
    for number, payload in enumerate(PAYLOADS[::STEP]):
        words = quote(CONTEXTS[number % len(CONTEXTS)] % payload.replace("\0", ""), safe="")
        places = (f"/search?q={words}&verdict={words}&sort={words}", f"/resources/{words}", f"/search?q={words}")
        window.goto(places[number % len(places)])
        assert window.evaluate(PROBLEMS) == [], payload
    seen.errors = [error for error in seen.errors if not re.search(r"status of 40[04]", error)]  # said, and no fault


def test_words_typed_into_the_search_are_words(window: Page) -> None:
    """With the script that searches while one types."""
    window.goto("/search")
    box = window.get_by_role("searchbox").first
    for payload in PAYLOADS[:: 2 * STEP]:
        with window.expect_response("**/search?**"):
            box.fill(payload.replace("\0", ""))
        assert window.evaluate(PROBLEMS) == [], payload
