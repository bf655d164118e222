"""Which scripts and attributes of a page hold data, and the values in them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any
from urllib.parse import unquote

from crawler.text.digits import load_json, unescape
from pipelines.extract.embedded import literals
from pipelines.extract.embedded.names import is_other, plain
from pipelines.extract.embedded.packed import is_packed, unpack

MAX_CHARS = 8_000_000
"""Characters of all scripts of a page that are read."""

LEAST_CHARS = 120
"""A shorter script holds no text."""

MAX_VALUES = 60
"""Values of one page that are read."""

MAX_ASSIGNMENTS = 30
"""Assignments of one script that are read: each may cost as much as the script is long."""

_ASSIGNED = re.compile(
    r"(?:\b(?:window|self|globalThis|top)\s*(?:\.\s*([\w$]{2,60})|\[\s*[\"']([\w$.-]{2,60})[\"']\s*\])|\b(?:var|let|const)\s+"
    r"([\w$]{2,60})|(?:^|[;\s])(__[\w$]{2,60}))\s*=(?![=>])\s*(?:[\w.]{1,60}\s*\|\|\s*)?"
    r"(?=[\[{]|\(?\s*function\s*\(|\(\s*\(|JSON\.parse\(|[\"'`])"
)
_PARSED = re.compile(r"JSON\.parse\(\s*(decodeURIComponent\(|unescape\()?\s*")
_STRING = re.compile(r"\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*'|`[^`\\]*(?:\\.[^`\\]*)*`", re.DOTALL)
_FLIGHT = re.compile(r"__next_f\s*(?:=\s*self\.__next_f\s*\|\|\s*\[\]\s*\)\s*)?\.push\(\s*\[\s*1\s*,\s*")
_STREAMS = {"__next_f": _FLIGHT, "streamController.enqueue": re.compile(r"streamController\.enqueue\(\s*")}
_KIT = re.compile(r"\bdata:\s*(?=\[)")
_ANGULAR = {"&q;": '"', "&s;": "'", "&l;": "<", "&g;": ">", "&a;": "&"}
"""Escapes of Angular's TransferState before version 16."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScript:
    """A script of a page, or an attribute with data (`type` is then "attribute")."""

    type: str = ""
    id: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A value among a page's scripts."""

    kind: str  # "__NEXT_DATA__", "json-ld", "application/json", ...
    value: Any


def is_data(script: PageScript) -> bool:
    """Whether a script's type says that it is JSON."""
    return script.type.endswith("json") or script.type in ("attribute", "fastboot/shoebox", "text/x-json")


def read(scripts: Iterable[PageScript]) -> Iterator[Payload]:
    """The values in the scripts of a page, in its order; the stream of React is one string, of kind "__next_f"."""
    streams: dict[str, list[str]] = {"__next_f": [], "streamController.enqueue": []}
    values = chain.from_iterable(_of(script, streams) for script in _within(scripts, MAX_CHARS))
    yield from islice(values, MAX_VALUES)
    if flight := "".join(streams["__next_f"]):
        yield Payload(kind="self.__next_f", value=flight)
    if streamed := "".join(streams["streamController.enqueue"]):
        yield from _packed("__remixContext", _loads(streamed.partition("\n")[0]))


def _within(scripts: Iterable[PageScript], limit: int) -> Iterator[PageScript]:
    """The scripts up to a number of characters."""
    for script in scripts:
        limit -= len(script.text)
        if limit < 0:
            return
        yield script


def _of(script: PageScript, streams: dict[str, list[str]]) -> Iterator[Payload]:
    """The values of one script; the pieces of a stream are added to `streams`."""
    if is_data(script):
        return _json(script) if len(script.text) >= LEAST_CHARS else iter(())
    for name, pieces in streams.items():
        if name in script.text:
            pieces += [_string(script.text, match.end()) for match in _STREAMS[name].finditer(script.text)]
            return iter(())
    readable = script.type in ("", "text/javascript", "module", "application/javascript")
    return _assigned(script.text) if readable and len(script.text) >= LEAST_CHARS else iter(())


def _json(script: PageScript) -> Iterator[Payload]:
    source = script.text.strip()
    if source.startswith("{&q;"):
        source = re.sub("&[qslga];", lambda match: _ANGULAR[match[0]], source)
    source = source.removeprefix("<!--").removesuffix("-->")
    value = _loads(source)
    if value is None and "&quot;" in source[:200]:
        value = _loads(unescape(source))
    kind = "JSON-LD" if script.type == "application/ld+json" else script.id or script.type
    yield from _packed(kind, value)


def _packed(kind: str, value: Any) -> Iterator[Payload]:  # noqa: ANN401
    if isinstance(value, (dict, list)):
        yield Payload(kind=kind, value=unpack(value) if is_packed(value) else value)


def _assigned(source: str) -> Iterator[Payload]:
    """Values that a script assigns to a global name, except those whose name says that they are something else."""
    at = 0
    for _ in range(MAX_ASSIGNMENTS):
        match = _ASSIGNED.search(source, at)
        if match is None:
            break
        name = next(group for group in match.groups() if group)
        value, at = _value(source, match.end())
        if isinstance(value, (dict, list)) and value and not is_other(plain(name)):
            yield from _packed(name, value)
    if ".start(" in source and (match := _KIT.search(source)):
        yield from _packed("SvelteKit", _literal(source, match.end())[0])


def _value(source: str, at: int) -> tuple[Any, int]:
    """The value at a place, None if it cannot be read, and where to go on."""
    if parsed := _PARSED.match(source, at):
        text = _string(source, parsed.end())
        decoded = unquote(text) if parsed[1] and parsed[1].startswith(("decode", "unescape")) else text
        return _loads(decoded), parsed.end() + len(text)
    if source[at : at + 1] in ('"', "'", "`"):
        text = _string(source, at)
        return _loads(unquote(text) if text.startswith("%") else text), at + len(text)
    return _literal(source, at)


def _literal(source: str, at: int) -> tuple[Any, int]:
    try:
        return literals.read(source, at)
    except literals.Unreadable:
        return None, at


def _string(source: str, at: int) -> str:
    match = _STRING.match(source, at)
    return literals.string(match[0]) if match else ""


def _loads(source: str) -> Any:  # noqa: ANN401
    try:
        return load_json(source, strict=False) if source.lstrip()[:1] in ("{", "[") else None
    except (ValueError, RecursionError):
        return None
