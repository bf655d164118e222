"""Markdown and MDX documents: links, bare URLs, footnotes, raw HTML and JSX, each with its place and claim.

Front matter is cut off (front_matter.py), JSX masked (jsx.py), the rest parsed into blocks (markdown_parser.py) and
walked through (markdown_walk.py): every inline block becomes a `Prose` with its `CitationSite`s.
"""

import re
from collections.abc import Iterator

from crawler.model import ParsedSource
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.front_matter import FrontMatter, front_matter
from crawler.sources.parsing.jsx import MaskedText, mask
from crawler.sources.parsing.markdown_parser import parse_blocks
from crawler.sources.parsing.markdown_walk import MarkdownWalk
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.prose import without_private
from crawler.sources.parsing.source_text import SourceText

_URL = re.compile(r"https?://")
_URL_KEYS = frozenset(
    "url source sources link links reference references citation citations cites website homepage canonical".split()
)
_WHITE = re.compile(r"[^\n]")


def read_markdown(source: SourceText, *, mdx: bool) -> ParsedSource:
    collector = Collector(source.path)
    text = without_private(source.text)
    matter = front_matter(text)
    body = _WHITE.sub(" ", text[: matter.end]) + text[matter.end :]
    masked = mask(body) if mdx else MaskedText(body)
    if masked.gave_up_at is not None:
        line = LineIndex(body).place(masked.gave_up_at)[0]
        collector.skip(line, "too many unclosed tags: JSX is not read from here on")
    for at, comment in masked.comments:
        collector.ignore("URL in a comment", *LineIndex(body).place(at), count=len(_URL.findall(comment)))
    _cite_front_matter(collector, matter)
    blocks = parse_blocks(masked.text, mdx=mdx)
    if blocks.too_deep is not None:
        collector.skip(blocks.too_deep + 1, "nested too deeply: not read")
    walk = MarkdownWalk(collector, LineIndex(masked.text), masked.tags, blocks, mdx=mdx)
    walk.blocks(blocks.tokens)
    for link in walk.links:
        link.cite(collector)
    walk.notes.cite(collector)
    used = {citation.url for citation in collector.citations}
    for definition in blocks.references.values():
        if definition["href"] not in used:
            first = definition["map"][0] if "map" in definition else 0
            collector.ignore("link definition that no link uses", first + 1, text=definition["href"])
    return collector.parsed(
        source.document("mdx" if mdx else "markdown", title=matter.title, type=matter.type, quality=matter.quality)
    )


def _cite_front_matter(collector: Collector, matter: FrontMatter) -> None:
    if matter.fault:
        collector.skip(*matter.fault)
    for key, value in matter.data.items():
        if str(key).lower() in _URL_KEYS:
            for url in _urls(value):
                collector.cite(url, line=matter.lines.get(key, 1))


def _urls(value: object) -> Iterator[str]:
    """The http URLs of a front matter value: itself, a list's items, or their `url`."""
    for item in value if isinstance(value, list) else [value]:
        url = item.get("url") if isinstance(item, dict) else item
        if isinstance(url, str) and _URL.match(url):
            yield url
