"""The names in a claim, and how they may stand in its source."""

import pytest

from crawler.text.words import words
from pipelines.claims.names import KnownWords, names, without_dots


def named(text: str, *languages: str) -> list[str]:
    return [name.text for name in names(text, languages)]


def stands(claim: str, source: str) -> bool:
    """Whether all names of the claim stand in the source; there must be one."""
    found = names(claim)
    assert found, claim
    known = KnownWords(frozenset(words(without_dots(source))), source)
    return all(known.has(name) for name in found)


def test_a_name_is_a_run_of_capitalised_words() -> None:
    text = "Later, Qatar hired Barbour Griffith & Rogers and the Bank of England's lawyers."
    assert named(text) == ["Qatar", "Barbour Griffith & Rogers", "Bank of England"]


def test_the_first_word_of_a_sentence_is_a_name_only_as_an_acronym() -> None:
    assert named("Ferries sank. LTTE ships did not.") == ["LTTE"]


@pytest.mark.parametrize("text", ["It rained in May.", "Ferry Sinks Off Vardal Coast", "FERRY SINKS", "渡轮在上海", ""])
def test_where_capitals_tell_nothing_there_are_no_names(text: str) -> None:
    assert not named(text)


def test_letters_of_a_number_are_no_name() -> None:
    assert named("a fine of $779M, for Oslo") == ["Oslo"]


def test_in_german_only_runs_count() -> None:
    assert named("Das Schiff sank vor Kap Arkona bei Sturm.", "de") == ["Kap Arkona"]


FOUND = [
    ("He met Zoubaidi there.", "Aidarus al-Zubaidi was there."),
    ("It is in Yemen now.", "The Yemeni government said so."),
    ("It fought the LTTE there.", "The Liberation Tigers of Tamil Eelam fought."),
    ("In the U.S. it rained.", "In the US it rained."),
    ("In the US it rained.", "In the United States it rained."),
    ("The Southern Transitional Council dissolved.", "The STC dissolved."),
    ("Then Prime Minister Mohammed Basindawa resigned.", "Basindawa, the prime minister, resigned."),
    ("The Café Müller closed.", "the cafe muller closed"),
]


@pytest.mark.parametrize(("claim", "source"), FOUND)
def test_a_name_may_be_inflected_transliterated_or_shortened(claim: str, source: str) -> None:
    assert stands(claim, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("He met Zoubaidi there.", "He met Zindani there."),
        ("It is in Iraq now.", "It is in Iran now."),
        ("It fought the LTTE there.", "Tigers fought there."),
        ("The president of Peru Alberto Fujimori fled.", "The president of Peru fled."),
    ],
)
def test_another_name_is_missing(claim: str, source: str) -> None:
    assert not stands(claim, source)
