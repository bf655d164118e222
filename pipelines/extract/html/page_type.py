"""What the model of page types sees of a page: numbers from its URL, its tags and the shape of its blocks."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log2

from crawler.net.urls import host_of, path_of
from pipelines.extract.html.walk import FLAGS, Block
from pipelines.extract.metadata.tags import Tags

TYPES = ("article", "collection", "documentation", "forum", "listing", "product", "service")
"""In the order of the model's classes."""

PROSE_WORDS = 20
LINKED = 0.3
"""Prose here: blocks of at least so many words, of which less than this share is links."""

_LD_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:https?://schema\.org/)?(\w+)"')
_LD_GROUPS = tuple(
    frozenset(group.split())
    for group in (
        "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle blogposting liveblogposting",
        "product productgroup offer aggregateoffer",
        "discussionforumposting qapage question answer comment",
        "itemlist collectionpage searchresultspage offercatalog",
        "techarticle apireference softwaresourcecode howto",
        "blog listitem",
        "service localbusiness organization faqpage professionalservice corporation",
        "breadcrumblist",
        "webpage",
        "aggregaterating review",
    )
)
_OG_TYPES = ("article", "product", "website", "profile", "video")
_HOSTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:docs?|documentation|developers?|learn|help|support|wiki|api|dev)\.|readthedocs|\bdocs\b",
        r"^(?:forums?|community|discuss(?:ion)?|talk|answers|ask|boards?)\.|forum|stackexchange|stackoverflow|reddit",
        r"^(?:shop|store|boutique)\.|shop|store",
        r"^(?:blog|news|magazine)\.|news|blog|times|post",
    )
)
_PATHS = tuple(
    re.compile(pattern)
    for pattern in (
        r"/(?:docs?|documentation|reference|manual|guides?|api|tutorials?|learn|latest|stable|en/latest)(?:/|$)",
        r"/(?:forums?|threads?|topics?|t|viewtopic|showthread|questions?|discussions?|comments|r|community)(?:/|\.|$)",
        r"/(?:products?|p|dp|item|itm|prod)/",
        r"/(?:collections?|categor(?:y|ies)|c|shop|catalog|browse|search|b|cat|department)(?:/|$)",
        r"/(?:blogs?|news|articles?|stories|story|posts?)/.",
        r"/(?:blogs?|news|articles?|stories|magazine|topics?|tags?|section|category|archives?|jobs|events|resources)/?$",
        r"/(?:19|20)\d\d/",
        r"\.html?$",
        r"\d{5,}",
        r"/(?:services?|solutions?|about|pricing|contact|plans|features|programs?|admissions?)(?:/|$)",
    )
)
_GENERATORS = tuple(
    re.compile(pattern)
    for pattern in (
        r"sphinx|mkdocs|docusaurus|gitbook|hugo|vitepress|docfx|javadoc|doxygen|mediawiki",
        r"discourse|phpbb|vbulletin|xenforo|invision|vanilla|flarum|nodebb",
        r"shopify|woocommerce|magento|prestashop|bigcommerce",
        r"wordpress|ghost|drupal|medium|substack",
    )
)
_BITS = tuple(FLAGS[name] for name in ("main", "article", "form", "table", "list", "code", "nav", "figure"))


def signals(url: str, tags: Tags, blocks: Sequence[Block]) -> list[float]:
    """A row of numbers for a page. `blocks` have been through `features`, which measures their containers."""
    host, path = host_of(url).removeprefix("www."), path_of(url).lower() if "://" in url else ""
    kinds = {name.lower() for script in tags.scripts for name in _LD_TYPE.findall(script[:200_000])}
    og = (tags.metas.get("og:type") or [""])[0].lower()
    generator = " ".join(tags.metas.get("generator", [])).lower()[:200]
    row = [1.0 if kinds & group else 0.0 for group in _LD_GROUPS]
    row += [1.0 if name in og else 0.0 for name in _OG_TYPES]
    row += [1.0 if pattern.search(host) else 0.0 for pattern in _HOSTS]
    row += [1.0 if pattern.search(path) else 0.0 for pattern in _PATHS]
    row += [1.0 if pattern.search(generator) else 0.0 for pattern in _GENERATORS]
    segments = [part for part in path.split("/") if part]
    last = segments[-1] if segments else ""
    row += [len(segments), last.count("-") + last.count("_"), float("?" in url)]
    row += [
        1.0 if tags.metas.get(name) else 0.0 for name in ("article:published_time", "product:price:amount", "author")
    ]
    return row + _shape(blocks)


def _shape(blocks: Sequence[Block]) -> list[float]:
    words = [block.text.count(" ") + 1 for block in blocks]
    total = sum(words) or 1
    linked = sum(block.link_chars for block in blocks) / (sum(len(block.text) for block in blocks) or 1)
    kinds = [block.kind for block in blocks]
    row = [log2(len(blocks) + 1), log2(total), linked, *_prose(blocks, words, total), *_repeated(blocks, words, total)]
    row += [kinds.count("h1"), *(log2(kinds.count(kind) + 1) for kind in ("h2", "h3", "pre", "dt"))]
    by_flags: Counter[int] = Counter()  # a page has few combinations of flags
    for block, count in zip(blocks, words, strict=True):
        by_flags[block.node.flags] += count
    row += [sum(count for flags, count in by_flags.items() if flags & bit) / total for bit in _BITS]
    money = sum(1 for block in blocks if "$" in block.text or "€" in block.text or "£" in block.text)
    return [*row, log2(money + 1)]


def _prose(blocks: Sequence[Block], words: Sequence[int], total: int) -> list[float]:
    """Share, number and greatest length of blocks of prose."""
    found = [
        count
        for block, count in zip(blocks, words, strict=True)
        if count >= PROSE_WORDS and block.link_chars < LINKED * len(block.text)
    ]
    return [sum(found) / total, log2(len(found) + 1), log2(max(found, default=0) + 1)]


def _repeated(blocks: Sequence[Block], words: Sequence[int], total: int) -> list[float]:
    """The class of element with the most blocks, and that with the most words."""
    shapes: dict[tuple[str, str], list[int]] = {}
    for block, count in zip(blocks, words, strict=True):
        if block.node.name:
            shapes.setdefault((block.node.tag, block.node.name), []).append(count)
    most, large = max(shapes.values(), key=len, default=[0]), max(shapes.values(), key=sum, default=[0])
    row = [log2(len(most) + 1), sum(most) / len(most), log2(len(large) + 1), sum(large) / len(large)]
    return [*row, sum(large) / total]
