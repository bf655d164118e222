"""The data files of phrases, words and sentences: one schema, and no pattern that could make a search slow."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]  # the only way to see a pattern's repetitions

import pytest

from crawler.text.phrases import FOLDER, LanguageFile, phrases, sentence_sources, sentences, words, words_by_language

PHRASES = {"not_found", "blocked", "login", "server_error", "generic", "home", "spam", "related", "post_note"}
WORDS = {"fillers", "apologies", "function", "footer"}
SENTENCES = {"not_found", "gone", "login", "gate", "server_error", "blocked", "paywall", "for_sale", "invitation"}
LANGUAGES = frozenset(
    "ar bg bn ca cs da de el en es et eu fa fi fr gl he hi hr hu id is it ja ko lt lv ms mul nb nl pl pt ro ru sk sl sr"
    " sv th tr uk vi zh".split()
)
"""Codes of ISO 639-1, and `mul` of ISO 639-2. A new file is added here, too."""

HARMLESS = tuple(
    [(_constants.IN, [(_constants.CATEGORY, kind)])] for kind in (_constants.CATEGORY_WORD, _constants.CATEGORY_DIGIT)
)
"""`\\w` and `\\d`, parsed."""

FILES = sorted(FOLDER.glob("*.toml"))


def read(path: Path) -> LanguageFile:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_each_file_is_named_for_a_language() -> None:
    assert {path.stem for path in FILES} == LANGUAGES
    assert {path.name for path in FOLDER.iterdir()} == {path.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_keeps_to_the_schema(path: Path) -> None:
    """Known keys, nothing empty, nothing twice, NFC, no white space at ends."""
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    file = read(path)
    assert file
    assert set(file) <= {"parts", "phrases", "words", "sentences", "concepts"}
    for table, known in (("phrases", PHRASES), ("words", WORDS), ("sentences", SENTENCES)):
        assert set(file.get(table, {})) <= known
        for kind, value in file.get(table, {}).items():
            entries = value.split() if table == "words" and isinstance(value, str) else value
            assert isinstance(entries, list), kind
            assert entries, kind
            assert all(isinstance(entry, str) and entry and entry == entry.strip() for entry in entries), kind
            assert len(set(entries)) == len(entries), kind


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_pattern_compiles_and_is_bounded(path: Path) -> None:
    """A repetition without a limit is one of word characters or digits, as in `\\w+`."""
    file = read(path)
    for kind in file.get("sentences", {}):
        for source in sentence_sources(file, kind):
            re.compile(source, re.IGNORECASE)
            assert re.search(r"(?<!\(\?)<\w+>", source) is None, f"{source}: no such part"
            assert list(unbounded(_parser.parse(source, re.IGNORECASE))) == [], source


def unbounded(pattern: object) -> Iterator[str]:
    """The repetitions of a parsed pattern that have no limit, but for those of word characters or digits."""
    for name, value in pattern:  # type: ignore[attr-defined]
        if name in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            _, most, inner = value
            if most == _constants.MAXREPEAT and list(inner) not in HARMLESS:
                yield str(list(inner))
            yield from unbounded(inner)
        elif name is _constants.SUBPATTERN:
            yield from unbounded(value[-1])
        elif name is _constants.BRANCH:
            for branch in value[1]:
                yield from unbounded(branch)
        elif name in (_constants.ASSERT, _constants.ASSERT_NOT):
            yield from unbounded(value[1])


def test_an_unbounded_repetition_would_be_found() -> None:
    for source in ("a.*b", "(?:a |b )+", "x(?=[^.]*)", r"\S+", "(?:a|(?:bc)*)"):
        assert list(unbounded(_parser.parse(source))) != [], source
    assert list(unbounded(_parser.parse(r"\w+ [^.\n]{0,80}?(?:a|b)?"))) == []


def test_every_part_is_used() -> None:
    for path in FILES:
        file = read(path)
        used = "".join(source for entries in file.get("sentences", {}).values() for source in entries)
        assert [name for name in file.get("parts", {}) if f"<{name}>" not in used] == []


def test_the_tables_are_read_whole() -> None:
    """Every kind has entries, English first."""
    assert all(phrases(kind) for kind in PHRASES)
    assert all(sentences(kind) for kind in SENTENCES)
    assert phrases("not_found")[0] == "page not found"
    assert "oops" in words("fillers")
    assert next(iter(words_by_language("function"))) == "en"
    assert "der" in words_by_language("function")["de"]


def test_a_kind_that_does_not_exist_is_refused() -> None:
    """A misspelled kind would otherwise be a rule that never speaks."""
    for lookup in (phrases, words, sentences):
        with pytest.raises(ValueError, match="no such kind"):
            lookup("not found")
