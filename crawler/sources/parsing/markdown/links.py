"""Markdown and MDX documents: links, bare URLs, footnotes, raw HTML and JSX, each with its place and claim.

Front matter is cut off (front_matter.py), JSX masked (jsx.py), the rest parsed into blocks (parser.py) and
walked through (walk.py): every inline block becomes a `Prose` with its `CitationSite`s.
"""

import re

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.citation_keys import CitationKeys
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.html.link_attributes import uncited_urls
from crawler.sources.parsing.markdown.front_matter import FrontMatter, front_matter
from crawler.sources.parsing.markdown.front_matter_links import cite_front_matter, own_references
from crawler.sources.parsing.markdown.jsx import MaskedText, mask
from crawler.sources.parsing.markdown.parser import MarkdownBlocks, parse_blocks
from crawler.sources.parsing.markdown.walk import MarkdownWalk
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.prose import without_private
from crawler.sources.parsing.source_text import SourceText

_URL = re.compile(r"https?://", re.IGNORECASE)
_WHITE = re.compile(r"[^\n]")


def read_markdown(source: SourceText, *, mdx: bool) -> ParsedSource:
    collector = Collector(source.path, source.size)
    text = without_private(source.text)
    matter = front_matter(text)
    lines = LineIndex(text)
    body = _WHITE.sub(" ", text[: matter.end]) + text[matter.end :]
    masked = mask(body) if mdx else MaskedText(body)
    if masked.gave_up_at is not None:
        line = lines.place(masked.gave_up_at)[0]
        collector.skip(line, "too many unclosed tags: JSX is not read from here on")
    _count_masked(collector, masked, lines)
    cite_front_matter(collector, matter, lines)
    blocks = parse_blocks(masked.text, mdx=mdx)
    if blocks.too_deep is not None:
        collector.skip(blocks.too_deep + 1, "nested too deeply: not read")
    _MarkdownBody(source, collector, matter, lines).cite(blocks, masked, mdx=mdx)
    return collector.parsed(
        source.document("mdx" if mdx else "markdown", title=matter.title, type=matter.type, quality=matter.quality)
    )


def _count_masked(collector: Collector, masked: MaskedText, lines: LineIndex) -> None:
    """Counts the URLs in what MDX masks: comments, code, and attributes that are no links."""
    for reason, masks in (("URL in a comment", masked.comments), ("URL in code", masked.code)):
        for at, text in masks:
            collector.ignore(reason, *lines.place(at), count=len(_URL.findall(text)))
    for at, tag in masked.tags.items():
        collector.ignore("URL in an attribute", *lines.place(at), count=uncited_urls(tag))


class _MarkdownBody:
    """What the text cites, with the keys that its front matter explains."""

    def __init__(self, source: SourceText, collector: Collector, matter: FrontMatter, lines: LineIndex) -> None:
        self.collector = collector
        self.own = own_references(collector, matter, lines)
        names = [value for value in matter.values if value.keys[:1] == ("bibliography",)]
        self.keys = CitationKeys(
            source,
            collector,
            [value.text for value in names],
            line=lines.place(names[0].start)[0] if names else None,
            own={key: reference.entry for key, reference in self.own.items()},
        )

    def cite(self, blocks: MarkdownBlocks, masked: MaskedText, *, mdx: bool) -> None:
        walk = MarkdownWalk(self.collector, LineIndex(masked.text), masked.tags, blocks, self.keys, mdx=mdx)
        walk.blocks(blocks.tokens)
        for link in walk.links:
            link.cite(self.collector)
        walk.notes.cite(self.collector)
        self.keys.finish()
        labels = {citation.label for citation in self.collector.citations} if self.own else set()
        for key, reference in self.own.items():
            if f"@{key}" not in labels:
                reference.cite_here(self.collector, key)
        self._unused(blocks)

    def _unused(self, blocks: MarkdownBlocks) -> None:
        used = {citation.url for citation in self.collector.citations}
        for definition in blocks.references.values():
            if definition["href"] not in used:
                first = definition["map"][0] if "map" in definition else 0
                self.collector.ignore("link definition that no link uses", first + 1, text=definition["href"])
