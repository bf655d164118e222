"""DOCX: what its hyperlinks, fields and notes cite, at which paragraph, with which claim."""

import base64
import json
import random

import pytest
from office_files import docx, relations, run, word_field, zipped
from source_files import Read

from crawler.model import ParsedSource

A, B = "https://example.org/a?x=1&y=2", "https://example.org/b"
ITEMS = [
    {"id": 1, "itemData": {"type": "webpage", "title": "On ponds", "URL": "https://example.org/ponds"}},
    {"id": 2, "itemData": {"type": "article-journal", "title": "Lakes", "DOI": "10.1234/lakes"}},
    {"id": 3, "itemData": {"type": "book", "title": "A book"}},
]
CSL = json.dumps({"citationID": "x", "properties": {}, "citationItems": ITEMS})
ENDNOTE = (
    "<EndNote><Cite><Author>Doe</Author><record><titles><title>On ponds</title></titles>"
    "<urls><related-urls><url>https://example.org/ponds</url></related-urls></urls></record></Cite>"
    "<Cite><record><titles><title><style>Lakes</style></title></titles>"
    "<electronic-resource-num><style>10.1234/lakes</style></electronic-resource-num></record></Cite></EndNote>"
)
CONTROL = (
    f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{base64.b64encode(CSL.encode()).decode()}"/></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>(Doe 2020; Roe 2021)</w:t></w:r></w:sdtContent></w:sdt>"
)
LAKES = "https://doi.org/10.1234/lakes"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def link(id: str, text: str, more: str = "") -> str:
    return f'<w:hyperlink r:id="{id}" {more}>{run(text)}</w:hyperlink>'


def mark(kind: str, id: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{id}"/></w:r>'


def cited(reading: ParsedSource) -> list[tuple[str | None, int, int, str | None, str | None]]:
    return [(c.url, c.line, c.column, c.link_text, c.claim) for c in reading.citations]


def test_a_hyperlink_cites_at_its_paragraph_with_its_sentence(read: Read) -> None:
    body = paragraph(run("First.")) + paragraph(
        run("It rains. The pond "), link("r1", "has grown"), run(" again. Yes.")
    )
    reading = read("a.docx", docx(body, {"r1": A}))
    assert reading.document.format == "docx"
    assert cited(reading) == [(A, 2, 20, "has grown", "The pond has grown again.")]
    assert reading.skipped == ()


def test_a_link_split_over_runs_or_elements_is_one(read: Read) -> None:
    body = paragraph(run("See "), link("r1", "the "), link("r2", "pond"), run(", "), link("r2", "there"), run("."))
    reading = read("a.docx", docx(body, {"r1": A, "r2": A}))
    assert [(c.url, c.link_text) for c in reading.citations] == [(A, "the pond"), (A, "there")]


def test_fields_cite_as_hyperlinks_do(read: Read) -> None:
    field = word_field(" HYPER", 'LINK "https://example.org/b" \\l "part"', ' \\o "tip" ', result=run("one"))
    simple = f'<w:fldSimple w:instr=" HYPERLINK {B} ">{run("two")}</w:fldSimple>'
    local = word_field(' HYPERLINK \\l "_Toc1" ', result=run("three"))
    page = word_field(" PAGE ", result=run("4"))
    reading = read("a.docx", docx(paragraph(run("See "), field, run(", "), simple, run(", "), local, run("."), page)))
    assert [(c.url, c.link_text) for c in reading.citations] == [(f"{B}#part", "one"), (B, "two")]
    assert reading.ignored_counts == {"anchor": 1}


def test_bare_urls_cite_unless_they_are_linked(read: Read) -> None:
    body = paragraph(run(f"See {B[:20]}"), run(f"{B[20:]}, or "), link("r1", B), run("."))
    assert [(c.url, c.column) for c in read("a.docx", docx(body, {"r1": B})).citations] == [(B, 5), (B, 31)]


def test_a_note_cites_at_its_mark(read: Read) -> None:
    body = paragraph(run("It rains. The pond grew."), mark("footnote", 2), run(" It froze."), mark("endnote", 1))
    note = f'<w:footnote w:id="2">{paragraph(run("See "), link("r1", "this"), run(f" and {B}."))}</w:footnote>'
    end = f'<w:endnote w:id="1">{paragraph(link("r1", "that"))}</w:endnote>'
    unused = f'<w:footnote w:id="7">{paragraph(run("https://example.org/unused"))}</w:footnote>'
    reading = read("a.docx", docx(body, {"r1": A}, footnotes=note + unused, endnotes=end))
    assert [(c.url, c.line, c.label, c.link_text, c.claim) for c in reading.citations] == [
        (A, 1, "1", "this", "The pond grew."),
        (B, 1, "1", None, "The pond grew."),
        (A, 1, "1", "that", "It froze."),
    ]
    assert reading.ignored_counts == {"URL in an unused note": 1}


@pytest.mark.parametrize(
    "field",
    [
        word_field(" ADDIN ZOTERO_ITEM CSL_CIT", f"ATION {CSL} ", result=run("(Doe 2020; Roe 2021)")),
        word_field(f"ADDIN CSL_CITATION {CSL}", result=run("(Doe 2020; Roe 2021)")),
        CONTROL,
    ],
    ids=["zotero", "mendeley", "mendeley control"],
)
def test_the_references_of_a_citation_manager_cite_their_items(read: Read, field: str) -> None:
    reading = read("a.docx", docx(paragraph(run("Rain. Ponds grow "), field, run(". It is so."))))
    claim = "Ponds grow (Doe 2020; Roe 2021)."
    assert cited(reading) == [
        ("https://example.org/ponds", 1, 18, "(Doe 2020; Roe 2021)", claim),
        (LAKES, 1, 18, "(Doe 2020; Roe 2021)", claim),
    ]
    assert [(record.url, record.title) for record in reading.records] == [
        ("https://example.org/ponds", "On ponds"),
        (LAKES, "Lakes"),
    ]
    assert [(i.reason, i.text) for i in reading.ignored] == [("entry without a URL", "A book")]


def test_a_reference_that_is_a_number_is_a_mark(read: Read) -> None:
    field = word_field(f"ADDIN ZOTERO_ITEM CSL_CITATION {CSL} ", result=run("[3, 4]"))
    reading = read("a.docx", docx(paragraph(run("Rain. Ponds grow."), field, run(" It is so."))))
    assert [(c.claim, c.label) for c in reading.citations] == [("Ponds grow.", "3, 4")] * 2


@pytest.mark.parametrize("in_data", [False, True])
def test_endnote_references_cite_their_items(read: Read, in_data: bool) -> None:
    data = f"<w:fldData>{base64.b64encode(ENDNOTE.encode()).decode()}</w:fldData>" if in_data else ""
    field = word_field(f"ADDIN EN.CITE {'' if in_data else ENDNOTE}", result=run("(Doe)"), data=data)
    reading = read("a.docx", docx(paragraph(run("Ponds grow "), field, run("."))))
    assert [c.url for c in reading.citations] == ["https://example.org/ponds", LAKES]
    assert [record.title for record in reading.records] == ["On ponds", "Lakes"]


def test_words_own_citations_cite_their_sources(read: Read) -> None:
    parts = {
        "word/document.xml": f'<w:document xmlns:w="w">{paragraph(word_field(" CITATION Doe20 ", result=run("(Doe)")))}'
        "</w:document>",
        "customXml/item1.xml": '<b:Sources xmlns:b="b"><b:Source><b:Tag>Doe20</b:Tag>'
        f"<b:URL>{B}</b:URL></b:Source></b:Sources>",
    }
    assert cited(read("a.docx", zipped(parts))) == [(B, 1, 1, "(Doe)", "(Doe)")]


def test_tables_claim_their_row(read: Read) -> None:
    cells = [paragraph(run("Pond")), paragraph(run("Deep")), paragraph(link("r1", "source"))]
    row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    reading = read("a.docx", docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>", {"r1": A}))
    assert cited(reading) == [(A, 3, 1, "source", "Pond | Deep | source")]


def test_what_is_drawn_twice_or_deleted_cites_once_or_not(read: Read) -> None:
    box = paragraph(link("r1", "in a box"))
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{box}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{box}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    picture = '<w:r><w:drawing><a:hlinkClick r:id="r2"/></w:drawing></w:r>'
    deleted = "<w:del><w:r><w:delText>https://example.org/gone</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('https://example.org/moved')}</w:moveFrom>"
    body = paragraph(run("Start "), drawn, picture, deleted, moved, run("end."))
    assert [c.url for c in read("a.docx", docx(body, {"r1": A, "r2": B})).citations] == [B, A]


def test_comments_headers_and_links_without_a_target_are_counted(read: Read) -> None:
    aside = paragraph(run("https://example.org/aside"))
    body = paragraph(link("r9", "x"), '<w:hyperlink w:anchor="top"/>', link("r1", "mail"))
    data = docx(body, {"r1": "mailto:a@example.org"}, comments=aside, header=aside, footer=aside)
    reading = read("a.docx", data)
    assert reading.citations == ()
    assert reading.ignored_counts == {
        "URL in a comment": 1,
        "URL in a footer": 1,
        "URL in a header": 1,
        "anchor": 1,
        "empty link": 1,
        "mailto link": 1,
    }


def test_the_title_is_that_of_the_properties(read: Read) -> None:
    core = '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>On &amp; on</dc:title></cp:coreProperties>'
    document = f'<w:document xmlns:w="w">{paragraph(run("x"))}</w:document>'
    assert (
        read("a.docx", zipped({"word/document.xml": document, "docProps/core.xml": core})).document.title == "On & on"
    )


def test_what_is_no_docx_is_refused_in_one_line(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def reason(data: bytes) -> str:
        reading = read("a.docx", data)
        assert reading.document is None
        (skipped,) = reading.skipped
        assert skipped.fatal
        return skipped.reason

    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600).startswith(
        "protected by a password, or in the old"
    )
    assert reason(b"plain text") == "not a ZIP file, or a damaged one"
    assert reason(zipped({"a.txt": "x"})) == "not a DOCX file: it holds no document"
    whole = docx(paragraph(run("See " + B)))
    assert reason(whole[:300]) == "not a ZIP file, or a damaged one"
    monkeypatch.setattr("crawler.sources.parsing.office.zip_parts.MAX_PART_BYTES", 1000)
    assert (
        reason(docx(paragraph(run("x" * 100_000)))) == "the part 'word/document.xml' is too large when it is unpacked"
    )
    monkeypatch.setattr("crawler.sources.parsing.office.zip_parts.MAX_PARTS", 3)
    assert reason(whole) == "more than 3 parts in the file"


def test_damage_anywhere_ends_in_one_line_or_a_reading(read: Read) -> None:
    chance = random.Random(3)
    body = paragraph(
        run("See "), word_field(f"ADDIN ZOTERO_ITEM CSL_CITATION {CSL}", result=run("[1]")), link("r1", "x")
    )
    parts = {"word/document.xml": "", "word/_rels/document.xml.rels": relations({"r1": A})}
    whole = f'<w:document xmlns:w="w" xmlns:r="r"><w:body>{body}</w:body></w:document>'
    for _ in range(200):
        start = chance.randrange(len(whole))
        damaged = whole[:start] + whole[start + chance.randrange(60) :]
        reading = read("a.docx", zipped({**parts, "word/document.xml": damaged}))
        assert not any("cannot be read" in skipped.reason for skipped in reading.skipped), damaged


def test_any_of_the_zip_formats_may_be_broken(read: Read) -> None:
    chance = random.Random(5)
    whole = bytearray(docx(paragraph(link("r1", "x")), {"r1": A}))
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        reading = read("a.docx", bytes(data))
        assert not any("cannot be read" in skipped.reason for skipped in reading.skipped)
