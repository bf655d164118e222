"""YAML -> node trees with line numbers, and node trees -> plain values, with limits.

PyYAML parses, by libyaml where it has it: twenty times as fast as a parser in Python. Its events are composed here,
because its own composer resolves scalars by YAML 1.1 (`yes`, `12:30`) and refuses an anchor that is given again, which
YAML 1.2.2, section 7.1, allows. An alias is a reference to its node, so an "alias bomb" is small until it is expanded;
`plain` counts what it expands. Scalars are resolved by the core schema of YAML 1.2.2, section 10.3; `text` returns a
scalar as it is written, for IDs such as `0123456789012345` and `12e10`, dates and version numbers.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from crawler.model.json_value import JsonValue
from crawler.text.digits import MAX_DIGITS

MAX_UNFOLDED = 100_000  # values of one record, or of one front matter
FREE_UNFOLDED = 20_000
"""Values that the aliases of any document may add; those of a larger one, one for each 8 of its characters."""

FREE_UNFOLDED_CHARS = 1_000_000
"""Likewise, the characters of their scalars; in a larger document, twice its own."""

MAX_DEPTH = 60  # of a value that is unfolded
MAX_NESTING = 500
"""Of collections within each other; libyaml itself ends at 1,000."""

_BREAKS = re.compile("[\x85\u2028\u2029]")  # line breaks to YAML 1.1 and PyYAML, not to YAML 1.2
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is not printable to YAML 1.2.2, section 5.1."""

_TAG = "tag:yaml.org,2002:"
_INT, _FLOAT, _BOOL, _NULL, _STR = (_TAG + name for name in ("int", "float", "bool", "null", "str"))
_CORE = (
    (_NULL, re.compile(r"(?:null|Null|NULL|~)?")),
    (_BOOL, re.compile(r"true|True|TRUE|false|False|FALSE")),
    (_INT, re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")),
    (_FLOAT, re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")),
)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")
_BLOCK_SCALAR = re.compile(r"(?:^|[ :-])[|>][+-]?\d?[+-]?[ \t]*(?:#.*)?$")


class BadYAML(Exception):
    """The text is not YAML, or expands to too much. `line` counts from 1 in the text given."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


class Aliases:
    """What the aliases of one document unfold to. Past its budget none is followed: `fault` has (line, reason)."""

    def __init__(self, text: str) -> None:
        self.most = max(FREE_UNFOLDED, len(text) // 8), max(FREE_UNFOLDED_CHARS, 2 * len(text))
        self.values = self.chars = 0
        self.fault: tuple[int, str] | None = None

    def add(self, size: tuple[int, int] | None, line: int) -> None:
        """Counts a node that an alias stands for, by its values and characters; None: it holds the alias itself."""
        if size is not None:
            self.values += size[0]
            self.chars += size[1]
        if size is None:
            self.fault = line, "its aliases unfold to what holds them, without end: none is read"
        elif self.values > self.most[0]:
            self.fault = line, f"its aliases unfold to over {self.most[0]:,} values: none is read"
        elif self.chars > self.most[1]:
            self.fault = line, f"its aliases unfold to over {self.most[1]:,} characters: none is read"


def compose(text: str, aliases: Aliases | None = None) -> list[Node]:
    """The root nodes of all documents in a text. Raises BadYAML.

    Those of several texts that are one document have the same `aliases`; it has a fault if they unfold to too much.
    """
    if found := _FORBIDDEN.search(text):
        reason = f"the character U+{ord(found[0]):04X} is not allowed"
        raise BadYAML(reason, text.count("\n", 0, found.start()) + 1)
    aliases = aliases or Aliases(text)
    if aliases.fault is None:
        roots = _composed(text, aliases)
        if aliases.fault is None:
            return roots
    return _composed(text, aliases)  # none is followed


def _composed(text: str, aliases: Aliases) -> list[Node]:
    composer = _Composer(aliases)
    faulty = aliases.fault is not None
    try:
        for event in yaml.parse(_BREAKS.sub(" ", text), Loader=_LOADER):
            composer.add(event)
            if aliases.fault and not faulty:
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "cannot be parsed"
        raise BadYAML(" ".join(str(reason).split()), mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise BadYAML(" ".join(str(error).split()) or type(error).__name__, 1) from error
    return composer.roots


class _Composer:
    """Parsing events -> nodes, without recursion."""

    def __init__(self, aliases: Aliases) -> None:
        self.roots: list[Node] = []
        self._aliases = aliases
        self._follows = aliases.fault is None
        self._sizes: list[list[int]] = []  # for each open collection, its values and characters, unfolded
        self._known: dict[int, tuple[int, int]] = {}  # of anchored nodes that are complete
        self._anchors: dict[str, Node] = {}
        self._open: list[Node] = []
        self._keys: list[Node | None] = []  # for each open collection, a mapping's key that waits for its value

    def add(self, event: Any) -> None:  # noqa: ANN401 - an event has marks, and attributes by its kind
        if isinstance(event, yaml.DocumentStartEvent):
            self._anchors = {}
        elif isinstance(event, yaml.CollectionEndEvent):
            ended = self._open.pop()
            ended.end_mark = event.end_mark
            self._keys.pop()
            values, chars = self._sizes.pop()
            self._known[id(ended)] = values, chars
            self._grow(values, chars)
        elif isinstance(event, yaml.AliasEvent):
            name, start = str(event.anchor), event.start_mark
            if (node := self._anchors.get(name)) is None:
                raise BadYAML(f"found undefined alias {name!r}", start.line + 1 if start else 1)
            self._alias(node, event)
        elif isinstance(event, yaml.NodeEvent):
            self._new(event)

    def _alias(self, node: Node, event: Any) -> None:  # noqa: ANN401 - likewise
        if not self._follows:
            self._place(ScalarNode(_NULL, "", event.start_mark, event.end_mark))
            return
        size = (1, len(node.value)) if isinstance(node, ScalarNode) else self._known.get(id(node))
        self._aliases.add(size, event.start_mark.line + 1 if event.start_mark else 1)
        self._grow(*(size or (0, 0)))
        self._place(node)

    def _grow(self, values: int, chars: int) -> None:
        if self._sizes:
            self._sizes[-1][0] += values
            self._sizes[-1][1] += chars

    def _new(self, event: Any) -> None:  # noqa: ANN401 - likewise
        start: Any = event.start_mark
        end: Any = event.end_mark
        if isinstance(event, yaml.ScalarEvent):
            tag = event.tag if event.tag not in (None, "!") else _resolved(event.value) if event.implicit[0] else _STR
            node: Node = ScalarNode(tag, event.value, start, end, style=event.style or None)
        else:
            kind = MappingNode if isinstance(event, yaml.MappingStartEvent) else SequenceNode
            node = kind(event.tag or "", [], start, end)
        if event.anchor:
            self._anchors[event.anchor] = node
        self._place(node)
        if isinstance(node, ScalarNode):
            self._grow(1, len(node.value))
        else:
            if len(self._open) >= MAX_NESTING:
                raise BadYAML("nested too deeply", start.line + 1)
            self._open.append(node)
            self._keys.append(None)
            self._sizes.append([1, 0])

    def _place(self, node: Node) -> None:
        if not self._open:
            self.roots.append(node)
            return
        parent = self._open[-1]
        if isinstance(parent, SequenceNode):
            parent.value.append(node)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = node
        else:
            parent.value.append((key, node))
            self._keys[-1] = None


def _resolved(written: str) -> str:
    """The tag of a plain scalar."""
    return next((tag for tag, pattern in _CORE if pattern.fullmatch(written)), _STR)


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
        if tag == _INT and len(written) <= MAX_DIGITS:
            return int(written.replace("_", ""), 0)
        if tag == _FLOAT and written[-1:].isdigit():
            return float(written.replace("_", ""))
    except (ValueError, OverflowError):
        pass  # octal of old, sexagesimal: kept as text
    return written
