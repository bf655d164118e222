"""YAML files: records, citation lists and configurations (see records.py for the shapes).

A file that does not parse as a whole is cut at its top-level items, and each is read alone: a fault costs one item.
"""

import re

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from crawler.model import Reading
from crawler.sources.decode import Source
from crawler.sources.entries import LIST_KEYS, TEXT_KEYS, Entry
from crawler.sources.gather import Gathering
from crawler.sources.records import URL, WRAPPERS, Loose, RecordScan, reading
from crawler.sources.yamlnodes import BadYAML, compose, line_of, lines_of, pairs, place_of, plain, text

_DASH = re.compile(r"^( *)- ", re.MULTILINE)
_KEY = re.compile(r"^[^\s#\-][^\n]*:", re.MULTILINE)
_RECORD_KEYS = ("url", "id", "title", "footnote")


def read_yaml(source: Source) -> Reading:
    gathering = Gathering(source.path)
    found = RecordScan()
    try:
        for root in compose(source.text):
            _root(root, found, gathering, 0)
    except BadYAML as error:
        _piecewise(source.text, found, gathering, error)
    except RecursionError:
        gathering.skip(1, "not valid YAML: nested too deeply")
    return reading(source, "records", found, gathering)


def _piecewise(whole: str, found: RecordScan, gathering: Gathering, error: BadYAML) -> None:
    """Reads the top-level items one by one after the whole has failed."""
    faults = 0
    for piece, first in _pieces(whole):
        try:
            for root in compose(piece):
                _root(root, found, gathering, first)
        except BadYAML as fault:
            faults += 1
            gathering.skip(first + fault.line, f"not valid YAML: {fault}")
        except RecursionError:
            faults += 1
            gathering.skip(first + 1, "not valid YAML: nested too deeply")
    if not faults:
        gathering.skip(error.line, f"not valid YAML: {error}")


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


def _root(root: Node, found: RecordScan, gathering: Gathering, first: int) -> None:
    if isinstance(root, SequenceNode):
        _items(root, found, gathering, first)
        return
    wrapped = [value for name, _, value in pairs(root) if name in WRAPPERS and _holds_records(value)]
    if wrapped:
        for value in wrapped:
            _root(value, found, gathering, first)
    elif _has(root, "url") and _has(root, *_RECORD_KEYS[1:]):
        _entry(root, found, gathering, first)
    elif isinstance(root, MappingNode) and root.value and all(_has(value, "url") for _, _, value in pairs(root)):
        for name, _, value in pairs(root):
            _entry(value, found, gathering, first, {"id": name})
    else:
        _loose(root, found, first)


def _holds_records(node: Node) -> bool:
    children = node.value if isinstance(node, SequenceNode) else [value for _, _, value in pairs(node)]
    return any(isinstance(child, MappingNode) and _has(child, *_RECORD_KEYS) for child in children)


def _has(node: Node, *keys: str) -> bool:
    return any(name in keys for name, _, _ in pairs(node))


def _items(node: SequenceNode, found: RecordScan, gathering: Gathering, first: int) -> None:
    records = _holds_records(node)
    for item in node.value:
        if records and isinstance(item, MappingNode):
            _entry(item, found, gathering, first)
        elif isinstance(item, ScalarNode) and URL.match(item.value):
            line, column = place_of(item)
            found.loose.append(Loose(item.value, first + line, column, "url"))
        elif records:
            found.odd.append(first + line_of(item))
        else:
            _loose(item, found, first)


def _entry(
    node: Node, found: RecordScan, gathering: Gathering, first: int, given: dict[str, str] | None = None
) -> None:
    lines = {key: first + line for key, line in lines_of(node).items()}
    values: dict[str, object] = dict(given or {})
    for key, _, value in pairs(node):
        try:
            written = key in TEXT_KEYS and not (key in LIST_KEYS and isinstance(value, ScalarNode))
            values[key] = text(value) if written else plain(value)
        except (BadYAML, RecursionError) as error:
            why = str(error) if isinstance(error, BadYAML) else "nested too deeply"
            gathering.skip(lines[key], f"{key} is not read: {why}")
    found.entries.append(Entry(values, lines, first + line_of(node)))


def _loose(root: Node, found: RecordScan, first: int) -> None:
    """All URLs of a tree, each node once however often it is aliased."""
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
                found.loose.append(Loose(node.value, first + line, column, key))
        elif isinstance(node, SequenceNode):
            stack.extend((key, item) for item in node.value)
        else:
            stack.extend((name, value) for name, _, value in pairs(node))
