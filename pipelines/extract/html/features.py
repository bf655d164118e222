"""What the block model sees of each block: numbers, in one fixed order."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from pipelines.extract.html.walk import FLAGS, Block, Node

SHORT = 12
"""Words of the longest block whose words are looked up one by one."""

PHRASE = 6
"""Words of the longest block that is looked up as a whole."""

PROSE_WORDS = 8
LINKED = 0.4
"""Prose, for the shares of prose: blocks of at least so many words, of which less than this share is links."""

_SPLIT = re.compile(r"[^a-z0-9]+|(?<=[a-z])(?=[A-Z0-9])")
_WITHOUT_SPACES = re.compile(r"[\u3040-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_BITS = tuple(FLAGS.values())


@dataclass(slots=True)
class Tables:
    """Log-odds of being content, by token of a class or id, by tag, by word and phrase of short blocks."""

    tokens: Mapping[str, float]
    tags: Mapping[str, float]
    words: Mapping[str, float]
    cache: dict[str, tuple[float, ...]] = field(default_factory=dict)


def tokens_of(name: str) -> list[str]:
    """The tokens of a class or id: its words, and their parts.

    >>> tokens_of("post-body mw_content")
    ['post-body', 'post', 'body', 'mw_content', 'mw', 'content']
    """
    found: list[str] = []
    for word in name[:200].split()[:8]:
        lower = word.lower()[:40]
        found.append(lower)
        parts = [part for part in _SPLIT.split(word) if part] if not lower.isalpha() or lower != word else []
        if len(parts) > 1 or (parts and parts[0] != lower):
            found += [part.lower() for part in parts if len(part) > 1 and not part.isdigit()]
    return found


def phrase_of(text: str) -> str:
    """A short block's text as a key: lower case, digits as 0."""
    return re.sub(r"\d+", "0", " ".join(text.lower().split()[:6]))


def count_words(text: str) -> int:
    """Words; of writing without spaces, two characters count as one."""
    words = text.count(" ") + text.count("\n") - text.count("\n\n") + 1
    if len(text) > 12 * words and not text.isascii():
        return max(words, len(_WITHOUT_SPACES.findall(text)) // 2)
    return words


def _score(node: Node, tables: Tables) -> tuple[float, float, float, float]:
    """(of the nearest named element, least, greatest, sum) of the log-odds of an element and its ancestors."""
    try:
        return node.scores
    except AttributeError:
        pass
    chain = []
    current: Node | None = node
    last = least = most = total = 0.0
    while current is not None:
        try:
            last, least, most, total = current.scores
            break
        except AttributeError:
            chain.append(current)
            current = current.parent
    get = tables.tokens.get
    for current in reversed(chain):
        name = f"{current.name} {current.id}" if current.id else current.name
        if name:
            key = tables.cache.get(name)
            if key is None:
                values = [value for token in tokens_of(name) if (value := get(token)) is not None]
                key = (sum(values) / len(values) ** 0.5,) if values else ()
                if len(tables.cache) < 50_000:
                    tables.cache[name] = key
            if key:
                last = key[0]
                least, most, total = min(least, last), max(most, last), total + last
        current.scores = (last, least, most, total)
    return node.scores


class _Page:
    """What is measured once per page."""

    def __init__(self, blocks: Sequence[Block], path_depth: int) -> None:
        self.words = [count_words(block.text) for block in blocks]
        self.share = [block.link_chars / len(block.text) for block in blocks]
        self.total = sum(self.words) or 1
        self.mass = [w if w >= PROSE_WORDS and s < LINKED else 0 for w, s in zip(self.words, self.share, strict=True)]
        self._measure_containers(blocks)
        self.repeated = Counter(block.text for block in blocks)
        self.shapes: dict[tuple[str, str, str], list[float]] = {}
        for index, block in enumerate(blocks):
            stats = self.shapes.setdefault(_shape(block), [0.0, 0.0, 0.0])
            stats[0] += 1
            stats[1] += self.words[index]
            stats[2] += self.share[index]
        kinds = [block.kind for block in blocks]
        self.h1 = kinds.index("h1") if "h1" in kinds else -1
        self.row = [
            log2(len(blocks) + 1), log2(self.total), sum(self.mass) / self.total, float(path_depth),
            max(self.mass, default=0) / self.total, float(kinds.count("h1")),
            (kinds.count("h2") + kinds.count("h3")) ** 0.5, float(kinds.count("pre")),
        ]  # fmt: skip

    def _measure_containers(self, blocks: Sequence[Block]) -> None:
        for index, block in enumerate(blocks):
            node: Node | None = block.node
            words, mass = self.words[index], self.mass[index]
            linked = words * self.share[index]
            while node is not None:
                node.chars += words
                node.link_chars += linked
                node.prose += mass
                node.blocks += 1
                node = node.parent


def _shape(block: Block) -> tuple[str, str, str]:
    node = block.node
    return node.tag, node.name, node.parent.name if node.parent else ""


def features(blocks: Sequence[Block], tables: Tables, path_depth: int) -> list[list[float]]:
    """A row of numbers for each block. Measures the containers of the blocks: call it once per walk."""
    page = _Page(blocks, path_depth)
    rows: list[list[float]] = []
    before = 0
    heading, level = -1, 0
    for index, block in enumerate(blocks):
        kind = block.kind
        if len(kind) == 2 and kind[0] == "h" and kind[1].isdigit():
            heading, level = index, int(kind[1])
        row = _own(block, page.words[index], page.share[index], tables)
        row += _place(index, len(blocks), before / page.total, index - heading if heading >= 0 else 99, level)
        row += [index - page.h1 if page.h1 >= 0 else 0, 1.0 if page.h1 >= 0 else 0.0]
        row += [*_label(block.text, page.words[index], tables), *_score(block.node, tables), page.repeated[block.text]]
        row += [1.0 if block.node.flags & bit else 0.0 for bit in _BITS]
        count, words, share = page.shapes[_shape(block)]
        row += [log2(count), log2(words / count), share / count]
        row += _around(block.node, page.total)
        row += _neighbours(index, page)
        rows.append(row + page.row)
        before += page.words[index]
    return rows


def _own(block: Block, words: int, share: float, tables: Tables) -> list[float]:
    text, odds = block.text, tables.tags.get
    parent = block.node.parent or block.node
    grand = parent.parent or parent
    first, last = text[0], text[-1]
    return [
        odds("t" + block.kind, 0.0), odds("p" + parent.tag, 0.0), odds("g" + grand.tag, 0.0), block.node.depth,
        log2(words), len(text) / words, share, block.links, text.count(",") / words,
        1.0 if last in ".!?。！？…" else 0.5 if last in ':;”"’)' else 0.0,
        1.0 if first.isupper() else 0.5 if first.islower() else 0.0,
        sum(map(text.count, "0123456789")) / len(text) if words < 40 else 0.0,
    ]  # fmt: skip


def _place(index: int, count: int, before: float, since_heading: int, level: int) -> list[float]:
    return [index / count, log2(count - index), log2(index + 1), before, since_heading, level]


def _label(text: str, words: int, tables: Tables) -> tuple[float, float]:
    """Log-odds of a short block as a whole, and the mean of its words."""
    if words > SHORT:
        return 0.0, 0.0
    low, odds = phrase_of(text), tables.words.get
    found = [odds(word, 0.0) for word in low.split()]
    return odds("=" + low, 0.0) if words <= PHRASE else 0.0, sum(found) / len(found) if found else 0.0


def _around(node: Node, total: int) -> list[float]:
    """Four containers around a block, without those that hold nothing else than the one within."""
    row: list[float] = []
    for _ in range(4):
        while node.parent is not None and node.parent.blocks == node.blocks:
            node = node.parent
        chars = node.chars or 1
        row += [node.chars / total, node.link_chars / chars, node.prose / chars]
        row += [log2(node.chars / node.blocks + 1), log2(node.blocks)]
        node = node.parent or node
    return row


def _neighbours(index: int, page: _Page) -> list[float]:
    row: list[float] = []
    for at in (index - 2, index - 1, index + 1, index + 2):
        row += [log2(page.words[at] + 1), page.share[at]] if 0 <= at < len(page.words) else [0.0, 1.0]
    near = page.mass[max(0, index - 6) : index], page.mass[index + 1 : index + 7]
    return [*row, log2(sum(near[0]) + 1), log2(sum(near[1]) + 1)]
