"""Which concepts a text has, and which of them meet in one sentence, by the word stems of lexicon.py.

No list of phrases is complete: "the page was not found", "could not locate that document" and "this article no longer
exists" differ in every word. But in each, "not", "find" or "exist", and "page" meet in one sentence.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import compress, count, pairwise
from typing import NamedTuple

from crawler.text.lexicon import PLAIN, Lexicon, Stem, known, lexicon, plain
from crawler.text.scripts import UNSPACED
from crawler.text.sentences import ends


class Found(NamedTuple):
    """A concept, and the offsets of the words that stand for it."""

    concept: str
    start: int
    end: int


class Meeting(NamedTuple):
    """The different concepts of a sentence, and its offsets."""

    concepts: frozenset[str]
    start: int
    end: int


_LINE_END = re.compile(r"\n+")
_WORD = re.compile(f"[^ {UNSPACED}]+")


def concepts(text: str, languages: Collection[str]) -> tuple[Found, ...]:
    """The concepts of a text, in order of their offsets.

    `languages` are primary tags (BCP 47); English is always added. None that is known: all languages.

    >>> concepts("Page not found", ["en"])[:2]
    (Found(concept='page', start=0, end=4), Found(concept='not', start=5, end=8))
    """
    stems = lexicon(known(languages))
    simple = plain(text)
    found = {*_of_words(simple, stems), *_of_unspaced(simple, stems)}
    if len(simple) != len(text):
        kept = list(compress(count(), (PLAIN[ord(letter)] for letter in text)))
        found = {Found(concept, kept[start], kept[end - 1] + 1) for concept, start, end in found}
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.concept)))


def meetings(text: str, languages: Collection[str]) -> tuple[Meeting, ...]:
    """The sentences of a text that have concepts, in order; a line's end is a sentence's, too.

    >>> [sorted(met.concepts) for met in meetings("Sorry! That page is gone.", ["en"])]
    [['sorry'], ['gone', 'page']]
    """
    met: list[Meeting] = []
    found = concepts(text, languages)
    at = 0
    for start, end in sentence_spans(text) if found else ():
        first = at
        while at < len(found) and found[at].start < end:
            at += 1
        if at > first:
            met.append(Meeting(frozenset(one.concept for one in found[first:at]), start, end))
    return tuple(met)


@lru_cache(maxsize=8)  # several rules read the same sentences
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The offsets of each sentence; a line's end is a sentence's, too."""
    bounds = sorted({0, *ends(text), *(line.start() for line in _LINE_END.finditer(text)), len(text)})
    return tuple(pairwise(bounds)) or ((0, 0),)


def _of_words(simple: str, stems: Lexicon) -> Iterator[Found]:
    words = list(_words(simple) if stems.unspaced else _split(simple))
    for at, (start, word) in enumerate(words):
        for stem in stems[word]:
            end = _end(simple, words, at, stem) if stem.following else start + len(word)
            if end:
                yield Found(stem.concept, start, end)


def _words(simple: str) -> Iterator[tuple[int, str]]:
    """The words of scripts with spaces, with their offsets."""
    return ((match.start(), match[0]) for match in _WORD.finditer(simple))


def _split(simple: str) -> Iterator[tuple[int, str]]:
    """The same, faster, for a text that has no others."""
    start = 0
    for word in simple.split(" "):
        if word:
            yield start, word
        start += len(word) + 1


def _end(simple: str, words: Sequence[tuple[int, str]], at: int, stem: Stem) -> int:
    """Where the words that follow the one at a place end; 0: others do, or the last one is not `whole`."""
    following = words[at + 1 : at + 1 + len(stem.following)]
    if len(following) < len(stem.following):
        return 0
    end = words[at][0] + len(words[at][1])
    for left, (wanted, (start, word)) in enumerate(zip(stem.following, following, strict=True), 1 - len(following)):
        if not word.startswith(wanted) or ((stem.whole or left) and word != wanted) or simple[end:start].strip(" "):
            return 0
        end = start + len(word)
    return end


def _of_unspaced(simple: str, stems: Lexicon) -> Iterator[Found]:
    if stems.begins is None or simple.isascii():
        return
    for match in stems.begins.finditer(simple):
        start = match.start()
        for stem in stems.unspaced.get(simple[start : start + 2], ()):
            if simple.startswith(stem.form, start):
                yield Found(stem.concept, start, start + len(stem.form))
