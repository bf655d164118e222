"""YAML read by us (PyYAML's events, composed by us) and by ruamel.yaml: CPU time, and whether the nodes are the same.

    python bench/yaml_parsers.py [FILE]

FILE defaults to 1,000 generated records. Compared are the values of scalars and the lines and columns of all nodes.
ruamel.yaml comes with the development tools.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from crawler.sources.parsing.records.yaml_nodes import compose

RECORD = '- id: {at:016x}\n  url: https://e.org/{at}\n  title: "On pond {at}: its edge"\n  tags: [water, pond]\n'
ROUNDS = 3


def theirs(text: str) -> list[Any]:
    return list(YAML(typ="safe", pure=True).compose_all(text))


def least(read: Any, text: str) -> tuple[float, list[Any]]:  # noqa: ANN401 - a parser
    """The least CPU time of some rounds, in seconds, and the root nodes."""
    best, roots = float("inf"), []
    for _ in range(ROUNDS):
        start = time.process_time()
        roots = read(text)
        best = min(best, time.process_time() - start)
    return best, roots


def flat(node: Any) -> Iterator[tuple[int, int, str]]:  # noqa: ANN401 - a node of either library
    """Line, column and text of each node below a node; "" for a collection."""
    yield node.start_mark.line, node.start_mark.column, node.value if isinstance(node.value, str) else ""
    for child in () if isinstance(node.value, str) else node.value:
        for part in child if isinstance(child, tuple) else (child,):
            yield from flat(part)


def main() -> int:
    """Print both times and how many nodes are the same; exit status 1 if some differ."""
    path = Path(sys.argv[1]) if sys.argv[1:] else None
    text = path.read_text(encoding="utf-8") if path else "".join(RECORD.format(at=at) for at in range(1_000))
    mine, my_roots = least(compose, text)
    other, their_roots = least(theirs, text)
    ours = [part for root in my_roots for part in flat(root)]
    same = sum(one == two for one, two in zip(ours, (p for root in their_roots for p in flat(root)), strict=False))
    print(f"{len(text.encode()) / 1e6:.2f} MB: ours {mine:.2f} s, ruamel.yaml {other:.2f} s: {other / mine:.1f} times")
    print(f"{same:,} of {len(ours):,} nodes are the same")
    return int(same != len(ours))


if __name__ == "__main__":
    sys.exit(main())
