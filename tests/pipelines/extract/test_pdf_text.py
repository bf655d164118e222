"""The text of PDF files: reading order, running heads, superscripts, hyphens, pages, doubts."""

import itertools

import pytest
from drawn_pdf import Drawn, column, drawn_pdf

from crawler.model import Capture
from crawler.text.pages import page_of
from pipelines.extract import extract
from pipelines.extract.pdf import document

LEFT = [
    "The left column begins with a sentence that",
    "goes on for some lines and tells of the water",
    "that ran down the hill in the spring, and then",
    "of the mill whose wheel it turned for years.",
]
RIGHT = [
    "The right column has a tale of its own, about",
    "a bridge that was built of larch, and of those",
    "who crossed it with their carts on the way to",
    "the market on every second day of the week.",
]
PROSE = [
    "Every year the river rises by a metre and the ferry has to be moved to the other",
    "landing, where the water is calm; the ferryman wrote down each of these days in a",
    "book that his daughter still keeps, and in which the oldest entry is of 1871.",
]


def read(body: bytes) -> Capture:
    return extract(body, url="https://site.test/a.pdf", content_type="application/pdf")


def text(*drawn: Drawn) -> str:
    return read(drawn_pdf(drawn)).text or ""


@pytest.mark.parametrize("interleaved", [True, False])
def test_columns_are_read_one_after_the_other(*, interleaved: bool) -> None:
    left, right = column(60, 600, LEFT), column(320, 600, RIGHT)
    heading = [Drawn(60, 700, "A heading that stands above both of the columns", 20)]
    lines = [line for pair in zip(left, right, strict=True) for line in pair] if interleaved else left + right
    assert text(*heading, *lines) == "\n\n".join((heading[0].text, " ".join(LEFT), " ".join(RIGHT)))


def test_lines_across_divide_the_columns() -> None:
    across = column(60, 540, PROSE)
    below = column(60, 490, RIGHT) + column(320, 490, LEFT)
    found = text(*column(60, 600, LEFT), *column(320, 600, RIGHT), *across, *below)
    places = [found.index(line) for line in (LEFT[0], RIGHT[0], PROSE[0])]
    assert places == sorted(places)
    assert found.rindex(RIGHT[0]) < found.rindex(LEFT[0])
    assert found.rindex(RIGHT[0]) > found.index(PROSE[0])


def test_rows_of_a_table_stay_rows() -> None:
    rows = [("Site", "Depth", "Flow"), ("Orrin", "12.5", "3.1"), ("Kell", "9.0", "2.2"), ("Dunmore", "4.1", "0.7")]
    drawn = [Drawn(60 + 90 * at, 700 - 14 * y, cell) for y, row in enumerate(rows) for at, cell in enumerate(row)]
    assert text(*drawn) == "\n".join(" | ".join(row) for row in rows)


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            Drawn(60, 800, "Water Board - Annual report"),
            *column(60, 700, [f"Page {name} of the report has its own words."]),
            *column(60, 600, PROSE),
            Drawn(280, 30, f"Page {number} of 4"),
        ]
        for number, name in enumerate(("one", "two", "three", "four"), 1)
    ]
    capture = read(drawn_pdf(*pages))
    assert "Annual report" not in (capture.text or "")
    assert "of 4" not in (capture.text or "")
    assert (capture.text or "").count(PROSE[0]) == 4
    assert capture.coverage == 1.0


@pytest.mark.parametrize(
    ("base", "raised", "rest", "expected"),
    [
        ("3.2 x 10", "6", " cubic metres", "3.2 x 10^6 cubic metres"),
        ("10", "\u20136", " of all", "10^\u20136 of all"),
        ("as was written in 1954", "2", ". The next", "as was written in 1954[2]. The next"),
        ("the word", "12", ", and more", "the word[12], and more"),
        ("an area of 5 km", "2", " of land", "an area of 5 km^2 of land"),
        ("on the 19", "th", " of May", "on the 19th of May"),
        ("f(x) = x", "2", " + 1", "f(x) = x^2 + 1"),
    ],
)
def test_superscripts_are_set_off(base: str, raised: str, rest: str, expected: str) -> None:
    # Courier's letters are 0.6 of the size wide.
    x = 60 + 6 * len(base)
    drawn = Drawn(60, 700, base, font="C"), Drawn(x, 704, raised, 6, "C")
    assert text(*drawn, Drawn(x + 3.6 * len(raised), 700, rest, font="C")) == expected


def test_subscripts_are_readable() -> None:
    drawn = Drawn(60, 700, "much CO", font="C"), Drawn(102, 698, "2", 6, "C"), Drawn(106, 700, " and x", font="C")
    assert text(*drawn, Drawn(142, 698, "i", 6, "C"), Drawn(146, 700, " too", font="C")) == "much CO2 and x_i too"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["an inter-", "national river"], "an international river"),
        (["the state-of-the-", "art pump"], "the state-of-the-art pump"),
        (["a well-", "known office"], "a well-known office"),
        (["of COVID-", "19 and more"], "of COVID-19 and more"),
        (["both two-", "and three-fold"], "both two- and three-fold"),
        (["what he re\u00ad", "membered"], "what he remembered"),
    ],
)
def test_hyphens_at_line_ends(lines: list[str], expected: str) -> None:
    assert text(*column(60, 700, lines)) == expected


def test_a_compound_after_its_shortened_twin_keeps_its_hyphen() -> None:
    lines = ["they measured the pre- and post-", "war levels of the river"]
    assert text(*column(60, 700, lines)) == "they measured the pre- and post-war levels of the river"


@pytest.mark.parametrize(("first", "step"), [(1, 1), (118, 1), (5, 5)])
def test_the_numbers_of_a_manuscript_s_lines_are_left_out(first: int, step: int) -> None:
    lines = [*PROSE, *PROSE]
    numbers = [str(first + step * at) for at in range(len(lines))]
    assert text(*column(60, 700, lines), *column(30, 700, numbers, size=7)) == "\n\n".join([" ".join(PROSE)] * 2)


def test_the_numbers_of_a_table_s_rows_stay() -> None:
    rows = [
        f"Station {name} of the river, above the old mill"
        for name in ("Orrin", "Kell", "Tarn", "Dunmore", "Weir", "Ford")
    ]
    numbers = [str(at) for at in range(1, 7)]
    found = text(*column(60, 700, rows), *column(30, 700, numbers))
    assert all(number in found for number in numbers)


def test_list_items_are_lines() -> None:
    lines = ["\u2022 the first item is long enough to", "  be continued", "\u2022 the second item"]
    assert text(*column(60, 700, lines)) == "- the first item is long enough to be continued\n- the second item"


def test_letters_set_apart_are_words() -> None:
    assert text(Drawn(60, 700, "SUMMARY OF FINDINGS", 12, spacing=6)) == "SUMMARY OF FINDINGS"


def test_turned_text_in_the_margin_is_left_out() -> None:
    found = text(*column(60, 700, PROSE), Drawn(30, 300, "arXiv:2101.00003v1 [cs.DL]", 20, turn=90))
    assert found == " ".join(PROSE)


@pytest.mark.parametrize("turn", [90, 270])
def test_a_page_turned_as_a_whole_is_read(turn: int) -> None:
    step = 12 if turn == 90 else -12
    drawn = [Drawn(300 + step * at, 60 if turn == 90 else 780, line, turn=turn) for at, line in enumerate(PROSE)]
    assert text(*drawn) == " ".join(PROSE)


def test_pages_begin_at_their_offsets() -> None:
    first, second = "A page whose last sentence goes on", "on the next page, and ends there."
    pages = [*column(60, 700, PROSE), Drawn(60, 600, first)], [Drawn(60, 700, second)], [], [Drawn(60, 700, "The end.")]
    capture = read(drawn_pdf(*pages))
    assert capture.text == f"{' '.join(PROSE)}\n\n{first} {second}\n\nThe end."
    places = [page_of(capture.text.index(part), capture.page_starts) for part in (PROSE[0], first, second, "The end")]
    assert places == [1, 1, 2, 4]


def test_an_offset_without_pages_has_none() -> None:
    assert page_of(5, ()) is None


@pytest.mark.parametrize("space", [0, 3, 31])
def test_a_font_whose_space_is_a_control_character(space: int) -> None:
    lines = [Drawn(line.x, line.y, line.text, font="U") for line in column(60, 700, PROSE)]
    capture = read(drawn_pdf(lines, mapping={ord(" "): space}))
    assert capture.text == " ".join(PROSE)


@pytest.mark.parametrize("shift", [3, 0xE000])
def test_garbled_text_is_in_doubt(shift: int) -> None:
    mapping = {code: code + shift for code in range(ord("a"), ord("z") + 1)}
    lines = [Drawn(line.x, line.y, line.text, font="U") for line in column(60, 700, PROSE)]
    assert (read(drawn_pdf(lines, mapping=mapping)).doubt or "").startswith("garbled text: ")
    assert read(drawn_pdf(lines)).doubt is None


def test_junk_before_the_header_is_skipped() -> None:
    assert read(b"HTTP/1.1 200 OK\r\n\r\n" + drawn_pdf(column(60, 700, PROSE))).text == " ".join(PROSE)


@pytest.mark.parametrize(
    "junk",
    ["report_final_v7", "PowerPoint Presentation", "Microsoft Word - x.doc", "thesis.pdf", "Untitled-1"],
)
def test_a_title_that_is_none_is_read_from_the_page(junk: str) -> None:
    page = [Drawn(60, 760, "Annual number", 9), Drawn(60, 740, "On Leaking Dams", 20), *column(60, 700, PROSE)]
    metadata = read(drawn_pdf(page, info={"Title": junk})).metadata
    assert metadata.title == "On Leaking Dams"
    assert metadata.sources["title"] == "largest letters of page 1"


def test_xmp_gives_title_authors_and_date() -> None:
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmp:CreateDate="2021-03-04T10:00:00Z"><dc:title><rdf:Alt><rdf:li>On Dams</rdf:li></rdf:Alt>'
        "</dc:title><dc:creator><rdf:Seq><rdf:li>Tobias Renn</rdf:li><rdf:li>Marta Ellingsen</rdf:li></rdf:Seq>"
        "</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    metadata = read(drawn_pdf(column(60, 700, PROSE), info={"Title": "Another", "Author": "admin"}, xmp=xmp)).metadata
    assert (metadata.title, metadata.authors) == ("On Dams", ("Tobias Renn", "Marta Ellingsen"))
    assert metadata.published_date == "2021-03-04"
    assert metadata.sources["authors"] == "XMP dc:creator"


NAMES = (
    "Orrin Kell Dunmore Harl Vost Tarn Elm Brack Sill Moor Fenn Gale Holt Ives Junk Knoll Lund Mere Nass Oast".split()
)


def chapter(name: str) -> list[Drawn]:
    other = name[::-1].capitalize()
    lines = [
        f"{name} is a landing of the ferry, and {other} is the next,",
        f"so says the book of {other}; it ends there.",
    ]
    return column(60, 700, lines)


@pytest.mark.parametrize(
    ("seconds", "read_pages", "doubt"),
    [
        (0.05, 20, None),
        (0.2, 20, "simple reading order from page 13"),
        (0.35, 14, "text of the first 14 of 20 pages only; simple reading order from page 8"),
    ],
)
def test_when_time_runs_short_the_rest_is_read_in_the_file_s_own_order(
    seconds: float, read_pages: int, doubt: str | None
) -> None:
    """`seconds` pass between two pages."""
    ticks = itertools.count()
    capture = document.capture(drawn_pdf(*map(chapter, NAMES)), lambda: next(ticks) * seconds)
    assert capture.doubt == doubt
    assert capture.cut_short is (doubt is not None)  # another time there may be more
    text = capture.text or ""
    assert [text[start:].partition(" ")[0] for start in capture.page_starts] == NAMES[:read_pages]
    assert text.count("it ends there.") == read_pages
