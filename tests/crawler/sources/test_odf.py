"""OpenDocument: what its links, notes and marks cite, at which paragraph, with which claim."""

import json
import random
from html import escape

import pytest
from office_files import fodt, odf_root, odt, zipped
from source_files import Read

A, B = "https://example.org/a?x=1&y=2", "https://example.org/b"


def link(url: str, inner: str) -> str:
    return f'<text:a xlink:type="simple" xlink:href="{escape(url)}">{inner}</text:a>'


def note(label: str, inner: str) -> str:
    return (
        f'<text:note text:note-class="footnote"><text:note-citation>{label}</text:note-citation>'
        f"<text:note-body><text:p>{inner}</text:p></text:note-body></text:note>"
    )


NOTE = note("1", f"See {link(A, 'this')} and {B}.")
BODY = (
    "<text:h>Water</text:h>"
    f"<text:p>It rains. The<text:s text:c='2'/>pond {link(A, '<text:span>has</text:span> grown')} again. Yes.</text:p>"
    f"<text:p>Ponds grow.{NOTE} It froze, says {B}.</text:p>"
)


@pytest.mark.parametrize(("name", "data"), [("a.odt", odt(BODY)), ("a.fodt", fodt(BODY))])
def test_links_notes_and_bare_urls_cite_at_their_paragraph(read: Read, name: str, data: bytes) -> None:
    reading = read(name, data)
    assert (reading.document.format, reading.document.title) == ("odf", "T")
    assert [(c.url, c.line, c.column, c.link_text, c.claim, c.label) for c in reading.citations] == [
        (A, 2, 20, "has grown", "The pond has grown again.", None),
        (A, 3, 12, "this", "Ponds grow.", "1"),
        (B, 3, 12, None, "Ponds grow.", "1"),
        (B, 3, 29, None, f"It froze, says {B}.", None),
    ]
    assert reading.skipped == ()


def test_bibliography_and_zotero_marks_cite_what_they_stand_for(read: Read) -> None:
    items = {"citationItems": [{"itemData": {"URL": B, "title": "B"}}, {"itemData": {"title": "No URL"}}]}
    name = escape(f"ZOTERO_ITEM CSL_CITATION {json.dumps(items)} RNDabc")
    body = (
        f'<text:p>One <text:bibliography-mark text:identifier="Doe20" text:url="{escape(A)}" text:title="A">[Doe20]'
        "</text:bibliography-mark> is. Two "
        f'<text:reference-mark-start text:name="{name}"/>(B)<text:reference-mark-end text:name="{name}"/> is.</text:p>'
    )
    reading = read("a.odt", odt(body))
    assert [(c.url, c.column, c.link_text, c.label, c.claim) for c in reading.citations] == [
        (A, 5, "[Doe20]", "Doe20", "One [Doe20] is."),
        (B, 21, "(B)", None, "Two (B) is."),
    ]
    assert [(record.url, record.title) for record in reading.records] == [(A, "A"), (B, "B")]
    assert reading.ignored_counts == {"entry without a URL": 1}


def test_deleted_text_is_no_text_and_asides_are_counted(read: Read) -> None:
    changes = f"<text:tracked-changes><text:deletion><text:p>{B}</text:p></text:deletion></text:tracked-changes>"
    remark = f"<office:annotation><dc:creator>Jane</dc:creator><text:p>{B}</text:p></office:annotation>"
    body = f"{changes}<text:p>See {remark}{link('#top', 'above')}{link('../a.odt', 'there')}.</text:p>"
    reading = read("a.odt", odt(body, styles=f"<style:footer><text:p>{B}</text:p></style:footer>"))
    assert reading.citations == ()
    assert reading.ignored_counts == {
        "URL in a header or footer": 1,
        "URL in an annotation": 1,
        "anchor": 1,
        "relative link": 1,
    }


def test_spreadsheets_cite_by_cells_and_formulas(read: Read) -> None:
    formula = escape(f'of:=HYPERLINK("{A}";"pond")')
    body = (
        "<table:table><table:table-row><table:table-cell><text:p>Pond</text:p></table:table-cell>"
        f'<table:table-cell table:formula="{formula}"><text:p>pond</text:p></table:table-cell>'
        f"<table:table-cell><text:p>{link(B, 'more')}</text:p></table:table-cell></table:table-row></table:table>"
    )
    reading = read("a.ods", odt(body, kind="spreadsheet"))
    row = "Pond | pond | more"
    assert [(c.url, c.line, c.link_text, c.claim) for c in reading.citations] == [
        (A, 2, "pond", row),
        (B, 3, "more", row),
    ]


def test_a_link_that_a_formula_computes_is_counted_and_not_cited_in_half(read: Read) -> None:
    formula = escape(f'of:=HYPERLINK("{A}"&[.A1];"x")')
    cell = f'<table:table-cell table:formula="{formula}"><text:p>x</text:p>'
    body = f"<table:table><table:table-row>{cell}</table:table-cell></table:table-row></table:table>"
    reading = read("a.ods", odt(body, kind="spreadsheet"))
    assert (reading.citations, reading.ignored_counts) == ((), {"link made by a formula": 1})


def test_presentations_cite_by_text_and_shapes(read: Read) -> None:
    box = "<draw:frame><draw:text-box><text:p>Pond</text:p></draw:text-box></draw:frame>"
    shape = f'<draw:a xlink:href="{escape(A)}">{box}</draw:a>'
    listener = f'<office:event-listeners><presentation:event-listener xlink:href="{B}"/></office:event-listeners>'
    click = f"<draw:custom-shape>{listener}</draw:custom-shape>"
    reading = read("a.odp", odt(f"<draw:page>{shape}{click}</draw:page>", kind="presentation"))
    assert [c.url for c in reading.citations] == [A, B]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"plain", "not a ZIP file, or a damaged one"),
        (b"<html/>", "not an OpenDocument file"),
        (b"< \xff\xfe", "not valid XML"),
        (zipped({"a": "b"}), "not an OpenDocument file: it holds no content.xml"),
        (
            zipped({"META-INF/manifest.xml": "<manifest:encryption-data/>", "content.xml": b"\x01\x02"}),
            "protected by a password: save it without one",
        ),
    ],
)
def test_what_is_no_opendocument_is_refused_in_one_line(read: Read, data: bytes, reason: str) -> None:
    (skipped,) = read("a.odt", data).skipped
    assert skipped.fatal
    assert skipped.reason.startswith(reason)


def test_damage_anywhere_ends_in_one_line_or_a_reading(read: Read) -> None:
    chance = random.Random(3)
    whole = fodt(BODY).decode()
    for _ in range(300):
        start = chance.randrange(len(whole))
        damaged = whole[:start] + whole[start + chance.randrange(60) :]
        reading = read("a.fodt", damaged)
        assert not any("cannot be read" in skipped.reason for skipped in reading.skipped), damaged
    content = odf_root("document-content", "<office:body><office:text><text:p><text:note-body>")
    assert read("a.odt", zipped({"content.xml": content[:-60]})).document is not None
