"""Word stems by concept and language, from the table `[concepts]` of the files in `phrases/`, indexed to be found fast.

A stem, one of those that white space divides, is in one of these forms:

    stem        the beginning of a word
    stem$       the whole word
    *stem       anywhere in a word: compounds, and prefixes that are written together with their word
    *stem$      the end of a word
    one_two     words that follow one another; the last one is again a stem ("log_in", "no_longer$")

In scripts without spaces a stem stands anywhere. Stems and texts are compared as `plain` letters. Apostrophes divide
words, so that "n'existe" is found by "existe" and "can't" by "can_t$".
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from crawler.text.phrases import language_file, languages_with_files
from crawler.text.scripts import UNSPACED

CONCEPTS = tuple(
    "not find exist seek gone page sorry way_back login register subscribe member only access read_on consent age "
    "robot verify security browser wait fault maintenance later server down domain sale expired_domain gamble".split()
)
"""What stems may stand for; a test holds the files to it."""

ALWAYS = ("en", "mul")
"""Languages of every lexicon: servers and frameworks speak English on pages of any language."""

RELATED = {
    "no": ("nb",),
    "nn": ("nb",),
    "bs": ("hr", "sr"),
    "sh": ("hr", "sr"),
    "cnr": ("hr", "sr"),
    "sr": ("hr",),
    "hr": ("sr",),
    "id": ("ms",),
    "ms": ("id",),
    "iw": ("he",),
    "in": ("id", "ms"),
}
"""Tags that stand for others (ISO 639), or whose languages share most of their words."""

LEAST_OF_ALL = 4
"""Least letters of a stem of an alphabet where the language is unknown: shorter ones are other words elsewhere."""

_HEAD, _PAIR = 3, 2
"""Letters by which the stems that begin a word are looked up, and the others."""

_REMEMBERED = 20_000
"""Words of which a lexicon remembers the stems: about 2 MB."""

_UNSPACED = re.compile(f"[{UNSPACED}]")

_SAME = str.maketrans("ßıłøđðىیکةۀەہھڵ", "silodd" + "ييكهههههل")
"""Letters that one language's pages write in several ways, or that have no accent to remove."""

_DROPPED = (
    frozenset(map(chr, (*range(0x300, 0x370), *range(0x591, 0x5C8), *range(0x610, 0x61B), *range(0x64B, 0x660))))
    | frozenset("\u0670\u0640\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u093c\u09bc")
) - frozenset("\u05be\u05c0\u05c3\u05c6")
"""Accents, vowel points of Hebrew and Arabic, stretching, joiners, and dots below (nukta): often left out."""


class _PlainLetters(dict[int, str]):
    """For `str.translate`: each letter and mark as `plain` writes it, a space for everything else."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = _plain_letter(chr(code))
        return letter


def _plain_letter(letter: str) -> str:
    if letter in _DROPPED:
        return ""
    if not letter.isalnum() and unicodedata.category(letter)[0] != "M":
        return " "
    bare = "".join(char for char in unicodedata.normalize("NFKD", letter) if char not in _DROPPED)
    folded = unicodedata.normalize("NFKC", bare).casefold()
    return (folded if len(folded) == 1 else letter.lower()[:1]).translate(_SAME)


PLAIN = _PlainLetters()


def plain(text: str) -> str:
    """Letters without case, accents, vowel points and differences of spelling; a space for each other character.

    Has a letter for each of the text, but for the marks that are dropped.

    >>> plain("Сторінку НЕ знайдено!"), plain("ＥＲＲＯＲ: Größe"), plain("إلى الصفحةِ")
    ('сторінку не знаидено ', 'error  grose', 'الي الصفحه')
    """
    return text.translate(PLAIN)


class Stem(NamedTuple):
    """A stem as it is looked up: the plain first word, the words that must follow, and how the last one ends."""

    form: str
    concept: str
    whole: bool = False
    within: bool = False
    following: tuple[str, ...] = ()

    @property
    def letters(self) -> int:
        return len(self.form) + sum(map(len, self.following))


_Table = dict[str, list[Stem]]


class Lexicon(dict[str, tuple[Stem, ...]]):
    """The stems of each plain word, in some languages; they are remembered, for texts repeat their words.

    Of a stem of several words the first one is found here; those that follow are still to be compared.
    """

    def __init__(self, stems: Iterable[Stem]) -> None:
        super().__init__()
        self._by_head: _Table = {}
        self._within: _Table = {}
        self.unspaced: _Table = {}
        """Stems of scripts without spaces, by their first two letters."""
        for stem in stems:
            if _UNSPACED.match(stem.form):
                self.unspaced.setdefault(stem.form[:_PAIR], []).append(stem)
            else:
                table, letters = (self._within, _PAIR) if stem.within else (self._by_head, _HEAD)
                table.setdefault(stem.form[:letters], []).append(stem)
        first, second = ("".join({pair[at] for pair in self.unspaced}) for at in (0, 1))
        self.begins = re.compile(f"[{first}](?=[{second}])") if first else None
        """Where a stem of `unspaced` may begin; None: there is none."""

    def __missing__(self, word: str) -> tuple[Stem, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = tuple(self._matching(word))
        return found

    def _matching(self, word: str) -> Iterator[Stem]:
        for head in {word[:letters] for letters in range(1, _HEAD + 1)}:
            for stem in self._by_head.get(head, ()):
                if word == stem.form or (word.startswith(stem.form) and not (stem.whole or stem.following)):
                    yield stem
        for pair in {word[at : at + _PAIR] for at in range(len(word) - 1)}:
            for stem in self._within.get(pair, ()):
                if word.endswith(stem.form) if stem.whole or stem.following else stem.form in word:
                    yield stem


def known(languages: Collection[str]) -> tuple[str, ...]:
    """The languages to read for these primary tags; empty: none of them has stems, so that it may be any language.

    >>> known(["de"]), known(["en"]), known(["tlh"])
    (('de', 'en', 'mul'), ('en', 'mul'), ())
    """
    named = {name for tag in languages for name in (tag, *RELATED.get(tag, ()))} & languages_with_files() - {"mul"}
    return tuple(sorted(named | set(ALWAYS))) if named else ()


@cache
def lexicon(languages: tuple[str, ...]) -> Lexicon:
    """The lexicon of languages that have files; for none, that of all languages, without their short stems."""
    if languages:
        return Lexicon({stem for language in languages for stem in stems_of(language)})
    return Lexicon(
        {stem for language in languages_with_files() for stem in stems_of(language) if _is_safe(stem, language)}
    )


@cache
def stems_of(language: str) -> frozenset[Stem]:
    """The stems in the file of a language."""
    table = language_file(language).get("concepts", {})
    return frozenset(parsed(stem, concept) for concept, text in table.items() for stem in str(text).split())


def parsed(source: str, concept: str) -> Stem:
    """A stem as the files have it.

    >>> parsed("*fehler", "fault")
    Stem(form='fehler', concept='fault', whole=False, within=True, following=())
    >>> parsed("no_longer$", "not")
    Stem(form='no', concept='not', whole=True, within=False, following=('longer',))
    """
    first, *following = (plain(word).replace(" ", "") for word in source.split("_"))
    return Stem(first, concept, source.endswith("$"), source.startswith("*"), tuple(following))


def _is_safe(stem: Stem, language: str) -> bool:
    return language in ALWAYS or stem.letters >= LEAST_OF_ALL or not stem.form[0].isascii()
