"""Markdown and MDX documents: links, bare URLs, footnotes, raw HTML and JSX, each with its place and claim.

Front matter is cut off (front_matter.py), JSX masked (jsx.py), the rest parsed (markdown_parser.py). This module walks
the block tokens: every inline block becomes a `Prose` with its `CitationSite`s. Footnotes are resolved at the end.
"""

import re
from collections.abc import Iterator
from typing import Any

from markdown_it.token import Token

from crawler.model import ParsedSource
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.footnotes import CitingLink, Footnote, Footnotes
from crawler.sources.parsing.front_matter import FrontMatter, front_matter
from crawler.sources.parsing.html_links import HtmlReader
from crawler.sources.parsing.jsx import MaskedText, cited_resource, mask
from crawler.sources.parsing.markdown_parser import parser
from crawler.sources.parsing.positions import BlockPositions, CellPositions, LineIndex
from crawler.sources.parsing.prose import CitationSite, Prose, without_private
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.tags import Tag, scan_tag
from crawler.text.sentences import BREAK

_URL = re.compile(r"https?://")
_URL_KEYS = frozenset(
    "url source sources link links reference references citation citations cites website homepage canonical".split()
)
_WHITE = re.compile(r"[^\n]")


class _MarkdownWalk:
    """One pass over the tokens of one Document."""

    def __init__(self, collector: Collector, lines: LineIndex, tags: dict[int, Tag]) -> None:
        self.collector, self.lines, self.tags = collector, lines, tags
        self.notes = Footnotes()
        self.links: list[CitingLink] = []
        self.note: list[Footnote] = []  # the definitions and inline footnotes around the current token
        self.row: list[Prose] | None = None
        self.row_end = 0

    def blocks(self, tokens: list[Token]) -> None:
        for token in tokens:
            first = token.map[0] if token.map else 0
            match token.type:
                case "inline":
                    self._inline(token, first)
                case "tr_open":
                    self.row, self.row_end = [], 0
                case "tr_close":
                    self.row = None
                case "footnote_reference_open":
                    self.note.append(self.notes.define(token.meta["label"], first + 1))
                case "footnote_reference_close":
                    self.note.pop()
                case "html_block":
                    self._html(token, first)
                case "fence" | "code_block":
                    self.collector.ignore("URL in code", first + 1, count=len(_URL.findall(token.content)))

    def _html(self, token: Token, first: int) -> None:
        HtmlReader(token.content, BlockPositions(self.lines, token.content, first).place, self.collector).read()

    def _inline(self, token: Token, first: int) -> None:
        prose = Prose()
        place: BlockPositions | CellPositions
        if self.row is None:
            place = BlockPositions(self.lines, token.content, first)
        else:
            self.row.append(prose)
            place = CellPositions(self.lines, token.content, first, self.row_end)
            self.row_end = place.end
        if self.note:
            self.note[-1].prose.append(prose)
        if token.children:
            _Inlines(self, place, prose).read(token.children)

    def add_link(self, link: CitingLink) -> None:
        (self.note[-1].links if self.note else self.links).append(link)


class _Inlines:
    """The inline tokens of one block."""

    def __init__(self, walk: _MarkdownWalk, place: BlockPositions | CellPositions, prose: Prose) -> None:
        self.walk, self.place, self.prose = walk, place, prose
        self.open: list[tuple[str, CitationSite]] = []
        self.outer: list[Prose] = []  # the texts around an inline footnote

    def read(self, tokens: list[Token]) -> None:
        for token in tokens:
            step = getattr(self, f"_{token.type}", None)
            if step:
                step(token)
        while self.open:
            self._close(self.open[-1][0])

    def _spot(self, token: Token, back: int = 0) -> CitationSite:
        return self._spot_at(*self.place.place(max(token.meta["pos"] - back, 0)))

    def _spot_at(self, line: int, column: int) -> CitationSite:
        return CitationSite(line, column, self.prose, self.prose.here(), None if self.outer else self.walk.row)

    def _ignore(self, token: Token, reason: str, count: int) -> None:
        if count:
            self.walk.collector.ignore(reason, *self.place.place(token.meta["pos"]), count=count)

    def _text(self, token: Token) -> None:
        self.prose.add(token.content)

    _text_special = _code = _text

    def _code_inline(self, token: Token) -> None:
        self.prose.add(token.content)
        self._ignore(token, "URL in code", len(_URL.findall(token.content)))

    def _softbreak(self, token: Token) -> None:  # noqa: ARG002 - called by name, like all of these
        self.prose.add("\n")

    def _hardbreak(self, token: Token) -> None:  # noqa: ARG002
        self.prose.add(BREAK)

    def _image(self, token: Token) -> None:
        self._ignore(token, "image", 1)

    def _link_open(self, token: Token) -> None:
        bracketed = token.info != "auto"
        site = self._spot(token, back=1 if bracketed else 0)
        self.walk.add_link(CitingLink(site, url=str(token.attrs["href"])))
        self.open.append(("a" if bracketed else "", site))

    def _link_close(self, token: Token) -> None:  # noqa: ARG002
        name, site = self.open.pop()
        site.end_link()
        if not name:
            site.text = None  # a bare URL's text is only the URL

    def _close(self, name: str) -> None:
        if self.open and self.open[-1][0] == name:
            self.open.pop()[1].end_link()

    def _footnote_mark(self, token: Token) -> None:
        site = self._spot(token)
        site.anchor = self.prose.mark()
        self.walk.notes.marks.append((token.meta["label"], site))

    def _footnote_inline_open(self, token: Token) -> None:
        site = self._spot(token)
        site.anchor = self.prose.mark()
        note = Footnote(None, site.line)
        self.walk.notes.inline.append((note, site))
        self.walk.note.append(note)
        self.outer.append(self.prose)
        self.prose = Prose()
        note.prose.append(self.prose)

    def _footnote_inline_close(self, token: Token) -> None:  # noqa: ARG002
        self.prose = self.outer.pop()
        self.walk.note.pop()

    def _html_inline(self, token: Token) -> None:
        tag = scan_tag(token.content, 0)
        if tag is not None:
            self._tag(tag, *self.place.place(token.meta["pos"]))
        else:
            self._ignore(token, "URL in a comment", _in_comments(token.content))

    def _masked_tag(self, token: Token) -> None:
        line, column = self.place.place(token.meta["pos"])
        tag = self.walk.tags.get(self.walk.lines.offset(line, column))
        if tag is not None:
            self._tag(tag, line, column)

    def _tag(self, tag: Tag, line: int, column: int) -> None:
        if tag.closing:
            self._close(f"<{tag.name}")
            return
        if tag.name == "br":
            self.prose.add(BREAK)
        resource, href = cited_resource(tag), tag.get("href")
        if resource is None and href is None:
            if "href" in tag.attributes:
                self.walk.collector.ignore("link made by an expression", line, column)
            return
        site = self._spot_at(line, column)
        self.walk.add_link(CitingLink(site, url=None if resource else href, resource_id=resource))
        if not tag.self_closing:
            self.open.append((f"<{tag.name}", site))


def _in_comments(html: str) -> int:
    return len(_URL.findall(html)) if html.lstrip().startswith("<!--") else 0


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
    env: dict[str, dict[str, dict[str, Any]]] = {}
    walk = _MarkdownWalk(collector, LineIndex(masked.text), masked.tags)
    walk.blocks(parser(mdx=mdx).parse(masked.text, env))
    for link in walk.links:
        link.cite(collector)
    walk.notes.cite(collector)
    used = {citation.url for citation in collector.citations}
    for definition in env.get("references", {}).values():
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
