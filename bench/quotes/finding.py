"""How well quotations are found: which words, and which citation has them. `make quotes`.

    python -m bench.quotes.finding [--mistakes] [--open | --held-back] [--time] [--wiki WIKI]

Two sets, labelled by hand before any reader was looked at: the passages of tests/crawler/sources/quotations, whose
README.md has the rules, and the pages of a wiki (../shared/wiki-sample/content-2026-02 beside the project, or WIKI), of
which bench/quotes/wiki_sample.toml has the places. A pair of a citation and quoted words is right when both are; the
words are compared without case, punctuation and marks. Precision is the share of found pairs that are right, recall the
share of labelled pairs that are found.
"""

import argparse
import re
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.quotes.reading_time import ratio, ratio_of_large_document
from bench.recorded_web import ROOT
from crawler.model import Citation, Quote
from crawler.sources.reading import read_all

PASSAGES = ROOT / "tests" / "crawler" / "sources" / "quotations"
PLACES = Path(__file__).with_name("wiki_sample.toml")
WIKI = ROOT.parent / "shared" / "wiki-sample" / "content-2026-02"

HELD_BACK = 2
"""Of three passages, the one that was held back while the readers were mended: its number divided by 3 leaves this."""

_WORD = re.compile(r"\w+")
_ENDS = 3

Words = tuple[str, ...]
Pair = tuple[str, Words]


@dataclass(slots=True)
class Tally:
    """What was found of what is labelled."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    passages: int = 0

    def add(self, other: "Tally") -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.passages += other.passages

    def __str__(self) -> str:
        found, labelled = self.right + self.wrong, self.right + self.missed
        precision, recall = (f"{self.right / total:6.1%}" if total else "     -" for total in (found, labelled))
        return f"{precision} {recall}  {self.right:5} {self.wrong:5} {self.missed:6} {self.passages:8}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the labelled set; `also`: pairs that count neither for nor against."""

    number: int
    group: str
    kind: str
    format: str
    text: str
    quotes: frozenset[Pair]
    also: frozenset[Pair]

    @property
    def is_held_back(self) -> bool:
        return self.number % 3 == HELD_BACK


@dataclass(slots=True)
class Judged:
    """A passage or a page, what was found rightly or wrongly in it, and what was not found."""

    name: str
    tally: Tally
    mistakes: list[str] = field(default_factory=list)


def main() -> int:
    options = _options()
    chosen = [one for one in passages() if options.held_back in (None, one.is_held_back)]
    judged = [(one, judge(one)) for one in chosen]
    for name, part in (("open", False), ("held back", True)):
        if options.held_back in (None, part):
            print(
                _table(f"passages, {name}", ((one.group, two.tally) for one, two in judged if one.is_held_back is part))
            )
    print(_table("passages by format", ((one.format, two.tally) for one, two in judged)))
    if options.mistakes:
        print(_table("passages by kind", ((one.kind, two.tally) for one, two in judged)))
        print("\n".join(f"{two.name}: {line}" for _, two in judged for line in two.mistakes))
    if options.held_back is None and options.wiki.is_dir():
        pages = list(wiki_pages(options.wiki))
        print(_table("pages of a wiki", ((page.name, page.tally) for page in pages)))
        if options.mistakes:
            print("\n".join(f"{page.name}: {line}" for page in pages for line in page.mistakes))
    if options.time:
        pages = [str(path) for path in sorted(options.wiki.glob("*.mdx"))]
        if pages:
            print(f"time of reading the wiki's pages, over that without quotations: {ratio(pages):.2f}")
        print(f"of a large Markdown document: {ratio_of_large_document():.2f}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mistakes", action="store_true", help="by kind, and each pair that is wrong or missed")
    parser.add_argument("--open", dest="held_back", action="store_false", default=None, help="two of three passages")
    parser.add_argument("--held-back", dest="held_back", action="store_true", help="the third one")
    parser.add_argument("--time", action="store_true", help="what finding quotations adds to the time of reading")
    parser.add_argument("--wiki", type=Path, default=WIKI, help="the pages that wiki_sample.toml labels")
    return parser.parse_args()


def passages() -> Iterator[Passage]:
    """The labelled set, numbered from 0."""
    number = 0
    for path in sorted(PASSAGES.glob("*.toml")):
        for item in tomllib.loads(path.read_text(encoding="utf-8"))["item"]:
            quotes, also = (frozenset(_pairs(item.get(key, []))) for key in ("quotes", "also"))
            yield Passage(number, path.stem, item["kind"], item["file"], item["text"], quotes, also)
            number += 1


def judge(passage: Passage) -> Judged:
    """What the reader of its format finds in a passage."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"passage.{passage.format}"
        path.write_text(passage.text, encoding="utf-8")
        found = {(citation.url or "", _words(quote.text)) for citation, quote in _quotes(path)}
    wrong, missed = found - passage.quotes - passage.also, passage.quotes - found
    tally = Tally(len(found & passage.quotes), len(wrong), len(missed), 1)
    told = [f"wrong: {_shown(pair)}" for pair in wrong] + [f"missed: {_shown(pair)}" for pair in missed]
    return Judged(f"{passage.number} {passage.group} ({passage.format}, {passage.kind})", tally, told)


def wiki_pages(folder: Path) -> Iterator[Judged]:
    """What is found in each page that is labelled."""
    for name, labels in tomllib.loads(PLACES.read_text(encoding="utf-8")).items():
        found = {
            ((quote.line or citation.line), _ends(_words(quote.text)), cited)
            for citation, quote in _quotes(folder / f"{name}.mdx")
            if (cited := citation.label or citation.resource_id or citation.url)
        }
        quotes, also = ([_place(label) for label in labels.get(key, [])] for key in ("quotes", "also"))
        missed = [place for place in quotes if not any((*place[:2], cited) in found for cited in place[2])]
        known = {(*place[:2], cited) for place in (*quotes, *also) for cited in place[2]}
        wrong = sorted(found - known)
        told = [f"wrong: {one}" for one in wrong] + [f"missed: {one}" for one in missed]
        yield Judged(name, Tally(len(quotes) - len(missed), len(wrong), len(missed), 1), told)


def _quotes(path: Path) -> Iterator[tuple[Citation, Quote]]:
    for parsed in read_all([str(path)]):
        for citation in parsed.citations:
            yield from ((citation, quote) for quote in citation.quotes)


def _pairs(labels: Iterable[list[str]]) -> Iterator[Pair]:
    return ((url, _words(words)) for url, words in labels)


def _place(label: list[Any]) -> tuple[int, Words, list[str]]:
    line, first, last, *cited = label
    return line, _ends((*_words(first)[:_ENDS], *_words(last)[-_ENDS:])), cited


def _words(text: str) -> Words:
    return tuple(_WORD.findall(text.casefold()))


def _ends(words: Words) -> Words:
    return (*words[:_ENDS], *words[-_ENDS:])


def _shown(pair: Pair) -> str:
    return f"{pair[0]} {' '.join(pair[1])}"


def _table(title: str, tallies: Iterable[tuple[str, Tally]]) -> str:
    rows: dict[str, Tally] = defaultdict(Tally)
    total = Tally()
    for name, tally in tallies:
        rows[name].add(tally)
        total.add(tally)
    lines = [f"{title:34} prec.  recall  right wrong missed passages"]
    lines += [f"  {name[:30]:30} {tally}" for name, tally in rows.items()]
    return "\n".join([*lines, f"  {'all':30} {total}", ""])


if __name__ == "__main__":
    sys.exit(main())
