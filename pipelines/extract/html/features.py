"""What the block model sees of each block: numbers, in one fixed order."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import inf, log2
from operator import attrgetter, mul

from pipelines.extract.html.walk import FLAGS, Block, Node

SHORT = 12
"""Words of the longest block whose words are looked up one by one."""

PHRASE = 6
"""Words of the longest block that is looked up as a whole."""

PROSE_WORDS = 8
LINKED = 0.4
"""Prose, for the shares of prose: blocks of at least so many words, of which less than this share is links."""

_SPLIT = re.compile(r"[^a-z0-9]+|(?<=[a-z])(?=[A-Z0-9])")
_NUMBER = re.compile(r"\d+")
_DIGIT = re.compile(r"[0-9]")
_BITS = tuple(FLAGS.values())


MAX_CACHED = 50_000
"""Words of classes and ids whose log-odds are kept from page to page."""


@dataclass(slots=True)
class Tables:
    """Log-odds of being content, by token of a class or id, by tag, by word and phrase of short blocks."""

    tokens: Mapping[str, float]
    tags: Mapping[str, float]
    words: Mapping[str, float]
    cache: dict[str, list[float]] = field(default_factory=dict)  # of the tokens of one word of a class or id

    def of_name(self, name: str) -> list[float]:
        """The log-odds of those tokens of a class or id that have some."""
        found: list[float] = []
        for word in _words_of(name):
            values = self.cache.get(word)
            if values is None:
                values = [value for token in _tokens_of_word(word) if (value := self.tokens.get(token)) is not None]
                if len(self.cache) < MAX_CACHED:
                    self.cache[word] = values
            found += values
        return found


def tokens_of(name: str) -> list[str]:
    """The tokens of a class or id: its words, and their parts.

    >>> tokens_of("post-body mw_content")
    ['post-body', 'post', 'body', 'mw_content', 'mw', 'content']
    """
    return [token for word in _words_of(name) for token in _tokens_of_word(word)]


def _words_of(name: str) -> list[str]:
    return name[:200].split()[:8]


def _tokens_of_word(word: str) -> list[str]:
    lower = word.lower()[:40]
    found = [lower]
    parts = [part for part in _SPLIT.split(word) if part] if not lower.isalpha() or lower != word else []
    if len(parts) > 1 or (parts and parts[0] != lower):
        found += [part.lower() for part in parts if len(part) > 1 and not part.isdigit()]
    return found


def phrase_of(text: str) -> str:
    """A short block's text as a key: lower case, digits as 0."""
    return _NUMBER.sub("0", " ".join(text.lower().split()[:PHRASE]))


def features(blocks: Sequence[Block], tables: Tables, path_depth: int) -> list[list[float]]:
    """A row of numbers for each block, all of them floats, which Python compares faster than integers with floats.

    Measures the containers of the blocks: call it once per walk.
    """
    page = _Page(blocks, path_depth)
    _measure_containers(blocks, page, tables)
    texts = _Texts(tables)
    standing = _standing(blocks, page)
    flags: dict[int, list[float]] = {}
    around: dict[Node, list[float]] = {}
    rows: list[list[float]] = []
    for index, (block, place, shape, near) in enumerate(
        zip(blocks, _places(blocks, page), page.shape_rows(), _neighbours(page), strict=True)
    ):
        node = block.node
        if (flagged := flags.get(node.flags)) is None:
            flagged = flags[node.flags] = [1.0 if node.flags & bit else 0.0 for bit in _BITS]
        begin, label = texts.measure(block, page.words[index], page.share[index])
        repeated = float(page.repeated[block.text])
        rows.append(
            [
                *begin, *place, *label, *node.scores, *standing[node.scores[3]], repeated, *flagged, *shape,
                *_around(node, page.total, around), *near, *page.row,
            ]
        )  # fmt: skip
    return rows


class _Page:
    """What is measured once per page."""

    def __init__(self, blocks: Sequence[Block], path_depth: int) -> None:
        self.words = words = [block.words for block in blocks]
        self.share = [block.link_chars / len(block.text) for block in blocks]
        self.total = sum(words) or 1
        self.mass = [w if w >= PROSE_WORDS and s < LINKED else 0 for w, s in zip(words, self.share, strict=True)]
        self.repeated = Counter([block.text for block in blocks])
        self.shapes = [shape_of(block.node) for block in blocks]
        kinds = [block.kind for block in blocks]
        self.h1 = kinds.index("h1") if "h1" in kinds else -1
        self.row = [
            log2(len(blocks) + 1), log2(self.total), sum(self.mass) / self.total, float(path_depth),
            max(self.mass, default=0) / self.total, float(kinds.count("h1")),
            (kinds.count("h2") + kinds.count("h3")) ** 0.5, float(kinds.count("pre")),
        ]  # fmt: skip

    def shape_rows(self) -> Iterable[list[float]]:
        """For each block: of those of its shape, the number, the mean of their words and of their links."""
        counts: dict[tuple[str, str, str], list[float]] = {}
        for shape, words, share in zip(self.shapes, self.words, self.share, strict=True):
            stats = counts.setdefault(shape, [0.0, 0.0, 0.0])
            stats[0] += 1
            stats[1] += words
            stats[2] += share
        rows = {
            shape: [log2(count), log2(words / count), share / count] for shape, (count, words, share) in counts.items()
        }
        return [rows[shape] for shape in self.shapes]


def shape_of(node: Node) -> tuple[str, str, str]:
    """What elements that are alike have in common."""
    return node.tag, node.name, node.parent.name if node.parent is not None else ""


def _measure_containers(blocks: Sequence[Block], page: _Page, tables: Tables) -> None:
    nodes: dict[Node, None] = {}  # in this order, not by address, so that sorting costs the same for every page
    for block, words, mass, share in zip(blocks, page.words, page.mass, page.share, strict=True):
        node: Node | None = block.node
        block.node.chars += words
        block.node.prose += mass
        block.node.blocks += 1
        block.node.link_chars += words * share
        while node is not None and node not in nodes:
            nodes[node] = None
            node = node.parent
    outermost_first = sorted(nodes, key=attrgetter("depth"))
    for node in reversed(outermost_first):
        if (parent := node.parent) is not None:
            parent.chars += node.chars
            parent.prose += node.prose
            parent.blocks += node.blocks
            parent.link_chars += node.link_chars
    _score(outermost_first, tables)


def _score(outermost_first: Iterable[Node], tables: Tables) -> None:
    """(of the nearest named element, least, greatest, sum) of the log-odds of each element and its ancestors."""
    known: dict[str, float | None] = {"": None}
    for node in outermost_first:
        parent = node.parent
        last, least, most, total = parent.scores if parent is not None else (0.0, 0.0, 0.0, 0.0)
        name = f"{node.name} {node.id}" if node.id else node.name
        if name in known:
            score = known[name]
        else:
            values = tables.of_name(name)
            score = known[name] = sum(values) / len(values) ** 0.5 if values else None
        if score is not None:
            last = score
            least, most, total = min(least, last), max(most, last), total + last
        node.scores = (last, least, most, total)


def _standing(blocks: Sequence[Block], page: _Page) -> dict[float, tuple[float, float, float]]:
    """By the sum of a block's log-odds: that less the greatest of the page's prose; that less the mean of the page's
    words; the share of the words that have a greater one. A site may name all of its containers in good words, or bad.
    """
    held: dict[float, int] = {}
    greatest = -inf
    for block, words, mass in zip(blocks, page.words, page.mass, strict=True):
        total = block.node.scores[3]
        held[total] = held.get(total, 0) + words
        if mass and total > greatest:
            greatest = total
    if greatest == -inf:
        greatest = max(held, default=0.0)
    mean = sum(map(mul, held, held.values())) / page.total
    found, above = {}, 0
    for total in sorted(held, reverse=True):
        found[total] = total - greatest, total - mean, above / page.total
        above += held[total]
    return found


class _Texts:
    """The numbers of a block's own text and element."""

    def __init__(self, tables: Tables) -> None:
        self._tags, self._words = tables.tags.get, tables.words.get

    def measure(self, block: Block, words: int, share: float) -> tuple[list[float], tuple[float, float]]:
        """(of the block by itself, of its words where they are few: of all together, their mean)."""
        text, node, odds = block.text, block.node, self._tags
        digits = len(_DIGIT.findall(text)) if words < 40 else 0
        parent = node.parent or node
        grand = parent.parent or parent
        first, last = text[0], text[-1]
        own = [
            odds("t" + block.kind, 0.0), odds("p" + parent.tag, 0.0), odds("g" + grand.tag, 0.0), float(node.depth),
            log2(words), len(text) / words, share, float(block.links), text.count(",") / words,
            1.0 if last in ".!?。！？…" else 0.5 if last in ':;”"’)' else 0.0,
            1.0 if first.isupper() else 0.5 if first.islower() else 0.0,
            digits / len(text),
        ]  # fmt: skip
        if words > SHORT:
            return own, (0.0, 0.0)
        low = phrase_of(text) if digits or not text.isascii() else " ".join(text.lower().split()[:PHRASE])
        found = [self._words(word, 0.0) for word in low.split()]
        phrase = self._words("=" + low, 0.0) if words <= PHRASE else 0.0
        return own, (phrase, sum(found) / len(found) if found else 0.0)


def _places(blocks: Sequence[Block], page: _Page) -> Iterable[list[float]]:
    """Where each block stands: on the page, behind its heading, behind the first h1."""
    count, total, h1 = len(blocks), page.total, page.h1
    heading, level = -1, 0.0
    for index, (block, before) in enumerate(zip(blocks, accumulate(page.words, initial=0), strict=False)):
        kind = block.kind
        if len(kind) == 2 and kind[0] == "h" and kind[1].isdigit():
            heading, level = index, float(kind[1])
        yield [
            index / count, log2(count - index), log2(index + 1), before / total,
            float(index - heading) if heading >= 0 else 99.0, level,
            *((float(index - h1), 1.0) if h1 >= 0 else (0.0, 0.0)),
        ]  # fmt: skip


def _around(node: Node, total: int, known: dict[Node, list[float]]) -> list[float]:
    """Four containers around a block, without those that hold nothing else than the one within."""
    chain: list[tuple[Node, Node]] = []
    while (row := known.get(node)) is None:
        outer = node
        while (parent := outer.parent) is not None and parent.blocks == node.blocks:
            outer = parent
        chain.append((node, outer))
        if parent is None:
            row = _container(outer, total) * 3
            break
        node = parent
    for inner, outer in reversed(chain):
        row = known[inner] = known.get(outer) or [*_container(outer, total), *row[:15]]
        known[outer] = row
    return row


def _container(node: Node, total: int) -> list[float]:
    chars = node.chars or 1
    return [
        node.chars / total, node.link_chars / chars, node.prose / chars, log2(node.chars / node.blocks + 1),
        log2(node.blocks),
    ]  # fmt: skip


def _neighbours(page: _Page) -> Iterable[list[float]]:
    """The two blocks before and behind each block, and the prose of the six before and behind."""
    pairs: list[float] = [0.0, 1.0] * 2
    for words, share in zip(page.words, page.share, strict=True):
        pairs += (log2(words + 1), share)
    pairs += [0.0, 1.0] * 2
    count = len(page.words)
    mass = list(accumulate(page.mass, initial=0))
    for index in range(count):
        at = 2 * index
        before, behind = mass[index] - mass[max(0, index - 6)], mass[min(count, index + 7)] - mass[index + 1]
        yield [*pairs[at : at + 4], *pairs[at + 6 : at + 10], log2(before + 1), log2(behind + 1)]
