"""Titles as sets of words, languages by their function words, authors by their family names."""

import pytest
from cited_pages import prose
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.languages import Speech, languages, telling
from crawler.text.words import words
from pipelines.identity.signs import family_name

ENGLISH, GERMAN, JAPANESE, RUSSIAN = (" ".join(prose(name)) for name in ("ferry", "german", "japanese", "russian"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Regulating Attention", "The regulations of attention"),
        ("Café naïve", "CAFE NAIVE"),
        ("OpenAI's structure", "OpenAI’s Structure"),
        ("ﬁne ｆｕｌｌ　ｗｉｄｔｈ", "fine full width"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_title_have_the_same_words(one: str, other: str) -> None:
    assert telling(one) == telling(other)


def test_a_title_of_function_words_has_no_content_words() -> None:
    assert telling("What is it that you are?") == frozenset()


def test_function_words_of_one_language_are_content_words_in_another() -> None:
    """ "war" and "die" are function words only in German."""
    assert {"war", "die"} <= telling("The war that would not die")
    assert telling("Die Stadt und die Fähre") == {"stadt", "fahre"}


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de")])
def test_the_language_of_a_text_is_recognised(text: str, language: str) -> None:
    assert languages(words(text)) == {language}


@pytest.mark.parametrize(
    ("title", "text", "answer"),
    [
        ("The ferry at night", ENGLISH, False),
        ("Night ferry", ENGLISH, False),
        ("Die Fähre bei Nacht", ENGLISH, True),
        ("The ferry at night", GERMAN, True),
        ("Night ferry", GERMAN, True),
        ("夜間フェリー", ENGLISH, True),
        ("The ferry at night", JAPANESE, True),
        ("夜間フェリー", JAPANESE, False),
        ("Ночной паром", RUSSIAN, False),
        ("The ferry at night", "Yölautta kulkee satamassa joka tunti " * 12, True),
        ("The ferry at night", "Ferry. Harbour. 2024.", False),
    ],
)
def test_a_title_in_a_different_language_is_foreign_to_a_text(title: str, text: str, answer: bool) -> None:
    """By script, then by function words; a long text in an unknown language is foreign to every title."""
    assert Speech(text).foreign_to(title) is answer


@pytest.mark.parametrize(
    ("author", "family"),
    [
        ("Vaswani, Ashish", "Vaswani"),
        ("A. Vaswani", "Vaswani"),
        ("Vaswani A", "Vaswani"),
        ("van den Berg, J. P.", "van den Berg"),
        ("Martin Luther King, Jr.", "Martin Luther King"),
        ("Ada King et al.", "King"),
        ("山田太郎", "山田太郎"),
        ("", ""),
    ],
)
def test_a_family_name_is_found_in_every_common_notation(author: str, family: str) -> None:
    assert family_name(author) == family


@given(st.text(), st.text())
def test_any_text_has_words_and_can_be_compared(one: str, other: str) -> None:
    assert all(words(one))
    assert Speech(other).foreign_to(one) in (True, False)
