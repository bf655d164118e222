"""A URL as it stands in a file: with the escapes of HTML, JSON, LaTeX or Markdown, or without any."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_ENTITIES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
_CHARACTERS = {name: char for char, name in _ENTITIES.items()}
_ESCAPED = re.compile(
    r"&(?:#0*(?P<decimal>\d{1,7})|#[xX]0*(?P<hex>[0-9a-fA-F]{1,6})|(?P<name>amp|lt|gt|quot|apos));"
    r"|\\u(?P<json>[0-9a-fA-F]{4})|\\(?P<plain>[^A-Za-z0-9\s])"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_LATEX = re.compile(r"([&%#_$^~{}])")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>|~])")


@dataclass(slots=True)
class _UrlNode:
    """The URLs that begin alike: a prefix tree of all of them."""

    url: str | None = None  # the one that ends here
    following: dict[str, "_UrlNode"] = field(default_factory=dict)


def find(text: str, urls: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, URL) wherever one of the URLs may be written, in order and apart; the longest that fits."""
    root, schemes = _UrlNode(), set[str]()
    for url in urls:
        node = root
        for char in url:
            node = node.following.setdefault(char, _UrlNode())
        node.url = url
        schemes.add(scheme[0] if (scheme := _SCHEME.match(url)) else url[:1])
    if not schemes:
        return
    at = 0
    for match in re.finditer("|".join(map(re.escape, sorted(schemes))), text):
        if match.start() >= at and (found := _longest(text, match.start(), root)):
            at = found[0]
            yield match.start(), *found


def _longest(text: str, start: int, root: _UrlNode) -> tuple[int, str] | None:
    """(end, URL) of the longest URL at a place. What may be read in two ways, as a backslash, is read in both."""
    found: tuple[int, str] | None = None
    states = [(root, start)]
    while states:
        ahead = ((node.following.get(char), end) for node, at in states for char, end in _characters(text, at))
        states = list({(id(node), end): (node, end) for node, end in ahead if node is not None}.values())
        for node, end in states:
            if node.url is not None:
                found = end, node.url
    return found


def _characters(text: str, at: int) -> Iterator[tuple[str, int]]:
    """What the text may stand for at a place: (character, end). A reference, an escape, and the character itself."""
    char = text[at : at + 1]
    if char in ("&", "\\") and (match := _ESCAPED.match(text, at)):
        yield _unescaped(match), match.end()
    if char:
        yield char, at + 1


def _unescaped(match: re.Match[str]) -> str:
    if match["name"]:
        return _CHARACTERS[match["name"]]
    if match["plain"]:
        return match["plain"]
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"] or match["json"], 16)
    return chr(code) if code <= 0x10FFFF else ""


def like(written: str, url: str, new: str) -> tuple[str, ...]:
    """What to write for a new URL in place of `written`, which stands for `url`: as that is written, as it is, as in
    HTML, JSON, LaTeX and Markdown.
    """
    escapes = _escapes(written, url)
    alike = "".join(escapes.get(char, char) for char in new)
    return (
        alike,
        new,
        html.escape(new),
        json.dumps(new)[1:-1],
        _LATEX.sub(r"\\\1", new),
        _MARKDOWN.sub(r"\\\1", new),
    )


def _escapes(written: str, url: str) -> dict[str, str]:
    """Character -> how it is written, where that is not as itself."""
    if written == url:
        return {}
    found: dict[str, str] = {}
    at = 0
    for char in url:
        end = next((end for one, end in _characters(written, at) if one == char), None)
        if end is None:
            return {}
        if written[at:end] != char:
            found[char] = written[at:end]
        at = end
    if any(one.startswith("&") for one in found.values()):
        found |= {char: found.get(char, f"&{_ENTITIES[char]};") for char in "&<>"}
    return found
