"""Jupyter notebooks (nbformat 4, and the `worksheets` of nbformat 3): what their Markdown cells cite.

Each Markdown cell is read as a Markdown text of its own, as Jupyter renders it; line and column are those of the
`.ipynb` file. URLs in code, output and raw cells cite nothing and are counted.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.model import ParsedSource
from crawler.model.errors import SourceError
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.markdown.links import read_markdown
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.records.json_strings import JsonText
from crawler.sources.parsing.records.json_walk import BadJSON, after_space, items, members, value_at
from crawler.sources.parsing.source_text import SourceText

_START = re.compile(r'\s*\{.*"(?:cell_type|nbformat)"\s*:', re.DOTALL)
_URL = re.compile(r'https?:\\?/\\?/[^\s"\\<>]*', re.IGNORECASE)
_TEXT = ("markdown", "heading")  # nbformat 3 has headings apart
_OTHER = {"code": "URL in code", "raw": "URL in a raw cell"}


def sniff(source: SourceText) -> bool:
    return _START.match(source.head) is not None


def read(source: SourceText) -> ParsedSource:
    return _NotebookReader(source).read()


class _NotebookReader:
    def __init__(self, source: SourceText) -> None:
        self.source, self.text = source, source.text
        self.collector = Collector(source.path, source.size)
        self.lines = LineIndex(self.text)
        self.title: str | None = None

    def read(self) -> ParsedSource:
        start = after_space(self.text, 0)
        try:
            if self.text.startswith("{", start):
                self._notebook(start)
            else:
                raise SourceError("not a Jupyter notebook: its JSON is no object")
        except BadJSON as error:
            self.collector.skip(self.lines.place(error.offset)[0], f"not valid JSON: {error}")
        return self.collector.parsed(self.source.document("jupyter", title=self.title))

    def _notebook(self, start: int) -> None:
        found = False
        for key, _, value in members(self.text, start):
            if key == "metadata":
                self._metadata(value)
            elif key == "cells":
                found = True
                self._cells(value)
            elif key == "worksheets":
                found = True
                for sheet in self._items(value):
                    for name, _, cells in self._members(sheet):
                        if name == "cells":
                            self._cells(cells)
        if not found:
            raise SourceError("not a Jupyter notebook: it has no cells")

    def _metadata(self, at: int) -> None:
        for key, _, value in self._members(at):
            title = value_at(self.text, value)[0] if key in ("title", "name") else None
            if isinstance(title, str) and title.strip():
                self.title = title.strip()

    def _cells(self, at: int) -> None:
        for cell in self._items(at):
            places = {key: value for key, _, value in self._members(cell)}
            kind = value_at(self.text, places["cell_type"])[0] if "cell_type" in places else None
            if kind in _TEXT and "source" in places:
                self._markdown(JsonText(self.text, self._strings(places["source"])))
                continue
            reason = _OTHER.get(str(kind), "URL in code")
            for key in ("source", "input"):
                self._count(reason, places.get(key))
            self._count("URL in an output", places.get("outputs"))

    def _markdown(self, cell: JsonText) -> None:
        data = cell.text.replace("\0", "\ufffd").encode("utf-8", "replace")
        found = read_markdown(replace(self.source, data=data), mdx=False)
        if self.title is None and found.document is not None:
            self.title = found.document.title
        self.collector.merge(found, lambda line, column: self.lines.place(cell.offset(line, column)))

    def _count(self, reason: str, at: int | None) -> None:
        if at is not None:
            for match in _URL.finditer(self.text, at, value_at(self.text, at)[1]):
                self.collector.ignore(reason, *self.lines.place(match.start()), text=match[0].rstrip("'),.;]"))

    def _strings(self, at: int) -> Iterator[tuple[int, int, str]]:
        for start in self._items(at) if self.text.startswith("[", at) else (at,):
            value, end = value_at(self.text, start)
            if isinstance(value, str):
                yield start, end, value

    def _items(self, at: int) -> Iterator[int]:
        return items(self.text, at) if self.text.startswith("[", at) else iter(())

    def _members(self, at: int) -> Iterator[tuple[str, int, int]]:
        return members(self.text, at) if self.text.startswith("{", at) else iter(())
