"""AsciiDoc: links, footnotes, bibliographies, bare URLs, each with its place and claim.

Blocks are those of docs.asciidoctor.org/asciidoc ("Blocks"). Listings, literal and passthrough blocks are code, `//` is
a comment; `include::` is counted and not followed. Conditions (`ifdef::`) are not evaluated: all branches are read.
"""

import re
from itertools import pairwise

from crawler.model import ParsedSource
from crawler.sources.parsing.bare_urls import find_urls
from crawler.sources.parsing.footnotes import CitingLink
from crawler.sources.parsing.html.links import HtmlReader
from crawler.sources.parsing.markup.asciidoc_inline import AsciiDocInline
from crawler.sources.parsing.markup.markup_text import Passage
from crawler.sources.parsing.source_text import SourceText

_ATTRIBUTE = re.compile(r":(?P<name>!?\w[\w-]*!?):(?:\s+(?P<value>.*))?$")
_HEADING = re.compile(r"(?P<level>={1,6}|#{1,6})\s+(?=\S)")
_STYLE = re.compile(r"\[(?P<style>(?![\[*_`#])[^\n]*)\]\s*$")
_QUOTE_STYLE = re.compile(r"\s*(?:quote|verse)\s*(?:,|\Z)")
_BLOCK_TITLE = re.compile(r"\.(?=[^\s.])")
_DELIMITER = re.compile(r"(?:-{4,}|\.{4,}|\+{4,}|/{4,}|={4,}|\*{4,}|_{4,}|--|`{3,}[\w+-]*|[|,:!]={3,}|~{4,})\s*$")
_ITEM = re.compile(r"\s*(?:\*{1,6}|-|\.{1,6}|\d{1,4}\.|[a-zA-Z]\.|<[\d.]{1,3}>)\s+(?=\S)")
_ENTRY = re.compile(r"\[\[\[(?P<id>[^\[\],]+)(?:,[^\[\]]*)?\]\]\]")
_TERM = re.compile(r"\s*\S[^\n]{0,200}?(?::{2,4}|;;)(?:\s|$)")
_DIRECTIVE = re.compile(
    r"(?P<name>image|video|audio|include|toc|ifdef|ifndef|ifeval|endif)::(?P<target>[^\[]*)\[(?P<content>.*)\]\s*$"
)
_CELL_STYLE = re.compile(r"(?:^|\s)(?:\d+(?:\.\d+)?[*+]|\.\d+\+)?[<^>]?(?:\.[<^>])?[a-z]?$")
_COLUMNS = re.compile(r"""\bcols\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,\]]+))""")
_CODE_STYLES = (
    "source",
    "listing",
    "literal",
    "stem",
    "latexmath",
    "asciimath",
    "pass",
    "mermaid",
    "plantuml",
    "ditaa",
)
_SNIFF = re.compile(r"^(?:= \S|:[\w-]+: \S|\[source\b|include::|(?:link|xref):\S+\[)", re.MULTILINE)


def sniff(source: SourceText) -> bool:
    return source.head.startswith("= ") and len(_SNIFF.findall(source.head)) > 1


def read(source: SourceText) -> ParsedSource:
    reader = _AsciiDocReader(source)
    reader.read()
    return reader.parsed("asciidoc")


class _AsciiDocReader(AsciiDocInline):
    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self.rows = self.lines.lines
        self.at = 0
        self.style = ""  # the attribute list above the current block
        self.style_links: list[tuple[int, str]] = []
        self.quoted = False

    def read(self) -> None:
        self.bibliography = {match["id"].casefold() for match in _ENTRY.finditer(self.text)}
        while self.at < len(self.rows):
            row = self.rows[self.at]
            if not row.strip() or row.strip() == "+":
                self.at += 1
            elif row.startswith("//") and not row.startswith("///"):
                self._uncited("URL in a comment", self.at, self.at + 1)
                self.at += 1
            elif match := _ATTRIBUTE.match(row):
                self._entry(match)
            elif (match := _STYLE.match(row)) and not row.startswith("[["):
                self._style(match)
            elif _DELIMITER.match(row):
                self._delimited(row.strip())
            elif match := _DIRECTIVE.match(row):
                self._directive(match)
            else:
                self._text(row)
        self._cite_style()
        for url, offset in self.attribute_urls.values():
            self.ignore("link definition that no link uses", offset, url)

    def begin(self) -> None:
        """Begins a block; what its attribute list cites, such as the source of a quotation, is cited for it."""
        super().begin()
        self._cite_style()

    def _cite_style(self) -> None:
        for offset, url in self.style_links:
            site = self.spot(offset)
            site.states = self.quoted
            self.add_link(CitingLink(site, url=self.resolved(url)))
        self.style_links = []

    def _uncited(self, reason: str, first: int, end: int) -> None:
        self.ignore_urls(reason, self.lines.starts[first], self.lines.starts[end])

    def _entry(self, match: re.Match[str]) -> None:
        offset, value = self.lines.starts[self.at] + match.start("value"), (match["value"] or "").strip()
        self.at += 1
        while value.endswith("\\") and self.at < len(self.rows):
            value = value.removesuffix("\\").rstrip(" +") + " " + self.rows[self.at].strip()
            self.at += 1
        if "!" not in match["name"]:
            self.set_attribute(match["name"], value, offset)

    def _style(self, match: re.Match[str]) -> None:
        start = self.lines.starts[self.at] + 1
        self.style = match["style"]
        self.style_links += [(start + a, match["style"][a:b]) for a, b in find_urls(match["style"])]
        self.at += 1

    def _is_code(self) -> bool:
        return self.style.split(",")[0].split("%")[0].strip() in _CODE_STYLES or self.style.startswith((",", "source%"))

    def _delimited(self, fence: str) -> None:
        style, code = self.style, self._is_code()
        if fence[0] in "|,:!" and fence[1] == "=":
            self._table(fence, style)
        elif fence[0] in "-.+/`" and (fence != "--" or code):
            first = self.at = self.at + 1
            closing = fence if fence[0] != "`" else "```"
            while self.at < len(self.rows) and self.rows[self.at].rstrip() != closing:
                self.at += 1
            end = min(self.at, len(self.rows))
            if fence[0] == "+" and not code and first < end:
                html, start = self.text[self.lines.starts[first] : self.lines.starts[end]], self.lines.starts[first]
                HtmlReader(html, lambda at: self.lines.place(start + at), self.collector).read()
            else:
                self._uncited("URL in a comment" if fence[0] == "/" else "URL in code", first, end)
            self.at += 1
        else:
            self.at += 1
            if fence[0] == "_":
                self._step_quote()
            return  # what the delimiters hold is text like any other
        self.style = ""

    def _directive(self, match: re.Match[str]) -> None:
        offset, target = self.lines.starts[self.at], self.resolved(match["target"])
        name = match["name"]
        self.at += 1
        if name == "image":
            self.begin()
            self.image(offset, target, match["content"])
        elif name in ("include", "video", "audio"):
            self.ignore("include" if name == "include" else "media", offset, target)
        elif name.startswith("if") and match["content"]:
            self.begin()
            self.inline(Passage(self.text, [(offset + match.start("content"), offset + match.end("content"))]))
        self.style = ""

    def _text(self, row: str) -> None:
        """A heading, a block's title, an item of a list or a paragraph."""
        start, column, first = self.lines.starts[self.at], 0, self.at
        code = self._is_code()
        self.at += 1
        if heading := _HEADING.match(row):
            self._block(start + heading.end(), start + len(row))
            if len(heading["level"]) == 1 and self.title is None and "://" not in row:
                self.title = " ".join(self.prose.text.split()) or None
            return
        if title := _BLOCK_TITLE.match(row):
            self._title(start + title.end(), start + len(row))
            return
        item = _ITEM.match(row)
        column = item.end() if item else 0
        while self.at < len(self.rows) and self._continues(self.rows[self.at]):
            self.at += 1
        end = self.lines.starts[self.at - 1] + len(self.rows[self.at - 1])
        if code or (not item and row[0] in " \t" and not _TERM.match(row)):
            self._uncited("URL in code", first, self.at)
        elif entry := _ENTRY.match(row, column):
            self.define(start + column, entry["id"])
            self._block(start + entry.end(), end)
            self.end_definition()
        elif not self.quoted and (_QUOTE_STYLE.match(self.style) or self._is_quoted(start + column, end)):
            self._step_quote()
            self._block(start + column, end)
            self._step_quote()
        else:
            self._block(start + column, end)
        self.style = ""

    def _is_quoted(self, start: int, end: int) -> bool:
        """A paragraph in quotation marks with a line of attribution ("Quoted paragraph")."""
        return self.text.startswith('"', start) and self.text.find("\n-- ", start, end) >= 0

    def _step_quote(self) -> None:
        """Begins or ends a block quote."""
        self.quoted = not self.quoted
        self.collector.block_quotes.step(1 if self.quoted else -1)

    def _title(self, start: int, end: int) -> None:
        held, self.style_links = self.style_links, []
        self._block(start, end)
        self.style_links = held

    def _block(self, start: int, end: int) -> None:
        self.begin()
        self.inline(Passage(self.text, [(start, end)]))

    def _continues(self, row: str) -> bool:
        if not row.strip() or row.strip() == "+" or row.startswith("//"):
            return False
        return not (_ITEM.match(row) or _DELIMITER.match(row) or _TERM.match(row) or _DIRECTIVE.match(row)
                    or (_STYLE.match(row) and not row.startswith("[[")))  # fmt: skip

    def _table(self, fence: str, style: str) -> None:
        first = self.at = self.at + 1
        while self.at < len(self.rows) and self.rows[self.at].rstrip() != fence:
            self.at += 1
        start, end = self.lines.starts[first], self.lines.starts[min(self.at, len(self.rows))]
        self.at += 1
        mark = "!" if fence[0] == "!" else "|"
        cells = [match.end() for match in re.finditer(rf"(?<!\\)\{mark}", self.text[start:end])]
        if not cells or fence[0] in ",:":
            for line in range(first, self.at - 1):
                self._block(self.lines.starts[line], self.lines.starts[line] + len(self.rows[line]))
            return
        columns = _column_count(style) or _first_row(self.text[start + cells[0] : end], mark)
        bounds = [*cells, end - start + 1]
        for number, (left, right) in enumerate(pairwise(bounds)):
            if number % columns == 0:
                self.row = []
            cell = self.text[start + left : start + right - 1]
            kept = cell if right == bounds[-1] else _CELL_STYLE.sub("", cell)
            self._block(start + left, start + left + len(kept.rstrip()))
        self.row = None


def _column_count(style: str) -> int:
    """How many columns `cols="1,2*,3a"` declares; 0 if the attribute list does not say."""
    match = _COLUMNS.search(style)
    if match is None:
        return 0
    count = 0
    for part in (match[1] or match[2] or match[3]).split(","):
        times, star, _ = part.strip().partition("*")
        count += int(times) if star and times.isdecimal() and len(times) < 4 else 1
    return count


def _first_row(text: str, mark: str) -> int:
    """How many cells the first line with cells holds."""
    return len(re.findall(rf"(?<!\\)\{mark}", text.split("\n", 1)[0])) + 1
