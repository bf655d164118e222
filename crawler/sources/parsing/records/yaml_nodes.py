"""YAML -> node trees with line numbers, and node trees -> plain values, by ruamel.yaml and with limits.

A composed alias is a reference to its node, so an "alias bomb" is small until it is expanded; `plain` counts what it
expands. Scalars are resolved by YAML 1.2's core schema; `text` returns a scalar as it is written, for IDs such as
`0123456789012345` and `12e10`, dates and version numbers.
"""

import io
import re
from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from crawler.model.json_value import JsonValue

MAX_UNFOLDED = 100_000  # values of one record, or of one front matter
MAX_DEPTH = 60

_BREAKS = re.compile("[\x85\u2028\u2029]")  # line breaks to YAML 1.1 and ruamel.yaml, not to YAML 1.2
_INT, _FLOAT, _BOOL, _NULL = (f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null"))

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")
_BLOCK_SCALAR = re.compile(r"(?:^|[ :-])[|>][+-]?\d?[+-]?[ \t]*(?:#.*)?$")


class BadYAML(Exception):
    """The text is not YAML, or expands to too much. `line` counts from 1 in the text given."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def compose(text: str) -> list[Node]:
    """The root nodes of all documents in a text. Raises BadYAML; RecursionError when nested too deeply."""
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False  # an anchor may be given again: YAML 1.2.2, section 7.1
    try:
        return [node for node in yaml.compose_all(io.StringIO(_BREAKS.sub(" ", text))) if node is not None]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "cannot be parsed"
        raise BadYAML(" ".join(str(reason).split()), mark.line + 1 if mark else 1) from error
    except ReaderError as error:
        reason = f"the character U+{int(error.character):04X} is not allowed"
        raise BadYAML(reason, text.count("\n", 0, error.position) + 1) from error
    except (YAMLError, ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
        # ruamel.yaml raises Python's own errors on some broken tags, directives and escapes.
        raise BadYAML(" ".join(str(error).split()) or type(error).__name__, 1) from error


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of each comment that holds a URL (YAML 1.2.2, section 6.6); not of what a block scalar holds."""
    block: int | None = None  # the indentation of the line that begins a block scalar
    for number, line in enumerate(text.split("\n") if "#" in text else (), 1):
        body = line.lstrip(" ")
        indent = len(line) - len(body)
        if not body or (block is not None and indent > block):
            continue
        block = indent if _BLOCK_SCALAR.search(line) else None
        if "#" not in line or "://" not in line:
            continue
        for mark in _COMMENT.finditer(line):
            before = line[: mark.start()]
            if before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
                yield number, line[mark.end() :]
                break


def line_of(node: Node) -> int:
    return int(node.start_mark.line) + 1


def place_of(node: Node) -> tuple[int, int]:
    """Line and column of a node, from 1; for a quoted scalar, of the character behind the quote."""
    quoted = isinstance(node, ScalarNode) and node.style in ("'", '"')
    return line_of(node), int(node.start_mark.column) + 1 + int(quoted)


def pairs(node: Node) -> Iterator[tuple[str, Node, Node]]:
    """The (key text, key node, value node) of a mapping; keys that are not scalars are left out."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                yield key.value, key, value


def lines_of(node: Node) -> dict[str, int]:
    """The line of each key of a mapping."""
    return {name: line_of(key) for name, key, _ in pairs(node)}


def text(node: Node) -> JsonValue:
    """Like `plain`, but scalars as they are written (null is None), also within one list."""
    if isinstance(node, ScalarNode):
        return None if _tag(node) == _NULL else node.value
    if isinstance(node, SequenceNode) and len(node.value) <= MAX_UNFOLDED:
        return [text(item) if isinstance(item, ScalarNode) else plain(item) for item in node.value]
    return plain(node)


def plain(node: Node) -> JsonValue:
    """The JSON value of a node. Raises BadYAML when it expands to more than MAX_UNFOLDED values."""
    return _Unfolding().value(node, 0)


class _Unfolding:
    def __init__(self) -> None:
        self.count = 0

    def value(self, node: Node, depth: int) -> JsonValue:
        self.count += 1
        if self.count > MAX_UNFOLDED or depth > MAX_DEPTH:
            why = "nested too deeply" if depth > MAX_DEPTH else f"its aliases unfold to over {MAX_UNFOLDED:,} values"
            raise BadYAML(why, line_of(node))
        if isinstance(node, MappingNode):
            return {key: self.value(value, depth + 1) for key, _, value in pairs(node)}
        if isinstance(node, SequenceNode):
            return [self.value(item, depth + 1) for item in node.value]
        return _scalar(node)


def _tag(node: Node) -> str:
    return str(node.tag)


def _scalar(node: Node) -> JsonValue:
    written, tag = str(node.value), _tag(node)
    if tag == _NULL:
        return None
    if tag == _BOOL:
        return written.lower() == "true"
    try:
        if tag == _INT:
            return int(written.replace("_", ""), 0)
        if tag == _FLOAT and written[-1:].isdigit():
            return float(written.replace("_", ""))
    except (ValueError, OverflowError):
        pass  # octal of old, sexagesimal, over 4,300 digits: kept as text
    return written
