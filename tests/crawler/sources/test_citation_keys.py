"""Citation keys: a mark cites what its entry in a bibliography cites, at the mark's own place."""

from pathlib import Path

import pytest

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.citation_keys import CitationKeys
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.source_text import SourceText


def marks(path: Path, *keys: str, names: object = ()) -> ParsedSource:
    """What a document cites that uses these keys, one on each line."""
    source = SourceText(str(path), path.name, b"", "", str(path))
    collector = Collector(str(path), 0)
    known = CitationKeys(source, collector, names, line=1)
    for line, key in enumerate(keys, start=10):
        known.cite(key, line=line, column=3, claim=f"Claim {line}.")
    known.finish()
    return collector.parsed(None)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (tmp_path / "refs.bib").write_text(
        "@misc{doe, title={Ponds}, url={https://e.org/doe}, urldate={2024-01-02}}\n@book{poe, title={Lakes}}\n"
    )
    return tmp_path / "paper.md"


def test_a_mark_cites_its_entry_at_its_own_place(paper: Path) -> None:
    reading = marks(paper, "doe", "doe", names="refs.bib")
    assert [(c.url, c.line, c.column, c.label, c.claim) for c in reading.citations] == [
        ("https://e.org/doe", 10, 3, "@doe", "Claim 10."),
        ("https://e.org/doe", 11, 3, "@doe", "Claim 11."),
    ]
    assert (reading.citations[0].link_text, reading.citations[0].accessed) == ("Ponds", "2024-01-02")
    assert reading.depends


@pytest.mark.parametrize("names", [["refs.bib"], ["missing.bib", "refs"], None, []])
def test_a_bibliography_is_named_or_lies_beside_the_document(paper: Path, names: object) -> None:
    assert [c.url for c in marks(paper, "doe", names=names).citations] == ["https://e.org/doe"]


def test_a_missing_bibliography_and_keys_without_an_entry_are_one_complaint_each(paper: Path) -> None:
    reading = marks(paper, "x", "doe", "y", names=["gone.bib", "refs.bib", "notes.docx"])
    assert [(s.line, s.reason) for s in reading.skipped] == [
        (1, "the bibliography gone.bib is not there: its keys cite nothing"),
        (1, "no format reads the bibliography notes.docx"),
        (10, "citation key @x has no entry in the bibliography, and 1 more"),
    ]
    assert [(i.reason, i.line, i.text) for i in reading.ignored] == [
        ("citation key without an entry", 10, "@x"),
        ("citation key without an entry", 12, "@y"),
    ]


def test_cross_references_and_entries_without_a_url_are_counted_apart(paper: Path) -> None:
    reading = marks(paper, "fig:one", "tbl-two", "poe", names="refs.bib")
    assert [(i.reason, i.text) for i in reading.ignored] == [
        ("cross-reference", "@fig:one"),
        ("cross-reference", "@tbl-two"),
        ("citation key of an entry without a URL", "@poe"),
    ]
    assert not reading.skipped


def test_a_project_s_bibliography_serves_the_documents_below_it(paper: Path) -> None:
    below = paper.parent / "chapters" / "one.md"
    below.parent.mkdir()
    assert not marks(below, "doe").citations
    assert not marks(below, "doe").skipped, "without any bibliography a name in brackets may be anything"
    (paper.parent / "_quarto.yml").write_text("project:\n  type: book\n")
    assert [c.url for c in marks(below, "doe").citations] == ["https://e.org/doe"]
    assert [c.url for c in marks(below, "doe", names="/refs.bib").citations] == ["https://e.org/doe"]


def test_a_changed_bibliography_is_read_again(paper: Path) -> None:
    marks(paper, "doe")
    (paper.parent / "refs.bib").write_text("@misc{doe, url={https://e.org/changed}}\n")
    assert [c.url for c in marks(paper, "doe").citations] == ["https://e.org/changed"]


def test_a_key_that_two_bibliographies_beside_give_to_different_urls_cites_neither(paper: Path) -> None:
    paper.with_name("other.bib").write_text("@misc{doe, url={https://e.org/other}}")
    reading = marks(paper, "doe")
    assert reading.citations == ()
    assert reading.ignored_counts == {"citation key of several bibliographies": 1}
    assert [skipped.line for skipped in reading.skipped] == [10]
