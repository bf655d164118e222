"""The concepts that meet in the sentences of error pages, walls and challenges, and the files that they come from."""

import re
import tomllib
from pathlib import Path

import pytest
from growth import assert_linear

from crawler.text.concepts import Found, concepts, meetings
from crawler.text.lexicon import ALWAYS, CONCEPTS, Stem, known, lexicon, parsed, plain
from crawler.text.phrases import language_file, languages_with_files
from crawler.text.scripts import HANGUL, UNSPACED

SENTENCES: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("concept_sentences.toml").read_text(encoding="utf-8")
)
"""By language: sentences, each with concepts that it has."""

FEWEST_SENTENCES = 4
LANGUAGES = sorted(language for language in languages_with_files() if "concepts" in language_file(language))


def stems(language: str) -> dict[str, list[str]]:
    return {concept: str(text).split() for concept, text in language_file(language)["concepts"].items()}


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"mul"}))
def test_a_language_has_stems_for_every_concept(language: str) -> None:
    assert tuple(stems(language)) == CONCEPTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stem_is_written_as_the_notation_has_it(language: str) -> None:
    for concept, sources in stems(language).items():
        assert concept in CONCEPTS
        assert len(set(sources)) == len(sources), concept
        for source in sources:
            bare = source.removeprefix("*").removesuffix("$")
            assert all(plain(word).replace(" ", "") for word in bare.split("_")), f"{concept}: {source}"
            assert not set("*$") & set(bare), f"{concept}: {source}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stem_is_long_enough(language: str) -> None:
    """One of a single letter, or of two of an alphabet, would begin many other words."""
    for concept, sources in stems(language).items():
        short = [source for source in sources if not long_enough(parsed(source, concept))]
        assert short == [], concept


def long_enough(stem: Stem) -> bool:
    """A syllable of Hangul has as many letters as the shortest stem of an alphabet."""
    least = 1 if re.match(f"[{HANGUL}]", stem.form) else 2 if re.match(f"[{UNSPACED}]", stem.form) else 3
    return stem.whole or bool(stem.following) or len(stem.form) >= least


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [(language, sentence, found) for language, table in SENTENCES.items() for sentence, found in table.items()],
)
def test_the_concepts_of_a_sentence_meet(language: str, sentence: str, expected: str) -> None:
    """Each sentence has the concepts that a reader sees in it."""
    found = max((met.concepts for met in meetings(sentence, [language])), key=len)
    assert set(expected.split()) <= found


def test_every_language_has_sentences() -> None:
    assert sorted({*SENTENCES, "mul"}) == LANGUAGES
    assert {language for language, table in SENTENCES.items() if len(table) < FEWEST_SENTENCES} == set()


def test_a_concept_has_the_offsets_of_its_words() -> None:
    assert concepts("A locked door. Kindly log\u00a0in!", ["en"]) == (Found("login", 22, 28),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gro\u0308\u00dfe nicht", "nicht"),  # an accent of its own
        ("\u200b\u00adist  nicht", "nicht"),
        ("ist nicht", "nicht"),
    ],
)
def test_offsets_are_those_of_the_text_as_it_was_given(text: str, expected: str) -> None:
    assert [text[one.start : one.end] for one in concepts(text, ["de"])] == [expected]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("tr", "BULUNAMADI", "bulunamadı"),
        ("tr", "İLAN", "ilan"),
        ("ar", "إلغاء", "الغاء"),
        ("ar", "الصَّفْحَة", "الصفحه"),
        ("ja", "ｴﾗｰ", "エラー"),
        ("en", "ＥＲＲＯＲ", "error"),
        ("fr", "ACCÈS", "acces"),
        ("ru", "УДАЛЁН", "удален"),
    ],
)
def test_spellings_of_a_word_are_equal(language: str, one: str, other: str) -> None:
    found = [{found.concept for found in concepts(text, [language])} for text in (one, other)]
    assert found[0] == found[1] != set()


def test_apostrophes_divide_words() -> None:
    for apostrophe in "'’":
        assert {found.concept for found in concepts(f"l{apostrophe}article n{apostrophe}existe", ["fr"])} >= {
            "page",
            "not",
            "exist",
        }


def test_a_line_ends_a_sentence() -> None:
    assert [sorted(met.concepts) for met in meetings("Casino\nDomain", ["en"])] == [["gamble"], ["domain"]]


def test_english_is_always_read_and_a_language_without_stems_may_be_any() -> None:
    assert known(["de"]) == ("de", *ALWAYS)
    assert known([]) == known(["tlh"]) == ()
    assert known(["no", "xx"]) == ("en", "mul", "nb")
    for sentence, language in (("Page not found", "fr"), ("Der Artikel wurde nicht gefunden.", "tlh")):
        assert meetings(sentence, [language])[0].concepts == {"page", "not", "find"}


def test_a_stem_of_the_end_or_of_any_part_of_a_word() -> None:
    assert parsed("*fehler", "fault") == Stem("fehler", "fault", within=True)
    for word in ("Datenbankfehler", "Fehlermeldung", "Serverfehlers"):
        assert "fault" in {found.concept for found in concepts(word, ["de"])}


@pytest.mark.parametrize(("piece", "language"), [("not ", "en"), ("no", "en"), ("ペ", "ja")])
def test_any_text_is_searched_in_linear_time(piece: str, language: str) -> None:
    assert_linear(lambda count: lambda: concepts(piece * count, [language]), 25_000)


def test_each_word_of_a_text_is_found() -> None:
    assert len(concepts("not " * 10_000, ["en"])) == 10_000


def test_what_is_remembered_is_bounded() -> None:
    table = lexicon(known(["is"]))
    for number in range(25_000):
        table[f"word{number}"]
    assert len(table) <= 20_000
