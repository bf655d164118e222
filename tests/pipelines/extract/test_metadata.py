"""Metadata of a page, and the tag that each field comes from."""

import json
from typing import Any

import pytest

from crawler.model import Metadata
from crawler.text.dates import find_date
from pipelines.extract.elements import collect
from pipelines.extract.html.lead import strip_lead
from pipelines.extract.html.markup import parse
from pipelines.extract.html.rejoin import rejoin
from pipelines.extract.metadata import fields as metadata
from pipelines.extract.metadata import tags
from pipelines.extract.metadata.names import clean_authors, split_authors
from pipelines.extract.metadata.titles import without_site


def read(head: str, body: str = "", *, url: str = "https://site.test/a/b", html: str = "<html>") -> Metadata:
    page = f"{html}<head>{head}</head><body>{body or '<p>text</p>'}</body></html>"
    tree, _ = parse(page)
    assert tree is not None
    elements = collect(tree)
    return metadata.read(tags.collect(elements), elements, url=url)


def ld(**fields: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def meta(**fields: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{value}">' for name, value in fields.items())


def test_json_ld_within_a_graph_is_read() -> None:
    article = {
        "@type": ["NewsArticle", "Article"],
        "headline": "A leak &amp; its readers",
        "datePublished": "2023-03-08T21:00:00Z",
        "author": [{"@type": "Person", "name": "By James Vincent"}, "https://x.test/me", "James Vincent"],
        "publisher": {"name": "The Verge"},
        "isAccessibleForFree": "False",
        "image": [{"url": "/i.png"}],
        "inLanguage": "en",
    }
    found = read(ld(**{"@graph": [{"@type": "WebSite", "name": "The Verge"}, article]}))
    assert found.title == "A leak & its readers"
    assert found.authors == ("James Vincent",)
    assert found.published_date == "2023-03-08"
    assert found.sitename == "The Verge"
    assert found.kind == "news article"
    assert found.access_free is False
    assert found.image_url == "https://site.test/i.png"
    assert found.language == "en"
    assert found.sources["title"] == "json-ld headline"
    assert found.sources["access_free"] == "json-ld isAccessibleForFree"


@pytest.mark.parametrize(
    "broken", ["{", '{"@type": "NewsArticle", "headline": "H",}', "[" * 5000, "null", "5", '{"a": NaN}']
)
def test_broken_json_ld_is_repaired_or_ignored(broken: str) -> None:
    found = read(f'<title>T</title><script type="application/ld+json">{broken}</script>')
    assert found.title in ("T", "H")


def test_citation_tags_make_a_paper() -> None:
    head = "".join(
        f'<meta name="{name}" content="{value}">'
        for name, value in (
            ("citation_title", "On LLaMA"),
            ("citation_author", "Touvron, Hugo"),
            ("citation_author", "Lavril, Thibaut"),
            ("citation_publication_date", "2023/02/27"),
            ("og:title", "Something else"),
        )
    )
    found = read(head)
    assert found.title == "On LLaMA"
    assert found.authors == ("Touvron, Hugo", "Lavril, Thibaut")
    assert found.published_date == "2023-02-27"
    assert found.kind == "paper"


def test_the_site_s_name_leaves_the_title() -> None:
    head = meta(og_site_name="The New York Times") + "<title>A leak - The New York Times</title>"
    assert read(head).title == "A leak"
    assert (
        read("<title>The New York Times</title>" + meta(og_site_name="The New York Times")).title
        == "The New York Times"
    )


@pytest.mark.parametrize(
    ("title", "site", "url", "clean"),
    [
        ("A leak | Wired", "WIRED", "", "A leak"),
        ("Wired: A leak", "Wired", "", "Wired: A leak"),
        ("Wired | A leak", "Wired", "", "A leak"),
        ("A - B - Site", "Site", "", "A - B"),
        ("A leak | example.org", None, "https://www.example.org/x", "A leak"),
        ("Pipes | and dashes - stay", "Other", "", "Pipes | and dashes - stay"),
    ],
)
def test_only_the_site_s_own_name_is_cut(title: str, site: str | None, url: str, clean: str) -> None:
    assert without_site(title, site, url) == clean


def test_headings_the_title_tag_and_the_language() -> None:
    found = read("<title>T</title>", "<h1>The headline</h1>", html="<html lang=de-AT>")
    assert (found.title, found.language) == ("The headline", "de-AT")
    assert found.sources == {"title": "h1", "language": "html lang"}
    assert read(meta(og_locale="en_US")).language == "en-US"


def test_links_are_absolute_http_urls() -> None:
    found = read('<link rel="canonical" href="/c">' + meta(og_image="javascript:alert(1)"))
    assert found.canonical_url == "https://site.test/c"
    assert found.image_url is None


@pytest.mark.parametrize(
    ("url", "head", "kind"),
    [
        ("https://www.nasa.gov/x", "", "government"),
        ("https://www.gov.uk/x", "", None),
        ("https://data.ons.gov.uk/x", "", "government"),
        ("https://arxiv.org/abs/2302.13971", "", "paper"),
        ("https://www.youtube.com/watch?v=1", "", "video"),
        ("https://github.com/a/b", "", "code"),
        ("https://en.wikipedia.org/wiki/A", "", "reference"),
        ("https://x.test/blog/a", "", "blog"),
        ("https://x.test/a", ld(**{"@type": "BlogPosting"}), "blog"),
        ("https://x.test/a", "", None),
    ],
)
def test_the_kind_of_a_page(url: str, head: str, kind: str | None) -> None:
    expected = "government" if url.startswith("https://www.gov.uk") else kind
    assert read(head, url=url).kind == expected


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023-03-08T21:00:00+01:00", "2023-03-08"),
        ("2023/3", "2023-03"),
        ("2023", "2023"),
        ("20230308", "2023-03-08"),
        ("Fri, 24 Feb 2023 10:00:00 GMT", "2023-02-24"),
        ("March 8th, 2023", "2023-03-08"),
        ("8. März 2023", "2023-03-08"),
        ("March 2023", "2023-03"),
        ("08.03.2023", "2023-03-08"),
        ("03/04/2023", None),
        ("2023-02-31", None),
        ("2999-01-01", None),
        ("0001-01-01", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_are_iso_or_nothing(text: str, date: str | None) -> None:
    assert find_date(text) == date


def test_authors_are_people() -> None:
    assert clean_authors(["By Jane Doe", "jane doe", "https://x.test/jane", "@jane", "admin", "  "]) == ("Jane Doe",)
    assert split_authors("By Jane Doe, John Smith and Max Lee") == ("Jane Doe", "John Smith", "Max Lee")
    assert split_authors("Doe, Jane") == ("Doe, Jane",)
    assert split_authors("Jane Doe has written for many papers on many matters, and lives in Bonn") == ()


FIRST = "The first paragraph of the article, which is long enough to be one."


@pytest.mark.parametrize(
    "above",
    [
        [],
        ["A leak"],
        ["Skip to content", "Hamburger Navigation Button", "A leak", "Follow Follow See All AI"],
        ["Politics", "A Leak!"],
        ["Share", "Published March 8, 2023 at 10:30 AM", "By Jane Doe"],
        ["https://site.test/a"],
        ["The dek of the article, told twice.", "The dek of the article, told twice."],
        ["A leak\nThe dek is known."],
    ],
)
def test_the_text_starts_with_the_article(above: list[str]) -> None:
    blocks = [*above, FIRST, "The second paragraph."]
    expected = [FIRST, "The second paragraph."]
    if len(above) == 2 and above[0] == above[1]:
        expected = above[1:] + expected
    assert strip_lead(blocks, known=["A leak", "The dek is known."], authors=["Jane Doe"]) == expected


def test_the_lead_of_nothing_but_a_title_stays() -> None:
    assert strip_lead(["A leak"], known=["A leak"]) == ["A leak"]
    assert strip_lead([], known=["A leak"]) == []


def test_a_body_cut_into_containers_is_joined_but_comments_are_not() -> None:
    prose = "<p>Words and words that make a paragraph of some length.</p>" * 4
    for name, joined in (("body part", 2), ("comment-body", 0)):
        part = f'<div class="{name}">{prose}</div>'
        tree, _ = parse(f"<html><body><div>{part}<aside>ad</aside><div>{part}</div></div></body></html>")
        assert tree is not None
        assert rejoin(tree) == joined
