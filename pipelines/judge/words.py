"""The words of error, block, login and subscription pages, in many languages, and how titles are compared.

Titles are compared by whole parts: "Page not found | The Gazette" has the part "page not found"; "Why 'page not
found' pages matter" has no such part, nor has "Area code 404". Texts are searched by sentences that speak to a
visitor ("the page you are looking for"), and a match right after an opening quotation mark is a quotation.

The phrases and sentences themselves are data: see `crawler.text.phrases`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote

from crawler.model import Verdict
from crawler.text import phrases as data
from crawler.text.scripts import HANGUL, UNSPACED
from crawler.text.sentences import STOPS, WIDE_STOPS
from crawler.text.words import bare, normal
from pipelines.judge.signals import Signal, View

_PART = re.compile(r"\s+[-–—/\\~]+\s+|\s*[|·•»«›‹()\[\]]+\s*|\s+:\s+|:{2,}|[!?.。！？…]+(?:\s|$)")
_SENTENCE_END = re.compile(rf"[{STOPS}{WIDE_STOPS}\n]|[-–—]\s")
_BARE_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBERED = re.compile(r"[§№#]\s*\d")
"""A number of something: a paragraph, an issue."""

_UNSPACED = re.compile(f"[{UNSPACED}{HANGUL}]")
_GONE_NUMBERS = frozenset(("404", "410"))


def parts(title: str) -> Iterator[str]:
    """The parts of a title between its separators, and the whole, normalised.

    What stands before a colon introduces the rest ("Nothing found: a diary") and is no part; the rest is one.

    >>> list(parts("Error 404: Page not found | Gazette"))
    ['error 404 page not found gazette', 'error 404 page not found', 'gazette', 'page not found']
    """
    folded = unicodedata.normalize("NFKC", title)  # full-width separators become ordinary ones
    pieces = _PART.split(folded)
    behind = [piece.partition(":")[2] for piece in pieces]
    return (part for part in dict.fromkeys(normal(part) for part in (folded, *pieces, *behind)) if part)


def _unfilled(part: str) -> tuple[str, bool]:
    """A part without "error", "oops", "404" at its ends, and whether there was a 404 or 410 among them."""
    words = part.split()
    fillers = data.words("fillers")
    gone = False
    while words and words[0] in fillers:
        gone |= words.pop(0) in _GONE_NUMBERS
    while words and words[-1] in fillers:
        gone |= words.pop() in _GONE_NUMBERS
    return " ".join(words), gone


class Phrases:
    """A set of phrases that can be the whole part of a title, read from the data files when first needed."""

    def __init__(self, kind: str, *, numbers: bool = False) -> None:
        """`kind`: as in `crawler.text.phrases`; `numbers`: a part of nothing but "404", "error 410" counts, too."""
        self.kind = kind
        self.numbers = numbers

    @cached_property
    def phrases(self) -> frozenset[str]:
        """The phrases, normalised."""
        return frozenset(normal(phrase) for phrase in data.phrases(self.kind))

    def match(self, title: str, *, whole: bool = False) -> str | None:
        """The part of the title that is one of the phrases; `whole`: the title has no other part."""
        for part in (normal(title),) if whole else parts(title):
            if part in self.phrases or _unfilled(part)[0] in self.phrases:
                return part
            if self.numbers and _unfilled(part) == ("", True) and not _NUMBERED.search(title):
                return part
        return None


NOT_FOUND_TITLES = Phrases("not_found", numbers=True)
BLOCK_TITLES = Phrases("blocked")
LOGIN_TITLES = Phrases("login")
SERVER_ERROR_TITLES = Phrases("server_error")
GENERIC_TITLES = Phrases("generic")
"""Titles that any site may have: that two pages share one tells nothing."""


class Vocabulary:
    """A set of phrases that may stand anywhere in a text: as whole words, where their script has words."""

    def __init__(self, kind: str) -> None:
        """`kind`: as in `crawler.text.phrases`."""
        self.kind = kind

    @cached_property
    def _phrases(self) -> frozenset[str]:
        phrases = {_spaced(phrase) for phrase in data.phrases(self.kind)}
        return frozenset(phrase.strip() if _UNSPACED.search(phrase) else phrase for phrase in phrases)

    def found(self, text: str) -> frozenset[str]:
        """The phrases that stand in a text, without those that are part of another found one."""
        spaced = _spaced(text)
        found = {phrase for phrase in self._phrases if phrase in spaced}
        return frozenset(one.strip() for one in found if not any(one != other and one in other for other in found))


def _spaced(text: str) -> str:
    """The bare words of a text, with a space at both ends."""
    return f" {bare(text)} "


SPAM = Vocabulary("spam")
"""What stands on lost domain names, most of all. One phrase proves nothing; several that the page did not have when it
was good do."""


def title_signals(view: View, phrases: Phrases, *, rule: str, verdict: Verdict, within: int) -> Iterator[Signal]:
    """One signal of kind "title" if the title, or a heading, has a part that is one of the phrases.

    Where the cited URL has the same words, it is only support: an album of that name, a glossary's entry.
    """
    for where, text in view.titles:
        if part := phrases.match(text[:300]):
            detail = f"{where} “{text[:100]}”"
            weight = 0 if view.titled_as_cited or _url_has_phrase(view, part) else within
            yield Signal(rule=rule, verdict=verdict, kind="title", detail=detail, within=weight)
            return


def _url_has_phrase(view: View, part: str) -> bool:
    """Whether the cited URL, which was not redirected, has what the title has: its number or its words."""
    if view.redirected:
        return False
    url = normal(unquote(view.fetch.page.url.partition("://")[2]))
    spaced, number = f" {url} ", re.search(r"404|410|403|429", part)
    if number and number[0] in url.partition("?")[0]:
        return True
    phrase = _unfilled(part)[0]
    return " " in phrase and f" {phrase} " in spaced


def begins_sentence(text: str, start: int) -> bool:
    """Whether a sentence begins at an offset, apart from an apology: "Sorry, but we couldn't find".

    It begins with a letter that is not small, or behind the end of another. Where a page's text has lost its lines, the
    words of its menu stand before it.
    """
    begin = start
    leading = data.words("apologies") | data.words("fillers")
    for word in reversed(list(_BARE_WORD.finditer(text, max(0, start - 80), start))):
        if _SENTENCE_END.search(text, word.end(), begin) or normal(word[0]) not in leading:
            break
        begin = word.start()
    last = list(_BARE_WORD.finditer(text, max(0, begin - 40), begin))
    behind_another = not last or _SENTENCE_END.search(text, last[-1].end(), begin) is not None
    return behind_another or not text[begin : begin + 1].islower()


def first(patterns: tuple[re.Pattern[str], ...], text: str, start: int, end: int) -> re.Match[str] | None:
    """The first match of any pattern between two offsets that is not a quotation."""
    for pattern in patterns:
        for match in pattern.finditer(text, start, end):
            if text[max(0, match.start() - 1) : match.start()] not in tuple("\"'“„«‘‚「『"):
                return match
    return None
