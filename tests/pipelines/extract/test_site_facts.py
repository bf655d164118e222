"""Facts about whose site a page is, what it asks for, where it links, and whether it has marks of content."""

import time

import lxml.html
import pytest

from crawler.model import PageFacts
from pipelines.extract import extract
from pipelines.extract.elements import collect
from pipelines.extract.facts.find import find
from pipelines.extract.metadata import tags

URL = "https://www.ferry.example/news/2024/tides"


def facts(html: str, url: str = URL) -> PageFacts:
    elements = collect(lxml.html.document_fromstring(f"<html>{html}</html>"))
    return find(elements, tags.collect(elements), url=url)


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<meta property=og:site_name content=Ferry><meta name=application-name content=' Ferry '>", ["Ferry"]),
        ("<body><a class=site-logo href=/><img alt='The Ferry logo' src=l.png></a>", ["The Ferry"]),
        ("<body><div id=logo><a href=/>The <b>Ferry</b></a></div>", ["The Ferry"]),
        ("<body><div class=branding>Brandings of ours</div>", []),
        (
            """<script type=application/ld+json>{"@graph": [{"@type": "NewsMediaOrganization", "name": "Ferry Press"},
            {"@type": "NewsArticle", "publisher": {"name": "Ferry Group"}}]}</script>""",
            ["Ferry Press", "Ferry Group"],
        ),
    ],
)  # fmt: skip
def test_a_site_is_named_by_its_tags_its_data_and_its_logo(html: str, names: list[str]) -> None:
    assert list(facts(html).site_names) == names


NAV = "<a href=/>Home</a> <a href=/t>Tides</a> <a href=/l><b>Lock</b> log</a>"


@pytest.mark.parametrize(
    "html",
    [
        f"<body><nav>{NAV}</nav><nav><a href=/x>x</a><a href=/y>y</a></nav>",
        f"<body><nav class=skip><a href=#m>Skip</a></nav><ul id=main-menu>{NAV}</ul>",
        f"<body><header>{NAV}</header>",
        f"<body><table><tr><td>{NAV}</td><td>A text with <a href=/1>one</a> <a href=/2>two</a> links</table>",
    ],
)  # fmt: skip
def test_the_menu_is_the_first_navigation_in_old_tables_too(html: str) -> None:
    assert facts(html).menu == ("Home", "Tides", "Lock log")


def test_a_text_with_links_is_no_menu() -> None:
    text = "The keeper wrote a long report on <a href=/1>locks</a>, <a href=/2>weirs</a> and <a href=/3>gates</a>."
    assert facts(f"<body><table><tr><td>{text}</td></tr></table>").menu == ()


@pytest.mark.parametrize(
    ("html", "footer"),
    [
        ("<article>x<footer>By Ada</footer></article><footer><p>Ferry</p> <a>Imprint</a></footer>", "Ferry Imprint"),
        ("<div class=site-footer>The Ferry<script>no()</script></div>", "The Ferry"),
        ("<p>A story.</p><p>Copyright 2024 The Ferry</p>", "Copyright 2024 The Ferry"),
        ("<p>A story.</p>", None),
    ],
)  # fmt: skip
def test_the_footer_is_that_of_the_page(html: str, footer: str | None) -> None:
    assert facts(f"<body>{html}</body>").footer == footer


def test_feeds_have_whole_addresses() -> None:
    found = facts(
        "<head><link rel=alternate type=application/rss+xml href=/feed><link rel=alternate hreflang=de href=/de>"
        "<link rel='alternate' type='application/feed+json' href=https://ferry.example/f.json></head><body>"
    )
    assert found.feeds == ("https://www.ferry.example/feed", "https://ferry.example/f.json")


def test_ids_of_the_owner_are_found_in_tags_and_code() -> None:
    found = facts(
        """<head><meta name=google-site-verification content=abc_1><meta property=fb:app_id content=12345>
        <meta name=apple-itunes-app content="app-id=77, app-argument=https://www.ferry.example/x">
        <script async src="https://www.googletagmanager.com/gtag/js?id=G-ABCDEF1234"></script>
        <script>gtag('config', 'G-ABCDEF1234'); ga('create', 'UA-1234567-2'); gtm('GTM-ABC1234')</script>
        <script>var u="//stats.ferry.example/matomo/"; _paq.push(['setSiteId', '3'])</script>
        <script src="//pagead2.googlesyndication.com/x.js?client=ca-pub-1234567890123456"></script></head><body>"""
    )
    assert found.site_ids == (
        *("google-site-verification:abc_1", "fb:app_id:12345", "apple-itunes-app:app-id=77"),
        *("UA-1234567-2", "G-ABCDEF1234", "GTM-ABC1234", "ca-pub-1234567890123456", "matomo:stats.ferry.example:3"),
    )


def test_a_text_about_ids_has_none() -> None:
    assert facts("<body><p>Use the id UA-1234567-2 of gtag G-ABCDEF1234</p>").site_ids == ()


def test_links_lead_to_other_sites_and_to_the_pages_own() -> None:
    found = facts(
        "<body><a href=/a>a</a><a href='b?c'>b</a><a href=//ferry.example/d>c</a><a href=https://de.ferry.example/>d</a>"
        "<a href=#x>e</a><a href=mailto:a@b.example>f</a><a>g</a>"
        "<a href=https://WWW.Locks.example:8080/x>h</a><a href=http://locks.example>i</a><a href=//weir.example>j</a>"
        "<a href='http://u:p@gate.example/'>k</a>"
    )
    assert found.internal_links == 4
    assert found.link_hosts == ("locks.example", "weir.example", "gate.example")


def test_the_share_of_links_is_of_what_is_visible() -> None:
    hidden = "<div hidden><a href=/>not to be seen by anybody</a></div>"
    assert facts(f"<body>{hidden}<p>123456 <a href=/x>1<b>23</b></a></p>").link_share == 0.273  # 3 of "123456 1 23"
    assert facts("<body>").link_share is None
    assert facts(f"<body><ul>{'<li><a href=/x>tide</a></li> ' * 50}</ul>").link_share == pytest.approx(0.8, abs=0.01)


def test_content_has_marks() -> None:
    html = """<html><head><title>The tide turned early | The Ferry</title><meta property=og:type content=article>
        <meta name=author content="Ada Kell"><meta property=article:published_time content=2024-03-05>
        <script type=application/ld+json>{"@type": "NewsArticle", "headline": "x"}</script></head>
        <body><article><h1>The tide turned early</h1><p>It did.</p></article></body></html>"""
    found = extract(html.encode(), url=URL, content_type="text/html").facts
    assert found.markup == (
        *("og:article", "NewsArticle", "byline", "date", "article-element", "headline-is-title"),
    )  # fmt: skip
    bare = extract(b"<html><title>The Ferry</title><body><h1>Oops</h1>", url=URL, content_type="text/html").facts
    assert bare.markup == ()


def test_controls_are_told_by_kind_and_by_place() -> None:
    found = facts(
        """<body><header><form class=searchform><input type=search><input type=submit value=Go></form></header>
        <main><form action=/login><input name=u><input type=PASSWORD><input type=hidden name=t>
        <button>Log in</button></form><div style="display:none"><input type=file><button>Never</button></div>
        <a class="btn btn-primary" href=/s>Subscribe</a><a class=btn href=/t>Try</a></main>
        <footer><form id=newsletter><input type=email><button>Sign up</button></form></footer>"""
    )
    assert set(found.inputs) == {
        *("search", "text", "main:text", "password", "main:password", "email"),
        *("form:search", "form:login", "main:form:login", "form:newsletter"),
    }
    assert found.buttons == ("Log in", "Subscribe", "Try")


def test_the_form_of_a_protected_post_is_told_from_a_login() -> None:
    """As WordPress sends it, in place of the post."""
    form = '<form action="/wp-login.php?action=postpass" class=post-password-form method=post><input type=password>'
    assert "main:form:post-password" in facts(f"<body><main><h1>Protected: Lace</h1>{form}</form></main>").inputs


@pytest.mark.parametrize(
    "html",
    [
        "<a href=//x>" * 50_000,
        "<ul class=menu>" * 20_000,
        "<div class=logo><footer>" * 20_000,
        "<input>" * 50_000,
        f"<script>{'setSiteId' * 50_000} {'GTM-' * 50_000}</script>",
        f"<p>{'copyright ' * 50_000}",
        f"<a href='{'//' * 50_000}'>x</a>",
        "".join(f"<div class='btn{n} nav{n}'>" for n in range(20_000)),
    ],
)
def test_hostile_pages_take_no_longer_and_leave_short_facts(html: str) -> None:
    elements = collect(lxml.html.document_fromstring(f"<html><body>{html}</body></html>"))
    began = time.process_time()
    found = find(elements, tags.collect(elements), url=URL)
    assert time.process_time() - began < 4
    stored = found.to_json()
    assert all(len(text) <= 600 for texts in stored.values() for text in texts)
    assert sum(map(len, stored.values())) < 150
