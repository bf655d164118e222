"""`extract`: every kind of body becomes a Capture with text, or with the reason why there is none."""

import gzip
import json
import time

import pytest

from crawler.model import Capture
from crawler.text.tidy import one_line, tidy
from pipelines.extract import extract
from pipelines.extract.decode import to_text
from pipelines.extract.sniff import media_type

SENTENCE = "Sentence number {} of an article that has a good deal to say about the matter."
PROSE = "".join(f"<p>{SENTENCE.format(n)}</p>" for n in range(12))
HEAD = "<html><head><title>A page</title></head><body>"
HTML = f"{HEAD}<article>{PROSE}</article></body></html>"


def run(body: bytes, content_type: str | None = "text/html", *, fallback: bool = False) -> Capture:
    return extract(body, url="https://site.test/a", content_type=content_type, fallback=fallback)


def pdf(*lines: str, title: str = "A Paper") -> bytes:
    """A one-page PDF file with a line of text each."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Title({title})/Author(Ada Lovelace; Charles Babbage)/CreationDate(D:20230224)>>".encode(),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, 1))
    return body + b"trailer<</Root 1 0 R/Info 6 0 R/Size 7>>\n%%EOF"


@pytest.mark.parametrize(
    ("body", "content_type", "media"),
    [
        (b"<!DOCTYPE html><html>", None, "text/html"),
        (b"<!DOCTYPE html><html>", "text/plain", "text/html"),
        (b"\n\n <html lang=en>", "application/octet-stream", "text/html"),
        (b"\xef\xbb\xbf<!doctype HTML><title>", "text/plain", "text/html"),
        ("<html><p>".encode("utf-16"), None, "text/html"),
        ("<html><p>".encode("utf-16-le"), "text/html", "text/html"),
        (b"<html>\x00\x00<p>a page with NULs", "text/html", "text/html"),
        (b"Hello, <b>no</b> page", "text/plain", "text/plain"),
        (b"<b>bold</b> Markdown", "text/markdown", "text/markdown"),
        (b"# Title\n\nText", "text/markdown; charset=utf-8", "text/markdown"),
        (b"%PDF-1.7", "text/html", "application/pdf"),
        (b"junk first\n%PDF-1.4", "application/pdf", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "text/html", "image/png"),
        (b"RIFF....WEBPVP8 ", None, "image/webp"),
        (b"\x00\x00\x00\x20ftypisom", "text/html", "video/mp4"),
        (b"\x1f\x8b\x08...", "text/html", "application/gzip"),
        (b"PK\x03\x04" + b"." * 26 + b"[Content_Types].xml....word/document.xml", None, None),
        (b"PK\x03\x04" + b"." * 26 + b"mimetypeapplication/epub+zipPK", None, "application/epub+zip"),
        (b'{"a": 1}', "text/html", "application/json"),
        (b'{"a": 1}', None, "application/json"),
        (b'{"a": 1}', "application/ld+json", "application/ld+json"),
        (b"<?xml version='1.0'?><rss version='2.0'>", "text/xml", "application/rss+xml"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'>", "application/xml", "application/xhtml+xml"),
        (b"<?xml version='1.0'?><html>", "text/html", "text/html"),
        (b"<svg xmlns='x'>", None, "image/svg+xml"),
        (bytes(range(256)) * 8, "text/html", "application/octet-stream"),
        (bytes(range(256)) * 8, None, "application/octet-stream"),
        (b"<html>not found</html>", "image/jpeg", "text/html"),
        (b"", "text/html", "text/html"),
        (b"", None, "application/octet-stream"),
        (b"just words", "nonsense", "text/plain"),
    ],
)
def test_bytes_decide_the_media_type_before_the_header(
    body: bytes, content_type: str | None, media: str | None
) -> None:
    media = media or "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert media_type(body, content_type) == media


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        ("<p>Käse</p>".encode(), None, "utf-8"),
        ("<p>Käse</p>".encode(), "text/html; charset=iso-8859-1", "utf-8"),
        ("<p>Käse</p>".encode("cp1252"), "text/html; charset=utf-8", "cp1252"),
        ("<p>Käse</p>".encode("utf-16"), "text/html; charset=utf-8", "utf-16"),
        ("<meta charset=windows-1251><p>Сыр".encode("cp1251"), None, "cp1251"),
        ("<p>Käse</p>".encode(), "text/html; charset=nonsense", "utf-8"),
    ],
)
def test_a_charset_that_the_bytes_contradict_is_ignored(body: bytes, content_type: str | None, charset: str) -> None:
    found, text = to_text(body, content_type)
    assert found.startswith(charset)
    assert "Käse" in text or "Сыр" in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
def test_pages_in_any_encoding_are_read(encoding: str) -> None:
    capture = run(HTML.replace("matter", "Maß für Gemäß").encode(encoding), None)
    assert capture.text
    assert "Maß für Gemäß" in capture.text
    assert "\ufffd" not in capture.text


def test_text_is_paragraphs_separated_by_one_empty_line() -> None:
    text = run(HTML.encode()).text
    assert text is not None
    assert text.split("\n\n") == [SENTENCE.format(n) for n in range(12)]


def test_a_capture_names_its_extractor() -> None:
    capture = run(HTML.encode())
    assert (capture.extractor, capture.charset, capture.doubt) == ("blocks", "utf-8", None)
    assert capture.extractor_version[0].isdigit()
    assert capture.elapsed > 0
    assert run(HTML.encode(), fallback=True).extractor == "resiliparse"


def test_little_text_is_in_doubt() -> None:
    capture = run(b"<html><body><p>Thirty-one characters of text.</p></body></html>")
    assert capture.text == "Thirty-one characters of text."
    assert capture.doubt == "little text: 30 characters"


def test_a_pdf_gives_its_text_and_properties() -> None:
    capture = run(pdf("This is the first line of a para-", "graph that goes on for two lines."), "text/html")
    assert capture.media_type == "application/pdf"
    assert capture.text == "This is the first line of a paragraph that goes on for two lines."
    assert capture.metadata.title == "A Paper"
    assert capture.metadata.authors == ("Ada Lovelace", "Charles Babbage")
    assert capture.metadata.published_date == "2023-02-24"
    assert capture.metadata.sources["title"] == "PDF Title"


@pytest.mark.parametrize("body", [b"%PDF-1.7 garbage", b"%PDF-1.7\n" + bytes(range(256)) * 100])
def test_a_damaged_pdf_gives_the_reason(body: bytes) -> None:
    capture = run(body, "application/pdf")
    assert capture.text is None
    assert capture.no_text == "no text: damaged PDF"


def test_plain_text_and_markdown_are_kept_unchanged() -> None:
    capture = run(b"# A title\r\n\r\nA *line*\r\nand one.\x00\n\n\n\nEnd", "text/markdown")
    assert capture.text == "# A title\n\nA *line*\nand one.\n\nEnd"
    assert capture.metadata.title == "A title"
    assert run(json.dumps({"a": 1}).encode(), "application/json").text == '{"a": 1}'


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", "no text: empty body"),
        (b" \n\x00", "text/html", "no text: empty body"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "no text: image/png"),
        (bytes(range(256)) * 99, "text/html", "no text: application/octet-stream"),
        (b"<html><body></body></html>", "text/html", "no text: the page has none"),
        (b"body {}", "text/css", "no text: text/css"),
        (b"\x1f\x8b\x08" + b"x" * 50, "text/html", "no text: application/gzip"),
    ],
)
def test_a_capture_without_text_has_a_reason(body: bytes, content_type: str, reason: str) -> None:
    capture = run(body, content_type)
    assert capture.text is None
    assert capture.no_text == reason


def test_a_page_compressed_twice_is_read() -> None:
    assert SENTENCE.format(3) in (run(gzip.compress(HTML.encode())).text or "")


HOSTILE = {
    "600 KB of <span>": HEAD + "<span>" * 100_000 + PROSE,
    "170 KB of <b>": HEAD + "<b>" * 56_000 + PROSE,
    "20,000 <h1>": HEAD + "<h1>x</h1>" * 20_000 + PROSE,
    "a million nested divs": HEAD + "<div>" * 1_000_000 + PROSE,
    "1 MB of paragraphs": HEAD + PROSE * 1000,
    "a 500 KB table": HEAD + "<table>" + "<tr><td>one cell</td><td>and two</td></tr>" * 12_000 + "</table>",
    "5,000 unclosed tags": HEAD + "<p>some words <b><i><div><ul><li>" * 1000 + PROSE,
    "3,000 nested tables": HEAD + "<table><tr><td>" * 3000 + PROSE,
    "300,000 attributes": HEAD + "<div " + " ".join(f"a{n}=1" for n in range(300_000)) + ">" + PROSE,
    "a title of 10 MB": f"<html><head><title>{'t' * 10_000_000}</title></head><body>{PROSE}",
    "NULs": HTML.replace("e", "e\0"),
    "lone surrogates": HTML.replace("matter", "&#xD800;&#xDFFF;matter"),
    "half a page": HTML[: len(HTML) * 2 // 3],
    "broken JSON-LD": HTML.replace("</head>", '<script type="application/ld+json">{"@type": [</script></head>'),
    "deep JSON-LD": HTML.replace("</head>", f'<script type="application/ld+json">{"[" * 100_000}</script></head>'),
}


@pytest.mark.parametrize("fallback", [False, True])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_give_text(name: str, fallback: bool) -> None:
    before = time.process_time()
    capture = run(HOSTILE[name].encode(), fallback=fallback)
    assert time.process_time() - before < 5  # of the processor: a busy machine is no fault
    assert capture.text
    assert "Sentence number" in capture.text or "one cell" in capture.text
    assert len(capture.metadata.title or "") <= 1000
    assert "\0" not in capture.text


def test_tidy_removes_control_characters() -> None:
    assert tidy("a\x00b\r\nc\rd  \n\n\n\ne\x85f\u00ad\ud800 e\u0301") == "ab\nc\nd\n\ne\nf \u00e9"
    assert one_line("  a\n b\t c " * 1000, 10) == "a b c a b"


def test_spaces_within_a_line_are_kept_and_read_once() -> None:
    assert tidy(f"a\t\n{'b' + ' ' * 1_000_000}c\u00a0\n\td ") == f"a\n{'b' + ' ' * 1_000_000}c\n\td"


@pytest.mark.parametrize("before", [0, 30_000, 49_999, 99_990])
def test_a_tag_of_many_thousand_attributes_loses_them_and_its_text_stays(before: int) -> None:
    huge = f"<p {'a b ' * 40_000}>In the huge tag.</p>"
    capture = run(f"{HEAD}<!--{'-' * before}--><article>{PROSE}{huge}</article></body></html>".encode())
    assert capture.text
    assert SENTENCE.format(11) in capture.text
    assert "In the huge tag." in capture.text
    assert "a b" not in capture.text


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\x7f", "\ufffe", "\uffff"])
def test_a_character_that_no_text_contains_is_dropped_alone(character: str) -> None:
    assert to_text(f"wo{character}rd \u017d\ufffd é".encode(), "text/html; charset=utf-8")[1] == "word \u017d\ufffd é"


@pytest.mark.parametrize("number", ["&#" + "1" * 5000 + ";", "&amp;#" + "1" * 5000 + ";", "&#x" + "f" * 5000])
def test_a_reference_that_is_out_of_range_costs_no_page_its_text(number: str) -> None:
    data = json.dumps({"@type": "Article", "headline": f"Ponds {number}", "n": 1}).replace("1}", "1" * 5000 + "}")
    script = f'<script type="application/ld+json">{data}</script>'
    head = HEAD.replace("A page", f"A page {number}") + script + f"<meta name=description content='{number}'>"
    for fallback in (False, True):
        capture = run(f"{head}<article><p>{number}</p>{PROSE}</article>".encode(), fallback=fallback)
        assert SENTENCE.format(11) in (capture.text or "")
        title = capture.metadata.title or ""
        assert "Ponds" in title or "A page" in title
