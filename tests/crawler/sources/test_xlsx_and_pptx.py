"""Spreadsheets cite at row and column, presentations at the slide."""

import random

import pytest
from office_files import cell, pptx, slide_text, xlsx, zipped
from source_files import Read

A, B = "https://example.org/a?x=1&y=2", "https://example.org/b"


def sheet(rows: str, links: str = "") -> str:
    return f"<sheetData>{rows}</sheetData><hyperlinks>{links}</hyperlinks>"


def test_cells_cite_by_hyperlinks_formulas_and_their_text(read: Read) -> None:
    formula = f'HYPERLINK("{A}","text")'
    rows = (
        f'<row r="2">{cell("A2", "Pond")}{cell("B2", "survey")}<c r="C2" t="s"><v>1</v></c></row>'
        f"<row>{cell('A3', 'text', formula)}</row>"
    )
    links = '<hyperlink ref="B2:B3" r:id="r1" location="part"/><hyperlink ref="A2" location="S2!A1"/>'
    runs = f"<r><t>As {B[:9]}</t></r><r><t>{B[9:]} says, and www.example.org/w too.</t></r><rPh><t>y</t></rPh>"
    strings = ["<t>x</t>", runs]
    reading = read("a.xlsx", xlsx([sheet(rows, links)], {"r1": B}, strings))
    claim = f"As {B} says, and www.example.org/w too."
    assert (reading.document.format, reading.skipped) == ("xlsx", ())
    assert [(c.url, c.line, c.column, c.link_text, c.claim) for c in reading.citations] == [
        (f"{B}#part", 2, 2, "survey", f"Pond | survey | {claim}"),
        (B, 2, 3, None, claim),
        ("http://www.example.org/w", 2, 3, None, claim),
        (A, 3, 1, "text", "text"),
    ]
    assert reading.ignored_counts == {"anchor": 1}


@pytest.mark.parametrize("formula", [f'HYPERLINK("{B}?q="&A1,"text")', 'HYPERLINK(A1,"text")'])
def test_a_link_that_a_formula_computes_is_counted_and_not_cited_in_half(read: Read, formula: str) -> None:
    reading = read("a.xlsx", xlsx([sheet(f"<row>{cell('A1', 'text', formula)}</row>")]))
    assert not reading.citations
    assert reading.ignored_counts == {"link made by a formula": 1}


def test_sheets_are_read_in_the_order_of_the_workbook(read: Read) -> None:
    data = xlsx([sheet(f'<row r="1">{cell("A1", f"{B}/{at}")}</row>') for at in (1, 2, 3)])
    assert [c.url for c in read("a.xlsx", data).citations] == [f"{B}/1", f"{B}/2", f"{B}/3"]


def test_comments_of_a_sheet_are_counted(read: Read) -> None:
    data = xlsx([sheet("")], comments=f"<comments><comment><text><r><t>See {B}</t></r></text></comment></comments>")
    assert read("a.xlsx", data).ignored_counts == {"URL in a comment": 1}


def test_slides_cite_by_runs_shapes_and_notes(read: Read) -> None:
    second = f"<p:sp><p:cNvPr><a:hlinkClick r:id='r2'/></p:cNvPr><a:p>{slide_text(f'At {B}.')}</a:p></p:sp>"
    first = f"<a:p>{slide_text('It rains. See ')}{slide_text('the ', 'r1')}{slide_text('pond', 'r1')}</a:p>"
    first += f"<a:p>{slide_text('next', 'gone')}</a:p>"
    data = pptx([second, first], {"r1": A, "r2": B}, notes=f"<a:p>{slide_text('Source: www.example.org/n')}</a:p>")
    reading = read("a.pptx", data)
    assert (reading.document.format, reading.skipped) == ("pptx", ())
    assert [(c.url, c.line, c.column, c.link_text, c.claim) for c in reading.citations] == [
        (A, 1, 15, "the pond", "See the pond"),
        ("http://www.example.org/n", 1, 37, None, "Source: www.example.org/n"),
        (B, 2, 1, None, None),
        (B, 2, 5, None, f"At {B}."),
        ("http://www.example.org/n", 2, 36, None, "Source: www.example.org/n"),
    ]
    assert reading.ignored_counts == {"anchor": 1}


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", b"x", "not a ZIP file, or a damaged one"),
        ("a.xlsx", zipped({"a": "b"}), "not an XLSX file: it holds no workbook"),
        ("a.pptx", zipped({"a": "b"}), "not a PPTX file: it holds no presentation"),
        ("a.pptx", zipped({"ppt/presentation.xml": "<x/>"}), "not a PPTX file: it holds no presentation"),
    ],
)
def test_what_is_neither_is_refused_in_one_line(read: Read, name: str, data: bytes, reason: str) -> None:
    (skipped,) = read(name, data).skipped
    assert (skipped.reason, skipped.fatal) == (reason, True)


def test_damage_anywhere_ends_in_one_line_or_a_reading(read: Read) -> None:
    chance = random.Random(3)
    rows = f'<row r="2">{cell("A2", B)}<c r="C2" t="s"><v>1</v></c></row>'
    slide = f"<a:tr><a:p>{slide_text('pond', 'r1')}</a:p></a:tr>"
    for _ in range(150):
        for name, whole in (("a.xlsx", sheet(rows, '<hyperlink ref="A2" r:id="r1"/>')), ("a.pptx", slide)):
            start = chance.randrange(len(whole))
            damaged = whole[:start] + whole[start + chance.randrange(30) :]
            data = xlsx([damaged], {"r1": A}) if name == "a.xlsx" else pptx([damaged], {"r1": A})
            assert not any("cannot be read" in skipped.reason for skipped in read(name, data).skipped), damaged


def test_a_row_of_thousands_of_links_claims_its_cells_only(read: Read) -> None:
    cells = "".join(cell(f"{chr(65 + at // 26)}{chr(65 + at % 26)}1", B) for at in range(300))
    reading = read("a.xlsx", xlsx([sheet(f'<row r="1">{cells}</row>')]))
    assert {c.claim for c in reading.citations} == {B}
    assert len(reading.citations) == 300
