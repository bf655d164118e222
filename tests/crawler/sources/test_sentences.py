"""Sentences: where a claim begins and ends."""

import pytest

from crawler.sources.parsing.prose import Prose
from crawler.text.sentences import MARK, spans


@pytest.mark.parametrize(
    "sentences",
    [
        ["It ends.", "It begins."],
        ["Smith et al. found it.", "We did not."],
        ["As shown by Smith et al. (2020), it holds.", "Yes."],
        ["It costs $1.5 million, i.e. a lot, e.g. for U.S. Senate races.", "The end."],
        ["He lives in the U.S.", "The bill passed."],
        ["Dr. J. R. Smith vs. Mr. Doe.", "They met."],
        ['He said "stop."', "Then he left."],
        ["(It was late.)", "He left."],
        ["Really?!", "Yes!", "No…", "Well."],
        ["See Fig. 3 and vol. 2, no. 5, pp. 3.", "The next."],
        ["It rose to 3.", "Then it fell."],
        ["1. An enumerated item.", "Another."],
        ["Version 2.0 of example.com is out.", "Good."],
        ["这是一句。", "这是第二句！", "“第三句。”"],
        ["It came out in Sept. 2020.", "In Oct. 2021 it was gone."],
        ["Acme Inc. sued.", "Beta Corp.", "However it lost."],
        ["“Stop.”", "“Go.”"],
        ["Émile left.", "Éric stayed."],
    ],
)
def test_cuts_where_a_reader_would(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in spans(text)] == sentences or "".join(sentences) == text


def test_chinese_sentences_need_no_space() -> None:
    text = "第一句。第二句！第三句"
    assert [text[a:b] for a, b in spans(text)] == ["第一句。", "第二句！", "第三句"]


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


def test_marks_and_white_space_alone_are_no_sentence() -> None:
    assert spans(f" {MARK} \n") == []
