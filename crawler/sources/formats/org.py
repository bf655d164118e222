"""Org documents: links, footnotes, citation keys, properties, bare URLs, each with its place and claim.

Blocks are those of "Org Syntax" (orgmode.org/worg/org-syntax.html). Source, example and export blocks and `: ` lines
are code, `# ` begins a comment; nothing is evaluated or included.
"""

import re

from crawler.model import ParsedSource
from crawler.sources.parsing.markup.markup_text import Passage
from crawler.sources.parsing.markup.org_inline import OrgInline
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.source_text import SourceText

_BLOCK = re.compile(r"[ \t]*#\+begin_(?P<name>src|example|export|comment)\b", re.IGNORECASE)
_KEYWORD = re.compile(r"[ \t]*#\+(?P<key>[\w-]+)(?:\[[^\]]*\])?:[ \t]*(?P<value>.*)$")
_DELIMITER = re.compile(r"[ \t]*#\+(?P<kind>begin|end)_(?P<name>\w+)", re.IGNORECASE)
_COMMENT = re.compile(r"[ \t]*#(?:\s|$)")
_FIXED = re.compile(r"[ \t]*:(?:\s|$)")
_PROPERTY = re.compile(r"[ \t]*:[\w@#%+-]+:(?:[ \t]+|$)")
_HEADING = re.compile(r"\*+[ \t]+(?:(?:TODO|DONE|NEXT|WAITING)[ \t]+)?(?:\[#\w\][ \t]+)?")
_COMMENTED = re.compile(r"(?P<stars>\*+)[ \t]+COMMENT\b")
_ITEM = re.compile(r"[ \t]*(?:[-+]|\*(?<=[ \t]\*)|\d{1,4}[.)]|[a-zA-Z][.)])(?:[ \t]+\[[ X-]\])?[ \t]+")
_DEFINITION = re.compile(r"\[fn:(?P<label>[\w-]+)\][ \t]*")
_ABBREVIATION = re.compile(r"""(?:"([^"]+)"|(\S+))\s+(\S+)""")
_TABLE = re.compile(r"[ \t]*\|")
_CODE_KEYS = frozenset("setupfile options html_head html_head_extra html latex_header latex export_file_name startup "
                       "header property macro infojs_opt".split())  # fmt: skip
_SNIFF = re.compile(r"^(?:#\+\w+:|#\+begin_\w+|\*+ |:PROPERTIES:$)", re.IGNORECASE | re.MULTILINE)


def sniff(source: SourceText) -> bool:
    found = _SNIFF.findall(source.head)
    return len(found) > 1 and any(mark[0] in "#:" for mark in found)


def read(source: SourceText) -> ParsedSource:
    reader = _OrgReader(source)
    reader.read()
    return reader.parsed("org")


class _OrgReader(OrgInline):
    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self.rows = self.lines.lines
        self.at = 0
        self.bibliographies: list[str] = []
        self.bibliography_line: int | None = None
        self.defining = False
        self.blank = 0  # lines before the current one

    def read(self) -> None:
        for row in self.rows:
            keyword = _KEYWORD.match(row)
            if keyword and keyword["key"].lower() == "link" and (match := _ABBREVIATION.match(keyword["value"])):
                self.abbreviations[(match[1] or match[2]).lower()] = match[3]
        while self.at < len(self.rows):
            row = self.rows[self.at]
            if not row.strip():
                self.at += 1
                self.blank += 1
                continue
            if self.defining and (self.blank > 1 or row.startswith("*") or _DEFINITION.match(row)):
                self.end_definition()
                self.defining = False
            self.blank = 0
            self._line(row)
        if self.defining:
            self.end_definition()
        self.cite_entries(self.bibliographies, self.bibliography_line)

    def _line(self, row: str) -> None:
        if match := _BLOCK.match(row):
            self._code_block(match["name"])
        elif match := _KEYWORD.match(row):
            self._keyword(match)
        elif match := _DELIMITER.match(row):
            if match["name"].lower() in ("quote", "verse"):
                self.collector.block_quotes.step(1 if match["kind"].lower() == "begin" else -1)
            self.at += 1
        elif _COMMENT.match(row) or _FIXED.match(row):
            reason = "URL in a comment" if _COMMENT.match(row) else "URL in code"
            self.ignore_urls(reason, self.lines.starts[self.at], self.lines.starts[self.at + 1])
            self.at += 1
        elif match := _COMMENTED.match(row):
            self._commented(len(match["stars"]))
        elif _TABLE.match(row):
            self._table_row(row)
        else:
            self._text(row)

    def _code_block(self, name: str) -> None:
        first, end = self.at, f"#+end_{name.lower()}"
        while self.at < len(self.rows) and self.rows[self.at].strip().lower() != end:
            self.at += 1
        reason = "URL in a comment" if name.lower() == "comment" else "URL in code"
        self.ignore_urls(reason, self.lines.starts[first], self.lines.starts[min(self.at, len(self.rows))])
        self.at += 1

    def _commented(self, level: int) -> None:
        """A subtree whose heading begins with COMMENT."""
        first = self.at
        self.at += 1
        while self.at < len(self.rows) and not (
            (match := re.match(r"\*+(?=[ \t])", self.rows[self.at])) and len(match[0]) <= level
        ):
            self.at += 1
        self.ignore_urls("URL in a comment", self.lines.starts[first], self.lines.starts[self.at])

    def _keyword(self, match: re.Match[str]) -> None:
        key, value, start = match["key"].lower(), match["value"].strip(), self.lines.starts[self.at]
        if key == "bibliography":
            self.bibliographies.append(value.split(" :")[0].strip().strip('"'))
            self.bibliography_line = self.bibliography_line or self.at + 1
        elif key == "include":
            self.ignore("include", start, value)
        elif key in _CODE_KEYS:
            self.ignore_urls("URL in code", start, self.lines.starts[self.at + 1])
        elif key != "link":
            self._block(start + match.start("value"), start + match.end())
            if key == "title" and self.title is None:
                self.title = tidy(self.prose.text) or None
        self.at += 1

    def _table_row(self, row: str) -> None:
        start = self.lines.starts[self.at]
        self.at += 1
        if row.strip().startswith(("|-", "|=")):
            return
        self.row = []
        bars = [match.start() for match in re.finditer(r"\|", row)]
        for left, right in zip(bars, [*bars[1:], len(row)], strict=True):
            if row[left + 1 : right].strip():
                self._block(start + left + 1, start + right)
        self.row = None

    def _block(self, start: int, end: int) -> None:
        self.begin()
        self.inline(Passage(self.text, [(start, end)]))

    def _text(self, row: str) -> None:
        """A heading, a property, an item of a list, a footnote's definition or a paragraph."""
        start, column = self.lines.starts[self.at], 0
        self.at += 1
        if heading := _HEADING.match(row):
            self._block(start + heading.end(), start + len(row))
            return
        if _PROPERTY.match(row):
            self._property(row, start)
            return
        if definition := _DEFINITION.match(row):
            self.define(start, definition["label"])
            self.defining = True
            column = definition.end()
        elif item := _ITEM.match(row):
            column = item.end()
        while self.at < len(self.rows) and self._continues(self.rows[self.at]):
            self.at += 1
        self._block(start + column, self.lines.starts[self.at - 1] + len(self.rows[self.at - 1]))

    def _property(self, row: str, start: int) -> None:
        """A line of a drawer; keys in `:ROAM_REFS:` (org-roam) cite, too."""
        match = _PROPERTY.match(row)
        column = match.end() if match else 0
        self.begin()
        if row.strip().upper().startswith(":ROAM_REFS:"):
            for key in re.finditer(r"(?<!\S)@([^\s\"]+)", row[column:]):
                self.cite_key(start + column + key.start(), key[1], key[0])
        self.inline(Passage(self.text, [(start + column, start + len(row))]))

    def _continues(self, row: str) -> bool:
        patterns = (_HEADING, _ITEM, _KEYWORD, _DELIMITER, _COMMENT, _FIXED, _PROPERTY, _TABLE, _DEFINITION)
        return bool(row.strip()) and not any(pattern.match(row) for pattern in patterns)
