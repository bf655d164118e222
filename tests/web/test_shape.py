"""The application as a whole: every page is served from the cache, in the browser without an error."""

import pytest
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


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/documents/", "/documents"),
        ("/changes/?kind=text", "/changes?kind=text"),
        ("/api/cards/?limit=1", "/api/cards?limit=1"),
        ("/resources", "/search"),
        ("/resources/", "/resources"),
    ],
)
def test_an_address_cut_off_or_with_a_slash_leads_to_the_page(server: Served, path: str, there: str) -> None:
    got = server.get(path)
    assert (got.status, got.headers["location"]) == (307, there)


@pytest.mark.parametrize("path", ["//evil.example/", "/%2Fevil.example/", "/%5Cevil.example/", "/none/", "//"])
def test_a_slash_leads_nowhere_else(server: Served, path: str) -> None:
    got = server.get(path)
    assert got.headers.get("location", "/") == "/"
    assert got.status in (404, 307)


def test_health_is_told_of_the_cache(server: Served) -> None:
    got = server.get("/healthz")
    assert (got.status, got.json()["status"]) == (200, "ok")
