"""Where sentences begin and end."""

import pytest

from crawler.text.sentences import MARK, ends, is_closed, spans


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
        ["यह पहला वाक्य है।", "यह दूसरा है।"],
        ["هل هذا صحيح؟", "نعم."],
        ["Սա առաջինն է։", "Սա երկրորդն է։"],
        ["He said “it holds [...]” (Smith 55).", "Then he left."],
        ["He said “it holds.” (see Smith 1999, p. 55).", "Then he left."],
        ['It reads "it holds [...]"', "Then he left."],
        ["As was found (Smith 55).", "Then he left."],
        ["He left.", "(It was late.)", "Then he slept."],
        ["Am 12. Juni war es so.", "Am 3. August kam er.", "Das 19. Jahrhundert war lang."],
        ["It rose to 12.", "August was cold."],
        ["It began at 5 P.M.", "The bill passed."],
        ["It holds.¹", "The next holds.[12]", "Not so."],
        ["هذا صحيح.", "نعم هو كذلك؟", "وبعد."],
        ["یہ سچ ہے۔", "وہ گیا۔"],
        ["Il dit « c’est vrai. »", "Puis il part."],
        ["Er kam.", "»Ja«, sagte er."],
        ["最初の文。", "「次の文だ。」と言った。", "「三番目。」", "終わり。"],
    ],
)
def test_sentences_end_where_a_reader_expects(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in spans(text)] == sentences or "".join(sentences) == text


def test_chinese_sentences_need_no_space() -> None:
    text = "第一句。第二句！第三句"
    assert [text[a:b] for a, b in spans(text)] == ["第一句。", "第二句！", "第三句"]


def test_a_straight_quote_before_a_mark_closes_a_chinese_sentence() -> None:
    text = f'这是"引用。"{MARK}下一句。'
    assert [text[a:b] for a, b in spans(text)] == [f'这是"引用。"{MARK}', "下一句。"]


def test_marks_and_white_space_are_not_a_sentence() -> None:
    assert spans(f" {MARK} \n") == []


def test_ends_are_the_offsets_after_each_stop() -> None:
    assert list(ends("One. Two of Dr. Smith. Three")) == [4, 22]


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("It rained.", True),
        ("He said “stop.”", True),
        ("下雨了。", True),
        ("यह पहला वाक्य है।", True),
        ("By Ann Lee, 3 hours ago", False),
        ("12 comments", False),
    ],
)
def test_a_line_is_closed_by_a_stop(line: str, closed: bool) -> None:
    assert is_closed(line) is closed


def test_a_long_run_of_full_stops_is_read_in_linear_time() -> None:
    """With quadratic time this would take minutes."""
    assert spans("." * 200_000 + "x") == [(0, 200_001)]
