"""Where the text of a page is: by trafilatura in articles, by the block model elsewhere, each the other's check."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura.settings import Extractor

from pipelines.extract.html import choice, lead, model
from pipelines.extract.html.blocks import blocks as blocks_of
from pipelines.extract.html.features import count_words, features
from pipelines.extract.html.page_type import signals
from pipelines.extract.html.rejoin import rejoin
from pipelines.extract.html.render import render
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
"""F1, in words, of trafilatura's blocks against the model's from which trafilatura is followed. Chosen on web-types and
the development pages: 0.873 over seven types, and 0.964 for the articles of web-dev; at 0.9, 0.877 and 0.953."""

SAME = 0.95
"""F1, in words, of our rendering of trafilatura's blocks against its own text from which ours is used: ours keeps every
word of a sentence. Development pages, 4-word shingles: 0.966 at 0.95, 0.968 at 0.98, 0.970 for its own."""

SURE = 0.72
"""Expected F1 of the model below which the text is in doubt: 65 % of the pages with an F1 under 0.5, 2.6 % of those
over 0.9 (1,069 development pages)."""

COVERED = 0.5
"""Coverage below which the text is in doubt (DESIGN.md)."""


@dataclass(frozen=True, slots=True)
class MainText:
    """The text that was found, as paragraphs."""

    paragraphs: list[str]
    extractor: str = "blocks"
    page_type: str | None = None
    coverage: float | None = None
    doubts: tuple[str, ...] = ()


def main_text(tree: HtmlElement, tags: Tags, url: str, *, known: Iterable[str], authors: Iterable[str]) -> MainText:
    """The text of a page. The tree is changed: use it for nothing afterwards."""
    mode = extractor_mode()
    blocks = walk(tree)
    if not blocks:
        return MainText([])
    if len(blocks) > MAX_BLOCKS:
        return MainText(render(blocks, [True] * len(blocks)), doubts=("the whole page: it has too many blocks",))
    path = urlsplit(url).path if "://" in url else ""
    rows = features(blocks, model.tables(), sum(1 for part in path.split("/") if part))
    chances = model.probabilities(rows)
    words = [count_words(block.text) for block in blocks]
    kept, expected = choice.by_model(chances, words)
    kept = choice.settle(blocks, kept, chances)
    page_type, chance = model.page_type(signals(url, tags, blocks))
    paragraphs, extractor, why = None, "blocks", ""
    if mode == "trafilatura" or (mode != "blocks" and page_type == "article" and chance >= ARTICLE):
        theirs, why = _by_trafilatura(tree)
        held = choice.by_text(blocks, "\n".join(theirs))
        if mode == "trafilatura" or choice.agreement(kept, held, words) >= AGREE:
            kept, extractor = held, "trafilatura"
            paragraphs = _rendered(blocks, held, theirs)
    if paragraphs is None:
        paragraphs = render(blocks, kept)
    covered = choice.coverage(blocks, kept)
    return MainText(
        lead.strip_lead(paragraphs, known=known, authors=authors),
        extractor,
        page_type,
        None if covered is None else round(covered, 3),
        tuple(_doubts(expected, covered, why)),
    )


def _rendered(blocks: list[Block], kept: list[bool], theirs: list[str]) -> list[str]:
    ours = render(blocks, kept)
    return ours if choice.word_f1("\n".join(ours), "\n".join(theirs)) >= SAME else theirs


def _doubts(expected: float, covered: float | None, why: str) -> Iterable[str]:
    if why:
        yield why
    if covered is not None and covered < COVERED:
        yield f"the text holds {covered:.0%} of the page's prose"
    if expected < SURE:
        yield f"unsure which part of the page is its content (expected F1 {expected:.2f})"


def _by_trafilatura(tree: HtmlElement) -> tuple[list[str], str]:
    """(paragraphs, why there are none) by trafilatura, which consumes the tree."""
    try:
        rejoin(tree)
        document = trafilatura.bare_extraction(tree, options=OPTIONS)
    except (RecursionError, LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        return [], f"trafilatura failed ({type(error).__name__})"
    if document is None or isinstance(document, dict) or document.body is None:
        return [], ""
    return blocks_of(document.body), ""
