"""What the links of HTML cite: in pages, in HTML blocks within Markdown, in bookmark files.

A Citation is an `<a href>`, an `<area href>`, or the `cite` of a `<blockquote>` or `<q>`. Its claim is the sentence
around it, in the text of its block-level element. Frames, images, scripts and forms cite nothing.
"""

import html
import re
from collections.abc import Callable

from crawler.model import ParsedSource
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.jsx import cited_resource
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.prose import CitationSite, Prose, tidy
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.tags import Tag, scan_tag
from crawler.text.sentences import BREAK

MAX_FAILED = 5_000
"""After so many `<` that begin no tag, reading stops: each may cost MAX_TAG characters."""

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p "
    "pre search section select summary table tbody tfoot thead title ul".split()
)
_RAW = re.compile(r"script|style|textarea|template|noscript|xmp|svg|math", re.IGNORECASE)
_SOURCES = {"img": "image", "iframe": "frame", "video": "media", "audio": "media", "source": "media", "embed": "media"}
_HTTP = re.compile(r"https?://", re.IGNORECASE)
_QUOTES = ("blockquote", "q")

Place = Callable[[int], tuple[int, int]]


class HtmlReader:
    """Reads HTML text into a Collector; `place` turns an offset into line and column."""

    def __init__(self, text: str, place: Place, collector: Collector) -> None:
        self.text, self.place, self.collector = text, place, collector
        self.prose = Prose()
        self.row: list[Prose] | None = None
        self.open: list[tuple[str, CitationSite]] = []  # links not yet closed
        self.sites: list[tuple[Tag, CitationSite]] = []  # places of the current block or row
        self.title: str | None = None

    def read(self) -> None:
        pos = failed = 0
        while (at := self.text.find("<", pos)) >= 0:
            self._words(pos, at)
            tag = scan_tag(self.text, at)
            if tag is not None:
                pos = self._tag(tag)
                continue
            pos = self._no_tag(at)
            failed += pos == at + 1 and self.text[pos : pos + 1].isalpha()
            if failed > MAX_FAILED:
                self.collector.skip(self.place(at)[0], "too many unclosed tags: the rest is not read")
                break
        else:
            self._words(pos, len(self.text))
        self._end_row()

    def ignore(self, reason: str, at: int, *, count: int = 1) -> None:
        if count:
            self.collector.ignore(reason, *self.place(at), count=count)

    def _words(self, start: int, end: int) -> None:
        if start < end:
            words = self.text[start:end]
            self.prose.add(html.unescape(words))
            if not self.open and "://" in words:
                self.ignore("URL in HTML text, not linked", start, count=len(_HTTP.findall(words)))

    def _no_tag(self, at: int) -> int:
        """Skips a comment, a declaration or a lone `<`; returns the offset behind it."""
        for opening, closing in (("<!--", "-->"), ("<!", ">"), ("<?", ">")):
            if self.text.startswith(opening, at):
                end = self.text.find(closing, at + len(opening))
                end = len(self.text) if end < 0 else end + len(closing)
                if opening == "<!--":
                    self.ignore("URL in a comment", at, count=len(_HTTP.findall(self.text, at, end)))
                return end
        self.prose.add("<")
        return at + 1

    def _tag(self, tag: Tag) -> int:
        name = tag.name.lower()
        if name == "title":
            return self._title(tag)
        if name in ("td", "th"):
            self._cell(tag)
        elif name == "tr":
            self._end_row()
            self.row = None if tag.closing else []
        elif name in _BLOCKS:
            self._end_block()
        elif name in ("br", "wbr"):
            self.prose.add(BREAK if name == "br" else "")
        if tag.closing:
            self._close(name)
            return tag.end
        self._target(tag, name)
        if _RAW.fullmatch(name) and not tag.self_closing:
            close = re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE).search(self.text, tag.end)
            return close.end() if close else len(self.text)
        return tag.end

    def _title(self, tag: Tag) -> int:
        if tag.closing or self.title is not None:
            return tag.end
        end = self.text.find("</", tag.end)
        self.title = tidy(html.unescape(self.text[tag.end : max(end, tag.end)]))
        return max(end, tag.end)

    def _target(self, tag: Tag, name: str) -> None:
        resource = cited_resource(tag)
        href = tag.get("cite") if name in _QUOTES else tag.get("href") if name != "link" else None
        if source := _SOURCES.get(name):
            self.ignore(source, tag.start)
        elif tag.attributes.get("href", "") is None:
            self.ignore("link made by an expression", tag.start)
        elif href or resource or (name == "a" and href == ""):
            site = CitationSite(*self.place(tag.start), prose=self.prose, anchor=self.prose.here(), row=self.row)
            self.sites.append((tag, site))
            if not tag.self_closing and name not in ("area", "base", *_QUOTES):
                self.open.append((name, site))

    def _close(self, name: str) -> None:
        if self.open and self.open[-1][0] == name:
            self.open.pop()[1].end_link()

    def _cell(self, tag: Tag) -> None:
        if self.row is None:
            self._end_block()
        elif not tag.closing:
            self._close_links()
            self.prose = Prose()
            self.row.append(self.prose)

    def _close_links(self) -> None:
        for _, site in self.open:
            site.end_link()
        self.open = []

    def _end_row(self) -> None:
        self.row = None
        self._end_block()

    def _end_block(self) -> None:
        """Adds the citations of the block that ends here; a table row is one block."""
        if self.row is not None:
            self.prose.add(" ")
            return
        for tag, site in self.sites:
            if site.text is None:
                site.end_link()
            self.cite(tag, site)
        # A link that goes on in the next block has been cited: what stands for it there is never cited.
        again = [(name, CitationSite(site.line, site.column, Prose(), 0)) for name, site in self.open]
        self.prose, self.sites, self.open = Prose(), [], again

    def cite(self, tag: Tag, site: CitationSite) -> None:
        """Adds one citation to the Collector."""
        if resource := cited_resource(tag):
            self.collector.cite_resource(resource, **site.fields())
            return
        quoted = tag.name.lower() in _QUOTES
        self.collector.link((tag.get("cite") if quoted else tag.get("href")) or "", **site.fields())


def read_with(kind: type[HtmlReader], source: SourceText, format: str) -> ParsedSource:
    """Reads a whole HTML file with a reader of that kind; `format` is the Format's name."""
    collector = Collector(source.path)
    reader = kind(source.text, LineIndex(source.text).place, collector)
    reader.read()
    return collector.parsed(source.document(format, title=reader.title or None))
