"""JSON-LD (schema.org) as pages really write it: arrays, @graph, nesting, trailing commas, raw line breaks."""

import re
from collections.abc import Iterator
from typing import Any

from crawler.text.digits import load_json, unescape

MAX_NODES = 300
MAX_DEPTH = 8

Node = dict[str, Any]

_ARTICLES = """
    newsarticle article reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle
    satiricalarticle advertisercontentarticle blogposting liveblogposting scholarlyarticle medicalscholarlyarticle
    techarticle report review claimreview socialmediaposting discussionforumposting qapage
"""
_WORKS = """
    videoobject podcastepisode audioobject recipe book dataset softwaresourcecode softwareapplication course event
    product musicrecording movie tvepisode jobposting question thesis
"""
_PAGES = """
    webpage itempage aboutpage faqpage profilepage medicalwebpage collectionpage contactpage creativework
"""
RANKS: dict[str, int] = {
    name: score for score, names in ((2, _PAGES), (3, _WORKS), (4, _ARTICLES)) for name in names.split()
}
"""How well a node of a schema.org type represents the whole page; types not listed (WebSite, Organization,
BreadcrumbList, ImageObject, Person, ...) do not."""

_PREFIX = re.compile(r"[/#:]")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!--|/\*|<!\[CDATA\[|//<!\[CDATA\[)+(?:\*/)?|(?:-->|\]\]>|\*/|;)\s*$")


def read(scripts: list[str]) -> list[Node]:
    """All nodes that represent the page, the best first. Scripts that cannot be repaired are ignored."""
    return ranked(walk(scripts))


def walk(scripts: list[str]) -> list[Node]:
    """All nodes, in page order."""
    nodes: list[Node] = []
    for script in scripts:
        nodes.extend(_walk(_load(script), 0))
        if len(nodes) > MAX_NODES:
            break
    return nodes[:MAX_NODES]


def ranked(nodes: list[Node]) -> list[Node]:
    """The nodes that represent the page, the best first."""
    scored = [(rank(node), node) for node in nodes]
    # Stable: of two articles the first in the page wins, unless it lacks a headline.
    scored.sort(key=lambda pair: (-pair[0], "headline" not in pair[1] and "name" not in pair[1]))
    return [node for score, node in scored if score > 0]


def types(node: Node) -> list[str]:
    """The `@type`s of a node in lower case, without a vocabulary's prefix."""
    return [name.lower() for name in spelt_types(node)]


def spelt_types(node: Node) -> list[str]:
    """The `@type`s of a node as written, without a vocabulary's prefix."""
    found = node.get("@type")
    values = found if isinstance(found, list) else [found]
    return [_PREFIX.split(value)[-1] for value in values if isinstance(value, str)]


def rank(node: Node) -> int:
    """How well a node represents the page: 0 not at all, 4 best."""
    return max((RANKS.get(name, 0) for name in types(node)), default=0)


def texts(value: object, depth: int = 0) -> list[str]:
    """The strings of a value that may be a string, an object with a name, or a list of them."""
    if isinstance(value, str):
        return [unescape(value)]
    if isinstance(value, dict) and depth < MAX_DEPTH:
        # "@value" is JSON-LD 1.1's value object (section 4.2.1).
        return texts(value.get("name") or value.get("@value"), depth + 1)
    if isinstance(value, list) and depth < MAX_DEPTH:
        return [text for entry in value[:100] for text in texts(entry, depth + 1)]
    return []


def names(value: object, nodes: list[Node]) -> list[str]:
    """The names of people; a reference (`@id`) is looked up among the nodes, all of them, not only the page's."""
    if isinstance(value, list):
        return [name for entry in value[:100] for name in names(entry, nodes) if not isinstance(entry, list)]
    if isinstance(value, dict) and not value.get("name"):
        key = value.get("@id")
        return next((texts(node) for node in nodes if key and node.get("@id") == key and node.get("name")), [])
    return texts(value)


def _load(script: str) -> object:
    """The JSON value of a script, with common errors repaired; None if there is none."""
    source = _WRAPPING.sub("", script).strip().rstrip(";")
    for text in (source, _TRAILING_COMMA.sub("", source)):
        try:
            return load_json(text, strict=False)  # not strict: raw line breaks in strings
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: object, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for entry in value[:MAX_NODES]:
            yield from _walk(entry, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), (dict, list)):
                yield from _walk(value[key], depth + 1)
