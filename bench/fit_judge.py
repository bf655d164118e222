"""Fits the points of the judge's scorecard on labelled pages, and measures them.

    python bench/fit_judge.py [--batches 1 2 3 4 5 6] [--web FOLDER ...] [--test N ...] [--each] [--measure] [--write]

For each verdict the points of its signals are moved from the first estimate (scorecard_first.toml) to where they tell
the labelled pages apart best: logistic loss on their sum, where a page that is wrongly given up counts GIVEN_UP times
as much as one that is missed, and a penalty on the squared distance from the estimate, so that points that few pages
speak of stay where they were. Signs are kept, and a clearer grade of a rule never has less than a vaguer one.

`--web` names recorded webs (bench/recorded_web.py), whose pages are taken for good ones. `--measure` leaves out a fifth
of the hosts, five times, fits on the rest, and prints how often the judge is right on those left out. `--test` names
batches that are judged with what was fitted on the others; `--each` does so with each batch in turn. `--write` writes
pipelines/judge/scorecard.toml.
"""

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(ROOT / "tests"), str(ROOT / "tests" / "pipelines" / "judge")]

from known_pages import FOLDS, Known, doubled, labelled, recorded  # noqa: E402 - runs from a checkout, installed or not
from labelled_pages import PAGES, batch  # noqa: E402 - likewise

from crawler.model import Verdict  # noqa: E402 - likewise
from pipelines.judge import scorecard  # noqa: E402 - likewise

FIRST = Path(__file__).with_name("scorecard_first.toml")

GIVEN_UP, FALSE, OTHER = 8.0, 3.0, 0.05
"""A good page given up costs that many missed ones, a good one called a wall or a fault fewer. That a wall has
something of an error page costs little: the judge chooses between them by other means (bodies.py)."""

STEEP = 8.0
"""Slope of the logistic loss on points: a quarter of a point is a factor of seven in the odds."""

PULL = 60.0
"""Strength of the penalty on moving a point from its first estimate. This and the slope are those with which batches
that were left out are judged best (`--each`)."""

STEPS, RATE, ROUNDS = 150, 0.01, 4

_GRADE = re.compile(r"(.*/(?:title-|most-)?)([2-6])$")


def scored_for(pages: Sequence[Known], verdict: Verdict) -> list[Known]:
    """Those on which a verdict is scored at all."""
    return [
        one
        for one in pages
        if one.fetch.status == 200
        and one.fetch.capture is not None
        and (verdict is not Verdict.USURPED or one.history.last_good is not None)
        and not (verdict is Verdict.RESTRICTED and _may_be_teaser(one))
    ]


def _may_be_teaser(one: Known) -> bool:
    """Whether a recorded page says that it is not free: nobody has labelled it."""
    capture = one.fetch.capture
    return one.recorded and capture is not None and capture.metadata.access_free is False


def weight(label: str, verdict: Verdict) -> float:
    """The weight of a page with that label when the card of a verdict is fitted."""
    if label in ("alive", "moved"):
        return GIVEN_UP if verdict in (Verdict.SOFT_404, Verdict.USURPED) else FALSE
    return 1.0 if label in (verdict.value, "degraded") or verdict is Verdict.USURPED else OTHER


def descend(values: np.ndarray, gradient: Callable[[np.ndarray], np.ndarray], rate: float = RATE) -> np.ndarray:
    """Adam: Kingma and Ba (2015)."""
    momentum, scale = np.zeros_like(values), np.zeros_like(values)
    for step in range(1, STEPS + 1):
        slope = gradient(values)
        momentum, scale = 0.9 * momentum + 0.1 * slope, 0.99 * scale + 0.01 * slope**2
        values = values - rate * (momentum / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.99**step)) + 1e-6)
    return values


def _logistic(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def fit_points(pages: Sequence[Known], verdict: Verdict, first: scorecard.Card) -> dict[str, float]:
    """The points that tell the pages apart best."""
    known = scored_for(pages, verdict)
    names = sorted(first.points)
    place = {name: index for index, name in enumerate(names)}
    start = np.array([first.points[name] for name in names])
    rows, lengths = [], []
    for one in known:
        seen = one.signals[verdict]
        rows.append([(place.get(signal.key, place.get(signal.rule, 0)), signal.source) for signal in seen])
        lengths.append(first.of_length(one.length))
    truth = np.array([one.verdict == verdict.value for one in known], dtype=float)
    weights = np.array([weight(one.verdict, verdict) for one in known])

    points = start
    for _ in range(ROUNDS):  # which signals are the strongest of their source depends on the points
        table = np.zeros((len(rows), len(names)))
        for number, row in enumerate(rows):
            table[number, _strongest(row, points)] = 1

        def gradient(points: np.ndarray, table: np.ndarray = table) -> np.ndarray:
            total = np.array(lengths) + table @ points
            slope = weights * STEEP * (_logistic(STEEP * (total - scorecard.ENOUGH)) - truth)
            return table.T @ slope + PULL * 2 * (points - start)

        points = descend(points, gradient)
    points = np.where(start >= 0, np.maximum(points, 0.05), np.minimum(points, 0.0))
    return _in_order({name: round(float(value), 2) for name, value in zip(names, points, strict=True)})


def _strongest(row: Sequence[tuple[int, object]], points: np.ndarray) -> list[int]:
    """As `scorecard.score` chooses: per source the strongest signal for, and the strongest against."""
    best: dict[tuple[object, bool], int] = {}
    for index, source in row:
        side = source, bool(points[index] < 0)
        if side not in best or abs(points[index]) > abs(points[best[side]]):
            best[side] = index
    return list(best.values())


def _in_order(points: dict[str, float]) -> dict[str, float]:
    """More concepts that meet never count less."""
    for name in sorted(points):
        if (match := _GRADE.match(name)) and (less := points.get(f"{match[1]}{int(match[2]) - 1}")) is not None:
            points[name] = max(points[name], less)
    return points


Cards = Mapping[Verdict, scorecard.Card]


def use(cards: Cards) -> None:
    """Let the judge use these cards, in this process."""
    scorecard.cards = lambda: dict(cards)  # type: ignore[assignment]


def fit(pages: Sequence[Known]) -> Cards:
    """All cards, fitted on these pages."""
    first = scorecard.read(FIRST)
    return {
        verdict: scorecard.Card(points=fit_points(pages, verdict, card), length=card.length)
        for verdict, card in first.items()
    }


def write(cards: Cards, head: str) -> None:
    """The cards as TOML."""
    parts = [head]
    for verdict, card in cards.items():
        lengths = "".join(f"  [{chars}, {points}],\n" for chars, points in card.length)
        points = "".join(f'"{name}" = {value}\n' for name, value in sorted(card.points.items()))
        parts.append(f"[{verdict.value}]\nlength = [\n{lengths}]\n\n[{verdict.value}.points]\n{points}")
    scorecard.FILE.write_text("\n".join(parts), encoding="utf-8")
    tomllib.loads(scorecard.FILE.read_text(encoding="utf-8"))


def report(name: str, pages: Sequence[Known], *, list_all: bool = True) -> tuple[int, int]:
    """Print how often the judge is right, and every mistake; return right ones and pages."""
    wrong = [(one, found) for one in pages if (found := one.judged).verdict.value != one.verdict]
    if list_all:
        for one, found in wrong:
            print(f"  {one.verdict} -> {found.verdict.value}: {one.name} ({one.note})")
    gone = [one.verdict for one, found in wrong if found.verdict in (Verdict.SOFT_404, Verdict.USURPED)]
    right = len(pages) - len(wrong)
    print(
        f"{name}: {right} of {len(pages)} right ({right / max(1, len(pages)):.1%});"
        f" good pages given up {sum(one in ('alive', 'moved') for one in gone)};"
        f" walls called gone {sum(one in ('blocked', 'restricted') for one in gone)};"
        f" mistakes with a doubt {sum(found.doubt is not None for _, found in wrong)} of {len(wrong)}"
    )
    return right, len(pages)


def leave_out_each(numbers: Sequence[int], real: Sequence[Known]) -> None:
    """Print how each batch is judged with what was fitted on all other pages."""
    batches = {number: labelled(batch(number)) for number in numbers}
    older, sums = labelled(PAGES), []
    for number, pages in batches.items():
        others = chain(older, *(batches[other] for other in numbers if other != number))
        use(fit([*doubled(list(others)), *real]))
        sums.append(report(f"batch {number}, left out", pages))
        print("recorded:", Counter(one.given for one in real))
    print(f"batches left out: {sum(right for right, _ in sums) / sum(all_ for _, all_ in sums):.1%} right")


def main() -> int:
    """Fit, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--batches", type=int, nargs="*", default=[1, 2, 3, 4, 5, 6])
    parser.add_argument("--test", type=int, nargs="*", default=[])
    parser.add_argument("--web", type=Path, nargs="*", default=[])
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    real = recorded(options.web)
    if options.each:
        leave_out_each(options.batches, real)
        return 0
    cases = [*PAGES, *chain.from_iterable(map(batch, options.batches))]
    pages = doubled(labelled(cases))
    if options.measure:
        sums = []
        for left_out in range(FOLDS):
            use(fit([one for one in (*pages, *real) if one.fold != left_out]))
            sums.append(report(f"fold {left_out}", [one for one in pages if one.fold == left_out]))
            print("recorded:", Counter(one.given for one in real if one.fold == left_out))
        print(f"left out: {sum(right for right, _ in sums) / sum(all_ for _, all_ in sums):.1%} right")
    cards = fit([*pages, *real])
    use(cards)
    report("fitted on all", pages, list_all=not options.measure)
    print("recorded:", Counter(one.given for one in real))
    for number in options.test:
        report(f"batch {number}, not fitted on", labelled(batch(number)))
    if options.write:
        webs = f" and {len(real)} recorded ones" if real else ""
        write(
            cards,
            f"# Written by bench/fit_judge.py, from {len(cases)} labelled pages (batches {options.batches}){webs}.\n",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
