"""A quotation in one text: which edits leave it verbatim, and how what differs is named."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.quotes import Quotation, ReadText, locate
from pipelines.quotes.located import Located


def look(quote: str, text: str) -> tuple[Located, str | None]:
    found = locate(Quotation(quote), ReadText(text))
    return found, None if found.start is None else text[found.start : found.end]


def differences(quote: str, text: str) -> list[str]:
    """What differs; the quotation must have a close passage."""
    found, passage = look(quote, text)
    assert passage is not None, found
    return [str(one) for one in found.differences]


SAME = [
    ("plain", "the ferry leaves at seven", "They say the ferry leaves at seven, every day."),
    ("first letter small", "the ferry leaves", "The ferry leaves at seven."),
    ("first letter large", "Ferry leaves at seven", "The ferry leaves at seven."),
    ("typographic quotes", "he said \"no\" to 'them'", "He said “no” to ‘them’."),
    ("apostrophe", "it isn't the ferry's fault", "It isn’t the ferry’s fault."),
    ("German quotes", "sagte „Nein“ und ging", "Er sagte »Nein« und ging."),
    ("French quotes", 'dit "oui" au capitaine', "Il dit «\u00a0oui\u00a0» au capitaine."),
    ("dashes", "the ferry - late again - leaves", "The ferry—late again—leaves."),
    ("en dash in a range", "pages 12-15 of it", "See pages 12–15 of it."),
    ("white space", "the  ferry\n leaves\tat seven", "the ferry leaves at\u00a0seven"),
    ("line breaks", "the ferry leaves at seven", "The ferry\n\nleaves at\nseven."),
    ("hyphen at a line's end", "important information for all", "important infor-\nmation for all"),
    ("soft hyphens", "an unbelievable story", "an un\u00adbeliev\u00adable story"),
    ("zero-width space", "an unbelievable story", "an unbe\u200blievable story"),
    ("ligatures", "the first official flight", "the ﬁrst oﬃcial ﬂight"),
    ("decomposed", "café à l'été", unicodedata.normalize("NFD", "le café à l’été")),
    ("composed", unicodedata.normalize("NFD", "café à l'été"), "le café à l’été"),
    ("full-width letters", "ABC 123 test", "ＡＢＣ １２３ test"),
    ("Chinese", "权重在发布一周后", "大语言模型的权重在发布一周后被泄露。"),
    ("Chinese over a line", "权重在发布一周后", "大语言模型的权重在\n发布一周后被泄露。"),
    ("Japanese quotes", "夜間フェリーは出ない", "「夜間フェリーは出ない」と言った。"),
    ("Korean within a word", "모델의 가중치가 유출", "모델의 가중치가 유출되었다."),
    ("Thai", "เรือข้ามฟาก", "มีเรือข้ามฟากทุกวัน"),
    ("Russian", "Модель утекла", "Сегодня модель утекла в сеть"),
    ("Arabic", "اللغة العربية جميلة", "إن اللغة العربية جميلة جدا"),
    ("marks of notes in the text", "the plan was approved in May", "The plan was[2] approved in May.[a]"),
    ("ellipsis", "the board ... approved the plan", "The board, which met on Monday, approved the plan."),
    ("one character", "the board … approved the plan", "The board, which met on Monday, approved the plan."),
    ("bracketed", "the board [...] approved the plan", "The board, which met on Monday, approved the plan."),
    ("bracketed, spaced dots", "The board [. . .] approved", "The board, which met on Monday, approved the plan."),
    ("ellipsis at both ends", "... approved the plan ...", "The board approved the plan in May."),
    ("over a paragraph", "The board met. ... It approved", "The board met.\n\nIt was cold.\n\nIt approved the plan."),
    ("a letter in brackets", "[T]he plan was approved", "They say the plan was approved."),
    ("a small one", "[t]he plan was approved", "The plan was approved."),
    ("an ending", "they approve[d] the plan", "Today they approve the plan."),
    ("an explanation", "he [Smith] approved the plan", "Then he approved the plan."),
    ("a replacement", "[Smith] approved the plan", "Then he approved the plan."),
    ("sic", "the ferrry [sic] leaves", "The ferrry leaves."),
    ("brackets of the text", "he [Smith] approved", "Then he [Smith] approved the plan."),
    ("grouped number", "cost 12,000 euros in all", "It cost 12\u202f000 euros in all."),
    ("percent", "rose by 5% in May", "It rose by 5 % in May."),
    ("capitals of a heading", "the ferry leaves at seven", "THE FERRY LEAVES AT SEVEN"),
    ("markup", "the **ferry** leaves `at` seven", "the ferry leaves at seven"),
]


@pytest.mark.parametrize(("quote", "text"), [(quote, text) for _, quote, text in SAME], ids=[name for name, *_ in SAME])
def test_the_same_words_in_the_same_order_are_verbatim(quote: str, text: str) -> None:
    found, _ = look(quote, text)
    assert found.verbatim, [str(one) for one in found.differences]
    assert found.similarity == 1.0


ALTERED = [
    ("numeral", "the ferry leaves at six every day", "The ferry leaves at seven every day.", "six", "seven"),
    ("word", "the ferry leaves at noon every day", "The ferry leaves at dawn every day.", "noon", "dawn"),
    ("number", "it cost $15 million in all", "It cost $12 million in all.", "15", "12"),
    ("decimal", "it grew by 1.5 percent in May", "It grew by 15 percent in May.", "1.5", "15"),
    ("year", "the plan was approved in 2015", "The plan was approved in 2016.", "2015", "2016"),
    ("sign", "it fell to -5 degrees at night", "It fell to 5 degrees at night.", "-", None),
    ("unit", "the ferry cost $12 in all of May", "The ferry cost €12 in all of May.", "$", "€"),
    ("negation dropped", "the board did approve the plan", "The board did not approve the plan.", None, "not"),
    ("negation added", "the board did not approve it", "The board did approve it.", "not", None),
    ("contracted", "they can approve the plan", "They can't approve the plan.", "can", "can't"),
    ("another form", "the board approved the plan", "The board did not approve the plan.", "approved", "did not"),
    ("prefix", "it is possible to approve the plan", "It is impossible to approve the plan.", "possible", "impossible"),
    ("German", "der Rat hat den Plan gebilligt", "Der Rat hat den Plan nicht gebilligt.", None, "nicht"),
    ("Chinese number", "权重在发布两周后被泄露", "权重在发布一周后被泄露。", "两", "一"),
    ("Chinese negation", "权重在发布后被泄露了", "权重在发布后没被泄露了。", None, "没"),
    ("acronym", "it helps us to see", "It helps US to see.", "us", "US"),
    ("word left out", "the board approved the plan", "The board narrowly approved the plan.", None, "narrowly"),
]
KIND = {
    "number": ("numeral", "number", "decimal", "year", "sign", "Chinese number"),
    "unit": ("unit",),
    "negation": tuple(
        "negation dropped|negation added|contracted|another form|prefix|German|Chinese negation".split("|")
    ),
}


@pytest.mark.parametrize(("name", "quote", "text", "quoted", "found"), ALTERED, ids=[row[0] for row in ALTERED])
def test_another_word_number_or_negation_is_named(
    name: str, quote: str, text: str, quoted: str | None, found: str | None
) -> None:
    located, passage = look(quote, text)
    assert passage
    assert not located.verbatim
    assert 0.6 <= located.similarity < 1
    told = " ".join(str(one) for one in located.differences)
    for words in (quoted, found):
        assert words is None or f"“{words}" in told
    kinds = [kind for kind, names in KIND.items() if name in names] or ["word"]
    assert [one.kind for one in located.differences] == kinds


def test_an_omission_that_swallows_a_negation_is_no_quotation() -> None:
    text = "The board did not approve the plan."
    assert differences("the board did ... approve the plan", text) == ["negation: the quote leaves out “not”"]
    assert differences("the board did [...] approve the plan", text) == ["negation: the quote leaves out “not”"]
    assert differences("the board [did] approve the plan", text) == [
        "negation: “did” in the quote, “did not” in the text"
    ]
    longer = "The board, which was not quite complete on that day, approved the plan."
    assert differences("The board ... approved the plan", longer) == []


def test_brackets_of_the_text_itself_are_quoted_like_the_rest() -> None:
    text = "The ratio was high (2.47 [95% CI, 1.65 to 3.70]) after adjusting."
    assert differences("ratio was high (2.47 [95% CI, 1.65 to 3.70]) after adjusting", text) == []
    assert differences("ratio was high (2.47 [95% CI, 1.65 to 9.70]) after adjusting", text) == [
        "number: “9.70” in the quote, “3.70” in the text"
    ]


def test_a_common_word_before_the_passage_is_no_part_of_it() -> None:
    text = "They have the highest rates. The longer immigrants have lived in the U.S., the greater it is."
    _, passage = look("The longer zebras have lived in the U.S.", text)
    assert passage == "The longer immigrants have lived in the U.S."


def test_the_parts_of_an_omission_stand_in_order_and_not_too_far_apart() -> None:
    assert differences("approved the plan ... the board met", "The board met and approved the plan.") != []
    far = f"The board met on Monday. {'Much was said. ' * 1000} It approved the plan at last."
    assert differences("The board met on Monday ... approved the plan at last", far) == [
        "distance: the parts stand further apart than an ellipsis joins"
    ]


def test_of_several_places_those_that_stand_closest_are_joined() -> None:
    text = f"The board met. {'Much was said. ' * 1000} The board met. Then it approved the plan."
    _, passage = look("The board met ... approved the plan", text)
    assert passage == "The board met. Then it approved the plan"


def test_other_order_is_altered() -> None:
    text = "The minister praised the plan and the board approved the budget in the morning."
    assert differences("the board approved the budget and the minister praised the plan", text) != []


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("penguins are the finest of birds", "The ferry leaves at seven every day of the week."),
        ("art of", "the heart of it"),
        ("the ferry", "other ferryboats"),
        ("in 20", "in 2015"),
        ("15 people came", "in 2015people"),
        ("leaves at noon", ""),
        ("in the middle of the night and of the day", "a wholly different text about the sea and the stars of it"),
    ],
)
def test_what_has_no_close_passage_is_not_found(quote: str, text: str) -> None:
    found, passage = look(quote, text)
    assert passage is None
    assert found.similarity < 0.6


def test_the_offsets_are_those_of_the_passage_with_the_stop_that_is_quoted() -> None:
    text = "Look: “The ferry leaves at seven.” So they said."
    assert look("The ferry leaves at seven.", text)[1] == "The ferry leaves at seven."
    assert look("“The ferry leaves at seven.”", text)[1] == "“The ferry leaves at seven.”"
    assert look("[...] ferry leaves at seven. ...", text)[1] == "ferry leaves at seven."
    assert look("the ferry leaves", text)[1] == "The ferry leaves"
    assert look("it cost 12 billion", "It cost 12 million. Ever.")[1] == "It cost 12 million"


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_quotation_and_any_text_give_an_answer(quote: str, text: str) -> None:
    found, _ = look(quote, text)
    assert 0 <= found.similarity <= 1
    if found.start is not None and found.end is not None:
        assert 0 <= found.start < found.end <= len(text)


@settings(max_examples=40)
@given(st.lists(st.sampled_from("the board did not approve a plan of 12 million in 2015 ferry".split()), min_size=1))
def test_every_run_of_words_stands_in_its_own_text(words: list[str]) -> None:
    text = "Before. " + " ".join(words) + " After."
    assert look(" ".join(words), text)[0].verbatim


VOCABULARY = (
    "the board not notable able a part apart no body nobody plan 12 15 1.5 km m $ € % percent per cent never all some"
    " only Smith Jones approved approve rejected un happy unhappy now here nowhere".split()
)


def plain(words: list[str]) -> list[str]:
    """The words in the form that counts: a percent sign is a word, and so is "per cent"."""
    joined = " ".join(words).casefold().replace("%", "percent").replace("per cent", "percent")
    return re.sub(r"\$(?! ?\d)(?<!\d \$)", " ", joined).split()  # a dollar sign without a number is none


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(VOCABULARY), min_size=6, max_size=14),
    st.sampled_from(("replace", "put in", "leave out", "exchange")),
    st.integers(0, 13),
    st.sampled_from(VOCABULARY),
)
def test_no_change_of_a_word_leaves_a_quotation_verbatim(words: list[str], how: str, at: int, other: str) -> None:
    at %= len(words) - 1
    changed = {
        "replace": [*words[:at], other, *words[at + 1 :]],
        "put in": [*words[:at], other, *words[at:]],
        "leave out": [*words[:at], *words[at + 1 :]],
        "exchange": [*words[:at], words[at + 1], words[at], *words[at + 2 :]],
    }[how]
    here, there = plain(changed), plain(words)
    stands = any(there[start : start + len(here)] == here for start in range(len(there)))
    found, _ = look(" ".join(changed), "Before, " + " ".join(words) + "; after.")
    assert found.verbatim == stands, [str(one) for one in found.differences]


@pytest.mark.parametrize(
    "text",
    [
        "a " * 50_000,
        "ab" * 50_000,
        "[1" * 50_000,
        "1,234 " * 20_000,
        "大" * 60_000,
        "." * 99_999,
        "a-\n" * 40_000,
        "1. a\n" * 25_000,
    ],
)
@pytest.mark.parametrize(
    "quote", ["a ... " * 3_000, "a b " * 2_000, "[a] b " * 1_000, "大小" * 900, "5 por ciento a-\n" * 800]
)
def test_no_text_and_no_quotation_takes_long(quote: str, text: str) -> None:
    """Each of these would take minutes with a search that tries every place for every part."""
    assert look(quote, text)[0].similarity <= 1
