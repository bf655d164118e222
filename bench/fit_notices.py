"""Fits pipelines/judge/notices.zst: which sentences are notices of errors, walls, challenges, faults, parked domains.

    python bench/fit_notices.py [--measure] [--write]

Each line of bench/notices/LANGUAGE.tsv is a class and a sentence, written for this purpose and seen by nothing else;
the stock titles of crawler/text/phrases are read, too.
Multinomial logistic regression with an L2 penalty, by Adam. `--measure` leaves out a fifth of the sentences, five
times, and prints how often the class is right, and how often content is taken for a notice; then the same with whole
languages left out. `--write` fits on all sentences and writes the heaviest KEPT features.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from crawler.text import phrases  # noqa: E402 - runs from a checkout, installed or not
from crawler.text.concepts import concepts  # noqa: E402 - likewise
from pipelines.judge import notices  # noqa: E402 - likewise
from pipelines.judge.classifier import CONTENT, TENTHS, Model  # noqa: E402 - likewise
from pipelines.judge.notices import features  # noqa: E402 - likewise

SENTENCES = Path(__file__).with_name("notices")
PHRASES = {"not_found": "gone", "blocked": "challenge", "login": "login", "server_error": "fault"}
"""Stock titles of crawler/text/phrases, which are sentences of a class, too."""

LEAST = 2
"""Sentences in which a feature has to be."""

PENALTY, STEPS, RATE = 0.3, 250, 0.05
KEPT = 60_000
"""With 26,000 `--measure` is right on 73.0 % of the sentences left out instead of 74.4 %."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, as the classifier sees it."""

    language: str
    kind: str
    text: str
    features: frozenset[str]


def load() -> list[Sentence]:
    """All sentences."""
    found = []
    for path in sorted(SENTENCES.glob("*.tsv")):
        language = path.stem.partition("-")[0]
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, _, text = line.partition("\t")
            met = {one.concept for one in concepts(text, [language])}
            found.append(Sentence(path.stem, kind.strip(), text.strip(), features(text, met)))
    for language, file in phrases.language_files().items():
        for name, kind in PHRASES.items():
            for text in file.get("phrases", {}).get(name, ()):
                met = {one.concept for one in concepts(text, [language])}
                found.append(Sentence(language, kind, text, features(text, met)))
    return found


def fit(known: Sequence[Sentence]) -> Model:
    """The weights."""
    counts = Counter(name for one in known for name in one.features)
    place = {name: index for index, name in enumerate(sorted(name for name, count in counts.items() if count >= LEAST))}
    classes = sorted({one.kind for one in known})
    rows = [[place[name] for name in one.features if name in place] for one in known]
    columns = np.array([index for row in rows for index in row])
    starts = np.cumsum([0, *(len(row) for row in rows)])[:-1]
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    truth = np.zeros((len(known), len(classes)))
    truth[np.arange(len(known)), [classes.index(one.kind) for one in known]] = 1
    weights, bias = np.zeros((len(place), len(classes))), np.zeros(len(classes))
    momentum, scale = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        logits = bias + np.add.reduceat(weights[columns], starts)
        logits -= logits.max(axis=1, keepdims=True)
        likely = np.exp(logits)
        likely /= likely.sum(axis=1, keepdims=True)
        error = likely - truth
        gradient = PENALTY * weights
        for kind, each in enumerate(error.T):
            gradient[:, kind] += np.bincount(columns, each[owners], len(place))
        momentum, scale = 0.9 * momentum + 0.1 * gradient, 0.99 * scale + 0.01 * gradient**2
        weights -= RATE * (momentum / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.99**step)) + 1e-6)
        bias -= RATE * error.mean(axis=0)
    return _pruned(classes, bias, weights, sorted(place, key=place.__getitem__))


def _pruned(classes: list[str], bias: np.ndarray, weights: np.ndarray, names: list[str]) -> Model:
    """Without the features that say least."""
    heaviest = np.argsort(-np.abs(weights).max(axis=1))[:KEPT]
    kept = {
        names[index]: tuple(round(value * TENTHS) for value in weights[index].tolist()) for index in sorted(heaviest)
    }
    return Model.of(classes, (round(float(value) * TENTHS) for value in bias), kept)


def measure(name: str, sentences: Sequence[Sentence], folds: Iterable[Sequence[bool]]) -> None:
    """Print how well sentences that were left out are told apart."""
    seen = right = taken = content = missed = notice = 0
    for out in folds:
        model = fit([one for one, left in zip(sentences, out, strict=True) if not left])
        for one in (one for one, left in zip(sentences, out, strict=True) if left):
            odds = model.odds(one.features)
            said = max(odds, key=lambda kind: odds[kind])
            seen, right = seen + 1, right + (said == one.kind)
            if one.kind == CONTENT:
                content, taken = content + 1, taken + (said != CONTENT)
            else:
                notice, missed = notice + 1, missed + (said == CONTENT)
    print(
        f"{name}: class right {right / seen:.1%} of {seen}, content taken for a notice {taken / content:.1%},"
        f" notices taken for content {missed / notice:.1%}"
    )


def main() -> int:
    """Fit, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    sentences = load()
    print(f"{len(sentences)} sentences, {len({one.language for one in sentences})} languages")
    if options.measure:
        chance = random.Random(1)
        fold = [chance.randrange(FOLDS) for _ in sentences]
        measure("a fifth left out", sentences, ([mine == number for mine in fold] for number in range(FOLDS)))
        tongues = sorted({one.language for one in sentences})
        number = {language: place % FOLDS for place, language in enumerate(tongues)}
        by_language = ([number[one.language] == place for one in sentences] for place in range(FOLDS))
        measure("languages left out", sentences, by_language)
    if options.write:
        model = fit(sentences)
        model.write(notices.FILE)
        print(f"{len(model.weights)} features, {notices.FILE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
