"""How a judge does against a person: confusion matrix, macro-F1, and the mistakes that cost most."""

from collections import Counter
from collections.abc import Iterable

Confusion = Counter[tuple[str, str]]
"""How often (a person's verdict, the judge's)."""

GOOD = frozenset(("alive", "moved"))
GIVEN_UP = frozenset(("dead", "soft_404", "usurped"))

FLOOR = 0.97
"""Macro-F1 below which the labelled set fails: the project's own demand."""


def confusion(pairs: Iterable[tuple[str, str]]) -> Confusion:
    return Counter(pairs)


def macro_f1(counted: Confusion) -> float:
    """The mean of the F1 of each verdict that either of the two has given."""
    names = {name for pair in counted for name in pair}
    return sum(f1(counted, name) for name in names) / len(names)


def f1(counted: Confusion, name: str) -> float:
    hits = counted[name, name]
    said = sum(number for (_, judge), number in counted.items() if judge == name)
    true = sum(number for (person, _), number in counted.items() if person == name)
    return 2 * hits / (said + true) if hits else 0.0


def given_up(counted: Confusion) -> int:
    """Good pages that the judge would give up: the mistake that costs a citation."""
    return sum(number for (person, judge), number in counted.items() if person in GOOD and judge in GIVEN_UP)


def table(counted: Confusion) -> str:
    """The matrix: rows are a person's verdicts, columns the judge's; then each verdict's F1."""
    names = sorted({name for pair in counted for name in pair})
    widths = [max(len(name), 4) for name in names]
    lines = [" " * 12 + "  ".join(name.rjust(width) for name, width in zip(names, widths, strict=True)) + "      F1"]
    for person in names:
        cells = [(str(counted[person, judge] or "."), width) for judge, width in zip(names, widths, strict=True)]
        row = "  ".join(cell.rjust(width) for cell, width in cells)
        lines.append(f"{person:<12}{row}  {f1(counted, person):.3f}".rstrip())
    return "\n".join(lines)
