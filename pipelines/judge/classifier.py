"""The classifier of sentences: what each feature weighs for each class, and the file that has the weights.

The file is one Zstandard frame (RFC 8878). Unpacked, it has a line of JSON, `{"classes": [...], "bias": [...]}`; then
the features, in UTF-8, one on a line; an empty line; and for each feature, in the same order, a byte for each class:
the weight, and `ZERO` more. As JSON it was seven times as large, and took six times as long to read.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from crawler.net import zstd

CONTENT = "content"
"""The class of ordinary sentences."""

TENTHS = 10
"""The unit of the weights."""

ZERO = 128
"""The byte of a weight of 0: weights are whole tenths from -128 to 127."""

LEVEL = 19
"""Of compression: the file is written once."""


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of each feature: one for each class, in the order of `classes`.

    In whole tenths, so that their sum does not depend on their order, which changes from process to process.
    """

    classes: tuple[str, ...]
    bias: tuple[int, ...]
    weights: Mapping[str, int]
    """Where in `rows` those of a feature begin."""
    rows: bytes

    @classmethod
    def of(cls, classes: Iterable[str], bias: Iterable[int], weights: Mapping[str, Sequence[int]]) -> Self:
        """The model with these weights, in tenths.

        Raises:
            ValueError: One of them is too large.
        """
        rows = b"".join(bytes(weight + ZERO for weight in row) for row in weights.values())
        return cls._placed(tuple(classes), tuple(bias), list(weights), rows)

    @classmethod
    def _placed(cls, classes: tuple[str, ...], bias: tuple[int, ...], names: list[str], rows: bytes) -> Self:
        return cls(classes, bias, dict(zip(names, range(0, len(rows), len(classes)), strict=True)), rows)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The model in a file."""
        text, _, rows = zstd.decompress(path.read_bytes()).partition(b"\n\n")
        head, *names = text.decode().split("\n")
        stored = json.loads(head)
        return cls._placed(tuple(stored["classes"]), tuple(stored["bias"]), names, rows)

    def write(self, path: Path) -> None:
        """Write the file."""
        head = json.dumps({"classes": self.classes, "bias": self.bias})
        path.write_bytes(zstd.compress("\n".join((head, *self.weights, "", "")).encode() + self.rows, LEVEL))

    def odds(self, features: Iterable[str]) -> dict[str, float]:
        """The log-odds of each class against `CONTENT`."""
        wide = len(self.classes)
        known = [self.rows[at : at + wide] for at in map(self.weights.get, features) if at is not None]
        totals = [sum(column) for column in zip(self.bias, *known, strict=True)]
        content = totals[self.classes.index(CONTENT)]  # `ZERO` is in all of them as often
        return {name: (total - content) / TENTHS for name, total in zip(self.classes, totals, strict=True)}
