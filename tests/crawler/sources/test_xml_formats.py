"""Outlines, feeds and sitemaps: which of their URLs are cited, and where exactly they stand."""

import gzip
from pathlib import Path

import pytest
from growth import assert_linear
from source_files import Read

from crawler.model import ParsedSource
from crawler.sources.parsing.xml.markup import Written, scan_xml
from crawler.sources.reading import read_all

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<!-- <outline htmlUrl="https://example.org/comment"/> -->
<opml version="2.0">
  <head><title>Feeds &amp; sites</title></head>
  <body>
    <outline text="Water">
      <outline text="Pond" type="rss" xmlUrl="https://example.org/"
               htmlUrl="https://example.org/?a=1&amp;b=2" category="/Lakes/Small,Ponds"
               description="News of the pond" created="Tue, 05 Mar 2024 10:00:00 GMT"/>
    </outline>
    <outline text="Feed only" type="rss" xmlUrl="https://example.org/feed.xml" htmlUrl=""/>
    <outline text="A page" type="link" url='https://example.org/page'/>
    <outline text="Others" type="include" url="https://example.org/other.opml"/>
    <outline text="See &lt;a href=&quot;https://example.org/in-text&quot;&gt;the note&lt;/a&gt;."/>
    <outline text="Todo" _note="As said at https://example.org/note, it holds."/>
    <outline text="Off" isComment="true" xmlUrl="https://example.org/off"/>
    <outline text="Local" type="rss" xmlUrl="feed.xml"/>
  </body>
</opml>
"""

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Links of the week</title><link>https://blog.example.org/</link>
<atom:link rel="self" href="https://blog.example.org/feed"/>
<image><url>https://blog.example.org/i.png</url><title>I</title><link>https://blog.example.org/</link></image>
<item><title>Ponds &amp;amp; lakes</title>
  <link>
    https://example.org/ponds?a=1&amp;b=2
  </link>
  <guid>https://blog.example.org/1</guid><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>
  <category>water</category><comments>https://blog.example.org/1#c</comments>
  <enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/>
  <description>Ponds &amp;amp; &lt;a href="https://example.org/escaped"&gt;this&lt;/a&gt;.</description>
  <content:encoded><![CDATA[<p>All grew.
Most <a href="https://example.org/cdata">shrank</a> later.</p>]]></content:encoded></item>
<item><title>Permanent</title><guid>https://example.org/guid</guid></item>
<item><title>No link</title><guid isPermaLink="false">17</guid></item>
</channel></rss>
"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example.org/b/">
<title type="html">A &lt;b>feed&lt;/b></title><link href="/"/><id>urn:x</id>
<entry><title>One</title><link rel="alternate" href="one"/><link rel="via" href="https://example.org/via"/>
<link rel="enclosure" href="https://example.org/a.mp3"/><link rel="edit" href="https://example.org/edit"/>
<source><title>Other</title><link href="https://other.example.org/"/></source>
<author><name>Jane Doe</name></author><updated>2024-03-09T00:00:00Z</updated><published>2024-03-05T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It is <a href="https://example.org/in">there</a>.</p>
</div></content></entry>
</feed>
"""

RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://blog.example.org/"><title>T</title><link>https://blog.example.org/</link></channel>
<item rdf:about="https://example.org/a"><title>A</title><link>https://example.org/a</link><dc:date>2003-05-06</dc:date>
</item></rdf:RDF>
"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc>https://example.org/?a=1&amp;b=2</loc><lastmod>2024-01-01</lastmod>
    <xhtml:link rel="alternate" hreflang="de" href="https://example.org/de"/>
    <image:image><image:loc>https://example.org/i.png</image:loc></image:image></url>
  <url><loc><![CDATA[https://example.org/c?a&b]]></loc></url>
</urlset>
"""

INDEX = "<sitemapindex><sitemap><loc>https://example.org/sitemap-1.xml</loc></sitemap></sitemapindex>"


def cited(reading: ParsedSource) -> list[tuple[str | None, int, int, str | None]]:
    return [(c.url, c.line, c.column, c.link_text) for c in reading.citations]


def at_its_place(reading: ParsedSource, text: str) -> None:
    """Every citation and counted thing with a column stands where it is said to."""
    lines = text.split("\n")
    for citation in reading.citations:
        written = lines[citation.line - 1][citation.column - 1 :].replace("&amp;", "&")
        assert written.startswith((citation.url or "", "<a ", "&lt;a ")), citation


def test_an_outline_cites_sites_pages_and_feeds_without_a_site(read: Read) -> None:
    reading = read("feeds.opml", OPML)
    assert reading.document.title == "Feeds & sites"
    assert cited(reading) == [
        ("https://example.org/?a=1&b=2", 8, 25, "Pond"),
        ("https://example.org/feed.xml", 11, 50, "Feed only"),
        ("https://example.org/page", 12, 45, "A page"),
        ("https://example.org/in-text", 14, 24, "the note"),
        ("https://example.org/note", 15, 44, None),
    ]
    at_its_place(reading, OPML)
    assert reading.citations[0].accessed == "2024-03-05"
    assert [c.claim for c in reading.citations[3:]] == [
        "See the note.",
        "As said at https://example.org/note, it holds.",
    ]
    assert reading.records[0].tags == ("Water", "Lakes/Small", "Ponds")
    assert reading.records[0].summary == "News of the pond"
    assert reading.ignored_counts == {"comment": 1, "feed of a cited site": 1, "other outline": 1, "relative link": 1}


def test_rss_cites_entries_and_what_their_content_links_to(read: Read) -> None:
    reading = read("links.rss", RSS)
    assert (reading.document.format, reading.document.title) == ("feed", "Links of the week")
    assert cited(reading) == [
        ("https://example.org/ponds?a=1&b=2", 8, 5, "Ponds & lakes"),
        ("https://example.org/escaped", 13, 32, "this"),
        ("https://example.org/cdata", 15, 6, "shrank"),
        ("https://example.org/guid", 16, 37, "Permanent"),
    ]
    at_its_place(reading, RSS)
    assert [c.claim for c in reading.citations[1:3]] == ["Ponds & this.", "Most shrank later."]
    first = reading.records[0]
    assert (first.title, first.published_date, first.tags) == ("Ponds & lakes", "2024-03-05", ("water",))
    assert reading.ignored_counts == {
        "comments of an entry": 1,
        "entry without a URL": 1,
        "image": 1,
        "link of a feed": 3,
        "media": 1,
        "permalink of an entry": 1,
    }


def test_atom_cites_alternate_and_via_links_resolved_against_its_base(read: Read) -> None:
    reading = read("a.atom", ATOM)
    assert reading.document.title == "A feed"
    assert cited(reading) == [
        ("https://blog.example.org/b/one", 3, 54, "One"),
        ("https://example.org/via", 3, 82, "One"),
        ("https://example.org/in", 7, 74, "there"),
    ]
    assert reading.citations[2].claim == "It is there."
    assert (reading.records[0].authors, reading.records[0].published_date) == (("Jane Doe",), "2024-03-05")
    assert reading.ignored_counts == {"link of a feed": 3, "media": 1}


def test_rss_1_is_recognised_among_rdf_files(read: Read) -> None:
    reading = read("a.xml", RSS_1)
    assert cited(reading) == [("https://example.org/a", 4, 63, "A")]
    assert reading.records[0].published_date == "2003-05-06"


@pytest.mark.parametrize("name", ["sitemap.xml", "sitemap.xml.gz"])
def test_a_sitemap_cites_its_pages_not_their_images(read: Read, name: str) -> None:
    reading = read(name, gzip.compress(SITEMAP.encode()) if name.endswith("gz") else SITEMAP)
    assert cited(reading) == [
        ("https://example.org/?a=1&b=2", 3, 13, None),
        ("https://example.org/c?a&b", 6, 22, None),
    ]
    assert reading.ignored_counts == {"image": 1, "translation of a page": 1}


def test_an_index_of_sitemaps_cites_nothing_and_is_counted(read: Read) -> None:
    reading = read("index.xml", INDEX)
    assert (cited(reading), reading.ignored_counts) == ([], {"other sitemap": 1})


def test_a_folders_outlines_are_read_but_not_its_feeds_and_sitemaps(folder: Path) -> None:
    for name, text in {"o.xml": OPML, "f.xml": RSS, "s.xml": SITEMAP, "x.xml": "<x/>", "g.rss": RSS}.items():
        (folder / name).write_text(text)
    readings = list(read_all(["."]))
    assert [reading.document.path for reading in readings if reading.document] == ["o.xml"]
    counts = {i.path: i.reason for reading in readings for i in reading.ignored if i.line is None}
    assert counts == {
        "f.xml": "feed, read only when it is named",
        "g.rss": ".rss file, read only when it is named",
        "s.xml": "sitemap, read only when it is named",
        "x.xml": "unsupported file type .xml",
    }
    assert len([1 for reading in read_all(["*.xml"]) if reading.document]) == 3


@pytest.mark.parametrize("text", ["<x/>", "<!-- <opml> -->", "", "opml", "<html><body>"])
def test_other_xml_is_refused_when_it_is_named(read: Read, text: str) -> None:
    (skipped,) = read("a.xml", text).skipped
    assert skipped.fatal
    assert skipped.reason == "no format reads this .xml file"


def test_damaged_xml_is_read_all_the_same(read: Read) -> None:
    text = (
        '<opml><outline text="A & B < C" htmlUrl="https://example.org/a?x=1&y=2">\n<outline htmlUrl="https://e.org/b"'
    )
    assert cited(read("a.opml", text.replace(" < C", ""))) == [("https://example.org/a?x=1&y=2", 1, 38, "A & B")]
    feed = "<rss><item><link>https://e.org/?a&nbsp;b</link><description>See <a href='https://e.org/raw'>it</a>"
    assert [c.url for c in read("a.rss", feed).citations] == ["https://e.org/?a\xa0b", "https://e.org/raw"]


def test_an_entity_of_the_document_is_never_expanded(read: Read) -> None:
    text = '<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><outline text="&b;" url="https://e.org/&b;"/></opml>'
    assert cited(read("a.opml", text))[0][0] == "https://e.org/&b;"


def test_texts_know_where_each_character_stands() -> None:
    text = "<a>x &amp; &#x41;&unknown;y</a>"
    (written,) = [token for token in scan_xml(text) if isinstance(token, Written)]
    assert written.text == "x & A&unknown;y"
    offsets = written.offsets()
    assert [text[offsets(at)] for at in (0, 2, 4, 14)] == ["x", "&", "&", "y"]


@pytest.mark.parametrize(
    "piece",
    [
        "<outline ",
        "<!-- ",
        "<![CDATA[",
        "<!D [",
        '<outline text="',
        "<a b='c' ",
        "<",
        "&amp;",
        "<outline>",
        "<x" + " a" * 50,
    ],
)
def test_markup_is_scanned_in_linear_time(read: Read, piece: str) -> None:
    assert_linear(lambda times: lambda: read("a.opml", "<opml>" + piece * times), 10_000)


@pytest.mark.parametrize(("name", "text"), [("a.opml", OPML), ("a.rss", RSS), ("a.atom", ATOM), ("a.xml", SITEMAP)])
def test_a_document_that_was_cut_is_complained_about_and_cites_no_half_of_a_url(
    read: Read, name: str, text: str
) -> None:
    whole = read(name, text)
    assert not whole.skipped
    for end in range(200, len(text.rstrip()) - 8):
        cut = read(name, text[:end])
        assert any("ends before its root element" in skipped.reason for skipped in cut.skipped), text[:end]
        assert {one.url for one in cut.citations} <= {one.url for one in whole.citations}, text[:end]
