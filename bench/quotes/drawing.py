"""Passages of a text, and whether a quotation made of one is fair. No code of pipelines/quotes is used here.

Fair is an item whose right answer nobody can dispute: the passage stands in its text once, what was altered stands
there nowhere, what comes from another page has no near copy there.
"""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from crawler.text.scripts import HAN, KANA

LEAST, MOST = 5, 60
"""Words of a passage."""

TRIES = 40
"""Passages that are drawn for one item before it is given up."""

NEAR = 0.7
"""A page that has so much of a quotation's words, in a stretch of its length, may be said to have a close passage."""

_UNSPACED = f"[{HAN}{KANA}]"
_TOKEN = re.compile(rf"{_UNSPACED}|[^\s{_UNSPACED[1:-1]}]+")
_PLAIN = re.compile(rf"{_UNSPACED}|[^\W_{_UNSPACED[1:-1]}]+")
_HEAD = re.compile(r"^[^\w$€£]+")
_TAIL = re.compile(r"[^\w$€£%°)]+$|(?<![\w%])\)+$")


@dataclass(frozen=True)
class PageText:
    """A text of a page, and what the checks of fairness read in it."""

    url: str
    text: str

    @cached_property
    def host(self) -> str:
        return self.url.split("/")[2].removeprefix("www.")

    @cached_property
    def tokens(self) -> list[tuple[int, int]]:
        """What stands between spaces, and each letter of a script without them."""
        return [match.span() for match in _TOKEN.finditer(self.text)]

    @cached_property
    def plain(self) -> list[tuple[int, str]]:
        """Its words as `plain` reads them, with their offsets."""
        return [(match.start(), word) for match in _PLAIN.finditer(self.text) for word in plain(match[0])]

    @cached_property
    def joined(self) -> str:
        return f" {' '.join(word for _, word in self.plain)} "

    def count(self, quote: str) -> int:
        """How often the words of a quotation stand here in a row, whatever stands between them."""
        sought = f" {' '.join(plain(quote))} "
        at, found = self.joined.find(sought), 0
        while at >= 0:
            at, found = self.joined.find(sought, at + 1), found + 1
        return found


def plain(text: str) -> list[str]:
    """Runs of letters and digits, in one case; a letter of a script without spaces is one by itself."""
    return _PLAIN.findall(unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True, slots=True)
class Passage:
    """`page.text[start:end]`."""

    page: PageText
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.page.text[self.start : self.end]

    @property
    def words(self) -> list[str]:
        return self.text.split(" ")


def draw(page: PageText, chance: random.Random, *, least: int = LEAST, most: int = MOST) -> Passage | None:
    """A passage that stands in its text once: a part of a sentence, a whole one, or a part of two or three."""
    for _ in range(TRIES):
        length = min(chance.randint(least, most), chance.randint(least, most))  # short ones are more frequent
        if len(page.tokens) < length:
            continue
        first = chance.randrange(len(page.tokens) - length + 1)
        passage = _trimmed(page, page.tokens[first][0], page.tokens[first + length - 1][1], whole=chance.random() < 0.5)
        if passage and len(plain(passage.text)) >= least and page.count(passage.text) == 1 and _sound(passage):
            return passage
    return None


def _trimmed(page: PageText, start: int, end: int, *, whole: bool) -> Passage | None:
    """Without punctuation before the first word; `whole`: with that after the last."""
    text = page.text[start:end]
    head, tail = _HEAD.search(text), _TAIL.search(text)
    start += len(head[0]) if head else 0
    end -= len(tail[0]) if tail and not whole else 0
    return Passage(page, start, end) if start < end else None


def _sound(passage: Passage) -> bool:
    """One block or two of prose: no rows of tables, marks of notes, ellipses of the text's own, parts of numbers."""
    text, page = passage.text, passage.page.text
    before, after = page[max(0, passage.start - 3) : passage.start], page[passage.end : passage.end + 3]
    if text[0].isdigit() and re.search(r"\d\W*$", before):
        return False
    if re.search(r"\d\W*$", text) and re.match(r"\W*\d", after):
        return False
    return text.count("\n\n") <= 1 and not re.search(r"[|\[\]{}<>\\]|\.\.|…|(?<!\n)\n(?!\n)|http|www\.", text)


def alone(passage: Passage, other: str | None = None) -> bool:
    """Whether no other stretch of the text is close to the passage, and what was made of it stands nowhere."""
    page = passage.page
    if other is not None and page.count(other) > (plain(other) == plain(passage.text)):  # "$5" and "€5": words alone
        return False
    before = [word for at, word in page.plain if at < passage.start]
    after = [word for at, word in page.plain if at >= passage.end]
    return not any(is_near(passage.text, words) for words in (before, after))


def is_near(quote: str, words: Sequence[str]) -> bool:
    """Whether a stretch of these words as long as the quotation has most of its words, or a run of half of them."""
    sought = Counter(own := plain(quote))
    length, run, joined = len(own), max(4, len(own) // 2), f" {' '.join(words)} "
    if any(f" {' '.join(own[at : at + run])} " in joined for at in range(max(1, length - run + 1))):
        return True
    held: Counter[str] = Counter()
    shared = 0
    for at, word in enumerate(words):
        held[word] += 1
        shared += held[word] <= sought[word]
        if at >= length:
            gone = words[at - length]
            shared -= held[gone] <= sought[gone]
            held[gone] -= 1
        if shared >= NEAR * length:
            return True
    return False
