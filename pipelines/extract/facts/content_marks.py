"""Marks of content: what error pages, walls and home pages hardly ever have."""

from collections.abc import Iterator

from crawler.model import Metadata
from pipelines.extract.elements import Elements
from pipelines.extract.metadata import jsonld
from pipelines.extract.metadata.names import fold
from pipelines.extract.metadata.tags import Tags

TYPES = 12
"""Types of JSON-LD nodes that are kept."""
TYPE_CHARS = 40

TITLE_SHARE = 0.5
"""A headline of at least this share of the <title>, and contained in it, is what the page is titled by. The rest of a
title is the site's name and section. Heuristic, not measured."""


def content_marks(elements: Elements, tags: Tags, said: Metadata | None) -> Iterator[str]:
    """The marks of a page: its og:type ("og:article"); JSON-LD types as schema.org spells them; "byline" and "date", if
    it shows or states them; "article-element", or "article-elements" for several; "headline-is-title".
    """
    yield from (f"og:{value.lower()[:TYPE_CHARS]}" for value in tags.metas.get("og:type", [])[:1])
    found = dict.fromkeys(name for node in tags.nodes() for name in jsonld.spelt_types(node))
    yield from (name[:TYPE_CHARS] for name in list(found)[:TYPES])
    if said is not None and said.authors:
        yield "byline"
    if said is not None and said.published_date and said.sources.get("published_date") != "url":
        yield "date"
    if articles := elements.tagged("article"):
        yield "article-element" if len(articles) == 1 else "article-elements"
    title = fold(tags.title or "")
    if any(len(head := fold(text)) >= len(title) * TITLE_SHARE > 0 and head in title for text in tags.headings[:2]):
        yield "headline-is-title"
