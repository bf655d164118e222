"""The set: quotations made of passages of pages, each with the answer that it should get. The same for every run."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.quotes import altered, same
from bench.quotes.drawing import TRIES, PageText, Passage, alone, draw, is_near, plain
from bench.quotes.swaps import language

SEED = 16

MIXED = 0.3
"""The share of altered quotations that are typed by another hand, or set in lines, as well."""

SAME: dict[str, Callable[[Passage, random.Random], str | None]] = {
    "exact": same.exact,
    "retyped": same.retyped,
    "line-broken": same.line_broken,
    "shortened": same.shortened,
    "bracketed": same.bracketed,
    "lower-cased": same.lower_cased,
}
ALTERED: dict[str, Callable[[Passage, random.Random, PageText], str | None]] = {
    "number": altered.number,
    "negation": altered.negation,
    "word": altered.word,
    "name": altered.name,
}
KINDS = (*SAME, *ALTERED, "foreign")
SOURCE_EDITED = ("retyped", "line-broken")
"""Kinds in which half of the items have the edit in the text, and the quotation plain."""


@dataclass(frozen=True, slots=True)
class MadeQuote:
    """A quotation, the text in which it is looked up, and the answer that is right."""

    kind: str
    url: str
    text: str
    quote: str
    status: str  # "verbatim", "altered", "absent"
    start: int | None = None
    end: int | None = None
    similar: str | None = None  # the passage as it stands, of an altered one


def quote_set(pages: Sequence[PageText], each: int = 1) -> Iterator[MadeQuote]:
    """`each` quotations of every kind for every page, as far as its text has something to edit."""
    for page in pages:
        for kind in KINDS:
            for number in range(each):
                chance = random.Random(f"{SEED} {page.url} {kind} {number}")
                if item := _item(kind, page, pages, chance):
                    yield item


def _item(kind: str, page: PageText, pages: Sequence[PageText], chance: random.Random) -> MadeQuote | None:
    for _ in range(TRIES):
        if kind == "foreign":
            item = _foreign(page, chance.choice(pages), chance)
        elif kind in SAME:
            item = _same(kind, page, chance)
        else:
            item = _altered(kind, page, chance.choice(pages), chance)
        if item is not None:
            return item
    return None


def _same(kind: str, page: PageText, chance: random.Random) -> MadeQuote | None:
    passage = draw(page, chance, least=12 if kind == "shortened" else 5)
    edited = passage and SAME[kind](passage, chance)
    if passage is None or edited is None or not alone(passage):
        return None
    start, end = passage.start, passage.end
    if kind in SOURCE_EDITED and chance.random() < 0.5:
        text = page.text[:start] + edited + page.text[end:]
        return MadeQuote(kind, page.url, text, passage.text, "verbatim", start, start + len(edited))
    return MadeQuote(kind, page.url, page.text, edited, "verbatim", start, end)


def _altered(kind: str, page: PageText, other: PageText, chance: random.Random) -> MadeQuote | None:
    passage = draw(page, chance)
    quote = passage and ALTERED[kind](passage, chance, other)
    if passage is None or quote is None or _letters(quote) == _letters(passage.text) or not alone(passage, quote):
        return None
    if chance.random() < MIXED:
        quote = chance.choice((same.type_again, same.in_lines))(quote, chance)
    return MadeQuote(kind, page.url, page.text, quote, "altered", passage.start, passage.end, passage.text)


def _letters(text: str) -> str:
    """A text without spaces and most punctuation: "a long-term" and "along term" are one."""
    return re.sub(r"[^\w$€£%‰.]", "", text).casefold()


def _foreign(page: PageText, source: PageText, chance: random.Random) -> MadeQuote | None:
    if source.host == page.host or language(source.text) != language(page.text):
        return None
    passage = draw(source, chance)
    if passage is None or is_near(passage.text, [word for _, word in page.plain]):
        return None
    return MadeQuote("foreign", page.url, page.text, passage.text, "absent")


__all__ = ["KINDS", "MadeQuote", "PageText", "plain", "quote_set"]
