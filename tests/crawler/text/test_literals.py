"""A text that has none of the literals which a pattern requires has no match of it."""

import re
import sys

import pytest

from crawler.text.literals import NOTHING, LiteralIndex, Searched, folded, required
from crawler.text.phrases import sentence_index, sentences

KINDS = ("not_found", "gone", "login", "gate", "server_error", "blocked", "paywall", "for_sale")


def test_what_is_equal_without_regard_to_case_is_folded_to_the_same() -> None:
    """For all characters that have a case: one that matches another has its fold."""
    cased = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).lower() != chr(code).upper()]
    everything = "".join(cased)
    for letter in cased:
        equal = re.findall(re.escape(letter), everything, re.IGNORECASE)
        assert letter in equal
        assert {folded(one) for one in equal} == {folded(letter)}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("gone", {"gone"}),
        ("Straße", {"strasse"}),
        ("(?:the )?page (?:is|was) missing", {" missing"}),
        ("gone|not found|moved", {"gone", "not found", "moved"}),
        ("gone|moved|[a-z]", set()),
        ("(not (?:found|here))+", {"not "}),
        ("(?:found){0,3} ab", {" ab"}),
        ("(?:found){2}", {"found"}),
        ("(?:found)+?x", {"found"}),
        (r"\bpage\b[^.]{0,30}missing$", {"missing"}),
        (r"error(?!s) \d", {"error"}),
        (r"(?=gone)x", {"x"}),
        (r"(?P<a>gone)(?P=a)", {"gone"}),
        (r".*", set()),
    ],
)
def test_the_longest_literals_are_required(pattern: str, expected: set[str]) -> None:
    assert required(pattern) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_requires_a_literal(kind: str) -> None:
    """One that requires none would be searched in every page."""
    assert [sentence.source for sentence in sentences(kind) if not sentence.literals] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_with_one_literal_may_match_each_pattern_that_requires_it(kind: str) -> None:
    """In capitals, in the middle of other words and lines, and at either end."""
    for place, sentence in enumerate(sentences(kind)):
        for literal in sentence.literals:
            for text in (literal, f"x{literal.upper()}y", f"Über\n{literal}\n", f"a b {literal} c"):
                expected = {
                    other for other, one in enumerate(sentences(kind)) if any(map(folded(text).count, one.literals))
                }
                assert place in expected
                assert set(sentence_index(kind).possible(Searched(text))) == expected


def test_a_pattern_that_requires_nothing_is_always_possible() -> None:
    index = LiteralIndex([frozenset(("gone",)), NOTHING])
    assert index.possible(Searched("")) == [1]
