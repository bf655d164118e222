"""The words of error, block, login and subscription pages, in many languages, and how titles are compared.

Titles are compared by whole parts: "Page not found | The Gazette" has the part "page not found"; "Why 'page not
found' pages matter" has no such part, nor has "Area code 404". Texts are searched by sentences that speak to a
visitor ("the page you are looking for"), and a match right after an opening quotation mark is a quotation.

The phrases and sentences themselves, and where they come from, stand in phrases.py and sentences.py.
"""

import re
import unicodedata
from collections.abc import Iterator

from crawler.items import Verdict
from pipelines.judge.phrases import BLOCKED, FILLERS, LOGIN, NOT_FOUND, SERVER_ERROR
from pipelines.judge.signals import Signal, View

_PART = re.compile(r"\s+[-–—/\\~]+\s+|\s*[|·•»«›‹:()\[\]]+\s*|[!?.。！？…]+(?:\s|$)")
_GONE_NUMBERS = frozenset(("404", "410"))


def normal(text: str) -> str:
    """Letters, marks, digits and apostrophes in small letters, one space for everything else.

    >>> normal("Ooops… Page NOT  found!")
    'ooops page not found'
    """
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    kept = "".join(c if c == "'" or unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return " ".join(kept.split())


def parts(title: str) -> Iterator[str]:
    """The parts of a title between its separators, and the whole, normalised."""
    folded = unicodedata.normalize("NFKC", title)  # full-width separators become ordinary ones
    seen = dict.fromkeys(normal(part) for part in (folded, *_PART.split(folded)))
    return (part for part in seen if part)


def _unfilled(part: str) -> tuple[str, bool]:
    """A part without "error", "oops", "404" at its ends, and whether there was a 404 or 410 among them."""
    words = part.split()
    gone = False
    while words and words[0] in FILLERS:
        gone |= words.pop(0) in _GONE_NUMBERS
    while words and words[-1] in FILLERS:
        gone |= words.pop() in _GONE_NUMBERS
    return " ".join(words), gone


class Phrases:
    """A set of phrases that can be the whole part of a title."""

    def __init__(self, *groups: str, numbers: bool = False) -> None:
        """Take phrases divided by semicolons; `numbers`: a part of nothing but "404", "error 410" counts, too."""
        self.phrases = frozenset(normal(phrase) for group in groups for phrase in group.split(";"))
        self.numbers = numbers

    def match(self, title: str) -> str | None:
        """The part of the title that is one of the phrases."""
        for part in parts(title):
            rest, gone = _unfilled(part)
            if part in self.phrases or rest in self.phrases or (self.numbers and gone and not rest):
                return part
        return None


NOT_FOUND_TITLES = Phrases(*NOT_FOUND.values(), numbers=True)
BLOCK_TITLES = Phrases(*BLOCKED.values())
LOGIN_TITLES = Phrases(LOGIN)
SERVER_ERROR_TITLES = Phrases(SERVER_ERROR)


def said_by_title(view: View, phrases: Phrases, *, rule: str, verdict: Verdict, within: int) -> Iterator[Signal]:
    """One signal of kind "title" if the title, or a heading, has a part that is one of the phrases."""
    for where, text in view.titles:
        if phrases.match(text[:300]):
            detail = f"{where} “{text[:100]}”"
            yield Signal(rule=rule, verdict=verdict, kind="title", detail=detail, within=within)
            return


def first(patterns: tuple[re.Pattern[str], ...], text: str, start: int, end: int) -> re.Match[str] | None:
    """The first match of any pattern between two offsets that is not a quotation."""
    for pattern in patterns:
        for match in pattern.finditer(text, start, end):
            if text[max(0, match.start() - 1) : match.start()] not in tuple("\"'“„«‘‚「『"):
                return match
    return None
