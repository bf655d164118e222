"""Identifiers of works and the URLs that they stand for."""

import pytest

from crawler.sources.parsing.identifiers import (
    arxiv_url,
    doi_url,
    eprint_url,
    find_arxiv,
    find_dois,
    pmc_url,
    pubmed_url,
)

DOIS = {
    "10.1234/x": "10.1234/x",
    " {10.1234/x}. ": "10.1234/x",
    "doi:10.1234/x": "10.1234/x",
    "DOI 10.1234/x": "10.1234/x",
    "info:doi/10.1234/x": "10.1234/x",
    "doi: https://doi.org/10.1234/x": "10.1234/x",
    "doi.org/10.1234/x": "10.1234/x",
    "https://www.doi.org/10.1234/x": "10.1234/x",
    "http://dx.doi.org/10.1234/x?nosfx=y": "10.1234/x",
    "https://doi.org/10.1234%2Fx%28y%29": "10.1234/x(y)",
    "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O": (
        "10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O"
    ),
    "10/gfrp3d": "10/gfrp3d",
}


@pytest.mark.parametrize(("written", "doi"), DOIS.items())
def test_a_doi_in_any_form_gives_its_resolver_s_url(written: str, doi: str) -> None:
    assert doi_url(written) == f"https://doi.org/{doi}"


@pytest.mark.parametrize("text", ["", "n/a", "10", "10 kg/m", "https://e.org/10.1234/x", "doi:", "see 10.1234/x"])
def test_other_text_is_no_doi(text: str) -> None:
    assert doi_url(text) is None


def test_a_field_of_dois_may_hold_several() -> None:
    text = "10.1234/a, https://doi.org/10.1234/b;10.1234/c;2-O 10.1234/(d)"
    found = [
        (text[start:end], url.removeprefix("https://doi.org/")) for start, end, url in find_dois(text, declared=True)
    ]
    assert found == [
        ("10.1234/a", "10.1234/a"),
        ("https://doi.org/10.1234/b", "10.1234/b"),
        ("10.1234/c;2-O", "10.1234/c;2-O"),
        ("10.1234/(d)", "10.1234/(d)"),
    ]


def test_in_prose_a_doi_says_that_it_is_one() -> None:
    text = "Ponds 10.1/2 (doi:10.1234/a). See doi.org/10.1234/b, or (https://dx.doi.org/10.1234/(c))."
    assert [url for _, _, url in find_dois(text)] == [
        "https://doi.org/10.1234/a",
        "https://doi.org/10.1234/b",
        "https://doi.org/10.1234/(c)",
    ]


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("2101.00003", "2101.00003"),
        ("arXiv:2101.00003v2 [cs.LG]", "2101.00003v2"),
        ("http://arxiv.org/pdf/2101.00003.pdf", "2101.00003"),
        ("10.48550/arXiv.2101.00003", "2101.00003"),
        ("abs/1703.00810", "1703.00810"),
        ("math/0309136", "math/0309136"),
        ("hep-th/9901001v1", "hep-th/9901001v1"),
    ],
)
def test_an_arxiv_identifier_in_any_form_gives_its_abstract(written: str, identifier: str) -> None:
    assert arxiv_url(written) == f"https://arxiv.org/abs/{identifier}"


def test_an_old_arxiv_number_is_completed_by_its_archive() -> None:
    assert arxiv_url("0309136") is None
    assert arxiv_url("0309136", "math.GT") == "https://arxiv.org/abs/math/0309136"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("arXiv preprint arXiv:2101.00003", ["2101.00003"]),
        ("arXiv:math/0309136 and arXiv e-prints, 1703.00810", ["math/0309136", "1703.00810"]),
        ("The arXiv, or 1703.00810 of them, at https://arxiv.org/abs/1703.00811", []),
    ],
)
def test_in_prose_an_arxiv_identifier_says_that_it_is_one(text: str, found: list[str]) -> None:
    assert [url.removeprefix("https://arxiv.org/abs/") for _, _, url in find_arxiv(text)] == found


def test_pubmed_and_eprints_have_pages() -> None:
    assert pubmed_url("PMID: 123") == pubmed_url("123") == "https://pubmed.ncbi.nlm.nih.gov/123/"
    assert pmc_url("PMC123.1") == pmc_url("123") == "https://pmc.ncbi.nlm.nih.gov/articles/PMC123/"
    assert eprint_url("JSTOR", "{2307/12}") == "https://www.jstor.org/stable/2307/12"
    assert eprint_url("hdl", "2027/x") == "https://hdl.handle.net/2027/x"
    assert eprint_url("arXiv", "0309136", "math") == "https://arxiv.org/abs/math/0309136"
    assert eprint_url("unknown", "1") is None
