"""What a block has from the containers around it, without climbing up from every block."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pipelines.extract.html.walk import Block, Node

T = TypeVar("T")


def inherit(
    blocks: Sequence[Block], rule: Callable[[Node, T], T], top: T, known: dict[Node, T] | None = None
) -> list[T]:
    """What `rule(node, of its parent)` gives for the node of each block; each node is asked once.

    `known` is what the same rule gave for some nodes before; the others are added.
    """
    known = {} if known is None else known
    found = []
    for block in blocks:
        node = block.node
        if node not in known:
            parent = node.parent
            if parent is None:
                known[node] = rule(node, top)
            elif parent in known:  # of most blocks: a climb for each costs twice the time
                known[node] = rule(node, known[parent])
            else:
                _climb(node, rule, top, known)
        found.append(known[node])
    return found


def _climb(node: Node, rule: Callable[[Node, T], T], top: T, known: dict[Node, T]) -> None:
    chain = []
    above: Node | None = node
    while above is not None and above not in known:
        chain.append(above)
        above = above.parent
    value = top if above is None else known[above]
    for inner in reversed(chain):
        value = known[inner] = rule(inner, value)
