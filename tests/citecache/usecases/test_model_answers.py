"""What is read in the answer of a language model, and what is refused."""

import json

import pytest

from citecache.results import ClaimVerdict
from citecache.usecases.judging.answer import MALFORMED, PlacedAnswer, RefusedAnswer, placed_answer
from citecache.usecases.judging.question import prompt_version, question

TEXT = (
    "It rained all summer.\n\nThe mayor did not say that the bridge cost 14 million."
    " [The] bridge [2] is long ... ish. She asked the WHO for more."
)


def answered(passage: object, verdict: object = "supported") -> PlacedAnswer | RefusedAnswer:
    return placed_answer(json.dumps({"passage": passage, "verdict": verdict}), TEXT)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "supported",
        "[1]",
        '"supported"',
        "{}",
        '{"verdict": "true", "passage": ""}',
        '{"verdict": ["supported"], "passage": ""}',
        '{"verdict": "supported", "passage": 3}',
        '{"verdict": "supported", "passage": ["It rained all summer."]}',
        '{"verdict": "supported", "passage": "It rained',
        '{"a":' * 10_000 + "1" + "}" * 10_000,
        "{" * 100_000,
    ],
)
def test_what_is_no_answer(raw: str) -> None:
    assert placed_answer(raw, TEXT) == RefusedAnswer(MALFORMED, malformed=True)


@pytest.mark.parametrize(
    "around", ["{}", "```json\n{}\n```", "Here:\n{} I hope that helps.", "<think>a {{b}} c</think>{}", "\n\n{}\n"]
)
def test_an_answer_may_stand_between_other_words(around: str) -> None:
    own = '{"verdict": "supported", "passage": "It rained all summer."}'
    raw = around.replace("{{", "{").replace("}}", "}").replace("{}", own)
    assert placed_answer(raw, TEXT) == PlacedAnswer(ClaimVerdict.SUPPORTED, 0, 21)


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("It rained all summer.", "It rained all summer."),
        ("it rained  all\nsummer", "It rained all summer"),
        (
            "[The] bridge [2] is long ... ish.",
            "[The] bridge [2] is long ... ish.",
        ),  # the text's own brackets and points
        ("summer.\n\nThe mayor did not say", "summer.\n\nThe mayor did not say"),
    ],
)
def test_a_passage_that_stands_there(passage: str, found: str) -> None:
    answer = answered(passage)
    assert isinstance(answer, PlacedAnswer)
    assert TEXT[answer.start : answer.end] == found


@pytest.mark.parametrize(
    "passage",
    [
        "The mayor did say that the bridge cost 14 million.",
        "The mayor ... say that the bridge cost 14 million.",
        "The mayor [...] say that the bridge cost 14 million.",
        "the bridge cost 15 million",
        "The mayor did not say [so] that the bridge cost",
        "It rained all summer. The bridge is long",
        "million bridge the",
        "She asked the who for more.",
    ],
)
def test_a_passage_that_was_edited_is_refused(passage: str) -> None:
    answer = answered(passage)
    assert isinstance(answer, RefusedAnswer)
    assert not answer.malformed


def test_which_verdicts_need_a_passage() -> None:
    assert answered("", "unsupported") == PlacedAnswer(ClaimVerdict.UNSUPPORTED)
    assert answered(None, "unsupported") == PlacedAnswer(ClaimVerdict.UNSUPPORTED)
    assert answered("Whatever stands nowhere.", "unverifiable") == PlacedAnswer(ClaimVerdict.UNVERIFIABLE)
    assert answered("", "partly") == RefusedAnswer("it named no passage")
    assert isinstance(answered("Whatever stands nowhere.", "unsupported"), RefusedAnswer)


def test_words_of_strangers_are_no_part_of_the_template() -> None:
    hostile = "$text ${claim} $$ \\1 {boundary} %s"
    asked = question(hostile, hostile, [hostile, hostile], boundary="b" * 16)
    assert asked.prompt.count(f"<untrusted {'b' * 16}>{hostile}</untrusted {'b' * 16}>") == 4
    assert hostile not in asked.system


def test_the_version_of_the_prompts_is_that_of_their_words() -> None:
    assert prompt_version() == prompt_version()
    assert len(prompt_version()) == 8
