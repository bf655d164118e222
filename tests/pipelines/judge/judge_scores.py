"""How well the judge agrees with a person: confusion matrix, macro-F1, and the most costly mistakes."""

from collections import Counter
from collections.abc import Iterable

Confusion = Counter[tuple[str, str]]
"""How often each pair (a person's verdict, the judge's verdict) occurs."""

GOOD = frozenset(("alive", "moved"))
GIVEN_UP = frozenset(("dead", "soft_404", "usurped"))

FLOOR = 0.96
"""The macro-F1 that the older labelled pages must reach. It was 0.97 with rules and points made for them."""


def confusion(pairs: Iterable[tuple[str, str]]) -> Confusion:
    return Counter(pairs)


def macro_f1(counted: Confusion) -> float:
    """The mean of the F1 scores of all verdicts that either has given."""
    names = {name for pair in counted for name in pair}
    return sum(f1(counted, name) for name in names) / len(names)


def f1(counted: Confusion, name: str) -> float:
    hits = counted[name, name]
    predicted = sum(number for (_, judge), number in counted.items() if judge == name)
    true = sum(number for (person, _), number in counted.items() if person == name)
    return 2 * hits / (predicted + true) if hits else 0.0


def given_up(counted: Confusion) -> int:
    """The number of good pages that the judge would give up: the mistake that costs a citation."""
    return sum(number for (person, judge), number in counted.items() if person in GOOD and judge in GIVEN_UP)


def table(counted: Confusion) -> str:
    """The matrix as text: rows are a person's verdicts, columns the judge's; the last column is the F1."""
    names = sorted({name for pair in counted for name in pair})
    widths = [max(len(name), 4) for name in names]
    lines = [" " * 12 + "  ".join(name.rjust(width) for name, width in zip(names, widths, strict=True)) + "      F1"]
    for person in names:
        cells = [(str(counted[person, judge] or "."), width) for judge, width in zip(names, widths, strict=True)]
        row = "  ".join(cell.rjust(width) for cell, width in cells)
        lines.append(f"{person:<12}{row}  {f1(counted, person):.3f}".rstrip())
    return "\n".join(lines)
