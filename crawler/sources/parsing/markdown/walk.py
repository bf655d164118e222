"""`MarkdownWalk`: from the blocks of a Markdown document to the places that cite, each with its text and position."""

import re

from markdown_it.token import Token

from crawler.sources.parsing.bibliographies.citation_keys import CitationKeys
from crawler.sources.parsing.block_quotes import BlockQuotes
from crawler.sources.parsing.collector import Collector, not_a_citation
from crawler.sources.parsing.footnotes import CitingKey, CitingLink, Footnote, Footnotes
from crawler.sources.parsing.html.link_attributes import cited_resource, link_targets, uncited_urls
from crawler.sources.parsing.html.links import HtmlReader
from crawler.sources.parsing.html.tags import Tag, scan_tag
from crawler.sources.parsing.markdown.brackets import Inline
from crawler.sources.parsing.markdown.inline import parse_inline
from crawler.sources.parsing.markdown.parser import MarkdownBlocks
from crawler.sources.parsing.positions import BlockPositions, CellPositions, LineIndex
from crawler.sources.parsing.prose import CitationSite, Prose
from crawler.text.sentences import BREAK

_URL = re.compile(r"https?://")


_NESTED = {
    **dict.fromkeys(("blockquote_open", "blockquote_close"), BlockQuotes.step),
    **dict.fromkeys(("bullet_list_open", "bullet_list_close"), BlockQuotes.step_list),
    **dict.fromkeys(("ordered_list_open", "ordered_list_close"), BlockQuotes.step_list),
}


class MarkdownWalk:
    """One pass over the tokens of one Document."""

    def __init__(
        self,
        collector: Collector,
        lines: LineIndex,
        tags: dict[int, Tag],
        blocks: MarkdownBlocks,
        keys: CitationKeys,
        *,
        mdx: bool,
    ) -> None:
        self.collector, self.lines, self.tags = collector, lines, tags
        self.references, self.mdx = blocks.references, mdx
        self.keys = keys
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
                case name if token.nesting and name in _NESTED:
                    _NESTED[name](self.collector.block_quotes, token.nesting)
                case "html_block":
                    self._html(token, first)
                case "image" | "comment" | "fence" | "code_block":
                    self._aside(token, first)

    def _aside(self, token: Token, first: int) -> None:
        if token.type == "image":
            self.collector.ignore("image", first + 1, text=token.content)
        else:
            reason = "URL in a comment" if token.type == "comment" else "URL in code"
            self.collector.ignore(reason, first + 1, count=len(_URL.findall(token.content)))

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
        else:
            self.collector.block_quotes.begin(prose)
        if token.content:
            _Inlines(self, place, prose).read(parse_inline(token.content, self.references, html=not self.mdx))

    def add_link(self, link: CitingLink) -> None:
        (self.note[-1].links if self.note else self.links).append(link)


class _Inlines:
    """The pieces of one block."""

    def __init__(self, walk: MarkdownWalk, place: BlockPositions | CellPositions, prose: Prose) -> None:
        self.walk, self.place, self.prose = walk, place, prose
        self.open: list[tuple[str, CitationSite]] = []
        self.outer: list[Prose] = []  # the texts around an inline footnote

    def read(self, pieces: list[Inline]) -> None:
        for piece in pieces:
            match piece.kind:
                case "text":
                    self.prose.add(piece.text)
                case "newline":
                    self.prose.add("\n")
                case "break":
                    self.prose.add(BREAK)
                case "image" | "wiki":
                    self._aside(piece)
                case _:
                    getattr(self, f"_{piece.kind}")(piece)
        while self.open:
            self._close(self.open[-1][0])

    def _spot(self, piece: Inline) -> CitationSite:
        return self._spot_at(*self.place.place(piece.pos))

    def _spot_at(self, line: int, column: int) -> CitationSite:
        return CitationSite(line, column, self.prose, self.prose.here(), None if self.outer else self.walk.row)

    def _ignore(self, piece: Inline, reason: str, count: int = 1, text: str | None = None) -> None:
        if count:
            self.walk.collector.ignore(reason, *self.place.place(piece.pos), text, count=count)

    def _aside(self, piece: Inline) -> None:
        if piece.kind == "wiki":
            self.prose.add(piece.text.rpartition("|")[2])
        self._ignore(piece, "image" if piece.kind == "image" else "wiki link", text=piece.text)

    def _code(self, piece: Inline) -> None:
        self.prose.add_code(piece.text)
        self._ignore(piece, "URL in code", len(_URL.findall(piece.text)))

    def _comment(self, piece: Inline) -> None:
        self._ignore(piece, "URL in a comment", len(_URL.findall(piece.text)))

    def _plain(self, piece: Inline) -> None:
        """A link whose text holds no markup."""
        site = self._spot(piece)
        self.walk.add_link(CitingLink(site, url=piece.text))
        self.prose.add(piece.label)
        site.end_link()

    def _url(self, piece: Inline) -> None:
        site = self._spot(piece)
        self.walk.add_link(CitingLink(site, url=piece.text))
        self.prose.add(piece.label or piece.text)
        site.end_link()
        site.text = None  # a bare URL's text is only the URL

    def _link(self, piece: Inline) -> None:
        site = self._spot(piece)
        self.walk.add_link(CitingLink(site, url=piece.text))
        self.open.append(("a", site))

    def _link_end(self, piece: Inline) -> None:  # noqa: ARG002 - called by kind
        self.open.pop()[1].end_link()

    def _close(self, name: str) -> None:
        if self.open and self.open[-1][0] == name:
            self.open.pop()[1].end_link()

    def _mark(self, piece: Inline) -> None:
        site = self._spot(piece)
        site.anchor = self.prose.mark()
        self.walk.notes.marks.append((piece.text, site))

    def _citation(self, piece: Inline) -> None:
        site = self._spot(piece)
        site.anchor = self.prose.mark()
        self.walk.add_link(CitingKey(site, key=piece.text, keys=self.walk.keys))

    def _key(self, piece: Inline) -> None:
        if self.walk.keys.explained:
            self.walk.add_link(CitingKey(self._spot(piece), key=piece.text, keys=self.walk.keys, bracketed=False))
        self.prose.add(piece.label)

    def _note(self, piece: Inline) -> None:
        site = self._spot(piece)
        site.anchor = self.prose.mark()
        note = Footnote(None, site.line)
        self.walk.notes.inline.append((note, site))
        self.walk.note.append(note)
        self.outer.append(self.prose)
        self.prose = Prose()
        note.prose.append(self.prose)

    def _note_end(self, piece: Inline) -> None:  # noqa: ARG002 - called by kind
        self.prose = self.outer.pop()
        self.walk.note.pop()

    def _html(self, piece: Inline) -> None:
        tag = scan_tag(piece.text, 0)
        if tag is not None:
            self._tag(tag, *self.place.place(piece.pos))
            self._ignore(piece, "URL in an attribute", uncited_urls(tag))
        else:
            self._ignore(piece, "URL in a comment", _in_comments(piece.text))

    def _masked(self, piece: Inline) -> None:
        line, column = self.place.place(piece.pos)
        tag = self.walk.tags.get(self.walk.lines.offset(line, column))
        if tag is not None:
            self._tag(tag, line, column)

    def _tag(self, tag: Tag, line: int, column: int) -> None:
        if tag.closing:
            self._close(f"<{tag.name}")
            return
        if tag.name == "br":
            self.prose.add(BREAK)
        if tag.name == "img" and (source := tag.get("src")) and not_a_citation(source):
            self.walk.collector.ignore("image", line, column, source)
        resource = cited_resource(tag)
        targets = [None] if resource else link_targets(tag)
        if not resource and targets == [None]:
            self.walk.collector.ignore("link made by an expression", line, column)
        elif targets:
            site = self._spot_at(line, column)
            for target in targets:
                self.walk.add_link(CitingLink(site, url=target, resource_id=resource))
            if not tag.self_closing:
                self.open.append((f"<{tag.name}", site))


def _in_comments(html: str) -> int:
    return len(_URL.findall(html)) if html.lstrip().startswith("<!--") else 0
