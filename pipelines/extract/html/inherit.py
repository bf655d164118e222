"""What a block has from the containers around it, without climbing up from every block."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pipelines.extract.html.walk import Block, Node

T = TypeVar("T")


def inherit(blocks: Sequence[Block], rule: Callable[[Node, T], T], top: T) -> list[T]:
    """What `rule(node, of its parent)` gives for the node of each block; each node is asked once."""
    known: dict[Node, T] = {}
    found = []
    for block in blocks:
        chain = []
        node: Node | None = block.node
        while node is not None and node not in known:
            chain.append(node)
            node = node.parent
        value = top if node is None else known[node]
        for node in reversed(chain):
            value = known[node] = rule(node, value)
        found.append(value)
    return found
