"""Which blocks are the text: by the block model, or where trafilatura's text stands; and how sure that is."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from math import exp

from pipelines.extract.html.features import shape_of
from pipelines.extract.html.inherit import inherit
from pipelines.extract.html.walk import FLAGS, Block, Node

PROSE_WORDS = 10
LINKED = 0.4
"""Prose: blocks of at least so many words, of which at most this share is links."""

ASIDE = FLAGS["nav"] | FLAGS["footer"] | FLAGS["hidden"] | FLAGS["dialog"] | FLAGS["form"]
LEAST_PROSE = 0.1
"""Prose, as a share of the kept text, of which coverage is told: a list of links has a sentence or two beside it, which
say nothing of it. Heuristic."""

ALIKE = 0.5
"""How far a block's probability, as a logit, is drawn towards that of the blocks of its shape."""

CAUTION = 0.2
"""Taken from each logit: on sites that it has not seen the model promises a bit too much."""

PRODUCT_CAUTION = 0.8
"""Taken besides on pages of products from all blocks but those of tables and definitions, which are specifications: of
the others, three in ten with a probability of 0.4 to 0.6 were content, on hosts that the model had not seen. Pages of
other types gain nothing by it."""

_SPECIFICATIONS = frozenset(("td", "th", "dt", "dd", "caption"))
_OUTER = frozenset(("html", "body", "main", "article"))
_TEASERS = (
    r"(?:^|[\s_-])(?:related|recommend\w*|teasers?|sidebar|widget|newsletter|promo\w*|more-?(?:posts|stories|articles)"
    r"|footer|popup|modal|cookies?|consent)(?:$|[\s_-])"
)
_BESIDE = re.compile(_TEASERS, re.IGNORECASE)
_BESIDE_ARTICLE = re.compile(rf"comment|respond|disqus|testimonial|{_TEASERS}", re.IGNORECASE)
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


def evened(blocks: Sequence[Block], chances: Sequence[float]) -> list[float]:
    """The model's probabilities, each nearer to the mean of its shape, in words, and all a bit lower: posts of a thread
    are content together, or entries of a menu none of them.
    """
    shapes = [shape_of(block.node) for block in blocks]
    content: dict[tuple[str, str, str], float] = {}
    words: dict[tuple[str, str, str], int] = {}
    for shape, block, chance in zip(shapes, blocks, chances, strict=True):
        content[shape] = content.get(shape, 0.0) + block.words * chance
        words[shape] = words.get(shape, 0) + block.words
    # 1 / (1 + exp(-logit)), where a sum of logits is a product of odds.
    less = {shape: _odds(held / words[shape]) ** -ALIKE * exp(CAUTION) for shape, held in content.items()}
    return [1 / (1 + less[shape] * _odds(chance) ** (ALIKE - 1)) for shape, chance in zip(shapes, chances, strict=True)]


def wary(blocks: Iterable[Block], chances: Iterable[float]) -> list[float]:
    """The probabilities by which the blocks of a product's page are chosen."""
    less = exp(PRODUCT_CAUTION)
    return [
        chance if block.kind in _SPECIFICATIONS else 1 / (1 + less / _odds(chance))
        for block, chance in zip(blocks, chances, strict=True)
    ]


def _odds(chance: float) -> float:
    return (chance + 1e-6) / (1 - chance + 1e-6)


def by_text(
    blocks: Sequence[Block], lines_of_words: Sequence[list[str]], words_of: Mapping[str, list[str]]
) -> list[bool]:
    """The blocks of which most three-word sequences stand in a text; short ones, if the text has them as a line.

    `words_of` are the words of each of its lines: of a block that is a line, all sequences stand there.
    """
    tokens = list(chain.from_iterable(lines_of_words))
    grams = set(zip(tokens, tokens[1:], tokens[2:], strict=False))
    lines = {" ".join(line) for line in lines_of_words}
    kept = []
    for block in blocks:
        if words_of.get(block.text):
            kept.append(True)
            continue
        own = _WORD.findall(block.text)
        if len(own) < 3:
            kept.append(bool(own) and " ".join(own) in lines)
            continue
        found = sum(map(grams.__contains__, zip(own, own[1:], own[2:], strict=False)))
        kept.append(found >= 0.6 * (len(own) - 2))
    return kept


def open_page_forms(blocks: Sequence[Block]) -> None:
    """Take the flag of forms from blocks of a form that is the page itself. `features` has measured its words."""
    total = sum(block.words for block in blocks)
    forms = [block for block in blocks if block.node.flags & FLAGS["form"]]
    within = inherit(forms, lambda node, above: above or (node.tag == "form" and 2 * node.chars > total), top=False)
    for block, inside in zip(forms, within, strict=True):
        if inside:
            block.node.flags &= ~FLAGS["form"]


def coverage(blocks: Sequence[Block], kept: Sequence[bool], *, of_article: bool = False) -> float | None:
    """The share of the page's visible prose, in words, that was kept; None on a page with hardly any prose.

    What was left out of containers that are named as being beside the content does not count; `of_article`: neither
    do comments. Both count where they were kept.
    """
    names = _BESIDE_ARTICLE if of_article else _BESIDE
    total = held = text = 0
    seen: set[str] = set()
    beside: dict[Node, bool] = {}
    for block, keep in zip(blocks, kept, strict=True):
        text += block.words if keep else 0
        if block.node.flags & ASIDE or block.link_chars > LINKED * len(block.text):
            continue
        if block.words < PROSE_WORDS or block.text in seen or (not keep and _is_in(block.node, names, beside)):
            continue
        seen.add(block.text)
        total += block.words
        held += block.words if keep else 0
    return held / total if total > LEAST_PROSE * text else None


def _is_in(node: Node, names: re.Pattern[str], known: dict[Node, bool]) -> bool:
    """Whether a container around a block has such a name. Iterative: a page may nest thousands of elements."""
    chain: list[Node] = []
    above: Node | None = node
    while above is not None and above not in known:
        chain.append(above)
        above = above.parent
    inside = above is not None and known[above]
    for inner in reversed(chain):
        named = inner.tag not in _OUTER and names.search(f"{inner.name} {inner.id}"[:500]) is not None
        inside = known[inner] = inside or named
    return inside


def agreement(one: Sequence[bool], other: Sequence[bool], words: Sequence[int]) -> float:
    """F1, in words, of two choices of blocks."""
    both = sum(count for a, b, count in zip(one, other, words, strict=True) if a and b)
    sizes = sum(count * (a + b) for a, b, count in zip(one, other, words, strict=True))
    return 2 * both / sizes if sizes else 0.0


def words_of_lines(paragraphs: Iterable[str], words_of: dict[str, list[str]]) -> list[list[str]]:
    """The words of each line, kept in `words_of`: two extractions of a page have most lines in common."""
    found = []
    for paragraph in paragraphs:
        for line in paragraph.splitlines():
            words = words_of.get(line)
            if words is None:
                words = words_of[line] = _WORD.findall(line)
            found.append(words)
    return found


def word_f1(one: Sequence[list[str]], other: Sequence[list[str]]) -> float:
    """F1 of the words of the lines of two texts, as multisets."""
    if one == other:
        return 1.0 if any(one) else 0.0
    first, second = Counter(chain.from_iterable(one)), Counter(chain.from_iterable(other))
    sizes = first.total() + second.total()
    return 2 * (first & second).total() / sizes if sizes else 0.0
