"""YAML -> `ScannedRecords`: records, citation lists and configurations (see record_files.py).

A file that does not parse as a whole is split at its top-level items, which are parsed one by one: a fault costs one
item.
"""

import re
from collections.abc import Mapping

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from crawler.model.json_value import JsonValue
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.raw_records import LIST_KEYS, TEXT_KEYS, RawRecord
from crawler.sources.parsing.record_files import URL, WRAPPERS, ScannedRecords, UrlValue
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.yaml_nodes import BadYAML, compose, line_of, lines_of, pairs, place_of, plain, text

_DASH = re.compile(r"^( *)- ", re.MULTILINE)
_KEY = re.compile(r"^[^\s#\-][^\n]*:", re.MULTILINE)
_RECORD_KEYS = ("url", "id", "title", "footnote")


def scan_yaml(source: SourceText, collector: Collector) -> ScannedRecords:
    """What a YAML text holds, in order; a broken item costs that item. Complaints go to `collector`."""
    found = ScannedRecords()
    try:
        for root in compose(source.text):
            _root(root, found, collector, 0)
    except BadYAML as error:
        _piecewise(source.text, found, collector, error)
    except RecursionError:
        collector.skip(1, "not valid YAML: nested too deeply")
    return found


def _piecewise(whole: str, found: ScannedRecords, collector: Collector, error: BadYAML) -> None:
    """Parses the top-level items one by one, after the whole has failed."""
    faults = 0
    for piece, first in _pieces(whole):
        try:
            for root in compose(piece):
                _root(root, found, collector, first)
        except BadYAML as fault:
            faults += 1
            collector.skip(first + fault.line, f"not valid YAML: {fault}")
        except RecursionError:
            faults += 1
            collector.skip(first + 1, "not valid YAML: nested too deeply")
    if not faults:
        collector.skip(error.line, f"not valid YAML: {error}")


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


def _root(root: Node, found: ScannedRecords, collector: Collector, first: int) -> None:
    if isinstance(root, SequenceNode):
        _items(root, found, collector, first)
        return
    wrapped = [value for name, _, value in pairs(root) if name in WRAPPERS and _holds_records(value)]
    if wrapped:
        for value in wrapped:
            _root(value, found, collector, first)
    elif _has(root, "url") and _has(root, *_RECORD_KEYS[1:]):
        _record(root, found, collector, first)
    elif isinstance(root, MappingNode) and root.value and all(_has(value, "url") for _, _, value in pairs(root)):
        for name, _, value in pairs(root):
            _record(value, found, collector, first, {"id": name})
    else:
        _url_values(root, found, first)


def _holds_records(node: Node) -> bool:
    children = node.value if isinstance(node, SequenceNode) else [value for _, _, value in pairs(node)]
    return any(isinstance(child, MappingNode) and _has(child, *_RECORD_KEYS) for child in children)


def _has(node: Node, *keys: str) -> bool:
    return any(name in keys for name, _, _ in pairs(node))


def _items(node: SequenceNode, found: ScannedRecords, collector: Collector, first: int) -> None:
    records = _holds_records(node)
    for item in node.value:
        if records and isinstance(item, MappingNode):
            _record(item, found, collector, first)
        elif isinstance(item, ScalarNode) and URL.match(item.value):
            line, column = place_of(item)
            found.url_values.append(UrlValue(item.value, first + line, column, "url"))
        elif records:
            found.unknown.append(first + line_of(item))
        else:
            _url_values(item, found, first)


def _record(
    node: Node, found: ScannedRecords, collector: Collector, first: int, given: Mapping[str, JsonValue] | None = None
) -> None:
    lines = {key: first + line for key, line in lines_of(node).items()}
    values: dict[str, JsonValue] = dict(given or {})
    for key, _, value in pairs(node):
        try:
            written = key in TEXT_KEYS and not (key in LIST_KEYS and isinstance(value, ScalarNode))
            values[key] = text(value) if written else plain(value)
        except (BadYAML, RecursionError) as error:
            why = str(error) if isinstance(error, BadYAML) else "nested too deeply"
            collector.skip(lines[key], f"{key} is not read: {why}")
    found.records.append(RawRecord(values, lines, first + line_of(node)))


def _url_values(root: Node, found: ScannedRecords, first: int) -> None:
    """All URLs of a tree; each node is visited once, however often it is aliased."""
    seen: set[int] = set()
    stack: list[tuple[str, Node]] = [("", root)]
    while stack:
        key, node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            if URL.match(node.value):
                line, column = place_of(node)
                found.url_values.append(UrlValue(node.value, first + line, column, key))
        elif isinstance(node, SequenceNode):
            stack.extend((key, item) for item in node.value)
        else:
            stack.extend((name, value) for name, _, value in pairs(node))
