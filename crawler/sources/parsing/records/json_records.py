"""JSON and JSON Lines -> `ScannedRecords`: records, CSL items, citation lists, configurations (see record_files.py)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from crawler.model.json_value import JsonValue
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.records.json_tree import JsonArray, JsonObject, JsonTree
from crawler.sources.parsing.records.raw_records import RawRecord
from crawler.sources.parsing.records.record_files import (
    CSL_KEYS,
    URL_KEYS,
    WRAPPERS,
    ScannedRecords,
    UrlValue,
    is_record,
    title_in,
    urls_in,
)
from crawler.sources.parsing.source_text import SourceText

Place = TypeVar("Place")

_CITATION_KEYS = ("footnote", "id", "title")
_LINES = (".jsonl", ".ndjson")
_STARTS_JSON = re.compile(r'\s*(?:\{\s*(?:["}]|\Z)|\[[ \t]*(?:["{]|\]?[ \t]*(?:\n|\Z)))')
"""An object, or a list of objects or strings. RTF, TeX and code begin with a brace, too, and Markdown with `[`."""


def looks_like_json(source: SourceText) -> bool:
    """Whether a text is JSON or JSON Lines: its suffix decides, else how it begins."""
    if source.suffix in (".json", *_LINES):
        return True
    if source.suffix in (".yaml", ".yml"):
        return False
    return _STARTS_JSON.match(source.head) is not None


def json_trees(source: SourceText, collector: Collector) -> Iterator[JsonTree]:
    """The JSON of a source: of JSON Lines, one for each line. What is no JSON is complained about."""
    if _is_json_lines(source):
        lines = source.text.split("\n")
        trees = (JsonTree(line, number) for number, line in enumerate(lines) if line.strip())
    else:
        trees = (JsonTree(text) for text in (source.text,))
    for tree in trees:
        yield tree
        if tree.fault:
            reason, offset = tree.fault
            collector.skip(tree.line(offset), f"not valid JSON from here on, not read: {reason}")


def scan_json(source: SourceText, collector: Collector) -> ScannedRecords:
    """What a JSON text holds, in order; of JSON Lines, a broken line costs that line. Complaints go to `collector`."""
    found = ScannedRecords()
    in_lines = _is_json_lines(source)
    for tree in json_trees(source, collector):
        scan = _RecordScan(tree, found, one_record=in_lines or len(tree.roots) > 1)
        for value, number in zip(tree.roots, tree.numbers, strict=False):
            scan.root(value, number)
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


def url_values(tree: JsonTree, value: object, number: int, key: str = "") -> Iterator[UrlValue]:
    """The URLs within a JSON value, in order, with their places; a list's items have the list's key."""
    stack: list[tuple[str, object, int, str | None]] = [(key, value, number, None)]
    while stack:
        name, here, at, title = stack.pop()
        if isinstance(here, str):
            for start, url in urls_in(here):
                yield UrlValue(url, *tree.place(at, start), name, title if start == 0 else None)
        elif isinstance(here, JsonObject):
            title = title_in(here)
            inner = [(k, v, here.numbers[k] + 1, title) for k, v in here.items()]
            stack.extend(reversed(inner))
        elif isinstance(here, JsonArray):
            stack.extend(reversed([(name, v, at, None) for v, at in zip(here, here.numbers, strict=True)]))


class _Found(Mapping[str, Place]):
    """Where the strings of these numbers stand, which is found when it is asked for: of most keys nobody does."""

    def __init__(self, numbers: Mapping[str, int], find: Callable[[int], Place]) -> None:
        self._numbers, self._find = numbers, find

    def __getitem__(self, key: str) -> Place:
        return self._find(self._numbers[key])

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class _RecordScan:
    """Sorts what a JSON text holds. `one_record`: an object with a `url` is a record."""

    def __init__(self, tree: JsonTree, found: ScannedRecords, *, one_record: bool) -> None:
        self.tree, self.found, self.one_record = tree, found, one_record

    def root(self, value: object, number: int) -> None:
        if isinstance(value, JsonArray):
            self._array(value)
        elif isinstance(value, JsonObject):
            self._object(value)
        else:
            self._url_values(value, number, "url")

    def _array(self, values: JsonArray) -> None:
        for value, number in zip(values, values.numbers, strict=True):
            if isinstance(value, JsonObject) and (is_record(value) or is_csl([value])):
                self._record(value)
                continue
            before = len(self.found.url_values)
            self._url_values(value, number, "url" if isinstance(value, str) else "")
            linked = any(one.key.lower() in URL_KEYS for one in self.found.url_values[before:])
            if isinstance(value, JsonObject) and "title" in value and not linked:
                self._record(value)

    def _object(self, value: JsonObject) -> None:
        listed = is_record(value) and (self.one_record or any(key in value for key in _CITATION_KEYS))
        if listed or is_csl([value]):
            self._record(value)
        elif value and all(isinstance(inner, JsonObject) and is_record(inner) for inner in value.values()):
            for key, inner in value.items():
                self._record(inner, {"id": key})
        else:
            self._members(value)

    def _members(self, values: JsonObject) -> None:
        title = title_in(values)
        for key, value in values.items():
            if key in WRAPPERS and isinstance(value, JsonArray):
                self._array(value)
            elif key in WRAPPERS and isinstance(value, JsonObject):
                self._object(value)
            elif isinstance(value, str):
                for one in url_values(self.tree, value, values.numbers[key] + 1, key):
                    self.found.url_values.append(UrlValue(one.url, one.line, one.column, key, title))
            else:
                self._url_values(value, values.numbers[key] + 1, key)

    def _record(self, value: JsonObject, given: Mapping[str, JsonValue] | None = None) -> None:
        lines = _Found(value.numbers, self.tree.line_of_string)
        texts = {key: value.numbers[key] + 1 for key, inner in value.items() if isinstance(inner, str)}
        places = _Found(texts, self.tree.place)
        values: dict[str, Any] = {**(given or {}), **value}
        self.found.records.append(RawRecord(values, lines, self.tree.line_of_object(value), places))

    def _url_values(self, value: object, number: int, key: str = "") -> None:
        self.found.url_values.extend(url_values(self.tree, value, number, key))
