"""Rules by what single sentences say, in the words of more than sixty languages: notices of errors, walls, challenges.

Lists of phrases are never complete. A classifier of sentences generalises from them: multinomial logistic regression
over a sentence's word stems, pairs of neighbouring stems, beginnings of words, and concepts (`crawler.text.concepts`),
which languages share. `notices.zst` has its weights; bench/fit_notices.py fits them on bench/notices, some 460
sentences for each language, written for it. What is told is how much likelier a class is than ordinary content, in
log-odds.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Self

from crawler.model import Verdict
from crawler.text.words import stem, words
from pipelines.judge.classifier import CONTENT, Model
from pipelines.judge.meetings import sentences
from pipelines.judge.signals import EXCERPT_CHARS, Rule, Signal, View, Where

FILE = Path(__file__).with_name("notices.zst")

CLASSES: dict[Verdict, tuple[str, ...]] = {
    Verdict.SOFT_404: ("gone", "parked"),
    Verdict.RESTRICTED: ("login", "paywall", "gate"),
    Verdict.BLOCKED: ("challenge",),
    Verdict.UNREACHABLE: ("fault",),
}
"""The classes of sentences that speak for a verdict."""

GRADES = ((13.0, "6"), (9.0, "5"), (6.0, "4"), (4.0, "3"), (2.0, "2"), (0.7, "1"))
"""(sum of the sentences' log-odds at least, grade)."""

CLEAR = 3.0
"""Log-odds of a sentence that stands for itself."""

SHORT_WORDS = 8
"""A sentence with fewer words is a short one. Heuristic, not measured."""

CAP = 7.0
"""Log-odds that one sentence counts for at most: two clear ones say more than one. Heuristic, not measured."""

MOST = 0.6
"""The text speaks like that throughout if such sentences have this share of its letters."""


@cache
def model() -> Model:
    """The weights, read once."""
    return Model.read(FILE)


def features(text: str, concepts: Collection[str]) -> frozenset[str]:
    """What the classifier sees of a sentence: stems, pairs of them, the first three and four letters of its words
    (which forms and compounds share), concepts, and how many words it has.
    """
    found = [stem(word) for word in words(text)]
    length = "short" if len(found) < SHORT_WORDS else "long"
    begins = [f"~{word[:letters]}" for word in found for letters in (3, 4)]
    named = (f"#{name}" for name in concepts)
    return frozenset((*found, *map(" ".join, pairwise(found)), *begins, *named, f"#{length}"))


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a page, and the log-odds of the classes."""

    source: Where
    text: str
    odds: Mapping[str, float]
    verdict: Verdict | None  # the likeliest; None if content is likelier than any
    points: float  # the log-odds of that verdict against content; 0 for None

    @classmethod
    def of(cls, source: Where, text: str, odds: Mapping[str, float]) -> Self:
        """The sentence with the verdict that its classes, taken together, speak for."""
        if max(odds[name] for name in odds if name != CONTENT) <= _UNLIKELY:
            return cls(source, text, odds, None, 0.0)
        of_each = {verdict: _log_sum(odds[name] for name in names) for verdict, names in CLASSES.items()}
        likeliest = max(of_each, key=lambda verdict: of_each[verdict])
        if of_each[likeliest] <= 0:
            return cls(source, text, odds, None, 0.0)
        return cls(source, text, odds, likeliest, of_each[likeliest])

    def reads_like(self, name: str) -> bool:
        """Whether a class is clearly the likeliest."""
        return self.odds[name] >= CLEAR and self.odds[name] == max(self.odds.values())


_UNLIKELY = -math.log(max(map(len, CLASSES.values())))
"""Log-odds of classes below which no verdict is likelier than content, even if all of its classes were as likely."""


def _log_sum(odds: Iterable[float]) -> float:
    """The log-odds of any of several classes."""
    return math.log(sum(math.exp(min(one, 50.0)) for one in odds))


def said(view: View) -> tuple[Said, ...]:
    """The sentences of the titles and of the beginning and the end of the text, judged once for all rules."""
    return view.computed_once("said", lambda: tuple(_read(view)))


def _read(view: View) -> Iterator[Said]:
    for source, text, concepts in sentences(view):
        if not text.isspace():
            yield Said.of(source, " ".join(text.split()), model().odds(features(text, concepts)))


def mostly(view: View, verdict: Verdict | None) -> bool:
    """Whether most of what was read of the text speaks for a verdict."""
    return _most([one for one in said(view) if one.source is Where.SENTENCE], verdict)


def _most(here: list[Said], verdict: Verdict | None) -> bool:
    like = {one.text for one in here if one.verdict is verdict}
    return sum(map(len, like)) >= MOST * sum(map(len, {one.text for one in here}))


def rule_of(verdict: Verdict) -> Rule:
    """`notice`: sentences of the title, of a heading or of the text read like those of such pages.

    Graded by the sum of their log-odds; `most-` where most of the text reads like that, `title-` in a title or heading,
    `named` where that names what was asked for.
    """

    def notice(view: View) -> Iterator[Signal]:
        if all(one.verdict is not verdict for one in said(view)):
            return
        for source in (Where.TITLE, Where.HEADLINE, Where.SENTENCE):
            here = [one for one in said(view) if one.source is source]
            like = {one.text: one.points for one in here if one.verdict is verdict}
            total = sum(min(odds, CAP) for odds in like.values())
            grade = next((grade for least, grade in GRADES if total >= least), None)
            if grade is None:
                continue
            clearest = max(like, key=lambda text: like[text])
            most = _most(here, verdict)
            if not most and source is Where.SENTENCE and _of_parking(here, clearest):
                continue  # a report about domain names; a parked page has nothing else
            yield Signal(
                rule="notice",
                verdict=verdict,
                source=source,
                detail=f"“{clearest[:EXCERPT_CHARS]}”",
                grade=_placed(view, source, grade, most=most),
            )

    return notice


def _of_parking(here: list[Said], clearest: str) -> bool:
    return any(one.text == clearest and one.odds["parked"] == max(one.odds.values()) for one in here)


def _placed(view: View, source: Where, grade: str, *, most: bool) -> str:
    if source is not Where.SENTENCE:
        return "named" if view.titled_as_cited else f"title-{grade}"
    return f"most-{grade}" if most else grade
