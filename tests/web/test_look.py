"""Every page can be read by anybody: WCAG 2.2 AA in both themes, narrow and wide, by keyboard, on paper."""

from collections.abc import Iterator

import pytest
from harbour_wiki import paths
from playwright.sync_api import Page
from served import Served
from windows import BrowserLog, Windows, violations

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_THEME = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
"""Rules whose outcome depends on the theme or the width."""
NARROW, WIDE = {"width": 380, "height": 800}, {"width": 1440, "height": 900}
MOST_SHIFT = 0.01
"""A tenth of what web.dev calls a good Cumulative Layout Shift. It is 0, except when a slow machine paints early."""

TABS = 20
"""Elements that are reached with the Tab key; a long list has more of the same."""

RECORD = """() => {
  window.stops = [];
  addEventListener("keyup", () => {
    const one = document.activeElement;
    if (one === document.body) return stops.push(null);
    const style = getComputedStyle(one), box = one.getBoundingClientRect(), again = "reached" in one;
    one.reached = true;
    stops.push({
      name: one.outerHTML.slice(0, 120),
      first: one.hash === "#main",
      outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
      again,
    });
  });
}"""
STOPS = "() => { document.activeElement.blur(); return stops; }"

SHIFT = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})"""


@pytest.fixture
def page(windows: Windows, harbour: Served) -> Iterator[Page]:
    """A window on the harbour's wiki. Axe is not to be bound by the policy of the pages."""
    log = BrowserLog(harbour.url)
    with windows.at(harbour.url, log, policy=False, size=WIDE, patience=30_000) as page:
        yield page
    log.errors = [one for one in log.errors if "status of 404" not in one]  # the page of errors is one of the pages
    assert log == BrowserLog(harbour.url)


@pytest.mark.parametrize("name", sorted(paths()))
def test_a_page_is_for_everybody(page: Page, name: str) -> None:
    """Nothing moves while it loads; axe-core finds nothing; nothing sticks out (WCAG 2.2, 1.4.10)."""
    answer = page.goto(paths()[name])
    assert answer is not None
    assert answer.status == (404 if name == "error" else 200)
    assert page.evaluate(SHIFT) < MOST_SHIFT
    walk(page)
    assert violations(page, runOnly=RULES) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    assert violations(page, runOnly=OF_THEME) == []
    for width in (320, 900):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width


def walk(page: Page) -> None:
    """By keyboard, each stop is in sight and marked (WCAG 2.2, 2.4.7, 2.4.11), the first leads past the navigation;
    nothing holds the focus (2.1.2).
    """
    page.evaluate(RECORD)
    for _ in range(TABS):
        page.keyboard.press("Tab")
    stops = page.evaluate(STOPS)
    assert len(stops) > 5
    for number, focus in enumerate(stops):
        if focus is None or (focus["first"] and focus["again"]):  # the end of the page, or its beginning again
            break
        assert focus["first"] == (number == 0), focus
        assert focus["outlined"], focus
        assert focus["seen"], focus
        assert not focus["again"], focus


@pytest.mark.parametrize("name", ["overview", "source", "sources"])
def test_paper_has_the_content_alone(page: Page, name: str) -> None:
    page.goto(paths()[name])
    page.emulate_media(media="print")
    assert page.locator("main").is_visible()
    assert page.locator("header.top, footer form, main form, main button").filter(visible=True).count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
