"""Media types other than HTML and PDF: each gives its text in the canonical form, its title, authors and date."""

import io
import json
import random
import zipfile

import pytest

from crawler.model import Capture
from pipelines.extract import extract
from pipelines.extract.media.types import module_of
from pipelines.extract.sniff import media_type

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE = (
    '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mill Report</dc:title>'
    "<dc:creator>Ada Moor</dc:creator></c>"
)


def run(body: bytes | str, content_type: str | None) -> Capture:
    data = body.encode() if isinstance(body, str) else body
    return extract(data, url="https://site.test/a", content_type=content_type)


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def relations(*kinds: str) -> str:
    inner = "".join(f'<Relationship Id="{k}" Type="{REL}/{k}" Target="{k}.xml"/>' for k in kinds)
    return f"<Relationships>{inner}</Relationships>"


def word(body: str, **parts: str) -> bytes:
    document = f'<w:document {W} xmlns:r="r"><w:body>{body}</w:body></w:document>'
    named = {f"word/{name}.xml": f"<w:{name} {W}>{text}</w:{name}>" for name, text in parts.items()}
    extra = {
        "word/_rels/document.xml.rels": relations(*parts),
        "docProps/core.xml": CORE,
        "[Content_Types].xml": "<T/>",
    }
    return zipped({"word/document.xml": document, **named, **extra})


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_docx_keeps_headings_lists_tables_and_notes_and_drops_what_was_deleted() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        para("The mill", '<w:outlineLvl w:val="0"/>')
        + "<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        + '<w:ins><w:r><w:t>still </w:t></w:r></w:ins><w:r><w:t>turns</w:t></w:r><w:r><w:footnoteReference w:id="2"/>'
        + "</w:r><w:r><w:t>.</w:t></w:r></w:p>"
        + para("first", numbered)
        + para("second", numbered)
        + f"<w:tbl><w:tr><w:tc>{para('Year')}</w:tc><w:tc>{para('Flour')}</w:tc></w:tr></w:tbl>"
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    notes = f'<w:footnote w:id="2">{para("Since 1820.")}</w:footnote>'
    capture = run(word(body, footnotes=notes, numbering=numbering, header=para("Page head")), DOCX)
    expected = "The mill\n\nIt still turns[1].\n\n[1] Since 1820.\n\n1. first\n2. second\n\nYear | Flour"
    assert capture.text == expected
    assert (capture.metadata.title, capture.metadata.authors) == ("Mill Report", ("Ada Moor",))


def test_a_superscript_of_a_docx_is_set_off_from_its_number() -> None:
    power = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>6</w:t></w:r>'
    assert run(word(f"<w:p><w:r><w:t>10</w:t></w:r>{power}</w:p>"), DOCX).text == "10^6"


def test_an_odt_keeps_headings_lists_and_notes() -> None:
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:t"'
    body = (
        '<text:h text:outline-level="1">The mill</text:h><text:p>It<text:s/>turns<text:note><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>Since 1820.</text:p></text:note-body></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>first</text:p></text:list-item></text:list>"
    )
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {names}>{text}</office:document-content>"
    capture = run(zipped({"mimetype": ODT, "content.xml": content}), ODT)
    assert capture.text == "The mill\n\nIt turns[1].\n\n[1] Since 1820.\n\n- first"


def test_an_xlsx_shows_rows_and_dates() -> None:
    cells = (
        '<row><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>sacks</t></is></c></row>'
        '<row><c r="A2" s="1"><v>45356</v></c><c r="C2"><v>0.30000000000000004</v></c></row>'
    )
    book = zipped({
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="One" r:id="w"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="w" Type="{REL}/worksheet" Target="one.xml"/>'
        f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="strings.xml"/>'
        f'<Relationship Id="y" Type="{REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/one.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
        "xl/strings.xml": "<sst><si><t>day</t></si></sst>",
        "xl/styles.xml": '<s><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></s>',
    })  # fmt: skip
    assert run(book, XLSX).text == "day |  | sacks\n2024-03-05 |  | 0.3"


def test_an_epub_is_its_chapters_in_the_order_of_the_spine() -> None:
    package = (
        '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Mills</dc:title></metadata><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    book = zipped({
        "mimetype": "application/epub+zip", "META-INF/container.xml": '<c><rootfile full-path="o.opf"/></c>',
        "o.opf": package, "a.xhtml": "<html><body><p>Second&nbsp;chapter.</p></body></html>",
        "b.xhtml": "<html><body><h1>One</h1><ol><li>x</li><li>y</li></ol></body></html>",
    })  # fmt: skip
    capture = run(book, "application/epub+zip")
    assert capture.text == "One\n\n1. x\n2. y\n\nSecond chapter."
    assert capture.metadata.title == "Mills"


def test_a_book_is_by_those_who_wrote_it() -> None:
    package = (
        '<package xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf"><metadata>'
        '<dc:creator opf:role="aut">Ada Moor</dc:creator><dc:creator opf:role="ill">Karl Mohn</dc:creator>'
        '<dc:creator id="t">Otto Neu</dc:creator><meta refines="#t" property="role">trl</meta></metadata>'
        '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    container = '<c><rootfile full-path="o.opf"/></c>'
    parts = {"META-INF/container.xml": container, "o.opf": package, "a.xhtml": "<html><body><p>One.</p></body></html>"}
    book = zipped({"mimetype": "application/epub+zip", **parts})
    assert run(book, "application/epub+zip").metadata.authors == ("Ada Moor",)


@pytest.mark.parametrize(
    "authors",
    [
        r"\author{Ada Moor\inst{1} \and Karl Mohn\inst{2}}",
        r"\author[1]{Ada Moor}\author[2]{Karl Mohn\thanks{Funded.}}",
        r"\author{Ada Moor$^{1,2}$, Karl Mohn$^*$}",
        r"\author{Ada Moor\textsuperscript{a} and Karl Mohn\\ University of Weir}",
    ],
)
def test_the_authors_of_a_tex_file_are_without_marks(authors: str) -> None:
    found = run(rf"\documentclass{{a}}\title{{M}}{authors}\begin{{document}}Text.\end{{document}}", "application/x-tex")
    assert found.metadata.authors == ("Ada Moor", "Karl Mohn")


CASES: list[tuple[str, str, str, str]] = [
    (
        "application/xml",
        ("<article article-type='r'><front><article-meta><title-group><article-title>Mills<xref>1</xref>"
        "</article-title></title-group></article-meta></front><body><sec><label>1</label><title>Wheels</title>"
        "<p>Near 10<sup>3</sup> "
        "<italic>old</italic> wheels<sup><xref ref-type='bibr'>2</xref></sup> turn.</p></sec></body></article>"),
        "1 Wheels\n\nNear 10^3 old wheels[2] turn.",
        "Mills",
    ),
    (
        "application/tei+xml",
        ("<TEI><teiHeader><titleStmt><title>Mills</title></titleStmt></teiHeader><text><body><p>It turns<note>Still."
        "</note> daily.</p><lg><l>Round and</l><l>round</l></lg></body></text></TEI>"),
        "It turns[1] daily.\n\n[1] Still.\n\nRound and\nround",
        "Mills",
    ),
    (
        "application/docbook+xml",
        ("<book><title>Mills</title><chapter><title>Use</title><para>Run <command>mill</command>.</para>"
        "<programlisting>a\n  b</programlisting></chapter></book>"),
        "Mills\n\nUse\n\nRun mill.\n\na\n  b",
        "Mills",
    ),
    (
        "application/rss+xml",
        ("<rss><channel><title>News</title><item><title>Flood</title><pubDate>5 Mar 2024</pubDate>"
        "<description>&lt;p&gt;High &lt;b&gt;water&lt;/b&gt;.&lt;/p&gt;</description></item></channel></rss>"),
        "Flood\n\n5 Mar 2024\n\nHigh water.",
        "News",
    ),
    (
        "application/rtf",
        (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}{\info{\title Mills}}{\header Head}"
        r"Caf\'e9 \u8211?10{\super 3}{\footnote A note.}\par{\f1\'cc}\v hidden\v0\par}"),
        "Café –10^3[1]\n\n[1] A note.\n\nМ",
        "Mills",
    ),
    (
        "application/x-tex",
        ("\\documentclass{a}\\title{Mills}\\begin{document}\\maketitle\\section{Wheels}% no\nIt \\emph{turns} by $x^2$,"
        " ``daily''.\\footnote{Still.}\n\n\\begin{enumerate}\\item one\\item two\\end{enumerate}\\end{document}"),
        "Wheels\n\nIt turns by $x^2$, “daily”.[1]\n\n[1] Still.\n\n1. one\n2. two",
        "Mills",
    ),
    (
        "message/rfc822",
        ("From: Ada Moor <a@b.test>\r\nDate: Tue, 05 Mar 2024 10:00:00 +0000\r\nSubject: =?utf-8?q?M=C3=BChle?=\r\n"
        "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nIt turns.\r\n"
        "--x\r\nContent-Type: text/html\r\n\r\n<p>It turns.</p>\r\n--x--\r\n"),
        "It turns.",
        "Mühle",
    ),
    (
        "text/vtt",
        ("WEBVTT - Mills\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ada>The wheel\n\n"
        "00:00:02.000 --> 00:00:03.000\nturns.\n"),
        "Ada: The wheel turns.",
        "Mills",
    ),
    (
        "application/x-ipynb+json",
        json.dumps({"nbformat": 4, "cells": [
            {"cell_type": "markdown", "source": ["# Mills\n", "Text."]},
            {"cell_type": "code", "source": "1 + 1", "outputs": [{"data": {"text/plain": ["2"]}}]},
        ]}),
        "# Mills\nText.\n\n1 + 1\n\n2",
        "Mills",
    ),
    ("application/geo+json", '{"name": "M\\u00fchle", "b": 1}', '{"name": "Mühle", "b": 1}', "Mühle"),
    ("text/markdown", "---\ntitle: Mills\n---\nText", "---\ntitle: Mills\n---\nText", "Mills"),
    ("text/markdown", "```\n# code\n```\n\nOld *mills*\n===\n", "```\n# code\n```\n\nOld *mills*\n===", "Old mills"),
]  # fmt: skip


@pytest.mark.parametrize(("content_type", "body", "text", "title"), CASES, ids=[case[0] for case in CASES])
def test_a_media_type_gives_its_text_and_title(content_type: str, body: str, text: str, title: str) -> None:
    capture = run(body, content_type)
    assert capture.text == text
    assert capture.metadata.title == title


def test_a_message_has_its_sender_and_date() -> None:
    metadata = run(next(case[1] for case in CASES if case[0] == "message/rfc822"), "message/rfc822").metadata
    assert (metadata.authors, metadata.published_date) == (("Ada Moor",), "2024-03-05")


@pytest.mark.parametrize(
    ("content_type", "body", "media"),
    [
        ("application/x-download", b"just words", "text/plain"),
        ("application/force-download", b"%PDF-1.7", "application/pdf"),
        ("application/vnd.ms-excel", b"a,b\n1,2\n", "text/csv"),
        ("application/vnd.ms-excel", b"<html><body><table>", "text/html"),
        ("application/msword", b"{\\rtf1 x}", "application/rtf"),
        ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
        ("application/octet-stream", b"WEBVTT\n\n", "text/vtt"),
        ("text/plain", b"1\n00:00:01,000 --> 00:00:02,000\nx", "application/x-subrip"),
        ("text/plain", b'{"cells": [], "nbformat": 4}', "application/x-ipynb+json"),
        ("application/zip", word(para("x")), DOCX),
    ],
)
def test_bytes_say_more_than_a_vague_header(content_type: str, body: bytes, media: str) -> None:
    assert media_type(body, content_type) == media


@pytest.mark.parametrize("media", ["image/svg+xml", "video/mp4", "application/zip", "text/css", "application/msword"])
def test_what_has_no_text_says_its_type(media: str) -> None:
    assert module_of(media) is None


MEDIA = (DOCX, ODT, XLSX, *(case[0] for case in CASES), "application/epub+zip", "application/mbox", "text/csv")


@pytest.mark.parametrize("media", sorted(set(MEDIA)))
def test_random_bytes_and_broken_files_end_as_a_reason_or_as_text(media: str) -> None:
    chance = random.Random(media)
    seeds = [case[1].encode() for case in CASES if case[0] == media] or [word(para("x"))]
    for _ in range(30):
        broken = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        for body in (bytes(broken), chance.randbytes(3000)):
            capture = run(body, media)
            assert capture.text or (capture.no_text and not capture.no_text.startswith("extraction failed"))
