"""The types that a page declares, and which the model does not know: paper, reference, media, script-only."""

import json
import re
from pathlib import Path

import pytest
from drawn_pdf import Drawn, column, drawn_pdf

from crawler.model import Capture
from pipelines.extract import extract
from pipelines.extract.html.declared import DECLARED_TYPES
from pipelines.extract.html.known_urls import type_by_url
from pipelines.extract.html.page_type import TYPES

SENTENCE = "The keeper of the upper lock measured the water every morning and wrote the figure into the green book. "
PROSE = "".join(f"<p>In the year {1800 + n} it rained. {SENTENCE * 4}</p>" for n in range(12))
CAPTION = f"<p>{SENTENCE * 2}</p>"
PLAYER = "<video controls src='/lock.mp4'></video>"
TUBE = "<iframe src='https://www.youtube.com/embed/q1'></iframe>"


def capture(body: str, head: str = "", url: str = "https://site.test/works/lock-book") -> Capture:
    page = f"<!DOCTYPE html><html lang=en><head><title>The lock book</title>{head}</head><body>{body}</body></html>"
    return extract(page.encode(), url=url, content_type="text/html; charset=utf-8")


def metas(**values: str) -> str:
    return "".join(f'<meta name="{name.replace("__", ".")}" content="{value}">' for name, value in values.items())


def og(kind: str) -> str:
    return f'<meta property="og:type" content="{kind}">'


def schema(*nodes: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def node(kind: str | list[str], **more: object) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": kind, "name": "The lock book", **more}


CITED = metas(citation_title="On locks", citation_author="Moor, Ada", citation_publication_date="2021/05/03")
TERM = "<div itemscope itemtype='https://schema.org/DefinedTerm'><h1 itemprop='name'>Lock</h1>{}</div>"
SOUND = "<main itemscope itemtype='http://schema.org/AudioObject'><h1 itemprop=name>Lock</h1>{}</main>"

DECLARED = {
    "title, author and date for Google Scholar": (PROSE, CITED, "paper"),
    "title and journal": (PROSE, metas(citation_title="On locks", citation_journal_title="Water"), "paper"),
    "a repository's file": (CAPTION, metas(citation_title="Locks", citation_pdf_url="https://r.test/1.pdf"), "paper"),
    "an EPrints record": (CAPTION, metas(eprints__title="Locks", eprints__type="thesis"), "paper"),
    "a DOI in PRISM": (PROSE, metas(prism__doi="10.1234/locks.7"), "paper"),
    "a DOI in Dublin Core": (PROSE, metas(DC__Identifier="10.1234/l.7", DC__Type="Text.Serial.Article"), "paper"),
    "a ScholarlyArticle": (PROSE, schema(node("ScholarlyArticle")), "paper"),
    "an Article and ScholarlyArticle": (PROSE, schema(node(["Article", "ScholarlyArticle"])), "paper"),
    "a thesis in a graph": (PROSE, schema({"@graph": [node("WebPage"), node("Thesis")]}), "paper"),
    "headings of a paper": (
        f"<h2>Abstract</h2>{PROSE}<h2>1 Introduction</h2>{PROSE}<h2><span>5.</span> References</h2><p>[1] Moor.</p>",
        "",
        "paper",
    ),
    "a DefinedTerm": (PROSE, schema(node("DefinedTerm")), "reference"),
    "a DefinedTerm in microdata": (TERM.format(PROSE), "", "reference"),
    "a film": (PROSE + PLAYER, og("video.movie"), "media"),
    "a song with a short text": (CAPTION, og("music.song"), "media"),
    "a photograph": (CAPTION, schema(node("Photograph")), "media"),
    "a picture": (CAPTION, schema(node("ImageObject")), "media"),
    "a film and a player, with a transcript": (PROSE + TUBE, schema(node("WebPage"), node("VideoObject")), "media"),
    "sound in microdata": (SOUND.format(CAPTION + "<audio src='a.ogg'></audio>"), "", "media"),
    "an episode": (CAPTION, schema(node("PodcastEpisode")), "media"),
    "a post that is a film": (CAPTION + TUBE, og("article"), "media"),
    "a file's page of MediaWiki": (f"<div id=content>{PROSE}</div>", "", "media"),
}


@pytest.mark.parametrize("name", DECLARED)
def test_a_page_that_says_what_it_is_has_that_type_and_its_whole_text(name: str) -> None:
    body, head, kind = DECLARED[name]
    wrapped = f"<div class='mediawiki'>{body}</div>"
    if "MediaWiki" in name:
        head, wrapped = "", body
        page = f"<html><head><title>File:Lock</title></head><body class='mediawiki ltr ns-6'>{wrapped}</body></html>"
        found = extract(page.encode(), url="https://wiki.test/w/File:Lock.png", content_type="text/html")
    else:
        found = capture(wrapped, head)
    assert found.page_type == kind
    wanted = body.count(SENTENCE.strip()) if body.count("<h2>") < 2 else 90
    assert (found.text or "").count(SENTENCE.strip()) >= wanted * 0.9


OTHERS = {
    "a blog that writes a title for Google Scholar": (PROSE, metas(citation_title="On locks")),
    "a table of contents": (PROSE, metas(citation_journal_title="Water", citation_issn="1234-5678")),
    "a newspaper with Dublin Core": (
        PROSE,
        metas(DC__Identifier="1.7402112", DC__Type="article", DC__Date="2021-05-03"),
    ),
    "an article that cites papers": (PROSE, schema(node("Article", citation=[node("ScholarlyArticle")]))),
    "an article with a list of references": (PROSE + "<h2>References</h2><ul><li>Moor, 2021</li></ul>", ""),
    "an article about a term": (PROSE, schema(node("NewsArticle", about=node("DefinedTerm")))),
    "an article with a film": (PROSE + PLAYER, og("article") + schema(node("NewsArticle"), node("VideoObject"))),
    "a long article that says it is a film": (PROSE, og("video.other")),
    "a recipe with a film": (CAPTION + TUBE, schema(node("Recipe"), node("VideoObject"))),
    "a page with its picture": (CAPTION, schema({"@graph": [node("WebPage"), node("ImageObject")]})),
    "a moving background": (CAPTION + "<video autoplay muted loop src='sea.mp4'></video>", ""),
    "a long text beside a player": (PROSE + TUBE, ""),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_page_that_only_mentions_such_a_thing_keeps_the_type_that_the_model_gives_it(name: str) -> None:
    body, head = OTHERS[name]
    assert capture(body, head).page_type in TYPES


@pytest.mark.parametrize("head", [CITED, og("video.other"), schema(node("DefinedTerm"))])
def test_a_sites_home_page_is_none_of_its_works(head: str) -> None:
    assert capture(CAPTION + PLAYER, head, url="https://site.test/").page_type in TYPES


SCRIPTS = "<script src='/a.js'></script><script src='/b.js'></script>"
SHELL = f"<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>{SCRIPTS}"
DESCRIPTION = '<meta property="og:description" content="What the keeper of the upper lock wrote, year by year.">'


@pytest.mark.parametrize(
    ("body", "head", "kind"),
    [
        (SHELL, "", "script-only"),
        (SHELL, DESCRIPTION, "script-only"),
        (SHELL, DESCRIPTION + og("article"), "script-only"),
        (SHELL + PLAYER, DESCRIPTION, "script-only"),
        (SHELL, DESCRIPTION + og("video.other"), "media"),
        (SHELL, DESCRIPTION + CITED, "paper"),
        (SHELL + PROSE, "", "article"),
    ],
)
def test_a_shell_is_script_only_unless_its_tags_say_more(body: str, head: str, kind: str) -> None:
    found = capture(body, head)
    assert found.page_type == kind
    assert ("needs JavaScript" in (found.doubt or "")) is not body.endswith(PROSE)


def test_a_shell_whose_text_stands_in_its_script_is_script_only() -> None:
    data = json.dumps({"props": {"pageProps": {"post": {"title": "The lock book", "body": PROSE}}}}).replace(
        "</", "<\\/"
    )
    script = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    found = capture(f"<div id='__next'></div>{script}")
    assert found.page_type == "script-only"
    assert SENTENCE.strip() in (found.text or "")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://arxiv.org/abs/2101.00001", "paper"),
        ("https://arxiv.org/html/2101.00001v2", "paper"),
        ("https://arxiv.org/list/cs.AI/recent", None),
        ("https://pubmed.ncbi.nlm.nih.gov/31978945/", "paper"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC7092803/", "paper"),
        ("https://www.acpjournals.org/doi/full/10.7326/M19-3075", "paper"),
        ("https://link.springer.com/chapter/10.1007/978-3-030-1_2", "paper"),
        ("https://www.nature.com/articles/s41586-020-2649-2", "paper"),
        ("https://www.nature.com/articles/d41586-020-00001-1", None),
        ("https://ieeexplore.ieee.org/document/726791", "paper"),
        ("https://aclanthology.org/2020.acl-main.1/", "paper"),
        ("https://en.wikipedia.org/wiki/Lock_(water_navigation)", "reference"),
        ("https://en.m.wikipedia.org/wiki/Star_Trek:_Picard", "reference"),
        ("https://zh.wikipedia.org/zh-hans/%E8%88%B9%E9%97%B8", "reference"),
        ("https://de.wikipedia.org/wiki/Liste_der_Schleusen", None),
        ("https://en.wikipedia.org/wiki/Category:Locks", None),
        ("https://en.wikipedia.org/wiki/Main_Page", None),
        ("https://en.wiktionary.org/wiki/lock", "reference"),
        ("https://www.merriam-webster.com/dictionary/lock", "reference"),
        ("https://dictionary.cambridge.org/dictionary/english/lock", "reference"),
        ("https://www.collinsdictionary.com/de/worterbuch/", None),
        ("https://www.britannica.com/technology/lock-waterway", "reference"),
        ("https://plato.stanford.edu/entries/locke/", "reference"),
        ("https://www.investopedia.com/terms/l/lock.asp", "reference"),
        ("https://canals.test/glossary/", "reference"),
        ("https://canals.test/en/glossary/weir", "reference"),
        ("https://canals.test/lexikon/wehr", "reference"),
        ("https://canals.test/python/tutorials/dictionary", None),
        ("https://canals.test/lexikon/", None),
        ("https://www.youtube.com/watch?v=q1", "media"),
        ("https://www.youtube.com/@locks/videos", None),
        ("https://vimeo.com/76979871", "media"),
        ("https://www.ted.com/talks/ada_moor_on_locks", "media"),
        ("https://soundcloud.com/locks/water", "media"),
        ("https://commons.wikimedia.org/wiki/File:Lock.jpg", "media"),
        ("https://www.flickr.com/photos/moor/123", "media"),
        ("https://commons.wikimedia.org/wiki/Category:Locks", None),
        ("https://arxiv.org/", None),
        ("not a url", None),
    ],
)
def test_the_address_of_a_single_work_tells_its_type(url: str, kind: str | None) -> None:
    assert type_by_url(url) == kind


def test_an_entry_of_an_encyclopaedia_is_a_reference_whatever_its_tags_say() -> None:
    url = "https://en.wikipedia.org/wiki/Lock"
    assert capture(PROSE, og("website") + schema(node("Article")), url).page_type == "reference"


JATS = f"<article article-type='research-article'><front><article-meta/></front><body>{PROSE}</body></article>"


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (JATS.encode(), "application/xml", "paper"),
        (f"<note><body>{PROSE}</body></note>".encode(), "application/xml", None),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png", "media"),
        (b"ID3\x04" + bytes(40), "audio/mpeg", "media"),
        (SENTENCE.encode(), "text/plain", None),
    ],
)
def test_other_media_types_have_a_page_type_where_it_is_certain(
    body: bytes, content_type: str, kind: str | None
) -> None:
    assert extract(body, url="https://site.test/a", content_type=content_type).page_type == kind


def test_a_page_whose_text_the_fallback_found_keeps_its_type() -> None:
    """libxml2 stops at 256 elements in each other, so the fallback reads what stands deeper."""
    found = capture(f"<article>{CAPTION}{'<div>' * 300}{PROSE}{'</div>' * 300}</article>")
    assert (found.extractor, found.page_type in TYPES) == ("resiliparse", True)


PAGES = ("The keeper measured the water.", "It rose by a foot in the night.", "Nobody had asked for the gate.") * 4


def pdf(*headings: str) -> bytes:
    """A page of text under each heading."""
    return drawn_pdf(*([Drawn(50, 790, heading, 14), *column(50, 760, PAGES)] for heading in headings))


@pytest.mark.parametrize(
    ("headings", "url", "kind"),
    [
        (("Abstract", "1 Introduction", "5. References"), "https://site.test/7.pdf", "paper"),
        (("Zusammenfassung", "Literaturverzeichnis"), "https://site.test/7.pdf", "paper"),
        (("Contents", "References"), "https://site.test/7.pdf", None),
        (("Abstract", "Terms of delivery"), "https://site.test/7.pdf", None),
        (("Contents", "Abstract", "References"), "https://site.test/7.pdf", None),
        (("Contents",), "https://arxiv.org/pdf/2101.00001v2", "paper"),
    ],
)
def test_a_pdf_is_a_paper_by_its_headings_or_its_address(headings: tuple[str, ...], url: str, kind: str | None) -> None:
    found = extract(pdf(*headings), url=url, content_type="application/pdf")
    assert found.page_type == kind
    assert (found.text or "").startswith(headings[0])


def test_the_documentation_names_every_page_type() -> None:
    text = (Path(__file__).parents[3] / "docs" / "page-types.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)
    assert sorted(named) == sorted((*TYPES, *DECLARED_TYPES))
