"""HTML pages, bookmark files and plain text."""

from source_files import Read


def test_html_links_have_position_text_and_claim(read: Read) -> None:
    html = (
        "<html><head><title>A &amp; B</title><link rel=canonical href='https://e.org/c'>"
        "<script>var x = '<a href=\"https://e.org/js\">';</script></head>\n"
        "<!-- <a href='https://e.org/comment'>x</a> -->\n"
        "<p>First. The <b>claim</b> has a\n <A HREF='https://e.org/1?a&amp;b'>link <i>text</i></A> in it. Last.\n"
        "<p>No https://e.org/bare <a name=x>anchor</a> <a href='#x'>x</a> <a href=r.html>r</a><img src=https://e.org/i.png>\n"
        "<table><tr><td>Cell</td><td><a href=https://e.org/2>src</a></td></tr></table>\n"
        "<blockquote cite='https://e.org/3'>Quoted words.</blockquote>"
    )
    reading = read("a.html", html)
    assert reading.document.title == "A & B"
    assert [(c.url, c.line, c.column, c.link_text, c.claim) for c in reading.citations] == [
        ("https://e.org/1?a&b", 4, 2, "link text", "The claim has a link text in it."),
        ("https://e.org/2", 6, 29, "src", "Cell | src"),
        ("https://e.org/3", 7, 1, "Quoted words.", "Quoted words."),
    ]
    assert reading.ignored_counts == {
        "URL in HTML text, not linked": 1,
        "URL in a comment": 1,
        "URL in a script": 1,
        "anchor": 1,
        "image": 1,
        "link element": 1,
        "relative link": 1,
    }


def test_bookmarks_have_title_tags_and_date(read: Read) -> None:
    reading = read(
        "b.html",
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><DL><p>\n"
        '<DT><A HREF="https://e.org/" ADD_DATE="1700000000" TAGS="a,b">T &amp; U</A>\n'
        '<DT><A HREF="javascript:void(0)" ADD_DATE="99999999999999999999">Bm</A>\n</DL>',
    )
    assert [(c.url, c.link_text, c.accessed, c.line) for c in reading.citations] == [
        ("https://e.org/", "T & U", "2023-11-14", 3),
    ]
    assert reading.records[0].tags == ("a", "b")
    assert reading.skipped == ()
    assert [(i.reason, i.line, i.text) for i in reading.ignored] == [("script link", 4, "javascript:void(0)")]


def test_every_line_of_a_list_that_resembles_a_url_is_cited(read: Read) -> None:
    lines = [
        "# comment", "", "https://e.org/a", "  https://e.org/b\tIts title", "http//x", "http://[::1/", "htp://e.org/",
        "www.e.org/x", "e.org/path", "javascript:alert(1)", "HTTPS://E.ORG", "just words",
        "See https://e.org/c, and https://e.org/d.",
    ]  # fmt: skip
    reading = read("l.txt", "\n".join(lines))
    assert [(c.url, c.line, c.column) for c in reading.citations] == [
        ("https://e.org/a", 3, 1), ("https://e.org/b", 4, 3), ("http//x", 5, 1), ("http://[::1/", 6, 1),
        ("htp://e.org/", 7, 1), ("http://www.e.org/x", 8, 1), ("e.org/path", 9, 1), ("javascript:alert(1)", 10, 1),
        ("HTTPS://E.ORG", 11, 1), ("https://e.org/c", 13, 5), ("https://e.org/d", 13, 26),
    ]  # fmt: skip
    assert [s.line for s in reading.skipped] == [5, 6, 7, 9, 10]
    assert reading.ignored_counts == {"comment": 1, "line without a URL": 1}
    assert reading.citations[1].link_text == "Its title"
