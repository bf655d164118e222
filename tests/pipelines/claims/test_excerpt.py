"""Which parts of a long text are given to a reader who is not given all of it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.claims import ClaimSource, excerpts

CLAIM = "The Vardal bridge cost 12 million crowns. Anna Holm opened it in 1998."
FILLER = [f"On day {number} the harbour office wrote down the tide." for number in range(400)]


def parts(sentences: list[str], claim: str = CLAIM, most: int = 2_000, joint: str = " ") -> list[str]:
    text = joint.join(sentences)
    return [text[start:end] for start, end in excerpts(claim, ClaimSource(text), most)]


def test_a_text_that_fits_is_whole() -> None:
    assert parts(FILLER[:3]) == [" ".join(FILLER[:3])]


@pytest.mark.parametrize("joint", [" ", "\n\n"])
def test_what_each_sentence_of_the_claim_is_about_is_found_with_its_neighbours(joint: str) -> None:
    cost, opened = "The bridge cost 14 million.", "Anna Holm opened it on 3 May 1998."
    found = parts([*FILLER[:200], cost, *FILLER[200:], opened, "The end of it."], joint=joint)
    assert found[0].startswith(FILLER[0])
    (with_cost,) = [part for part in found if cost in part]
    assert joint.join(FILLER[198:200]) in with_cost
    assert joint.join(FILLER[200:202]) in with_cost
    assert any(opened in part and "The end of it." in part for part in found)


def test_of_a_claim_that_shares_no_word_the_beginning_is_read() -> None:
    (found,) = parts(FILLER, claim="Wale singen lauter.")
    assert " ".join(FILLER).startswith(found)
    assert len(found) > 1_900


@given(
    st.lists(st.text(alphabet="ab 1.\n", min_size=1, max_size=80), min_size=1), st.integers(min_value=20, max_value=400)
)
def test_parts_are_in_order_apart_and_within_the_bound(lines: list[str], most: int) -> None:
    text = "\n".join(lines)
    found = excerpts("a 1 b. ab 11.", ClaimSource(text), most)
    assert sum(end - start for start, end in found) <= max(most, 1)
    assert all(0 <= start <= end <= len(text) for start, end in found)
    assert all(before[1] < after[0] for before, after in pairwise(found))
