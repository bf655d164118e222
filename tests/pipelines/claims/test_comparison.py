"""A claim and the text of its source: the closest passages, what is missing, and how much doubt that leaves."""

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from pipelines.claims import ClaimSource, compare
from pipelines.claims.source import MOST_CHARS, SENTENCE_CHARS

TEXT = """The bridge

It rained all summer. The bridge at Vardal opened on 3 May 1998 and cost 14 million crowns, said Anna Holm.
Ferries run every hour | 1,200 passengers

Nobody knows what the old ferry cost. The engineers came from the Northern Bridge Company.
"""
CHINESE = "天气很好。渡轮公司在2019年运送了9300万名乘客。该公司总部位于上海。"


def test_the_closest_passages_come_first_with_their_offsets() -> None:
    found = compare("The Vardal bridge cost some 14 million when it opened in 1998.", ClaimSource(TEXT))
    assert found.passages[0].text.startswith("The bridge at Vardal opened")
    assert all(TEXT[one.start : one.end] == one.text for one in found.passages)
    assert [one.score for one in found.passages] == sorted((one.score for one in found.passages), reverse=True)
    assert len(found.passages) == 3


def test_a_claim_in_the_words_of_its_source_leaves_no_doubt() -> None:
    found = compare("The bridge at Vardal opened on 3 May 1998.", ClaimSource(TEXT))
    assert (found.doubt, found.lacking, found.doubtful) == (0.0, (), False)


def test_numbers_and_names_that_stand_nowhere_are_named() -> None:
    found = compare("The Vardal bridge, built by Otto Berg, cost 12 million in 1998.", ClaimSource(TEXT))
    assert found.missing_numbers == ("12 million",)
    assert found.missing_names == ("Otto Berg",)
    assert found.doubtful  # though most of its words stand in one passage
    assert found.doubt is not None
    assert found.doubt < 0.7


def test_a_claim_about_something_else_is_doubtful() -> None:
    found = compare("Whales sing louder near busy harbours.", ClaimSource(TEXT))
    assert (found.passages, found.doubt, found.doubtful) == ((), 1.0, True)
    assert found.lacking == ("Whales", "sing", "louder", "near", "busy", "harbours")


def test_what_the_passage_lacks_is_in_doubt_though_it_stands_elsewhere() -> None:
    together = compare("The bridge at Vardal cost 14 million crowns.", ClaimSource(TEXT))
    apart = compare("Engineers of the Northern Bridge Company came to Vardal.", ClaimSource(TEXT))
    assert together.doubt == 0.0
    assert apart.lacking == ("Vardal",)
    assert not apart.missing_names


def test_each_sentence_of_a_claim_has_a_passage_of_its_own() -> None:
    both = "The bridge at Vardal opened on 3 May 1998. Engineers came from the Northern Bridge Company."
    assert compare(both, ClaimSource(TEXT)).doubt == 0.0


def test_names_and_numbers_may_stand_in_the_title() -> None:
    claim = "The Vardal bridge, built by Otto Berg, cost 12 million."
    found = compare(claim, ClaimSource(TEXT, beside="Otto Berg's 12 million\n2020-01-02"))
    assert not found.missing_numbers
    assert not found.missing_names


def test_scripts_without_spaces_are_compared_by_pairs_of_characters() -> None:
    right = compare("渡轮公司2019年运送9300万名乘客。", ClaimSource(CHINESE))
    wrong = compare("渡轮公司2018年运送了8000万乘客。", ClaimSource(CHINESE))
    assert right.passages[0].text == "渡轮公司在2019年运送了9300万名乘客。"
    assert not right.missing_numbers
    assert wrong.missing_numbers == ("2018", "8000万")
    assert compare("猫喜欢吃鱼。", ClaimSource(CHINESE)).lacking == ("猫喜欢吃鱼",)


@pytest.mark.parametrize(
    ("claim", "text", "reason"),
    [
        ("", TEXT, "no words"),
        ("It is of the.", TEXT, "no words"),
        ("The bridge cost 14 million.", " \n", "no words"),
        ("The bridge cost 14 million crowns.", CHINESE * 3, "another language"),
        ("The bridge cost 14 million.", "The bridge. " * (MOST_CHARS // 12 + 1), "too long"),
    ],
)
def test_what_cannot_be_compared_is_inconclusive(claim: str, text: str, reason: str) -> None:
    found = compare(claim, ClaimSource(text))
    assert found.doubt is None
    assert not found.doubtful
    assert reason in (found.inconclusive or "")


def test_a_table_without_full_stops_is_cut_into_passages() -> None:
    text = " | ".join(f"port {number}" for number in range(500))
    passage = compare("There are ferries to port 77.", ClaimSource(text)).passages[0]
    assert "port 77 " in passage.text
    assert len(passage.text) <= SENTENCE_CHARS


def test_a_text_is_compared_in_linear_time() -> None:
    claim = "The Vardal bridge, built by Otto Berg, cost 12 million in 1998."
    assert_linear(lambda chars: lambda: compare(claim, ClaimSource(TEXT * (chars // len(TEXT)))), MOST_CHARS // 32)


@given(claim=st.text(max_size=60), text=st.text(max_size=200))
def test_any_text_has_an_answer_whose_passages_stand_in_it(claim: str, text: str) -> None:
    found = compare(claim, ClaimSource(text))
    assert all(text[one.start : one.end] == one.text for one in found.passages)
    assert found.doubt is None or 0 <= found.doubt <= 1
    assert all(one in claim for one in (*found.lacking, *found.missing_names, *found.missing_numbers))
