"""Takes what is unlikely to be the article out of the tree before trafilatura reads it."""

from collections.abc import Sequence

from lxml.etree import strip_elements
from lxml.html import HtmlElement

from pipelines.extract.html.walk import Block, Node

UNLIKELY = 0.4
"""A container whose likeliest block is less likely content than this is removed. Without it, extracting a page of
web-dev takes 62 ms of CPU instead of 50, and of 1,485 unwanted snippets 0.5 % more leak, with the same F1
(bench/accuracy.py --set prune.UNLIKELY=0)."""


_WORDLESS = ("style", "link", "meta", "svg", "iframe", "input", "source")
"""Elements in which trafilatura finds nothing: it drops them itself, after it has copied and searched the tree."""


def strip_wordless(tree: HtmlElement) -> None:
    """Remove what holds no words, but for the JSON-LD, which trafilatura reads where it finds nothing else."""
    for script in list(tree.iter("script")):
        if "ld+json" not in (script.get("type") or ""):
            script.drop_tree()
    strip_elements(tree, *_WORDLESS, with_tail=False)


def prune(blocks: Sequence[Block], chances: Sequence[float]) -> int:
    """Remove the containers of unlikely blocks from their tree; returns their number."""
    best: dict[Node, float] = {}
    for block, chance in zip(blocks, chances, strict=True):
        node: Node | None = block.node
        while node is not None and best.get(node, -1.0) < chance:
            best[node] = chance
            node = node.parent
    gone = 0
    for node, chance in best.items():
        if chance < UNLIKELY and node.parent is not None and best[node.parent] >= UNLIKELY and node.tag != "body":
            node.element.drop_tree()
            gone += 1
    return gone
