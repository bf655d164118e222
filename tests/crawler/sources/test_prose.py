"""Prose: which sentence a footnote mark claims."""

import pytest
from growth import assert_linear

from crawler.sources.parsing.prose import MAX_CLAIM, CitationSite, Prose


@pytest.mark.parametrize("gap", [" ", "", "  "])
def test_a_mark_behind_the_full_stop_belongs_to_the_sentence_before(gap: str) -> None:
    prose = Prose()
    prose.add("Zero. One holds.")
    first = prose.mark()
    prose.add(gap)
    second = prose.mark()
    prose.add(" Two holds")
    third = prose.mark()
    prose.add(".")
    assert [prose.claim(at) for at in (first, second, third)] == ["One holds.", "One holds.", "Two holds."]


def test_a_mark_alone_has_no_claim_and_one_at_the_head_has_the_first_sentence() -> None:
    alone, head = Prose(), Prose()
    assert alone.claim(alone.mark()) is None
    at = head.mark()
    head.add(" First. Second.")
    assert head.claim(at) == "First."


def test_a_link_text_is_what_was_added_since_its_anchor() -> None:
    prose = Prose()
    prose.add("One ")
    at = prose.here()
    for piece in ("two", "", " three"):
        prose.add(piece)
    inner = prose.here()
    prose.add(" four")
    assert (prose.since(at), prose.since(inner), prose.since(at + 1), prose.since(prose.here())) == (
        "two three four", "four", "wo three four", "",
    )  # fmt: skip


def test_of_a_list_without_stops_the_claim_is_the_line() -> None:
    prose, anchors = Prose(), []
    for number in range(500):
        prose.add(f"entry {number}: ")
        anchors.append(prose.here())
        prose.add(f"source {number}\n")
    assert [prose.claim(at) for at in anchors] == [f"entry {number}: source {number}" for number in range(500)]


def test_of_a_line_without_end_the_claim_is_an_excerpt_of_whole_words() -> None:
    prose = Prose()
    prose.add("word " * 5_000)
    at = prose.here()
    prose.add("here" + " word" * 5_000)
    claim = prose.claim(at)
    assert claim is not None
    assert MAX_CLAIM // 2 < len(claim) <= MAX_CLAIM
    assert (claim[:2], claim[-2:]) == ("… ", " …")
    assert set(claim[2:-2].split()) == {"word", "here"}


def test_the_excerpts_of_a_line_are_few_and_each_has_its_cited_words() -> None:
    prose, anchors = Prose(), []
    for number in range(2_000):
        prose.add("see ")
        anchors.append(prose.here())
        prose.add(f"source {number} and ")
    claims = [prose.claim(at) or "" for at in anchors]
    assert all(f"source {number} " in f"{claim} " for number, claim in enumerate(claims))
    assert sum(map(len, set(claims))) < 5 * len(prose.text)
    assert max(map(len, claims)) <= MAX_CLAIM


def _links(count: int, gap: str, *, row: bool) -> list[str | None]:
    """The claims of many links in one block, or in the cells of one row."""
    cells = [Prose()]
    sites = []
    for number in range(count):
        prose = cells[-1]
        prose.add("Dr. A says ")
        site = CitationSite(1, 1, prose, prose.here(), cells if row else None)
        prose.add(f"source {number}")
        site.end_link()
        sites.append(site)
        prose.add(gap)
        sites.append(CitationSite(1, 1, prose, prose.mark()))
        if row:
            cells.append(Prose())
    return [site.claim for site in sites]


@pytest.mark.parametrize("gap", [" ", ".\n", " holds. Then"])
@pytest.mark.parametrize("row", [False, True])
def test_the_claims_of_a_block_take_linear_time(gap: str, row: bool) -> None:
    assert_linear(lambda count: lambda: _links(count, gap, row=row), 800)
