"""HTML by its standard: which URL a link cites, and that what is not read is said."""

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st
from source_files import Read

from crawler.model import ParsedSource
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.registry import format_of

PIECES = (
    "<a href=|'https://e.org/'|>|</a>|<|&|<!--|-->|<script>|</script>|<svg>|</svg>|<template>|</template>|<dl>|</dl>|<dt>|"
    "<dd>|<h3>|</h3>|<title>|</title>|<table>|<tr>|<td>|</tr>|<base href=https://e.org/>|\n|x|<p>|<br>|<q cite=https://f.org>"
    "|<math>|<foreignobject>|<noscript>|<a href=https://e.org/b>"
).split("|")


def urls(reading: ParsedSource) -> list[str]:
    return [citation.url or citation.resource_id or "" for citation in reading.citations]


@pytest.mark.parametrize(
    ("tag", "url"),
    [
        ('<a href="https://e.org/?q=1&region=eu&copy=2&section=3">', "https://e.org/?q=1&region=eu&copy=2&section=3"),
        ('<a href="https://e.org/?a=1&amp;b=2&#38;c=3&#x26;d=4">', "https://e.org/?a=1&b=2&c=3&d=4"),
        ('<a href="https://e.org/?a&notit;&lt">', "https://e.org/?a&notit;<"),
        ("<a href=https://e.org/a/>", "https://e.org/a/"),
        ("<a href=https://e.org/a />", "https://e.org/a"),
        ("<a href=https://e.org/?a=b&amp;c=d class=x>", "https://e.org/?a=b&c=d"),
        ("<A\nHREF = 'https://e.org/a'\n>", "https://e.org/a"),
        ('<a class="x"href="https://e.org/a">', "https://e.org/a"),
        ('<a href="https://e.org/a" href="https://e.org/b">', "https://e.org/a"),
        ('<a class= href="https://e.org/a">', "https://e.org/a"),
        ('<a title="a > b" href="https://e.org/a">', "https://e.org/a"),
        ('<a <b href="https://e.org/a">', "https://e.org/a"),
        ('<a href="https://e.org/a\n/b">', "https://e.org/a/b"),
        ('<svg><a xlink:href="https://e.org/a">', "https://e.org/a"),
        ('<area href="https://e.org/a">', "https://e.org/a"),
        ('<ins cite="https://e.org/a">', "https://e.org/a"),
        ('<del cite="https://e.org/a">', "https://e.org/a"),
        ('<q cite="https://e.org/a">', "https://e.org/a"),
    ],
)
def test_a_link_cites_what_the_standard_reads(read: Read, tag: str, url: str) -> None:
    reading = read("a.html", f"<!doctype html><p>A {tag}b</a> c.")
    assert urls(reading) == [url]
    assert reading.citations[0].line == 1
    assert reading.skipped == ()


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<a href=>x</a>", "empty link"),
        ('<a href="" title="t">x</a>', "empty link"),
        ('<link rel=canonical href="https://e.org/">', "link element"),
        ('<meta http-equiv=Refresh content="0; url=https://e.org/">', "meta refresh"),
        ('<template><a href="https://e.org/">x</a></template>', "link in a template"),
        ('<script>go("https://e.org/")</script>', "URL in a script"),
        ("<textarea><a href='https://e.org/'>x</a></textarea>", "URL in code"),
        ("<xmp><a href='https://e.org/'>x</a></xmp>", "URL in code"),
        ("<iframe src='https://e.org/'></iframe>", "frame"),
        ("<!-- https://e.org/ --!>", "URL in a comment"),
        ("see <https://e.org/a>.", "URL in HTML text, not linked"),
        ("<a href='JavaScript:void(0)'>x</a>", "script link"),
        ('<base href="/docs/"><a href="b.html">x</a>', "relative link"),
        ('<base href="https://e.org/"><a href="#b">x</a>', "anchor"),
    ],
)
def test_what_is_no_link_is_counted(read: Read, html: str, reason: str) -> None:
    reading = read("a.html", "<!doctype html><p>" + html)
    assert urls(reading) == []
    assert reading.ignored_counts == {reason: 1}


@pytest.mark.parametrize(
    "before",
    [
        "<noscript><p>", "<svg><title/><style/>", "<svg><path d=''>", "<template shadowrootmode=open>", "<select>",
        "<!-->", "<!--->", "<!-- a --!>", "<script><!-- <script></script> --></script>", "<script>'<!--'</script>",
        "</p ", "<title>a</title >", "<svg><template></svg></template>", "<math></p>", "<iframe></iframe>",
        "<img alt='", "<textarea></textarea foo>",
    ],
)  # fmt: skip
def test_links_behind_markup_that_misleads_are_read(read: Read, before: str) -> None:
    closing = {"</p ": ">", "<img alt='": "<a href=https://e.org/no>'>"}.get(before, "")
    reading = read("a.html", f"<!doctype html>{before}{closing}\n <a href='https://e.org/'>link</a>")
    assert [(c.url, c.line, c.column, c.link_text) for c in reading.citations] == [("https://e.org/", 2, 2, "link")]


def test_an_absolute_base_makes_relative_links_citations(read: Read) -> None:
    reading = read(
        "a.html",
        "<!doctype html><base target=_top><base href='https://e.org/docs/'><base href='https://f.org/'>\n"
        "<a href='b.html?x=1#c'>b</a> <a href='//g.org/'>g</a> <a href='../up'>u</a> <a href='https://h.org/'>h</a>",
    )
    assert urls(reading) == ["https://e.org/docs/b.html?x=1#c", "https://g.org/", "https://e.org/up", "https://h.org/"]
    assert reading.ignored == ()


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_markup_is_read_to_its_end(text: str) -> None:
    for suffix, mark in ((".html", "<!doctype html>"), (".html", "<!DOCTYPE NETSCAPE-Bookmark-file-1>"), (".md", "")):
        content = f"{mark}\n{text}"
        source = SourceText(f"a{suffix}", "a", content.encode(), "")
        format = format_of(source)
        assert format is not None
        for citation in format.read(source).citations:
            assert 1 <= citation.line <= content.count("\n") + 1


def test_xhtml_closes_its_elements_in_their_tag(read: Read) -> None:
    reading = read(
        "a.xhtml",
        '<?xml version="1.0"?>\n<html><head><title/><script src="a.js"/></head>\n'
        '<body><p>A <a href="https://e.org/">b</a>.</p></body></html>',
    )
    assert [(c.url, c.line, c.column, c.claim) for c in reading.citations] == [("https://e.org/", 3, 12, "A b.")]


def test_the_text_of_a_drawing_is_no_part_of_a_claim(read: Read) -> None:
    reading = read(
        "a.html",
        "<p>The <svg><title>Icon</title><text>x</text></svg><a href=https://e.org/>pond</a> is deep. Not so.",
    )
    assert reading.citations[0].claim == "The pond is deep."
    assert reading.document is not None
    assert reading.document.title is None


@pytest.mark.parametrize(
    ("unclosed", "what"),
    [
        ("<a href='https://e.org/b>b</a>", "tag"),
        ("<script>a", "<script>"),
        ("<textarea>", "<textarea>"),
        ("<!-- c", "comment"),
    ],
)
def test_what_never_ends_is_a_complaint_with_its_line(read: Read, unclosed: str, what: str) -> None:
    reading = read("a.html", f"<!doctype html>\n<a href='https://e.org/a'>a</a> 1 < 2\n {unclosed}\n<a href=c>c</a>")
    assert urls(reading) == ["https://e.org/a"]
    assert [(s.line, s.reason) for s in reading.skipped] == [(3, f"{what} without an end: the rest is not read")]


def test_components_cite_the_urls_of_their_link_attributes(read: Read) -> None:
    reading = read(
        "a.mdx",
        'See <Link to="https://e.org/to">a guide</Link>, <Cite url={"https://e.org/url"} /> and\n'
        "<Button.Go link={`https://e.org/$link`}>go</Button.Go> <Card href='https://e.org/href' url='https://e.org/u'/>\n"
        'or <Link to="/docs">docs</Link>, <Link to={f(x)}>this</Link>, <Tag to="you" />, '
        '<Image src="https://e.org/i.png" />.\n\n<Cite url="https://e.org/alone" />\n\n'
        '<Video src="https://e.org/v" />\n\nexport const site = "https://e.org/code"\n',
    )
    assert [(c.url, c.line, c.column, c.link_text) for c in reading.citations] == [
        ("https://e.org/to", 1, 5, "a guide"),
        ("https://e.org/url", 1, 49, None),
        ("https://e.org/$link", 2, 1, "go"),
        ("https://e.org/href", 2, 56, None),
        ("https://e.org/u", 2, 56, None),
        ("https://e.org/alone", 5, 1, None),
    ]
    assert reading.ignored_counts == {
        "URL in an attribute": 2, "URL in code": 1, "link made by an expression": 1, "relative link": 1,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["a.md", "a.mdx"])
def test_attributes_in_markdown_follow_the_same_rules(read: Read, name: str) -> None:
    reading = read(
        name,
        'Raw <a href="https://e.org/s?q=pond&region=eu&amp;x=1&copy;">a</a>, <a href=https://e.org/b/>b</a>,\n'
        "<a title= href=https://e.org/c>c</a> and <a href=https://e.org/d />d.\n",
    )
    assert urls(reading) == [
        "https://e.org/s?q=pond&region=eu&x=1©", "https://e.org/b/", "https://e.org/c", "https://e.org/d",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "piece",
    ["<a", "<a href=", "<a href='", "&", "&amp", "<", "<a ", "<!--", "<title></", "<script><!--<script>", "<svg>",
     "<svg><title/>", "<noscript>", "<template>", "<base ", "<a href=x><div>", "</svg>", "<table><tr><td>"],
)  # fmt: skip
def test_repeated_markup_takes_time_in_proportion(read: Read, piece: str) -> None:
    assert_linear(lambda size: lambda: read("a.html", "<!doctype html>" + piece * (size // len(piece))), 40_000)


def test_an_element_that_holds_nothing_needs_no_end(read: Read) -> None:
    reading = read(
        "a.md", "<iframe src='https://e.org/'>\n\n</iframe>\n\n[a](https://e.org/a) <img src=https://e.org/i>\n"
    )
    assert urls(reading) == ["https://e.org/a"]
    assert reading.skipped == ()
    assert reading.ignored_counts == {"frame": 1, "URL in an attribute": 1}


def test_urls_in_attributes_that_are_no_link_are_counted(read: Read) -> None:
    html = (
        '<meta property="og:url" content="https://e.org/m"><link href="https://e.org/l" rel="x">'
        '<base href="https://e.org/"><p data-a="https://e.org/d"><a href="https://e.org/a" data-b="https://e.org/b">a</a>'
        '<img src="https://e.org/i" srcset="https://e.org/i1 1x, https://e.org/i2 2x">'
    )
    reading = read("a.html", html)
    assert [c.url for c in reading.citations] == ["https://e.org/a"]
    assert reading.ignored_counts == {"URL in an attribute": 5, "link element": 1, "image": 1}
