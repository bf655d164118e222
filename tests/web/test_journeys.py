"""What people come for, in Chromium, with scripts and without: each journey begins at the overview."""

import csv
import re
from collections.abc import Iterator

import pytest
from harbour_wiki import PAGES, TIDES
from playwright.sync_api import Page, expect
from served import Served
from windows import BrowserLog, Windows

LEAK = PAGES[0]
DEAD = {f"{TIDES}/news/announcing-halyard", "http://meridian-post.example/2024/ferry-stairs-survey"}
MOST_TABS = 60


@pytest.fixture(params=["scripts", "no scripts"])
def visitor(request: pytest.FixtureRequest, windows: Windows, harbour: Served) -> Iterator[Page]:
    """A window at the overview."""
    log = BrowserLog(harbour.url)
    with windows.at(harbour.url, log, scripts=request.param == "scripts", patience=15_000) as page:
        page.goto("/")
        yield page
    assert log == BrowserLog(harbour.url)


def test_a_dead_citation_and_its_archived_copy_are_found(visitor: Page) -> None:
    visitor.get_by_role("navigation", name="Sources by verdict").get_by_role("link", name="dead").click()
    visitor.get_by_role("link", name="Announcing Halyard").click()
    verdict = visitor.get_by_role("region", name="Verdict")
    expect(verdict).to_contain_text("dead since Apr 10, 2026")
    expect(verdict).to_contain_text("404 in 3 checks over 14 days")
    copy = verdict.get_by_role("link", name="archive.example")
    expect(copy).to_have_attribute("href", "http://archive.example/web/20260302/announcing-halyard")
    expect(copy).to_have_attribute("rel", "noopener noreferrer nofollow")
    verdict.get_by_role("link", name="its text").click()
    expect(visitor.locator("#text")).to_contain_text("an archive has it")


def test_two_captures_are_compared(visitor: Page) -> None:
    visitor.get_by_role("navigation", name="Site").get_by_role("link", name="Sources").click()
    visitor.get_by_role("link", name=LEAK.title).click()
    visitor.get_by_label("Compare", exact=True).select_option(index=1)
    visitor.get_by_label("with", exact=True).select_option(index=0)
    visitor.get_by_role("button", name="Compare").click()
    expect(visitor.locator("del").first).to_have_text("eleven")
    expect(visitor.locator("ins").first).to_have_text("fourteen")


def test_a_filtered_list_is_exported(visitor: Page) -> None:
    visitor.get_by_role("navigation", name="Site").get_by_role("link", name="Sources").click()
    visitor.get_by_role("navigation", name="Filter by verdict").get_by_role("link", name="dead").click()
    expect(visitor.locator(".cards > li")).to_have_count(len(DEAD))
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="CSV").click()
    with download.value.path().open(newline="", encoding="utf-8-sig") as file:
        assert {row["url"] for row in csv.DictReader(file)} == DEAD


def test_a_keyboard_is_enough(visitor: Page) -> None:
    """From the overview to a source that is searched for, read, and looked through."""
    follow(visitor, "Sources")
    tab_to(visitor, "Search titles and texts")
    visitor.keyboard.type("herring")
    visitor.keyboard.press("Enter")
    expect(visitor.locator(".cards > li")).to_have_count(1)
    follow(visitor, LEAK.title)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(LEAK.title)
    follow(visitor, "Full text")
    tab_to(visitor, "Find in this text")
    visitor.keyboard.type("harbour board")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("#found")).to_have_text(re.compile("1 of 1|1 place"))


def follow(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has that name has the focus."""
    wanted = page.get_by_role("link", name=name).or_(page.get_by_role("searchbox", name=name)).first
    element = wanted.element_handle()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if element.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"no Tab leads to {name}")
