"""Front matter at the start of a Markdown file, and its values with their places.

YAML between `---` lines (closed by `...`, too, as YAML 1.2.2, section 9.1.2, and pandoc have it), TOML between `+++`
lines, JSON between `;;;` lines or as an object (Hugo); `---toml` and `---json` as gray-matter reads them.
A `---` line also is a rule of CommonMark: what follows it is front matter only if it is a mapping, or is meant as one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from crawler.sources.parsing.records.toml_values import BadTOML, load_toml
from crawler.sources.parsing.records.yaml_nodes import MAX_DEPTH, MAX_UNFOLDED, Aliases, BadYAML, compose, pairs, plain
from crawler.text.digits import json_decoder, load_json

_OPEN = re.compile(r"\ufeff?(?P<fence>---|\+\+\+|;;;)(?P<language>yaml|yml|toml|json)?[ \t]*\n")
_CLOSE = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
    ";;;": re.compile(r"^;;;[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_LANGUAGES = {"---": "yaml", "+++": "toml", ";;;": "json"}
_JSON = re.compile(r"\ufeff?(?=\{\s*\")")
_AFTER_JSON = re.compile(r"[ \t]*(?:\n|\Z)")
_KEY_LINE = re.compile(r"""["']?[^\W\d][\w.-]*(?: [\w.-]+){0,2}["']?[ \t]*:(?:[ \t]|$)""")
_PROSE_KEY = re.compile(r"\S+(?:\s+\S+){3}|.*[.!?,;]\s")
_TYPE_KEYS = ("type", "pageType", "entityType")


@dataclass(frozen=True, slots=True)
class FrontMatterValue:
    """A text in front matter: the keys and indexes that lead to it, and the span of the file in which it is written."""

    keys: tuple[str, ...]
    text: str
    start: int
    end: int
    title: str | None = None  # of the mapping that it stands in


@dataclass(slots=True)
class FrontMatter:
    """`data` was parsed, `values` has its texts; `end` is the offset of the body; `fault` is (line, reason)."""

    end: int = 0
    data: Mapping[str, object] = field(default_factory=dict)
    values: list[FrontMatterValue] = field(default_factory=list)
    fault: tuple[int, str] | None = None

    @property
    def title(self) -> str | None:
        return _text(self.data.get("title"))

    @property
    def type(self) -> str | None:
        return next((text for key in _TYPE_KEYS if (text := _text(self.data.get(key)))), None)

    @property
    def quality(self) -> float | None:
        value = self.data.get("quality")
        try:
            return float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
        except (ValueError, OverflowError):
            return None


def _text(value: object) -> str | None:
    return str(value).strip() or None if isinstance(value, str | int | float) else None


def front_matter(text: str) -> FrontMatter:
    """The front matter of a text, empty if it has none; if it cannot be parsed, `fault` is set."""
    if bare := _JSON.match(text):
        return _json_object(text, bare.end())
    opened = _OPEN.match(text)
    closed = _CLOSE[opened["fence"]].search(text, opened.end()) if opened else None
    if opened is None or closed is None:
        return FrontMatter()
    found = FrontMatter(end=closed.end())
    language = opened["language"] or _LANGUAGES[opened["fence"]]
    body = text[opened.end() : closed.start()]
    try:
        is_matter = _read(found, language, text, opened.end(), closed.start())
    except BadYAML as error:
        is_matter = _meant_as_mapping(body)
        found.fault = (error.line + 1, f"front matter is not valid YAML: {error}")
    except RecursionError:
        is_matter = True
        found.fault = (1, "front matter is nested too deeply")
    return found if is_matter else FrontMatter()


def _read(found: FrontMatter, language: str, text: str, start: int, end: int) -> bool:
    """Whether what stands between the fences is front matter."""
    body = text[start:end]
    try:
        if language == "toml":
            _take(found, load_toml(body), text, start)
        elif language == "json":
            _take(found, load_json(body), text, start)
        else:
            return _take_yaml(found, body, start)
    except BadTOML as error:
        found.fault = (error.line + 1, f"front matter is not valid TOML: {error}")
    except json.JSONDecodeError as error:
        found.fault = (error.lineno + 1, f"front matter is not valid JSON: {error.msg}")
    return True


def _json_object(text: str, start: int) -> FrontMatter:
    """A JSON object before the text. What is no whole JSON object is text."""
    try:
        data, end = json_decoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return FrontMatter()
    after = _AFTER_JSON.match(text, end)
    if after is None:
        return FrontMatter()
    found = FrontMatter(end=after.end())
    _take(found, data, text, start)
    return found


def _take(found: FrontMatter, data: object, text: str, start: int) -> None:
    if isinstance(data, dict):
        found.data = data
        found.values = list(_searched(data, text, start, found.end))
    else:
        found.fault = (1, "front matter is not a mapping")


def _take_yaml(found: FrontMatter, body: str, start: int) -> bool:
    """Whether this is front matter: nothing at all, or a mapping whose keys are no sentences."""
    aliases = Aliases(body)
    nodes = compose(body, aliases)
    if not nodes:
        return True
    data = plain(nodes[0])
    if not isinstance(data, dict) or (body[:1] == "\n" and any(_PROSE_KEY.match(key) for key in data)):
        return False
    found.data = data
    found.values = list(_composed(nodes[0], start))
    if aliases.fault:
        found.fault = (aliases.fault[0] + 1, f"front matter: {aliases.fault[1]}")
    return True


def _meant_as_mapping(body: str) -> bool:
    """Whether broken YAML is front matter, not the text between two rules: it begins with a key."""
    first = next((line for line in body.split("\n") if line.strip() and not line.startswith("#")), "")
    return not body.startswith("\n") and _KEY_LINE.match(first) is not None


def _composed(root: Node, start: int) -> Iterator[FrontMatterValue]:
    """The scalars of a YAML tree."""
    waiting: list[tuple[Node, tuple[str, ...], str | None]] = [(root, (), None)]
    taken = 0
    while waiting and taken < MAX_UNFOLDED:
        taken += 1
        node, keys, title = waiting.pop()
        if isinstance(node, ScalarNode):
            yield FrontMatterValue(
                keys, str(node.value), start + node.start_mark.index, start + node.end_mark.index, title
            )
        elif len(keys) >= MAX_DEPTH:
            continue
        elif isinstance(node, MappingNode):
            members = list(pairs(node))
            texts = {name: value.value for name, _, value in members if isinstance(value, ScalarNode)}
            title = _title(texts) if keys else None
            waiting += [(value, (*keys, name), title) for name, _, value in reversed(members)]
        elif isinstance(node, SequenceNode):
            waiting += [(item, (*keys, str(at)), title) for at, item in reversed(list(enumerate(node.value)))]


def _searched(data: Mapping[str, object], text: str, start: int, end: int) -> Iterator[FrontMatterValue]:
    """The strings of parsed data, each searched in the text behind the one before it."""
    waiting: list[tuple[object, tuple[str, ...], str | None]] = [(data, (), None)]
    at = start
    while waiting:
        value, keys, title = waiting.pop()
        if isinstance(value, str):
            at = max(text.find(value.split("\n", 1)[0], at, end), at) if value else at
            yield FrontMatterValue(keys, value, at, end, title)
        elif len(keys) >= MAX_DEPTH:
            continue
        elif isinstance(value, dict):
            title = _title(value) if keys else None  # that of the whole is the document's
            waiting += [(member, (*keys, str(name)), title) for name, member in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(item, (*keys, str(at)), title) for at, item in reversed(list(enumerate(value)))]


def _title(mapping: Mapping[str, object]) -> str | None:
    return _text(mapping.get("title")) or _text(mapping.get("name"))
