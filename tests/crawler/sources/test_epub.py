"""EPUB: one Document, whose chapters are read as HTML in the order of the spine."""

import random

from office_files import epub, zipped
from source_files import Read


def page(inner: str) -> str:
    return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{inner}</body></html>'


ONE = page(
    '<p>It rains. The <a href="https://example.org/a?x=1&amp;y=2">pond</a> grew. <a href="two.xhtml#n">2</a></p>'
)
TWO = page('<p>See <a href="https://example.org/b">this</a>, and <a href="https://example.org/c">that</a>.</p>')


def test_chapters_are_read_in_the_order_of_the_spine(read: Read) -> None:
    reading = read("a.epub", epub({"one.xhtml": ONE, "two.xhtml": TWO}, spine=["two.xhtml", "one.xhtml"]))
    assert (reading.document.format, reading.document.title) == ("epub", "On ponds")
    assert [(c.url, c.line, c.link_text) for c in reading.citations] == [
        ("https://example.org/b", 1, "this"),
        ("https://example.org/c", 1, "that"),
        ("https://example.org/a?x=1&y=2", 2, "pond"),
    ]
    assert reading.citations[2].claim == "The pond grew."
    assert [TWO[c.column - 1 :].startswith("<a href") for c in reading.citations[:2]] == [True, True]
    assert reading.ignored_counts == {"relative link": 1}


def test_a_chapter_that_is_missing_or_no_text_is_a_complaint(read: Read) -> None:
    data = epub({"one.xhtml": b"\0\1\2", "two.xhtml": TWO, "three.xhtml": TWO})
    data = data.replace(b"OPS/text/three.xhtml", b"OPS/text/other.xhtml")
    reading = read("a.epub", data)
    assert [(skipped.line, skipped.reason) for skipped in reading.skipped] == [
        (1, "OPS/text/one.xhtml: a binary file, not text"),
        (3, "the book has no part 'OPS/text/three.xhtml'"),
    ]
    assert len(reading.citations) == 2


def test_a_protected_book_is_refused_but_not_one_whose_fonts_are_obfuscated(read: Read) -> None:
    def book(encrypted: str) -> bytes:
        reference = f'<CipherData><CipherReference URI="{encrypted}"/></CipherData>'
        encryption = f"<encryption><EncryptedData>{reference}</EncryptedData></encryption>"
        return epub({"one.xhtml": ONE}, **{"META-INF__encryption.xml": encryption})

    assert len(read("a.epub", book("OPS/a.otf")).citations) == 1
    (skipped,) = read("a.epub", book("OPS/text/one.xhtml")).skipped
    assert (skipped.reason, skipped.fatal) == ("protected (DRM): its chapters are encrypted", True)


def test_what_is_no_book_is_refused_in_one_line(read: Read) -> None:
    reasons = [skipped.reason for data in (b"x", zipped({"a": "b"})) for skipped in read("a.epub", data).skipped]
    assert reasons == ["not a ZIP file, or a damaged one", "not an EPUB file: it holds no package document"]


def test_damaged_bytes_end_in_one_line_or_a_reading(read: Read) -> None:
    chance = random.Random(5)
    whole = epub({"one.xhtml": ONE, "two.xhtml": TWO})
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert not any("cannot be read" in skipped.reason for skipped in read("a.epub", bytes(data)).skipped)
