"""The static site in Chromium, under a path of a plain host; and what a second export of it writes anew."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cited_web import BOARD, DAY, LATER, NOW, SITE, Answer, build, fill
from playwright.sync_api import Page, expect
from published import Host, published
from windows import BrowserLog, Windows, violations

from citecache import Cache
from crawler.model import Verdict, resource_id

HOSTILE = "<img src=x onerror=alert(1)> \u202e</script><script>alert(2)</script>"
URLS = {
    "plan": [Answer(BOARD, title="The plan of the board")],
    "other": [Answer("Nobody heard of the plan. " * 12, title="Another page")],
    "gone": [Answer(None, status=404, verdict=Verdict.MISSING)],
    "hostile": [Answer("Zymurgy is the last word. " * 12, title=HOSTILE)],
    "cjk": [Answer("機械学習の本である。" * 30, title="本")],
    "accents": [Answer("Die Straße führt nach Łódź, déjà vu. " * 12, title="Straße")],
    "tdm": [Answer("Reserved xylophones. " * 12, capture={"reservations": ("tdm",)})],
    **{f"tide-{number}": [Answer(f"A tide of the harbour, {number}. " * 12)] for number in range(25)},
}
WIKI = {"wiki/a.md": "\n\n".join(f"<{SITE}/{url}>" for url in URLS)}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("site"), URLS, WIKI)


@pytest.fixture(scope="module")
def host(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("public")
    with Cache(cache) as opened:
        opened.export("site", folder)
    with published() as host:
        host.publish(folder, "/some/path")
        yield host


@pytest.fixture
def page(windows: Windows, host: Host) -> Iterator[Page]:
    """The page that searches; at the end of the test nothing was loaded from elsewhere, and nothing went wrong."""
    log = BrowserLog(host.url)
    with windows.at(f"{host.url}/some/path/", log) as page:
        yield page
    assert log == BrowserLog(host.url)


NOT_TOLD = "document.querySelector('#found').textContent = ''"
TOLD = """() => new Promise(resolve => {
  const look = () => document.querySelector("#found").textContent ? resolve() : requestAnimationFrame(look);
  look();
})"""
"""Sooner than `expect`, which looks more and more seldom; a page's policy forbids `wait_for_function`."""


def found(page: Page, query: str) -> list[str]:
    """The titles or addresses of the results."""
    page.evaluate(NOT_TOLD)
    page.get_by_role("searchbox").fill(query)
    page.evaluate(TOLD)
    return page.locator("#results h2").all_inner_texts()


def test_a_reader_searches_the_site(page: Page) -> None:
    page.goto("index.html")
    page.get_by_role("link", name="Search").click()
    plan, another = "The plan of the board", "Another page"
    assert found(page, "the plan") == [plan, another]  # the title counts more
    assert found(page, "PLAN, approved") == [plan]  # all words, in any case
    assert found(page, "appro") == [plan]  # as one types
    assert found(page, "機械学習") == ["本"]
    assert found(page, "strasse deja łódź") == ["Straße"]
    assert found(page, "example gone") == [f"{SITE}/gone"]  # the address
    assert found(page, "plan nowhere") == []
    expect(page.locator("#found")).to_have_text("0 pages found")
    assert found(page, "xylophones") == []  # what may not be passed on is not searched either
    assert found(page, "__proto__") == []
    assert found(page, "zymurgy") == [HOSTILE.replace("\u202e", "")]
    page.get_by_role("searchbox").fill("gone")
    expect(page.locator("#results .badge")).to_have_text("missing")
    expect(page).to_have_url(re.compile(r"/search\.html\?q=gone$"))
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#results .badge")).to_have_text("missing")
    page.locator("#results a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{SITE}/gone")
    page.go_back()
    expect(page.locator("#results h2")).to_have_text(f"{SITE}/gone")


def test_many_results_come_in_parts(page: Page) -> None:
    page.goto("search.html?q=harbour")
    expect(page.locator("#found")).to_have_text("25 pages found")
    expect(page.locator("#results > li")).to_have_count(20)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("#results > li")).to_have_count(25)
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()
    assert violations(page) == []


def test_a_second_export_writes_what_changed_and_nothing_else(cache: Path, tmp_path: Path) -> None:
    """A fetch of one page, which found another text: its page, and what lists it."""
    public = tmp_path / "public"

    def exported() -> dict[str, int]:
        with Cache(cache) as opened:
            opened.export("site", public)
        found = (path for path in public.rglob("*") if path.is_file() and not path.name.startswith("."))
        return {path.relative_to(public).as_posix(): path.stat().st_mtime_ns for path in found}

    first = exported()
    assert exported() == first
    fill(cache, {f"{SITE}/plan": [Answer(LATER, title="The plan of the board")]}, start=NOW + DAY)
    second = exported()
    changed = {name for name in second if second[name] != first.get(name)}
    words = {name for name in changed if name.startswith("search/words-")}
    assert words <= {
        f"search/words-{word[0]}.json" for word in "did not it 1 in all and nobody was told of approved 2023".split()
    }
    assert changed - words == {
        f"resources/{resource_id(f'{SITE}/plan')}.html",
        *("index.html", "verdicts/alive.html", "changes.html", "verdicts.json", "search/cards-0.json"),
    }
    assert len(changed) < len(second) / 2
