"""Where the text of a page is: by trafilatura in articles, by the block model elsewhere, each the other's check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura.settings import Extractor

from pipelines.extract.html import asides, certainty, choice, lead, model, repeats, structure, tail
from pipelines.extract.html.blocks import blocks as blocks_of
from pipelines.extract.html.features import features
from pipelines.extract.html.page_type import TYPES, signals
from pipelines.extract.html.prune import prune, strip_wordless
from pipelines.extract.html.rejoin import rejoin
from pipelines.extract.html.render import Places, render
from pipelines.extract.html.walk import Block, walk
from pipelines.extract.metadata.tags import Tags
from pipelines.extract.modes import extractor_mode

OPTIONS = Extractor(fast=True, comments=False, output_format="txt")
"""Fast: without comparing with readability and justext, which takes 60 % more time and, measured on the development
pages, lowers F1 by 0.9 points. Comments are not what was cited. We read metadata ourselves, at half the cost."""

MAX_BLOCKS = 50_000
"""A page with more blocks is a data dump: its text is taken whole, without the model."""

ARTICLE = 0.5
"""The probability of being an article from which trafilatura is asked."""

AGREE = 0.5
"""F1, in words, of trafilatura's blocks against the model's from which trafilatura is followed. At 0.9 shingle F1 of
web-dev's articles is lower by 0.008 (bench/accuracy.py --set engine.AGREE=0.9)."""

SAME = 0.95
"""F1, in words, of our rendering of trafilatura's blocks against its own text from which ours is used: ours keeps every
word of a sentence. With its own always, web-dev gains 0.004 of F1 and loses 1.4 % of the wanted snippets, web-types
loses 0.003 (--set engine.SAME=1.01)."""

SURE = 0.725
"""Expected F1 (`certainty`) below which the text is in doubt: with coverage, 39 of 52 recorded pages with an F1 under
0.5, and 23 of 812 over 0.9 (bench/accuracy.py)."""

VETO = 0.4
"""Least probability of a block of trafilatura's article. Without the veto, shingle F1 of web-dev's articles is lower by
0.002, of web-types' by 0.003 (bench/accuracy.py --set engine.VETO=0)."""

REPETITIVE = frozenset(("documentation", "reference", "paper"))
"""Types of pages that say the same of several things (of each option of a program): nothing is dropped as a repeat.
Otherwise word F1 of documentation is lower by 0.005."""

COVERED = 0.5
"""Coverage, 0 to 1, below which the text is in doubt."""


@dataclass(frozen=True, slots=True)
class MainText:
    """The text that was found, as paragraphs."""

    paragraphs: list[str]
    extractor: str = "blocks"  # or "trafilatura"
    page_type: str | None = None  # one of `page_type.TYPES`
    coverage: float | None = None  # 0 to 1: the share of the page's prose, in words; None without prose
    doubts: tuple[str, ...] = ()
    signs: certainty.Signs = ()


def main_text(
    tree: HtmlElement,
    tags: Tags,
    url: str,
    *,
    known: Iterable[str],
    authors: Iterable[str],
    declared: str | None = None,
) -> MainText:
    """The text of a page. The tree is changed: use it for nothing afterwards.

    `known` and `authors` are what a card shows above the text, `declared` the type that the page gives itself.
    """
    blocks = walk(tree)
    if not blocks:
        return MainText([])
    if len(blocks) > MAX_BLOCKS:
        return MainText(render(blocks, [True] * len(blocks)), doubts=("the whole page: it has too many blocks",))
    chances = _chances(blocks, url)
    types = model.page_types(signals(url, tags, blocks))
    chance = max(types)
    page_type = TYPES[types.index(chance)]
    choice.open_page_forms(blocks)
    trusted = choice.wary(blocks, chances) if page_type == "product" and chance >= ARTICLE else chances
    found = _Choice(blocks, chances, *choice.by_model(trusted, [block.words for block in blocks]))
    mode = extractor_mode()
    if mode == "trafilatura" or (mode != "blocks" and page_type == "article" and chance >= ARTICLE):
        _ask_trafilatura(found, tree, force=mode == "trafilatura")
    is_article = (declared or page_type) == "article"
    _write(found, declared or (page_type if chance >= ARTICLE else None), is_article=is_article)
    covered = choice.coverage(blocks, found.kept, of_article=is_article)
    seen = _signs(found, types)
    return MainText(
        lead.strip_lead(found.paragraphs, known=known, authors=authors),
        found.extractor,
        page_type,
        None if covered is None else round(covered, 3),
        tuple(_doubts(found, covered, certainty.expected_f1(seen))),
        seen,
    )


def _chances(blocks: list[Block], url: str) -> list[float]:
    path = urlsplit(url).path if "://" in url else ""
    rows = features(blocks, model.tables(), sum(1 for part in path.split("/") if part))
    return choice.evened(blocks, model.probabilities(rows))


@dataclass(slots=True)
class _Choice:
    """Which blocks are the text."""

    blocks: list[Block]
    chances: list[float]
    kept: list[bool]
    expected: float  # F1 of the model's choice
    extractor: str = "blocks"
    paragraphs: list[str] = field(default_factory=list)  # trafilatura's own, where ours would differ
    fault: str = ""
    places: Places = field(default_factory=Places)


def _ask_trafilatura(found: _Choice, tree: HtmlElement, *, force: bool) -> None:
    """Follow trafilatura where it agrees with the model. Consumes the tree."""
    prune(found.blocks, found.chances)
    theirs, found.fault = _by_trafilatura(tree)
    words_of: dict[str, list[str]] = {}
    lines = choice.words_of_lines(theirs, words_of)
    held = choice.by_text(found.blocks, lines, words_of)
    words = [block.words for block in found.blocks]
    if not force and choice.agreement(found.kept, held, words) < AGREE:
        return
    found.extractor = "trafilatura"
    if choice.word_f1(choice.words_of_lines(render(found.blocks, held, found.places), words_of), lines) < SAME:
        found.kept, found.paragraphs = held, theirs
    else:
        found.kept = [keep and found.chances[index] >= VETO for index, keep in enumerate(held)]


def _write(found: _Choice, rules_type: str | None, *, is_article: bool) -> None:
    """The paragraphs of the chosen blocks, with what belongs to them by the rules of a page type."""
    if found.paragraphs:
        found.paragraphs = [part for part in found.paragraphs if not (is_article and asides.is_aside(part))]
        return
    found.kept = structure.settle(found.blocks, found.kept, found.chances, structure.rules_of(rules_type))
    if is_article:
        found.kept = asides.without_asides(found.blocks, found.kept)
    found.kept = asides.without_named(found.blocks, found.kept, "article" if is_article else rules_type)
    if rules_type not in REPETITIVE:
        found.kept = repeats.without_repeats(found.blocks, found.kept)
    if is_article:
        found.kept = tail.without_tail(found.blocks, found.kept, found.chances)
    found.paragraphs = render(*structure.in_reading_order(found.blocks, found.kept), found.places)


def _signs(found: _Choice, types: Sequence[float]) -> certainty.Signs:
    words = [block.words for block in found.blocks]
    return certainty.signs(found.chances, words, found.kept, promised=found.expected, types=types)


def _doubts(found: _Choice, covered: float | None, expected: float) -> Iterable[str]:
    if found.fault:
        yield found.fault
    if covered is not None and covered < COVERED:
        yield f"the text holds {covered:.0%} of the page's prose"
    if expected < SURE:
        yield f"unsure which part of the page is its content (expected F1 {expected:.2f})"


def _by_trafilatura(tree: HtmlElement) -> tuple[list[str], str]:
    """(paragraphs, why there are none) by trafilatura, which consumes the tree."""
    try:
        strip_wordless(tree)
        rejoin(tree)
        document = trafilatura.bare_extraction(tree, options=OPTIONS)
    except (RecursionError, LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        return [], f"trafilatura failed ({type(error).__name__})"
    if document is None or isinstance(document, dict) or document.body is None:
        return [], ""
    return blocks_of(document.body), ""
