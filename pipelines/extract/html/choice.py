"""Which blocks are the text: by the block model, or where trafilatura's text stands; and how sure that is."""

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.extract.html.features import count_words
from pipelines.extract.html.walk import FLAGS, Block, Node

PROSE_WORDS = 10
LINKED = 0.4
"""Prose: blocks of at least so many words, of which at most this share is links."""

_ASIDE = FLAGS["nav"] | FLAGS["footer"] | FLAGS["hidden"] | FLAGS["dialog"] | FLAGS["form"]
_WORD = re.compile(r"\w+")


def by_model(chances: Sequence[float], words: Sequence[int]) -> tuple[list[bool], float]:
    """The blocks that maximise the expected F1, counted in words, and that F1.

    Blocks enter by their probability; with the total expected content known, F1 = 2 hits / (chosen + content).
    """
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    content = sum(chance * count for chance, count in zip(chances, words, strict=True)) or 1.0
    hits = chosen = best = 0.0
    size = 0
    for position, index in enumerate(order, 1):
        hits += chances[index] * words[index]
        chosen += words[index]
        score = 2 * hits / (chosen + content)
        if score > best:
            best, size = score, position
    kept = [False] * len(chances)
    for index in order[:size]:
        kept[index] = True
    return kept, best


def by_text(blocks: Sequence[Block], text: str) -> list[bool]:
    """The blocks of which most three-word sequences stand in a text; short ones, if the text has them as a line."""
    tokens = _WORD.findall(text)
    grams = set(zip(tokens, tokens[1:], tokens[2:], strict=False))
    lines = {" ".join(_WORD.findall(line)) for line in text.splitlines()}
    kept = []
    for block in blocks:
        own = _WORD.findall(block.text)
        if len(own) < 3:
            kept.append(bool(own) and " ".join(own) in lines)
            continue
        found = sum(gram in grams for gram in zip(own, own[1:], own[2:], strict=False))
        kept.append(found >= 0.6 * (len(own) - 2))
    return kept


def coverage(blocks: Sequence[Block], kept: Sequence[bool]) -> float | None:
    """The share of the page's visible prose, in words, that was kept; None on a page without prose."""
    total = held = 0
    seen: set[str] = set()
    for block, keep in zip(blocks, kept, strict=True):
        if block.node.flags & _ASIDE or block.link_chars > LINKED * len(block.text):
            continue
        words = count_words(block.text)
        if words < PROSE_WORDS or block.text in seen:
            continue
        seen.add(block.text)
        total += words
        held += words if keep else 0
    return held / total if total else None


def agreement(one: Sequence[bool], other: Sequence[bool], words: Sequence[int]) -> float:
    """F1, in words, of two choices of blocks."""
    both = sum(count for a, b, count in zip(one, other, words, strict=True) if a and b)
    sizes = sum(count * (a + b) for a, b, count in zip(one, other, words, strict=True))
    return 2 * both / sizes if sizes else 0.0


def word_f1(one: str, other: str) -> float:
    """F1 of the words of two texts, as multisets."""
    first, second = Counter(_WORD.findall(one)), Counter(_WORD.findall(other))
    sizes = first.total() + second.total()
    return 2 * (first & second).total() / sizes if sizes else 0.0


GAP = 3
"""Blocks between two chosen ones that are chosen with them, if they are not unlikely."""

GAP_CHANCE = 0.3
HEADING_CHANCE = 0.1
"""Least probabilities of a block, and of a heading or caption, in such a gap. Heuristics: they keep headings and lists
whole for 0.003 of word F1 (0.882 to 0.879 on half of the recorded pages, on which the model was trained)."""

TABLE_SHARE = 0.4
"""The share of a table's words from which all of it is kept. Heuristic, not measured by itself."""

_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "dt", "th", "summary"))


def settle(blocks: Sequence[Block], kept: list[bool], chances: Sequence[float]) -> list[bool]:
    """The choice without holes: short gaps are filled, and a table is taken whole or not at all."""
    settled = list(kept)
    last = None
    for index, keep in enumerate(kept):
        if not keep:
            continue
        if last is not None and 1 < index - last <= GAP + 1:
            for between in range(last + 1, index):
                block = blocks[between]
                least = HEADING_CHANCE if block.kind in _HEADS else GAP_CHANCE
                if chances[between] >= least and not block.node.flags & _ASIDE:
                    settled[between] = True
        last = index
    return _whole_tables(blocks, settled)


def _whole_tables(blocks: Sequence[Block], kept: list[bool]) -> list[bool]:
    members: dict[Node, list[int]] = {}
    for index, block in enumerate(blocks):
        node: Node | None = block.node
        while node is not None and node.tag not in ("table", "dl"):
            node = node.parent
        if node is not None:
            members.setdefault(node, []).append(index)
    for indices in members.values():
        words = sum(count_words(blocks[index].text) for index in indices)
        held = sum(count_words(blocks[index].text) for index in indices if kept[index])
        if words > held > TABLE_SHARE * words:
            for index in indices:
                kept[index] = True
    return kept
