"""JSON and JSON Lines -> `ScannedRecords`: records, CSL items, citation lists, configurations (see record_files.py)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from crawler.model.json_value import JsonValue
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.json_walk import BadJSON, after_space, items, members, value_at
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.raw_records import RawRecord
from crawler.sources.parsing.record_files import URL, WRAPPERS, ScannedRecords, UrlValue, is_record, urls_within
from crawler.sources.parsing.source_text import SourceText

CSL_KEYS = ("URL", "DOI", "issued", "accessed", "container-title")
"""Keys in a spelling that only CSL has. Source: docs.citationstyles.org, "Appendix IV: Variables"."""

_CITATION_KEYS = ("footnote", "id", "title")
_LINES = (".jsonl", ".ndjson")


def looks_like_json(source: SourceText) -> bool:
    """Whether a text is JSON or JSON Lines: its suffix decides, else how it begins."""
    if source.suffix in (".json", *_LINES):
        return True
    if source.suffix in (".yaml", ".yml"):
        return False
    first, _ = _first_lines(source)
    return first.startswith(("{", '["', "[{")) or first in ("[", "[]")


def scan_json(source: SourceText, collector: Collector) -> ScannedRecords:
    """What a JSON text holds, in order; of JSON Lines, a broken line costs that line. Complaints go to `collector`."""
    found = ScannedRecords()
    if not _is_json_lines(source):
        _JsonWalk(source.text, found, collector).read()
        return found
    for number, line in enumerate(source.text.split("\n")):
        if line.strip():
            _JsonWalk(line, found, collector, lines_before=number, one_record=True).read()
    return found


def is_csl(items: Sequence[Mapping[str, JsonValue]]) -> bool:
    """Whether these are CSL items: they have CSL's keys in CSL's spelling, and no `url`."""
    return any(key in item for item in items for key in CSL_KEYS) and not any("url" in item for item in items)


def _is_json_lines(source: SourceText) -> bool:
    if source.suffix in (".json", *_LINES):
        return source.suffix in _LINES
    first, second = _first_lines(source)
    return first.startswith("{") and first.endswith("}") and second.startswith("{")


def _first_lines(source: SourceText) -> tuple[str, str]:
    """The first two lines that are not blank, without outer white space; "" where there are fewer."""
    lines = (line.strip() for line in source.head.split("\n"))
    first, second, *_ = [*islice((line for line in lines if line), 2), "", ""]
    return first, second


class _JsonWalk:
    """One JSON text, `lines_before` lines down in its file. `one_record`: an object with a `url` is a record."""

    def __init__(
        self,
        text: str,
        found: ScannedRecords,
        collector: Collector,
        *,
        lines_before: int = 0,
        one_record: bool = False,
    ) -> None:
        self.text, self.found, self.collector = text, found, collector
        self.lines_before, self.one_record = lines_before, one_record
        self.index = LineIndex(text)

    def read(self) -> None:
        start = after_space(self.text, 0)
        try:
            if start < len(self.text):
                end = self._root(start)
                if after_space(self.text, end) < len(self.text):
                    self.collector.skip(self.line(end), "more than one JSON value: only the first is read")
        except BadJSON as error:
            self.collector.skip(self.line(error.offset), f"not valid JSON from here on, not read: {error}")

    def line(self, offset: int) -> int:
        return self.lines_before + self.index.place(offset)[0]

    def _root(self, pos: int) -> int:
        """Reads the value at `pos`; returns the offset behind it."""
        if self.text.startswith("[", pos):
            self._array(pos)
        elif self.text.startswith("{", pos):
            self._object(pos)
        return value_at(self.text, pos)[1]

    def _array(self, pos: int) -> None:
        for at in items(self.text, pos):
            value = value_at(self.text, at)[0]
            if isinstance(value, dict) and (is_record(value) or is_csl([value]) or "title" in value):
                self._record(at)
            elif isinstance(value, str) and URL.match(value):
                self.found.url_values.append(UrlValue(value, *self._place(at), "url"))
            else:
                self._url_values(value, at)

    def _object(self, pos: int) -> None:
        try:
            parts = list(members(self.text, pos))
        except BadJSON:
            parts = list(self._good_members(pos))
            self._members(parts)
            raise
        data = {key: value_at(self.text, at)[0] for key, _, at in parts}
        if self.one_record and is_record(data):
            self._record(pos)
            return
        keyed = bool(parts) and all(isinstance(value, dict) and is_record(value) for value in data.values())
        if (is_record(data) and any(key in data for key in _CITATION_KEYS)) or is_csl([data]):
            self._record(pos)
        elif keyed:
            for key, _, at in parts:
                self._record(at, {"id": key})
        else:
            self._members(parts)

    def _good_members(self, pos: int) -> Iterator[tuple[str, int, int]]:
        """The members before the fault, and the faulty member too: it may wrap good items."""
        try:
            yield from members(self.text, pos)
        except BadJSON:
            return

    def _members(self, parts: list[tuple[str, int, int]]) -> None:
        for key, _, at in parts:
            if key in WRAPPERS and self.text.startswith(("[", "{"), at):
                if self.text.startswith("[", at):
                    self._array(at)
                else:
                    self._object(at)
            else:
                try:
                    value = value_at(self.text, at)[0]
                except BadJSON:
                    return
                self._url_values(value, at, key)

    def _record(self, pos: int, given: Mapping[str, JsonValue] | None = None) -> None:
        values: dict[str, JsonValue] = dict(given or {})
        lines: dict[str, int] = {}
        for key, key_at, at in members(self.text, pos):
            values[key] = value_at(self.text, at)[0]
            lines[key] = self.line(key_at)
        self.found.records.append(RawRecord(values, lines, self.line(pos)))

    def _url_values(self, value: JsonValue, pos: int, key: str = "") -> None:
        """URLs within a value, found in order in the text of it."""
        here = pos
        for name, url in urls_within(value, key):
            at = self.text.find(f'"{url}"', here)
            here = at + 1 if at >= 0 else here
            self.found.url_values.append(UrlValue(url, *self._place(max(at, pos)), name))

    def _place(self, offset: int) -> tuple[int, int]:
        """Line and column of the text within the quotes at `offset`."""
        line, column = self.index.place(offset)
        return self.lines_before + line, column + 1
