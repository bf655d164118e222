"""JSON and JSONL files: records, CSL-JSON, citation lists and configurations (see records.py for the shapes)."""

from collections.abc import Iterator
from typing import Any

from crawler.model import Reading
from crawler.sources.csl import is_csl, read_csl
from crawler.sources.decode import Source
from crawler.sources.entries import Entry
from crawler.sources.gather import Gathering
from crawler.sources.jsonwalk import BadJSON, LineCount, after_space, items, members, value_at
from crawler.sources.records import URL, WRAPPERS, Loose, RecordScan, is_record, reading, strings

_CITATION_KEYS = ("footnote", "url", "id", "title")


def read_json(source: Source) -> Reading:
    gathering, found = Gathering(source.path), RecordScan()
    _JsonWalk(source.text, found, gathering).read()
    return _finish(source, found, gathering)


def read_jsonl(source: Source) -> Reading:
    """One value a line; a broken line costs that line."""
    gathering, found = Gathering(source.path), RecordScan()
    for number, line in enumerate(source.text.split("\n"), 1):
        if line.strip():
            _JsonWalk(line, found, gathering, number - 1).read()
    return _finish(source, found, gathering)


def _finish(source: Source, found: RecordScan, gathering: Gathering) -> Reading:
    if found.entries and is_csl([entry.values for entry in found.entries]):
        return read_csl(source, found.entries, gathering)
    return reading(source, "records", found, gathering)


class _JsonWalk:
    """One JSON text, `first` lines down in its file."""

    def __init__(self, text: str, found: RecordScan, gathering: Gathering, first: int | None = None) -> None:
        self.one_record = first is not None  # a line of JSONL: whatever has a url is a record
        first = first or 0
        self.text, self.found, self.gathering, self.first = text, found, gathering, first
        self.count = LineCount(text)

    def read(self) -> None:
        start = after_space(self.text, 0)
        try:
            if start < len(self.text):
                end = self._root(start)
                if after_space(self.text, end) < len(self.text):
                    self.gathering.skip(self.line(end), "more than one JSON value: only the first is read")
        except BadJSON as error:
            self.gathering.skip(self.line(error.offset), f"not valid JSON from here on, not read: {error}")

    def line(self, offset: int) -> int:
        return self.first + self.count.line(offset)

    def _root(self, pos: int) -> int:
        """Reads the value at `pos`; gives the place behind it."""
        if self.text.startswith("[", pos):
            self._array(pos)
        elif self.text.startswith("{", pos):
            self._object(pos)
        return value_at(self.text, pos)[1]

    def _array(self, pos: int) -> None:
        for at in items(self.text, pos):
            value = value_at(self.text, at)[0]
            if isinstance(value, dict) and (is_record(value) or is_csl([value]) or "title" in value):
                self._entry(at)
            elif isinstance(value, str) and URL.match(value):
                self.found.loose.append(Loose(value, *self._place(at), "url"))
            else:
                self._loose(value, at)

    def _object(self, pos: int) -> None:
        try:
            parts = list(members(self.text, pos))
        except BadJSON:
            parts = list(self._good_members(pos))
            self._members(parts)
            raise
        data = {key: value_at(self.text, at)[0] for key, _, at in parts}
        if self.one_record and is_record(data):
            self._entry(pos)
            return
        keyed = bool(parts) and all(isinstance(value, dict) and is_record(value) for value in data.values())
        if (is_record(data) and any(key in data for key in _CITATION_KEYS if key != "url")) or is_csl([data]):
            self._entry(pos)
        elif keyed:
            for key, _, at in parts:
                self._entry(at, {"id": key})
        else:
            self._members(parts)

    def _good_members(self, pos: int) -> Iterator[tuple[str, int, int]]:
        """The members before the fault; a faulty wrapper is given too, for its good items."""
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
                self._loose(value, at, key)

    def _entry(self, pos: int, given: dict[str, Any] | None = None) -> None:
        values: dict[str, Any] = dict(given or {})
        lines: dict[str, int] = {}
        for key, key_at, at in members(self.text, pos):
            values[key] = value_at(self.text, at)[0]
            lines[key] = self.line(key_at)
        self.found.entries.append(Entry(values, lines, self.line(pos)))

    def _loose(self, value: Any, pos: int, key: str = "") -> None:  # noqa: ANN401 - JSON values
        """URLs within a value, found in order in the text of it."""
        here = pos
        for name, url in strings(value, key):
            at = self.text.find(f'"{url}"', here)
            here = at + 1 if at >= 0 else here
            self.found.loose.append(Loose(url, *self._place(max(at, pos)), name))

    def _place(self, offset: int) -> tuple[int, int]:
        """Line and column of the text within the quotes at `offset`."""
        return self.line(offset), offset - self.text.rfind("\n", 0, offset) + 1
