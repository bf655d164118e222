"""reStructuredText, also of Sphinx: links, references, footnotes, bare URLs, each with its place and claim.

docutils gives no columns and drops what stands in directives it does not know, so this is a scanner of our own, line by
line, after "reStructuredText Markup Specification" (docutils.sourceforge.io). A directive's content is text like any
other, whatever its name, except for code and images; nothing is executed or included.
"""

import re
from collections import deque

from crawler.model import ParsedSource
from crawler.sources.parsing.footnotes import Footnote
from crawler.sources.parsing.html.links import HtmlReader
from crawler.sources.parsing.markup.markup_text import Passage
from crawler.sources.parsing.markup.rst_inline import RstInline, footnote_numbers, normalized, target_of, unescaped
from crawler.sources.parsing.markup.rst_tables import GRID, SIMPLE, grid_rows, simple_rows
from crawler.sources.parsing.source_text import SourceText

_EXPLICIT = re.compile(r"\.\.(?:\s|$)|__ +\S")
_ANONYMOUS = re.compile(r"(?:\.\.\s+__:|__)\s+(?P<url>\S.*)$")
_TARGET = re.compile(r"\.\.\s+_(?P<name>`(?:[^`\\]|\\.)+`|(?:[^:\\`_]|\\.|:(?=\S)|_)+):(?:\s+(?P<url>\S.*)|\s*)$")
_NOTE = re.compile(r"\.\.\s+\[(?P<label>#[\w.-]*|\*|[\w.-]+)\](?:\s+|$)")
_DIRECTIVE = re.compile(r"\.\.\s+(?:\|(?P<sub>[^|]+)\|\s+)?(?P<name>\w[\w.:+-]*?) ?::(?:\s+|$)")
_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):\s*(?P<value>.*)$")
_ITEM = re.compile(r"(?:[-*+•‣⁃|]|\(?(?:\d{1,4}|#)[.)])(?:\s+|$)")
_FIELD = re.compile(r":(?!\s)(?:[^:\n\\`]|\\.|:(?=\S)){1,100}:(?:\s+|$)")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*$")
_QUOTED = re.compile(r"[!-/:-@\[-`{-~]")
_REPLACE = re.compile(r"^[ \t]*\.\.\s+\|([^|\n]+)\|\s+replace::[ \t]+(\S.*)", re.MULTILINE)
_LINKED = re.compile(r"`([^`<]+)(?:<[^>`]*>)?`__?")
_CODE = frozenset(
    "code code-block sourcecode literalinclude math graphviz digraph graph mermaid plantuml uml prompt bibtex "
    "command-output program-output ipython jupyter-execute code-cell doctest testcode testoutput testsetup "
    "testcleanup productionlist console".split()
)
_QUOTING = ("epigraph", "highlights", "pull-quote")
_DEEP = 1_000_000
_IMAGES = ("image", "figure", "thumbnail")
_SNIFF = re.compile(r"^(?:\.\. (?:_[^\n]+:|[\w-]+::)|[^\n]+\n(?:={3,}|-{3,}|~{3,})$)", re.MULTILINE)


def sniff(source: SourceText) -> bool:
    return len(_SNIFF.findall(source.head)) > 1 and "\n.. " in source.head


def read(source: SourceText) -> ParsedSource:
    reader = _RstReader(source)
    reader.read()
    reader.resolve()
    return reader.parsed("rst")


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


class _RstReader(RstInline):
    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self.rows = self.lines.lines
        self.at = 0  # the current line, from 0
        self.open: list[int] = []  # the indentation of each footnote whose definition the current line is part of
        self.chained: list[str] = []  # targets that point to what the next one points to
        self.simple_tables = True
        self.level = 0  # the indentation from which on text before goes on
        self.quoted: int | None = None  # the indentation of the open block quote

    def read(self) -> None:
        for name, text in _REPLACE.findall(self.text):
            self.substitutes[normalized(name)] = " ".join(unescaped(_LINKED.sub(r"\1", text)).split())
        self.numbers = footnote_numbers(self.text)
        self.auto_marks = {label: deque(found) for label, found in self.numbers.items()}
        while self.at < len(self.rows):
            row = self.rows[self.at]
            if not row.strip():
                self.at += 1
                continue
            indent = _indent(row)
            self._close(indent)
            self._set_off(row, indent)
            if _EXPLICIT.match(row, indent):
                self.level = _DEEP
                self._explicit(row, indent)
            else:
                self.chained = []
                self._body(row, indent)
        self._close(-1)

    def _close(self, indent: int) -> None:
        """Ends the footnotes' definitions that a line of that indentation is no part of."""
        while self.open and indent <= self.open[-1]:
            self.open.pop()
            self.end_definition()

    def _set_off(self, row: str, indent: int) -> None:
        """Opens and closes block quotes: paragraphs that are indented by more than the text before ("Block Quotes")."""
        if self.quoted is not None and indent < self.quoted:
            self.collector.block_quotes.close()
            self.quoted = None
        separate = self.at > 0 and not self.rows[self.at - 1].strip()
        if self.quoted is None and separate and indent > self.level and not _ITEM.match(row, indent):
            self._open_quote(indent)

    def _open_quote(self, indent: int) -> None:
        self.collector.block_quotes.open()
        self.quoted = indent

    def _passage(self, line: int, column: int, last: int) -> Passage:
        """The text from a column of a line to the end of line `last`."""
        return Passage(self.text, [(self.lines.starts[line] + column, self.lines.starts[last] + len(self.rows[last]))])

    def _uncited(self, reason: str, line: int, last: int) -> None:
        if line <= last:
            self.ignore_urls(reason, self.lines.starts[line], self.lines.starts[last] + len(self.rows[last]))

    def _indented(self, indent: int) -> tuple[int, int]:
        """Passes over the lines that are indented by more than `indent`; gives the first and the last of them."""
        first, last = self.at, self.at - 1
        line = first
        while line < len(self.rows) and (not self.rows[line].strip() or _indent(self.rows[line]) > indent):
            last = line if self.rows[line].strip() else last
            line += 1
        self.at = last + 1
        return first, last

    def _body(self, row: str, indent: int) -> None:
        if GRID.match(row, indent):
            self._table(*grid_rows(self.rows, self.at, indent))
        elif self.simple_tables and SIMPLE.match(row, indent):
            found = simple_rows(self.rows, self.at, indent)
            self._table(*found or ([], self.at + 1))
            self.simple_tables = found is not None
        elif row.startswith(">>>", indent):
            first = self.at
            while self.at < len(self.rows) and self.rows[self.at].strip():
                self.at += 1
            self._uncited("URL in code", first, self.at - 1)
        elif _ADORNMENT.match(row, indent):
            self.at += 1
        else:
            self._paragraph(row, indent)

    def _table(self, rows: list[list[list[tuple[int, int, int]]]], end: int) -> None:
        self.at = end
        for cells in rows:
            self.row = []
            for cell in cells:
                self.begin()
                starts = ((self.lines.starts[line], a, b) for line, a, b in cell)
                self.inline(Passage(self.text, [(start + a, start + b) for start, a, b in starts]))
            self.row = None

    def _paragraph(self, row: str, indent: int) -> None:
        """A block of text; a list item's begins behind its mark, and a field's is indented by more than its name."""
        column = indent
        while item := _ITEM.match(row, column):
            column = item.end()
        field = _FIELD.match(row, column)
        left = column
        self.level = _DEEP if field else left
        first, self.at = self.at, self.at + 1
        while self.at < len(self.rows) and self._continues(self.rows[self.at], left, field=field is not None):
            self.at += 1
        self._text(first, field.end() if field else column, left)
        if self.at == first + 1 < len(self.rows) and _ADORNMENT.match(self.rows[self.at]) and self.title is None:
            self.title = " ".join(self.prose.text.split()) or None

    def _continues(self, row: str, left: int, *, field: bool) -> bool:
        indent = _indent(row)
        if not row.strip() or _ADORNMENT.match(row, indent):
            return False
        return indent > left if field else indent == left and not _ITEM.match(row, indent)

    def _text(self, first: int, column: int, left: int) -> None:
        """Reads the block from a line to the current one, and the literal block that a `::` at its end announces."""
        self.begin()
        passage = self._passage(first, min(column, len(self.rows[first])), self.at - 1)
        self.inline(passage)
        if passage.text.rstrip().endswith("::"):
            self._literal_block(left)

    def _literal_block(self, left: int) -> None:
        """Indented lines, or lines that begin with one and the same punctuation mark ("Literal Blocks")."""
        line = self.at
        while line < len(self.rows) and not self.rows[line].strip():
            line += 1
        if line == len(self.rows):
            return
        row, indent = self.rows[line], _indent(self.rows[line])
        if indent > left:
            self._uncited("URL in code", *self._indented(left))
        elif line > self.at and indent == left and _QUOTED.match(row, indent) and not _EXPLICIT.match(row, indent):
            self.at = line
            while self.at < len(self.rows) and self.rows[self.at].startswith(row[indent], indent):
                self.at += 1
            self._uncited("URL in code", line, self.at - 1)

    def _explicit(self, row: str, indent: int) -> None:
        """Explicit markup: a target, a footnote, a directive, a comment."""
        if match := _ANONYMOUS.match(row, indent):
            self.targets.anonymous.append(target_of(self._wrapped(match["url"], indent)))
        elif match := _TARGET.match(row, indent):
            self._target(match, indent)
        elif match := _NOTE.match(row, indent):
            numbers = self.numbers.get(match["label"])
            label = numbers.popleft() if numbers else match["label"]
            self.define(self.lines.starts[self.at] + indent, label.lstrip("#") or label)
            self.open.append(indent)
            self._content(match.end(), indent)
        elif match := _DIRECTIVE.match(row, indent):
            self._substitution_or_directive(match, indent)
        else:
            first, self.at = self.at, self.at + 1
            if row.strip() != ".." or (self.at < len(self.rows) and self.rows[self.at].strip()):
                self._indented(indent)
            self._uncited("URL in a comment", first, self.at - 1)

    def _content(self, column: int, indent: int) -> None:
        """Text behind explicit markup, up to a blank line or an item of a list."""
        first, self.at = self.at, self.at + 1
        if self.rows[first][column:].strip():
            while self.at < len(self.rows) and _indent(row := self.rows[self.at]) > indent and row.strip():
                if _ITEM.match(row, _indent(row)) or _FIELD.match(row, _indent(row)):
                    break
                self.at += 1
            self._text(first, column, indent)

    def _wrapped(self, written: str, indent: int) -> str:
        """A target's text, which may go on in the next lines."""
        parts = [written]
        self.at += 1
        while self.at < len(self.rows) and self.rows[self.at].strip() and _indent(self.rows[self.at]) > indent:
            parts.append(self.rows[self.at].strip())
            self.at += 1
        return "\n".join(parts).strip()

    def _target(self, match: re.Match[str], indent: int) -> None:
        name, offset = normalized(match["name"].strip("`")), self.lines.starts[self.at] + indent
        written = self._wrapped(match["url"] or "", indent)
        self.chained.append(name)
        if not written:
            self.targets.internal.add(name)
            return
        target, is_name = target_of(written)
        for each in self.chained:
            (self.targets.aliases if is_name else self.targets.urls).setdefault(each, target)
        self.chained = []
        if not is_name:
            self.defined.append((target, offset))

    def _substitution_or_directive(self, match: re.Match[str], indent: int) -> None:
        if match["sub"]:
            note = self.substitutions.setdefault(normalized(match["sub"]), Footnote(None, self.at + 1))
            self.within.append(note)
            self._directive(match, indent)
            self.within.pop()
        else:
            self._directive(match, indent)

    def _directive(self, match: re.Match[str], indent: int) -> None:
        name, row, offset = match["name"].lower(), self.rows[self.at], self.lines.starts[self.at] + match.end()
        argument = row[match.end() :].strip()
        if name in _IMAGES:
            self.at += 1
            self.ignore("image", offset, argument)
            self._image_options(indent)
        elif name in _CODE or name == "raw":
            self.at += 1
            first, last = self._indented(indent)
            if name == "raw" and "html" in argument.lower() and first <= last:
                start = self.lines.starts[first]
                html = self.text[start : self.lines.starts[last] + len(self.rows[last])]
                HtmlReader(html, lambda at: self.lines.place(start + at), self.collector).read()
            else:
                self._uncited("URL in code", first, last)
        elif name == "include":
            self.at += 1
            self.ignore("include", offset, argument)
        else:
            if name in _QUOTING and self.quoted is None:
                self._open_quote(indent + 1)
            self._content(match.end(), indent)

    def _image_options(self, indent: int) -> None:
        options: dict[str, tuple[str, int]] = {}
        while self.at < len(self.rows) and _indent(self.rows[self.at]) > indent:
            option = _OPTION.match(self.rows[self.at])
            if option is None:
                break
            options[option["name"]] = option["value"].strip(), self.lines.starts[self.at] + option.start("value")
            self.at += 1
        if "target" in options:
            written, offset = options["target"]
            alt, _ = options.get("alt", ("", 0))
            self.begin()
            self.refer_to(written, offset, alt)
