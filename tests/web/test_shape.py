"""The application as a whole: every page is served from the cache, in the browser without an error."""

from cited_web import SITE
from playwright.sync_api import Page, expect
from served import Served

from crawler.model import resource_id


def test_a_page_is_made_of_what_the_cache_has(page: Page) -> None:
    page.goto("/changes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Changes")
    changed = page.get_by_role("link", name="The plan of the board, revised", exact=True)
    expect(changed).to_have_attribute("href", f"/resources/{resource_id(f'{SITE}/changed')}")
    expect(page.get_by_role("link", name="Changes")).to_have_attribute("aria-current", "page")


def test_health_is_told_of_the_cache(server: Served) -> None:
    got = server.get("/healthz")
    assert (got.status, got.json()["status"]) == (200, "ok")
