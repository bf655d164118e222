"""Identifiers are found in every common notation and compared by value."""

import pytest

from pipelines.extract import extract
from pipelines.identity import identifiers


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://doi.org/10.5555/Tides.2021.14", ("DOI", "10.5555/tides.2021.14")),
        ("https://doi.org/10.5555%2Ftides.2021.14", ("DOI", "10.5555/tides.2021.14")),
        ("https://a.example.org/doi/full/10.1002/(sici)1097(1998)49:8", ("DOI", "10.1002/(sici)1097(1998)49:8")),
        ("https://dl.example.org/doi/pdf/10.5555/3442188.3445922", ("DOI", "10.5555/3442188.3445922")),
        ("https://link.example.org/content/pdf/10.1007/s10994-021-1.pdf", ("DOI", "10.1007/s10994-021-1")),
        ("https://www.biorxiv.org/content/10.1101/2020.01.02.123456v2.full", ("DOI", "10.1101/2020.01.02.123456")),
        ("https://a.example.org/article?id=10.1371/journal.pone.0012&type=x", ("DOI", "10.1371/journal.pone.0012")),
        ("https://www.example.org/doi/10.5555/12.3/full#abstract", ("DOI", "10.5555/12.3")),
        ("https://doi.org/10.48550/arXiv.1706.03762", ("arXiv", "1706.03762")),
        ("https://arxiv.org/abs/1706.03762v7", ("arXiv", "1706.03762")),
        ("https://www.arxiv.org/pdf/1706.03762.pdf", ("arXiv", "1706.03762")),
        ("https://arxiv.org/abs/math.GT/0309136", ("arXiv", "math.gt/0309136")),
        ("https://export.arxiv.org/abs/hep-th/9901001v3", ("arXiv", "hep-th/9901001")),
        ("https://pubmed.ncbi.nlm.nih.gov/31415926/", ("PMID", "31415926")),
        ("https://www.ncbi.nlm.nih.gov/pubmed/31415926", ("PMID", "31415926")),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC9676559/", ("PMC", "pmc9676559")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9676559/", ("PMC", "pmc9676559")),
        ("https://hdl.handle.net/1721.1/12345", ("Handle", "1721.1/12345")),
        ("https://openlibrary.org/isbn/0306406152", ("ISBN", "9780306406157")),
    ],
)  # fmt: skip
def test_the_identifier_in_a_url_is_found(url: str, found: tuple[str, str]) -> None:
    assert found in identifiers.of_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/2017/06/03762",
        "https://example.org/articles/PMC",
        "https://example.org/10.12/short-registrant",
        "https://example.org/isbn/0306406153",
        "https://example.org/phone/0306406152",
        "not a url at all",
        "https://arxiv.org/list/cs.CL/recent",
    ],
)
def test_lookalikes_of_identifiers_are_not_found(url: str) -> None:
    """Dates in paths, a false check digit, a telephone number, a listing."""
    assert identifiers.of_url(url) == frozenset()


def test_a_page_identifies_itself_in_its_tags() -> None:
    """Through the extractor, which keeps the values of the tags as written."""
    tags = {
        "citation_doi": "doi:10.5555/Tides.14",
        "citation_pmid": "0123",
        "citation_pmcid": "PMC77",
        "citation_arxiv_id": "2106.01234",
        "citation_isbn": "978-0-306-40615-7",
        "DC.Identifier": "https://doi.org/10.5555/tides.14",
        "prism.doi": "none",
    }
    head = "".join(f'<meta name="{name}" content="{value}">' for name, value in tags.items())
    capture = extract(f"<html><head>{head}</head><body><p>x".encode(), url="https://e.org/", content_type="text/html")
    assert capture.facts.identifiers[0] == ("citation_doi", "doi:10.5555/Tides.14")
    assert identifiers.own(capture.facts.identifiers, (), "") == {
        ("DOI", "10.5555/tides.14"),
        ("PMID", "123"),
        ("PMC", "pmc77"),
        ("arXiv", "2106.01234"),
        ("ISBN", "9780306406157"),
    }


def test_arxiv_s_stamp_and_titles_identify_the_paper() -> None:
    stamp = "A Title\n\narXiv:1706.03762v7 [cs.CL] 2 Aug 2023\n\nAbstract"
    assert identifiers.own((), (), stamp) == {("arXiv", "1706.03762")}
    assert identifiers.own((), ["[hep-th/9901001] A Title"], "as in arXiv:1706.03762") == {("arXiv", "hep-th/9901001")}


def test_references_are_other_works() -> None:
    """Identifiers after their heading are not the document's own; those before it may be."""
    page = "A paper. doi:10.5555/own.1\n\nText.\n\nReferences\n\n1. Another one. doi:10.5555/other.2"
    assert identifiers.first_page(page) == {("DOI", "10.5555/own.1")}


def test_a_book_s_doi_agrees_only_with_those_of_its_chapters() -> None:
    book, chapter = ("DOI", "10.5555/978-0-306"), ("DOI", "10.5555/978-0-306_4")
    assert identifiers.agree([book], [chapter]) == book
    assert identifiers.agree([("DOI", "10.5555/1")], [("DOI", "10.5555/12")]) is None
    assert identifiers.agree([("PMID", "12")], [("PMID", "123")]) is None


def test_only_identifiers_of_one_kind_conflict() -> None:
    doi, other, arxiv = ("DOI", "10.5555/a"), ("DOI", "10.5555/b"), ("arXiv", "2106.01234")
    assert identifiers.conflict(frozenset([doi]), frozenset([other])) == (doi, other)
    assert identifiers.conflict(frozenset([doi]), frozenset([arxiv])) is None
    assert identifiers.conflict(frozenset([doi, arxiv]), frozenset([other, arxiv])) is None
