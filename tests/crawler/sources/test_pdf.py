"""PDF: what its links and its text cite, on which page, with which claim."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from pdf_files import PdfLink, pdf
from source_files import Read

from crawler.sources.parsing.office import pdf_pages
from crawler.sources.parsing.office.pdf_pages import PdfPage
from crawler.sources.reading import read_all

A, B = "https://example.org/a?x=1&y=(2)", "https://example.org/b"
Links = Sequence[PdfLink]


def test_a_link_cites_on_its_page_with_its_sentence(read: Read) -> None:
    first = ["It rains. The pond has grown", "again, as the survey of the", "county shows. Nobody knows why."]
    links: Links = [(A, 0, 14, 18), (B, 1, 14, 20), ("#", 0, 0, 2), ("mailto:a@example.org", 2, 14, 20)]
    reading = read("a.pdf", pdf([(["Nothing here."], []), (first, links)], title="On ponds"))
    assert (reading.document.format, reading.document.title) == ("pdf", "On ponds")
    claim = "The pond has grown again, as the survey of the county shows."
    assert [(c.url, c.line, c.column, c.link_text, c.claim) for c in reading.citations] == [
        (A, 2, 1, "pond", claim),
        (B, 2, 2, "survey", claim),
    ]
    assert reading.ignored_counts == {"anchor": 1, "mailto link": 1}
    assert reading.skipped == ()


def test_a_link_that_goes_on_in_the_next_line_is_one(read: Read) -> None:
    lines = ["It rains, says the survey", "of the county, as all know."]
    reading = read("a.pdf", pdf([(lines, [(A, 0, 15, 25), (A, 1, 0, 13), (A, 1, 18, 26)])]))
    assert [c.link_text for c in reading.citations] == ["the survey of the county", "all know"]


def test_urls_in_the_text_cite_unless_they_are_linked(read: Read) -> None:
    lines = [f"See {B}, and", f"{B} and www.example.org/c."]
    reading = read("a.pdf", pdf([(lines, [(A, 1, 0, len(B))])]))
    assert [c.url for c in reading.citations] == [B, A, "http://www.example.org/c"]
    assert reading.citations[0].link_text == B


@pytest.mark.parametrize(
    ("lines", "urls"),
    [
        (["It is at https://example.org/a/", "long/path.html. Yes."], ["https://example.org/a/long/path.html"]),
        (["It is at https://example.org/a-", "long-path. Yes it is."], ["https://example.org/a-long-path"]),
        (["It is at https://example.org/a.", "Next it is here."], ["https://example.org/a"]),
        (["It is at https://example.org/a", "and also at this place"], ["https://example.org/a"]),
        (["It is at https://example.org/a", "b/c?d=e, as said, and more"], ["https://example.org/ab/c?d=e"]),
        (["Of all https://example.org/a.", "html, see there"], ["https://example.org/a"]),
        (["https://example.org/a/", "https://example.org/b/"], ["https://example.org/a/", "https://example.org/b/"]),
        (["https://a.org/", "but the lines of this page are all much longer than that"], ["https://a.org/"]),
    ],
)
def test_a_url_goes_on_in_the_next_line_where_it_must(lines: list[str], urls: list[str]) -> None:
    assert [link.url for link in PdfPage("\r\n".join(lines)).bare_urls()] == urls


def test_words_divided_at_a_lines_end_are_whole_in_claims() -> None:
    text, offsets = PdfPage("The pond has gr\u00adown. A well\u00adKnown\r\npond. See it").running_text()
    assert text == "The pond has grown. A well-Known pond. See it"
    assert text[offsets[-7] :] == "See it"


def test_a_filename_is_no_title(read: Read) -> None:
    assert read("a.pdf", pdf([(["x"], [])], title="Microsoft Word - a.docx")).document.title is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a PDF file"),
        (b"PK", "not a PDF file"),
        (b"%PDF-1.7\n", "a damaged PDF"),
        (pdf([([], [])]), "a PDF without text and links (scanned?)"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(read: Read, data: bytes, reason: str) -> None:
    assert [skipped.reason for skipped in read("a.pdf", data).skipped] == [reason]


def test_a_reader_that_crashes_or_hangs_is_an_error_of_one_line(
    read: Read, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    program = tmp_path_factory.mktemp("worker") / "worker.py"
    monkeypatch.setattr(pdf_pages.pdf_worker, "__file__", str(program))
    program.write_text("import os; os.abort()")
    (skipped,) = read("a.pdf", pdf([(["x"], [])])).skipped
    assert (skipped.reason, skipped.fatal) == ("a damaged PDF, or one that needs too much memory", True)
    program.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pdf_pages, "MAX_SECONDS", 0.2)
    (skipped,) = read("a.pdf", pdf([(["x"], [])])).skipped
    assert skipped.reason == "a PDF that takes more than 0 s"


def test_damaged_bytes_end_in_one_line_or_a_reading(read: Read) -> None:
    chance = random.Random(5)
    whole = pdf([([f"See {B}, and this."], [(A, 0, 0, 3)])])
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(6):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert not any("cannot be read" in skipped.reason for skipped in read("a.pdf", bytes(data)).skipped)


def test_a_pdf_of_a_folder_is_read_only_when_it_is_named(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(pdf([([f"See {B}."], [])]))
    (ignored,) = [ignored for reading in read_all(["."]) for ignored in reading.ignored]
    assert ignored.reason == ".pdf file, read only when it is named"
    (reading,) = read_all(["*.pdf"])
    assert len(reading.citations) == 1
