"""citecache.js on a page that cites, in Chromium: another origin than the cache's, and as strict as a site can be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cited_web import ARCHIVED, BOARD, SITE, Answer, build
from playwright.sync_api import Page, expect
from published import Host, published
from windows import BrowserLog, Windows, violations

from citecache import Cache
from crawler.model import Verdict, resource_id

HOSTILE = "<img src=x onerror=alert(1)>\u202e</script><script>alert(2)</script>"
URLS = {
    "alive": [Answer(BOARD, title="The plan of the board")],
    "slash/": [Answer(BOARD, title="With a slash")],
    "both": [Answer(BOARD, title="Without a slash")],
    "both/": [Answer(None, status=404, verdict=Verdict.MISSING)],
    "Talk%3AFoo_%28Bar%29": [Answer(BOARD, title="Escaped")],
    "caf%C3%A9?q=a%20b": [Answer(BOARD, title="Accented")],
    "hostile": [Answer(BOARD, title=HOSTILE)],
    "dead": [
        Answer(BOARD, title="A page that died"),
        *[Answer(None, status=404, verdict=Verdict.MISSING)] * 2,
        Answer(None, status=404, verdict=Verdict.DEAD),
    ],
}
WIKI = {
    "wiki/a.md": "\n\n".join(f"[a link]({SITE}/{url})" for url in (*URLS, "never", "never#part"))
    + f"\n\n[own]({SITE}/docs/own.html)\n"
}

PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page that cites</title>
<link rel="stylesheet" href="/style.css"></head><body><main>
<h1 id="top">Sources</h1>
<nav aria-label="Parts"><ul><li><a id="toc" href="#links">Links</a></li><li><a id="toc2" href="#notes">Notes</a></li>
</ul></nav>
<section id="links"><h2>Links</h2>
<p><a id="exact" href="{SITE}/alive">exact</a>, <a id="fragment" href="{SITE}/alive#part-2">with a fragment</a>,
<a id="no-slash" href="{SITE}/slash">without its slash</a>, <a id="slash" href="{SITE}/alive/">with a slash</a>,
<a id="both" href="{SITE}/both">one of two</a>, <a id="both-slash" href="{SITE}/both/#x">the other of two</a>,
<a id="escaped" href="{SITE}/Talk:Foo_(Bar)">other escapes</a>, <a id="accented" href="{SITE}/café?q=a b">é</a>,
<a id="loud" href="HTTPS://EXAMPLE.ORG:443/./alive">another spelling</a>, <a id="never" href="{SITE}/never">new</a>,
<a id="part" href="{SITE}/never#part">a part of it</a>, <a id="hostile" href="{SITE}/hostile">hostile</a>.</p>
<p>None of <a id="unknown" href="{SITE}/unknown">this</a>, <a id="host" href="https://www.example.org/alive">this</a>,
<a id="query" href="{SITE}/alive?q=1">this</a>, <a id="mail" href="mailto:a@example.org">this</a>,
<a id="script" href="javascript:void(0)">this</a>, <a id="broken" href="https://[::1">this</a>,
<a id="bad-note" href="#100%">this</a>, <a id="top-link" href="#">this</a>, <a id="nameless">this</a>.</p>
<div contenteditable="true" aria-label="Editor" role="textbox"><a id="edited" href="{SITE}/alive">edited</a></div>
<p>GitHub<sup><a id="gfm" href="#user-content-fn-%C3%BC" data-footnote-ref>1</a></sup>, Python-Markdown<sup
id="fnref:2"><a id="python" class="footnote-ref" href="#fn:2">2</a></sup>, Pandoc<a id="pandoc" href="#fn3"
role="doc-noteref"><sup>3</sup></a>, Sphinx <a id="sphinx" href="#id4" role="doc-noteref">[4]</a>, a note of two
sources<sup><a id="two" href="#fn5">5</a></sup>, of none<sup><a id="none" href="#fn6">6</a></sup>, none at
all<sup><a id="gone" href="#fn7">7</a></sup>.</p></section>
<section id="notes"><h2>Notes</h2><ol>
<li id="user-content-fn-ü"><p><a href="{SITE}/dead">A page</a> <a id="back" href="#fnref:2">back</a></p></li>
<li id="fn:2"><p><a id="noted" href="{SITE}/alive">A page</a></p></li><li id="fn3"><a href="{SITE}/dead">A page</a></li>
<li id="fn5"><a href="{SITE}/alive">One</a> and <a href="{SITE}/both/">another</a></li><li id="fn6">No source.</li></ol>
<aside id="id4" role="doc-footnote"><p><a href="{SITE}/alive">A page</a></p></aside></section>
<p id="more"></p></main></body></html>
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a cache."""
    folder = tmp_path_factory.mktemp("citing")
    with Cache(build(folder, URLS, WIKI)) as cache:
        cache.export("site", folder / "public")
    return folder / "public"


@pytest.fixture(scope="module")
def hosts(site: Path) -> Iterator[tuple[Host, Host]]:
    """The site that cites, and the one that has the cache, under a path of its own."""
    with published() as citing, published({"Access-Control-Allow-Origin": "*"}) as kept:
        kept.publish(site, "/a/b/cited")
        citing.headers["Content-Security-Policy"] = (
            f"default-src 'none'; style-src 'self'; script-src {kept.url}; connect-src {kept.url};"
            " require-trusted-types-for 'script'"
        )
        citing.files = {"/style.css": b"a { text-transform: uppercase } main { overflow: hidden; text-indent: 3em }"}
        tag = f'<script src="{kept.url}/a/b/cited/citecache.js" defer></script>'
        citing.files["/docs/page.html"] = PAGE.replace("</head>", f"{tag}</head>").encode()
        yield citing, kept


@pytest.fixture
def page(windows: Windows, hosts: tuple[Host, Host]) -> Iterator[Page]:
    """The page that cites; at the end of the test the browser has not complained."""
    log = BrowserLog(hosts[0].url)
    with windows.at(hosts[0].url, log, size={"width": 380, "height": 700}) as page:
        page.goto("/docs/page.html")
        expect(page.locator("citecache-dot").first).to_be_visible()
        yield page
    assert (log.errors, log.dialogs) == ([], [])


def name(page: Page, link: str) -> str | None:
    """What the dot of a link is called, for those who hear it; None: it has none."""
    found = page.locator(f"a[id='{link}'] + citecache-dot a")
    return found.first.get_attribute("aria-label") if found.count() else None


def test_a_dot_stands_beside_every_link_and_note_that_the_cache_knows(page: Page) -> None:
    expected = {
        **dict.fromkeys(("exact", "fragment", "slash", "loud", "noted", "python", "sphinx"), "alive. The plan"),
        "no-slash": "alive. With a slash",
        "both": "alive. Without a slash",
        "both-slash": "missing. ",
        "escaped": "alive. Escaped",
        "accented": "alive. Accented",
        **dict.fromkeys(("never", "part"), "unchecked. "),
        "hostile": "alive. <img",
        **dict.fromkeys(("gfm", "pandoc"), "dead. A page that died"),
        "two": "missing. ",  # the worse of its two
    }
    found = {id_: name(page, id_) for id_ in page.locator("a[id]").evaluate_all("all => all.map(a => a.id)")}
    labels = {id_: label for id_, label in found.items() if label is not None}
    assert set(labels) == set(expected)
    for id_, label in expected.items():
        verdict, _, title = label.partition(". ")
        assert labels[id_].startswith(f"{verdict}. "), id_
        assert title in labels[id_], id_


def test_the_card_comes_on_focus_and_on_hover_and_goes_with_escape(page: Page) -> None:
    """WCAG 2.2, 1.4.13: can be dismissed, can be pointed at, stays."""
    host = page.locator("#hostile + citecache-dot")
    card = host.locator("div")
    expect(card).to_be_hidden()
    host.locator(":scope > a").focus()
    expect(card).to_be_visible()
    assert card.inner_text().strip().split("\n") == [
        HOSTILE.replace("\u202e", ""),
        "alive. The page answers with its content.",
        "Fetched 2026-04-01",
    ]
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    dead = page.locator("#fn3 citecache-dot")
    card = dead.locator("div")
    dead.locator("a").first.hover()
    expect(card).to_be_visible()
    archived = card.get_by_role("link", name="Archived copy")
    expect(archived).to_have_attribute("href", ARCHIVED)
    expect(archived).to_have_attribute("rel", "noopener noreferrer nofollow")
    archived.hover()  # on the way there it stays
    page.wait_for_timeout(250)
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 380
    page.mouse.move(0, 0)
    expect(card).to_be_hidden()

    page.locator("#fn3 a").first.focus()
    page.keyboard.press("Tab")  # to the dot
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Archived copy"
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card).to_be_hidden()


def test_a_dot_leads_to_the_card_on_the_site_of_the_cache(page: Page, hosts: tuple[Host, Host]) -> None:
    address = f"{hosts[1].url}/a/b/cited/resources/{resource_id(f'{SITE}/alive')}.html"
    link = page.locator("#exact + citecache-dot a").first
    expect(link).to_have_attribute("href", address)
    link.click()
    expect(page).to_have_url(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("The plan of the board")


def test_a_page_that_changes_keeps_its_dots_right(page: Page) -> None:
    dots = page.locator("citecache-dot")
    before = dots.count()
    page.evaluate(
        """site => {
            const a = document.createElement("a");
            Object.assign(a, {href: site + "/dead", textContent: "later", id: "later"});
            document.getElementById("more").append(a);
        }""",
        SITE,
    )
    expect(page.locator("#later + citecache-dot")).to_be_visible()
    page.evaluate("site => document.getElementById('later').href = site + '/alive'", SITE)
    label = "alive. The page answers with its content. The plan of the board"
    expect(page.locator("#later + citecache-dot a").first).to_have_attribute("aria-label", label)
    expect(dots).to_have_count(before + 1)
    page.evaluate("document.querySelector('#later + citecache-dot').remove()")
    expect(page.locator("#later + citecache-dot")).to_be_visible()
    page.evaluate("document.getElementById('later').remove()")
    expect(dots).to_have_count(before)


def test_a_page_with_dots_has_no_fault_of_accessibility(page: Page) -> None:
    page.locator("#hostile + citecache-dot a").first.focus()
    expect(page.locator("#hostile + citecache-dot div")).to_be_visible()
    assert violations(page) == []
