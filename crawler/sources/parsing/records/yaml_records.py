"""YAML -> `ScannedRecords`: records, citation lists and configurations (see record_files.py).

A file that does not parse as a whole is split at its top-level items, which are parsed one by one: a fault costs one
item.
"""

import re
from collections.abc import Mapping

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from crawler.model.json_value import JsonValue
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.records.raw_records import LIST_KEYS, TEXT_KEYS, RawRecord
from crawler.sources.parsing.records.record_files import (
    CSL_KEYS,
    URL_KEYS,
    WRAPPERS,
    ScannedRecords,
    UrlValue,
    title_in,
    urls_in,
)
from crawler.sources.parsing.records.yaml_nodes import (
    Aliases,
    BadYAML,
    comments,
    compose,
    line_of,
    lines_of,
    pairs,
    place_of,
    plain,
    text,
)
from crawler.sources.parsing.source_text import SourceText

_DASH = re.compile(r"^( *)- ", re.MULTILINE)
_KEY = re.compile(r"^[^\s#\-][^\n]*:", re.MULTILINE)
_RECORD_KEYS = ("url", "id", "title", "footnote")


def scan_yaml(source: SourceText, collector: Collector) -> ScannedRecords:
    """What a YAML text holds, in order; a broken item costs that item. Complaints go to `collector`."""
    found, aliases = ScannedRecords(), Aliases(source.text)
    try:
        _YamlScan(source.text, found, collector).read(aliases)
    except BadYAML as error:
        aliases = _piecewise(source.text, found, collector, error)
    except RecursionError:
        collector.skip(1, "not valid YAML: nested too deeply")
    if aliases.fault:
        collector.skip(*aliases.fault)
    for line, comment in comments(source.text):
        for _, url in urls_in(comment.strip()):
            collector.ignore("URL in a comment", line, text=url)
    return found


def _piecewise(whole: str, found: ScannedRecords, collector: Collector, error: BadYAML) -> Aliases:
    """Parses the top-level items one by one, after the whole has failed."""
    faults, aliases = 0, Aliases(whole)
    for piece, first in _pieces(whole):
        try:
            _YamlScan(piece, found, collector, first).read(aliases)
        except BadYAML as fault:
            faults += 1
            collector.skip(first + fault.line, f"not valid YAML: {fault}")
        except RecursionError:
            faults += 1
            collector.skip(first + 1, "not valid YAML: nested too deeply")
    if not faults:
        collector.skip(error.line, f"not valid YAML: {error}")
    return aliases


def _pieces(whole: str) -> list[tuple[str, int]]:
    """The top-level items (else keys) of a YAML text, each with the count of lines before it."""
    dashes = list(_DASH.finditer(whole))
    indent = min((len(match[1]) for match in dashes), default=0)
    cuts = [match.start() for match in dashes if len(match[1]) == indent]
    cuts = cuts or [match.start() for match in _KEY.finditer(whole)]
    if not cuts:
        return []
    ends = [*cuts[1:], len(whole)]
    pieces, line, done = [], 0, 0
    for start, end in zip(cuts, ends, strict=True):
        line += whole.count("\n", done, start)
        done = start
        pieces.append((whole[start:end], line))
    return pieces


def _written(key: str, node: Node) -> JsonValue:
    """The text of a scalar or a list of them; of a URL over several lines, with the line ends that YAML folds."""
    found = text(node)
    over_lines = key == "url" and isinstance(node, ScalarNode) and line_of(node) <= int(node.end_mark.line)
    return found.replace(" ", "\n") if over_lines and isinstance(found, str) else found


def _holds_records(node: Node) -> bool:
    children = node.value if isinstance(node, SequenceNode) else [value for _, _, value in pairs(node)]
    return any(isinstance(child, MappingNode) and _has(child, *_RECORD_KEYS) for child in children)


def _has(node: Node, *keys: str) -> bool:
    return any(name in keys for name, _, _ in pairs(node))


class _YamlScan:
    """Sorts what a YAML text holds, `first` lines down in its file."""

    def __init__(self, text: str, found: ScannedRecords, collector: Collector, first: int = 0) -> None:
        self.text, self.found, self.collector, self.first = text, found, collector, first
        self.index = LineIndex(text)

    def read(self, aliases: Aliases) -> None:
        for root in compose(self.text, aliases):
            self._root(root)

    def _root(self, root: Node) -> None:
        if isinstance(root, SequenceNode):
            self._items(root)
            return
        wrapped = [value for name, _, value in pairs(root) if name in WRAPPERS and _holds_records(value)]
        if wrapped:
            for value in wrapped:
                self._root(value)
        elif _has(root, "url") and _has(root, *_RECORD_KEYS[1:]):
            self._record(root)
        elif isinstance(root, MappingNode) and root.value and all(_has(value, "url") for _, _, value in pairs(root)):
            for name, _, value in pairs(root):
                self._record(value, {"id": name})
        else:
            self._url_values(root)

    def _items(self, node: SequenceNode) -> None:
        records = _holds_records(node)
        for item in node.value:
            if records and isinstance(item, MappingNode):
                before = len(self.found.url_values)
                if not _has(item, "url", *CSL_KEYS):
                    self._url_values(item)
                if not any(one.key.lower() in URL_KEYS for one in self.found.url_values[before:]):
                    self._record(item)
            elif records and not (isinstance(item, ScalarNode) and "://" in item.value):
                self.found.unknown.append(self.first + line_of(item))
            else:
                self._url_values(item, "url" if isinstance(item, ScalarNode) else "")

    def _record(self, node: Node, given: Mapping[str, JsonValue] | None = None) -> None:
        lines = {key: self.first + line for key, line in lines_of(node).items()}
        values: dict[str, JsonValue] = dict(given or {})
        places: dict[str, tuple[int, int]] = {}
        for key, _, value in pairs(node):
            if isinstance(value, ScalarNode):
                line, column = place_of(value)
                places[key] = self.first + line, column
            try:
                written = key in TEXT_KEYS and not (key in LIST_KEYS and isinstance(value, ScalarNode))
                values[key] = _written(key, value) if written else plain(value)
            except (BadYAML, RecursionError) as error:
                why = str(error) if isinstance(error, BadYAML) else "nested too deeply"
                self.collector.skip(lines[key], f"{key} is not read: {why}")
        self.found.records.append(RawRecord(values, lines, self.first + line_of(node), places))

    def _url_values(self, root: Node, key: str = "") -> None:
        """All URLs of a tree; each node is visited once, however often it is aliased."""
        seen: set[int] = set()
        stack: list[tuple[str, Node, str | None]] = [(key, root, None)]
        while stack:
            name, node, title = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, ScalarNode):
                self._scalar(name, node, title)
            elif isinstance(node, SequenceNode):
                stack.extend((name, item, None) for item in reversed(node.value))
            else:
                inner = list(pairs(node))
                title = title_in({k: v.value for k, _, v in inner if isinstance(v, ScalarNode)})
                stack.extend((k, v, title) for k, _, v in reversed(inner))

    def _scalar(self, key: str, node: ScalarNode, title: str | None) -> None:
        """The URLs of a scalar, searched in the text in which it stands: it may be folded or escaped there."""
        line, column = place_of(node)
        at, end = self.index.offset(line, column), self._end(node)
        for start, url in urls_in(node.value):
            found = self.text.find(url, at, end)
            if found >= 0:
                line, column = self.index.place(found)
                at = found + len(url)
            self.found.url_values.append(UrlValue(url, self.first + line, column, key, None if start else title))

    def _end(self, node: Node) -> int:
        mark = node.end_mark
        return self.index.offset(min(int(mark.line) + 1, len(self.index.lines)), int(mark.column) + 1)
