"""Bookmark files of browsers and services: titles, notes, folders, and entries that are no web pages."""

import pytest
from source_files import Read

HEAD = (
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<!-- This is an automatically generated file. -->\n<TITLE>Bookmarks</TITLE>\n"
)


def test_a_folder_is_kept_beside_the_tags(read: Read) -> None:
    reading = read(
        "b.html",
        HEAD + "<H1>Bookmarks Menu</H1>\n<DL><p>\n"
        '<DT><H3 ADD_DATE="1">Water</H3>\n<DD>All about water\n<DL><p>\n'
        '<DT><A HREF="https://e.org/pond" TAGS="small">Pond</A>\n'
        '<DT><H3>Salt &amp; sweet</H3>\n<DL><p>\n<DT><A HREF="https://e.org/sea">Sea</A>\n</DL><p>\n'
        '<DT><A HREF="https://e.org/lake">Lake</A>\n</DL><p>\n<HR>\n<DT><A HREF="https://e.org/">Root</A>\n</DL>',
    )
    assert [(r.title, r.tags, dict(r.extra), r.summary) for r in reading.records] == [
        ("Pond", ("small",), {"folder": "Water"}, None),
        ("Sea", None, {"folder": "Water / Salt & sweet"}, None),
        ("Lake", None, {"folder": "Water"}, None),
        ("Root", None, {}, None),
    ]
    assert reading.document is not None
    assert reading.document.title == "Bookmarks"


def test_a_note_is_the_summary_of_the_bookmark_before_it(read: Read) -> None:
    reading = read(
        "b.html",
        HEAD + '<DL><p>\n<DT><A HREF="https://e.org/a">A</A>\n<DD>Deep &amp; cold.\n<p>Two <br>lines.\n'
        '<DT><A HREF="https://e.org/b">B</A>\n<DT><A HREF="place:sort=8">Recent</A>\n<DD>Not of B\n</DL>',
    )
    assert [(r.title, r.summary) for r in reading.records] == [("A", "Deep & cold. Two lines."), ("B", None)]


@pytest.mark.parametrize(
    "words",
    ["<script>", "<style> and <textarea>", "</script>", "<title>", "<!-- notes", "<table><tr><td>", "<template>",
     "<svg>", "<noscript>", "<plaintext>", "<iframe src=x>", "<xmp>", "<select><option>", "a < b"],
)  # fmt: skip
def test_markup_in_a_title_or_note_is_its_text(read: Read, words: str) -> None:
    entries = "".join(
        f'<DT><A HREF="https://e.org/{at}">How to use {words} well</A>\n<DD>On {words} here\n' for at in range(3)
    )
    reading = read("b.html", f"{HEAD}<DL><p>\n{entries}</DL>")
    assert [(c.url, c.line, c.link_text) for c in reading.citations] == [
        (f"https://e.org/{at}", 5 + 2 * at, f"How to use {words} well") for at in range(3)
    ]
    assert [record.summary for record in reading.records] == [f"On {words} here"] * 3
    assert reading.skipped == ()


def test_a_large_icon_does_not_hide_its_bookmark(read: Read) -> None:
    icon = "data:image/png;base64," + "A" * 300_000
    reading = read(
        "b.html",
        f'{HEAD}<DL><p>\n<DT><A HREF="https://e.org/" ICON="{icon}">A</A>\n<DT><A HREF="https://e.org/b">B</A>',
    )
    assert [(c.url, c.link_text) for c in reading.citations] == [("https://e.org/", "A"), ("https://e.org/b", "B")]


def test_what_only_a_browser_opens_is_counted(read: Read) -> None:
    reading = read(
        "b.html",
        HEAD + "<DL><p>\n"
        '<DT><A HREF="javascript:(()=>{location=%22https://e.org/%22})()">Bookmarklet</A>\n'
        '<DT><A HREF="place:folder=TOOLBAR">Recent</A>\n<DT><A HREF="chrome://settings">Settings</A>\n'
        '<DT><A HREF="about:config">Config</A>\n<DT><A HREF="file:///home/x.html">Local</A>\n'
        '<DT><A FEEDURL="https://e.org/feed" HREF="https://e.org/">Live</A>\n<DT><A FEEDURL="https://e.org/2">F</A>\n',
    )
    assert [c.url for c in reading.citations] == ["https://e.org/"]
    assert reading.ignored_counts == {"script link": 1, "address within the browser": 4, "feed": 1}
    assert reading.skipped == ()


@pytest.mark.parametrize(
    ("attribute", "day"),
    [
        ('ADD_DATE="1700000000"', "2023-11-14"),
        ('ADD_DATE="1700000000000"', "2023-11-14"),
        ('ADD_DATE="1700000000000000"', "2023-11-14"),
        ('time_added="1700000000"', "2023-11-14"),
        ('ADD_DATE="0"', None),
        ('ADD_DATE="-5"', None),
        ('ADD_DATE="yesterday"', None),
        ('ADD_DATE="99999999999999999999"', None),
    ],
)
def test_the_day_of_a_bookmark_is_its_access_date(read: Read, attribute: str, day: str | None) -> None:
    reading = read("b.html", f'{HEAD}<DL><p><DT><A HREF="https://e.org/" {attribute}>A</A></DL>')
    assert [c.accessed for c in reading.citations] == [day]


def test_pocket_and_instapaper_exports_are_bookmarks(read: Read) -> None:
    pocket = read(
        "ril_export.html",
        "<!DOCTYPE html>\n<html><head><title>Pocket Export</title></head><body>\n<h1>Unread</h1>\n<ul>\n"
        '<li><a href="https://e.org/a" time_added="1700000000" tags="pond,deep water">A</a></li>\n'
        '<li><a href="https://e.org/b" time_added="1700000000" tags="">https://e.org/b</a></li>\n</ul>\n'
        '<h1>Read Archive</h1>\n<ul>\n<li><a href="https://e.org/c" time_added="1700000000" tags="">C</a></li>\n</ul>',
    )
    assert [(r.url, r.title, r.tags, dict(r.extra)) for r in pocket.records] == [
        ("https://e.org/a", "A", ("pond", "deep water"), {"folder": "Unread"}),
        ("https://e.org/b", None, None, {"folder": "Unread"}),
        ("https://e.org/c", "C", None, {"folder": "Read Archive"}),
    ]
    assert pocket.citations[0].accessed == "2023-11-14"
    instapaper = read(
        "instapaper.html",
        "<!DOCTYPE html>\n<html>\n<head><title>Instapaper: Export</title></head>\n<body>\n<h1>Unread</h1>\n<ol>\n"
        '<li><a href="https://e.org/a">A</a>\n</ol>\n<h1>Archive</h1>\n<ol>\n<li><a href="https://e.org/b">B</a>\n</ol>',
    )
    assert [(r.url, r.title, dict(r.extra)) for r in instapaper.records] == [
        ("https://e.org/a", "A", {"folder": "Unread"}),
        ("https://e.org/b", "B", {"folder": "Archive"}),
    ]
    assert {pocket.document.format, instapaper.document.format} == {"bookmarks"}  # type: ignore[union-attr]


def test_a_bookmark_file_of_safari_or_without_its_declaration_is_one(read: Read) -> None:
    safari = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n\t<HTML>\n\t<META HTTP-EQUIV='Content-Type' CONTENT='text/html'>\n"
        "\t<Title>Bookmarks</Title>\n\t<H1>Bookmarks</H1>\n\t<DT><H3 FOLDED>Favourites</H3>\n\t<DL><p>\n"
        '\t\t<DT><A HREF="https://e.org/">A</A>\n\t</DL><p>\n</HTML>'
    )
    bare = '<DL><p>\n<DT><H3>Favourites</H3>\n<DL><p>\n<DT><A HREF="https://e.org/" ADD_DATE="1700000000">A</A>\n</DL>'
    for text in (safari, bare):
        reading = read("b.html", text)
        assert [(r.url, r.title, dict(r.extra)) for r in reading.records] == [
            ("https://e.org/", "A", {"folder": "Favourites"})
        ]
