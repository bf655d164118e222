"""Phrases, words and sentences by language: data files in `phrases/`, one per language, read once when first needed.

    [phrases]    stock titles, compared without regard to case and punctuation
    [words]      words divided by white space
    [sentences]  regular expressions without regard to case, searched in texts
    [parts]      what an expression names in angle brackets
    [concepts]   stems of words by what they stand for: see lexicon.py

`mul.toml` (ISO 639-2: multiple languages) has the expressions that mix languages or belong to none.

Written from knowledge of the stock texts and translations of web servers (Apache, nginx, IIS), frameworks and content
management systems (Rails, Next.js, WordPress, Drupal, TYPO3, MediaWiki, Ghost, vBulletin, phpBB, Discourse), challenge
vendors, newspapers' subscription blocks and domain dealers (Wikipedia, "Link rot/Cases/Squatters"; for spam, "Long-term
abuse/Judi"). Not each was met in the wild. Every repetition is bounded, so that no text makes a search slow.
"""

import re
import tomllib
from collections.abc import Mapping, Sized
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from crawler.text.literals import LiteralIndex, required

FOLDER = Path(__file__).with_name("phrases")

LanguageFile = Mapping[str, Mapping[str, str | list[str]]]
_Table = TypeVar("_Table", bound=Sized)


@cache
def languages_with_files() -> frozenset[str]:
    """The languages (ISO 639) that have a file."""
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


@cache
def language_file(language: str) -> LanguageFile:
    """The parsed file of a language."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def language_files() -> dict[str, LanguageFile]:
    """The parsed files by language, English first: it is the most frequent one."""
    languages = sorted(languages_with_files(), key=lambda language: (language != "en", language))
    return {language: language_file(language) for language in languages}


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """All phrases of a kind: `not_found`, `blocked`, `login`, `server_error`, `generic`, `home`, `spam`; of what stands
    within articles and is no part of them: `related`, `post_note`.
    """
    return _known(kind, tuple(phrase for file in language_files().values() for phrase in _list(file, "phrases", kind)))


@cache
def words_by_language(kind: str) -> dict[str, frozenset[str]]:
    """The words of a kind, by language: `fillers` and `apologies` (see `words`), `function` (accents removed)."""
    files = language_files().items()
    found = {language: file["words"][kind] for language, file in files if kind in file.get("words", {})}
    return _known(kind, {language: frozenset(str(text).split()) for language, text in found.items()})


@cache
def words(kind: str) -> frozenset[str]:
    """All words of a kind.

    `fillers` say nothing by themselves but stand before or after a phrase ("Oops! 404 error: page not found");
    `footer` are in the footers of any site; `apologies` stand before the sentence that says that a page is not there.
    """
    return frozenset().union(*words_by_language(kind).values())


class Sentence:
    """A regular expression, and the folded literals of which each of its matches contains at least one."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.literals = required(source)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled on first use: of some two hundred, most texts need none."""
        return re.compile(self.source, re.IGNORECASE)


@cache
def sentences(kind: str) -> tuple[Sentence, ...]:
    """All sentences of a kind.

    Kinds: `not_found`, `gone`, `login`, `gate`, `server_error`, `blocked`, `paywall`, `for_sale`,
    `invitation`.
    """
    sources = (source for file in language_files().values() for source in sentence_sources(file, kind))
    return _known(kind, tuple(map(Sentence, sources)))


@cache
def sentence_index(kind: str) -> LiteralIndex:
    """Which of the patterns of a kind a text may match."""
    return LiteralIndex(sentence.literals for sentence in sentences(kind))


def sentence_sources(file: LanguageFile, kind: str) -> list[str]:
    """The regular expressions of a kind in one file, with their parts filled in."""
    sources = _list(file, "sentences", kind)
    for name, part in file.get("parts", {}).items():
        sources = [source.replace(f"<{name}>", str(part)) for source in sources]
    return sources


def _list(file: LanguageFile, table: str, kind: str) -> list[str]:
    return list(file.get(table, {}).get(kind, ()))


def _known(kind: str, found: _Table) -> _Table:
    """The same. A misspelled kind would otherwise be a rule that never matches."""
    if not found:
        raise ValueError(f"no such kind of phrases: {kind}")
    return found
