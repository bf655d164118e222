"""What the links of HTML cite: in pages, in HTML blocks within Markdown, in bookmark files.

A Citation is an `<a href>` (also of SVG), an `<area href>`, or the `cite` of a `<blockquote>`, `<q>`, `<ins>` or
`<del>`. Its claim is the sentence around it, in the text of its block-level element. `<link>`, frames, images, scripts,
templates and forms cite nothing.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from crawler.model import ParsedSource
from crawler.sources.parsing.collector import Collector, not_a_citation
from crawler.sources.parsing.html.link_attributes import QUOTING, cited_resource, link_targets, linked_urls
from crawler.sources.parsing.html.tags import Tag
from crawler.sources.parsing.html.tokens import HtmlComment, HtmlPart, HtmlText, Unclosed, html_parts
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.prose import CitationSite, Prose, tidy
from crawler.sources.parsing.source_text import SourceText
from crawler.text.sentences import BREAK

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p "
    "pre search section select summary table tbody tfoot thead title ul".split()
)
_APART = frozenset(("svg", "math", "foreignobject", "template"))  # their text belongs to no sentence around them
_DRAWN = ("svg", "math")
_CODE = frozenset(("code", "kbd", "samp", "tt"))
_EMBEDDED = {
    "img": "image", "image": "image", "iframe": "frame", "video": "media", "audio": "media", "source": "media",
    "embed": "media", "object": "media", "link": "link element",
}  # fmt: skip
_HTTP = re.compile(r"https?://", re.IGNORECASE)
_ABSOLUTE = re.compile(r"https?://[^/]", re.IGNORECASE)

Place = Callable[[int], tuple[int, int]]


class HtmlReader:
    """Reads HTML text into a Collector; `place` turns an offset into line and column."""

    told: tuple[str, ...] = ()  # attributes of which a kind of reader says more

    def __init__(self, text: str, place: Place, collector: Collector) -> None:
        self.text, self.place, self.collector = text, place, collector
        self.prose = self._block()
        self.row: list[Prose] | None = None
        self.open: list[tuple[str, CitationSite | None]] = []  # links not yet closed; None: cited with its first block
        self.sites: list[tuple[Tag, CitationSite]] = []  # places of the current block or row
        self.apart: list[tuple[str, Prose]] = []  # open _APART elements, each with the text around it
        self.templates = 0
        self.in_title = False
        self.in_code = False
        self.page_note: str | None = None  # the name of the element that is a note
        self.page_note_tag = ""  # which it ends with; "": with its block
        self.title: str | None = None
        self.base = _base(text)

    def parts(self) -> Iterator[HtmlPart]:
        return html_parts(self.text)

    def read(self) -> None:
        for part in self.parts():
            match part:
                case Tag():
                    self._tag(part)
                case HtmlText():
                    self._words(part)
                case HtmlComment():
                    self.ignore("URL in a comment", part.start, count=len(_HTTP.findall(part.text)))
                case Unclosed():
                    self.collector.skip(self.place(part.start)[0], f"{part.what} without an end: the rest is not read")
        self._end_row()

    def ignore(self, reason: str, at: int, *, text: str | None = None, count: int = 1) -> None:
        self.collector.ignore(reason, *self.place(at), text=text, count=count)

    def _words(self, part: HtmlText) -> None:
        urls = len(_HTTP.findall(part.text))
        if self.in_title:
            if self.title is None:
                self.title = tidy(part.text)
        elif part.raw_in and part.raw_in != "title":
            reason = "URL in a script" if part.raw_in in ("script", "style") else "URL in code"
            self.ignore(reason, part.start, count=urls)
        else:
            (self.prose.add_code if self.in_code else self.prose.add)(part.text)
            if not self.open:
                self.ignore("URL in HTML text, not linked", part.start, count=urls)

    def _tag(self, tag: Tag) -> None:
        name = tag.name.lower()
        if self.apart and name in _BLOCKS and self.apart[-1][0] in _DRAWN and name != "title":
            self._leave(len(self.apart))  # HTML ends an open drawing (HTML standard, 13.2.6.5)
        if name in _APART and "shadowrootmode" not in tag.attributes:
            self._set_apart(tag, name)
        elif not self.apart:
            self._structure(tag, name)
        self._note(tag, name)
        if tag.closing:
            self._close(name)
        elif tag.attributes:
            before = len(self.collector.ignored)
            self._target(tag, name)
            if name != "base":
                told = len(self.collector.ignored) - before  # an image, a meta refresh: one each
                self.ignore(
                    "URL in an attribute", tag.start, count=max(self._written(tag) - told - linked_urls(tag), 0)
                )

    def _written(self, tag: Tag) -> int:
        """How many URLs stand in a tag; names of namespaces and vocabularies are none."""
        told = (*self.told, "prefix", "vocab")
        return sum(
            len(_HTTP.findall(value))
            for name, value in tag.attributes.items()
            if value and "://" in value and not name.startswith("xmlns") and name not in told
        )

    def _set_apart(self, tag: Tag, name: str) -> None:
        """Enters or leaves an element whose text stands apart."""
        if tag.closing:
            if self.apart and self.apart[-1][0] == name:
                self._leave(1)
        elif not tag.self_closing or name == "template":
            self.apart.append((name, self.prose))
            self.templates += name == "template"
            self.prose = Prose()

    def _leave(self, levels: int) -> None:
        for _ in range(levels):
            name, self.prose = self.apart.pop()
            self.templates -= name == "template"

    def _structure(self, tag: Tag, name: str) -> None:
        """Begins and ends blocks, rows and cells."""
        self.in_title = name == "title" and not tag.closing
        if name in ("td", "th"):
            self._cell(tag)
        elif name == "tr":
            self._end_row()
            self.row = None if tag.closing else []
        elif name in _BLOCKS:
            self._end_block()
            if name == "blockquote":
                self.collector.block_quotes.step(-1 if tag.closing else 1)
            elif name in ("ul", "ol"):
                self.collector.block_quotes.step_list(-1 if tag.closing else 1)
            if name in ("blockquote", "ul", "ol") and self.row is None:
                self.prose = self._block()
        elif name == "q":
            self.prose.add("”" if tag.closing else "“")  # as browsers show it (HTML standard, 15.3.5)
        elif name in _CODE:
            self.in_code = not tag.closing
        elif name in ("br", "wbr"):
            self.prose.add(BREAK if name == "br" else "")

    def _target(self, tag: Tag, name: str) -> None:
        if name in ("http:", "https:"):  # `<https://example.org>` is a tag in HTML, which nobody sees
            self.ignore("URL in HTML text, not linked", tag.start, text=self.text[tag.start + 1 : tag.end - 1])
        elif (source := _EMBEDDED.get(name)) and tag.name in (name, name.upper()):
            self.ignore(source, tag.start, text=tag.get("src") if name == "img" else None)
        elif name == "meta" and (tag.get("http-equiv") or "").lower() == "refresh":
            self.ignore("meta refresh", tag.start, count=min(1, len(_HTTP.findall(tag.get("content") or ""))))
        elif targets := [cited_resource(tag)] if cited_resource(tag) else link_targets(tag):
            if self.templates:
                self.ignore("link in a template", tag.start, text=targets[0])
            elif targets[0] is None:
                self.ignore("link made by an expression", tag.start)
            else:
                self._site(tag, name)

    def _site(self, tag: Tag, name: str) -> None:
        row = None if self.apart else self.row or None  # a row without cells yet says nothing
        if name == "a":
            self._close(name)  # one link ends where the next begins (HTML standard, 13.2.6.4.7)
        states = name in ("q", "blockquote")
        line, column = self.place(tag.start)
        site = CitationSite(line, column, self.prose, self.prose.here(), row, states=states)
        self.sites.append((tag, site))
        if name not in ("area", *QUOTING) and not (tag.self_closing and (self.apart or name != "a")):
            self.open.append((name, site))

    def _close(self, name: str) -> None:
        if self.open and self.open[-1][0] == name and (site := self.open.pop()[1]):
            site.end_link()
            target = (self.sites[-1][0].get("href") or "") if self.sites and self.sites[-1][1] is site else ""
            if target.startswith("#") and self.collector.page_notes.is_mark(target, site.text):
                self.collector.page_notes.mark(target, site)

    def _note(self, tag: Tag, name: str) -> None:
        """Begins and ends an element that is a note of the page."""
        if tag.closing:
            self.page_note = None if name == self.page_note_tag else self.page_note
        elif self.collector.page_notes.is_note(named := tag.get("id") or tag.get("name")):
            self.page_note, self.page_note_tag = named, name if name in _BLOCKS else ""

    def _cell(self, tag: Tag) -> None:
        if self.row is None:
            self._end_block()
        elif not tag.closing:
            self._close_links()
            self.prose = Prose()
            self.row.append(self.prose)

    def _close_links(self) -> None:
        for _, site in self.open:
            if site:
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
        before = len(self.collector.citations)
        for tag, site in self.sites:
            if site.text is None:
                site.end_link()
            self.cite(tag, site)
        if self.page_note is not None:
            self.collector.page_notes.link(self.page_note, range(before, len(self.collector.citations)))
            self.page_note = self.page_note if self.page_note_tag else None
        if not self.sites and not self.prose.size:
            return
        at = len(self.open)
        while at and self.open[at - 1][1]:
            at -= 1
            self.open[at] = (self.open[at][0], None)
        self.prose, self.sites = self._block(), []

    def _block(self) -> Prose:
        prose, self.in_code = Prose(), False
        self.collector.block_quotes.begin(prose)
        return prose

    def cite(self, tag: Tag, site: CitationSite) -> None:
        """Adds the citations of one element to the Collector."""
        if resource := cited_resource(tag):
            self.collector.cite_resource(resource, **site.fields())
            return
        for target in link_targets(tag):
            url = self.resolved(target or "")
            if not self.script_link(url, site):
                self.collector.link(url, **site.fields())

    def script_link(self, url: str, site: CitationSite) -> bool:
        """Whether a target is a script that runs in the page, which is counted."""
        is_script = url[:11].lower() == "javascript:"
        if is_script:
            self.collector.ignore("script link", site.line, site.column, url)
        return is_script

    def resolved(self, target: str) -> str:
        """A link's target as the URL standard reads it: without line ends and tabs, and relative to `<base href>`."""
        target = re.sub(r"[\t\n]", "", target)
        if self.base is None or not_a_citation(target) != "relative link":
            return target
        try:
            return urljoin(self.base, target)
        except ValueError:
            return target


def _base(text: str) -> str | None:
    """The URL that a page's relative links are relative to (HTML standard, 4.2.3): the first `<base href>`'s.

    Only an absolute one makes them citations: where the page itself once stood is not known.
    """
    if "<base" not in text.lower():
        return None
    tags = (part for part in html_parts(text) if isinstance(part, Tag) and part.name.lower() == "base")
    base = next((tag.get("href") for tag in tags if tag.get("href")), None)
    return base if base and _ABSOLUTE.match(base) else None


def read_with(kind: type[HtmlReader], source: SourceText, format: str) -> ParsedSource:
    """Reads a whole HTML file with a reader of that kind; `format` is the Format's name."""
    collector = Collector(source.path, source.size)
    reader = kind(source.text, LineIndex(source.text).place, collector)
    reader.read()
    return collector.parsed(source.document(format, title=reader.title or None))
