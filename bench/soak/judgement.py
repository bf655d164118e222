"""Whether memory is flat, the file grows by what changes, and the last epoch is as fast as the second. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from bench.soak.epochs import Epoch

FLAT = 1.10
"""Most that the peak of memory of the last third of the refreshes may be of that of the first third."""

LINEAR = 0.2
"""Most by which the growth of the second half of the refreshes may differ from what the first half predicts."""

SLOWED = 0.9
"""Least throughput of the last epoch, of that of the second, or of a new cache."""


def problems(found: Sequence[Epoch], throughput: float | None) -> Iterator[str]:
    """What does not hold, a line each. `throughput` is that of the last epoch, as a share; None: it is not judged."""
    refreshes = found[1:]
    third = max(1, len(refreshes) // 3)
    first, last = (median(one.cost.peak for one in part) for part in (refreshes[:third], refreshes[-third:]))
    if last > FLAT * first:
        yield f"memory is not flat: {first / 2**20:.0f} MB in the first refreshes, {last / 2**20:.0f} MB in the last"
    ratio = growth_ratio(found)
    if abs(ratio - 1) > LINEAR:
        yield f"the file does not grow by what changes: {ratio:.2f} of what the first refreshes predict"
    if throughput is not None and throughput < SLOWED:
        yield f"epoch {found[-1].number} has {throughput:.2f} of the throughput that it had at first"


def growth_ratio(found: Sequence[Epoch]) -> float:
    """How much the file has grown in the second half of the refreshes, as a share of what the first half predicts.

    The first half tells what a Fetch takes and what a new text takes: the two by least squares.
    """
    steps = [(one.fetched, one.new_texts, one.used - before.used) for before, one in pairwise(found)]
    half = (len(steps) + 1) // 2
    per_fetch, per_text = least_squares(steps[:half])
    predicted = sum(per_fetch * fetches + per_text * texts for fetches, texts, _ in steps[half:])
    return sum(grown for *_, grown in steps[half:]) / predicted


def least_squares(steps: Sequence[tuple[int, int, int]]) -> tuple[float, float]:
    """The a and b for which a * x + b * y is closest to z.

    >>> least_squares([(100, 10, 1_500), (100, 20, 2_000), (100, 40, 3_000)])
    (10.0, 50.0)
    """
    xx, xy, yy = (sum(step[i] * step[j] for step in steps) for i, j in ((0, 0), (0, 1), (1, 1)))
    xz, yz = (sum(step[i] * step[2] for step in steps) for i in (0, 1))
    determinant = xx * yy - xy * xy
    return (xz * yy - yz * xy) / determinant, (yz * xx - xz * xy) / determinant
