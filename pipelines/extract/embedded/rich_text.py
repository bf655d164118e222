"""Trees and lists of blocks, as editors and content systems store texts, as HTML.

One reader for the formats that share this form: a node has a type, and text or children. Draft.js, Editor.js, Slate,
Lexical, ProseMirror (TipTap, Storyblok, Atlassian), Contentful, Portable Text (Sanity), Prismic, hast (Nuxt Content,
Gatsby), Medium, WordPress blocks, Arc XP. The names are those of their documentations.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from pipelines.extract.embedded.prose import as_html, has_markup

MAX_DEPTH = 40
MAX_BLOCKS = 50_000

_TYPES = ("type", "nodeType", "_type", "__typename", "tagName", "tag", "blockName", "component", "name")
_CHILDREN = ("content", "children", "blocks", "items", "nodes", "innerBlocks", "rows", "cells")
_TEXTS = ("text", "value", "html", "innerHTML", "content", "literal", "children", "body", "code", "caption", "quote")
_INNER = ("data", "attributes", "model", "attrs", "fields", "props", "primary")
_LEVELS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_LETTERS = re.compile(r"[^a-z0-9]")
_HEADING = re.compile(
    r"(?:heading|header|h|hed|subheading|subhead|subheader|crosshead|crossheading)(one|two|three|four|five|six|[1-6])?"
    r"(?:block|element)?"
)
_KINDS = {
    "p": "p paragraph unstyled normal textblock paragraphblock paragraphelement block text corepargraph coreparagraph"
    " richtext textelement rawhtml corefreeform lead leadparagraph interviewquestion",
    "li": "li listitem unorderedlistitem orderedlistitem uli oli olistitem corelistitem",
    "ul": "ul bulletlist unorderedlist list listblock corelist bulletedlist",
    "ol": "ol orderedlist numberedlist",
    "blockquote": "blockquote quote pullquote bq pq corequote corepullquote",
    "pre": "pre codeblock code preformatted fence corecode corepreformatted",
    "table": "table coretable",
    "tr": "tr tablerow",
    "td": "td tablecell",
    "th": "th tableheader tableheadercell",
    "br": "br hardbreak linebreak",
}
_BLOCKS = {name: tag for tag, names in _KINDS.items() for name in names.split()}
_SKIPPED = frozenset(
    "image img embed video audio ad advertisement newsletter promo related relatedlink relatedstory gallery"
    " iframe script"
    " style button form link_list interstitiallink embeddedentryblock embeddedassetblock raw_html divider hr".split()
)
_RAISED = frozenset("superscript sup".split())


def type_of(node: dict[str, Any]) -> str:
    """The plain name of a node's type, "" if it has none."""
    for key in _TYPES:
        if isinstance(name := node.get(key), str) and name:
            return _LETTERS.sub("", name[:60].lower())
    return ""


def tag_of(node: dict[str, Any]) -> str | None:
    """The HTML tag of a block, None if its type is unknown."""
    name = type_of(node)
    if name == "block" and isinstance(style := node.get("style"), str):  # Portable Text
        if node.get("listItem"):
            return "li"
        name = _LETTERS.sub("", style.lower()) or name
    if (match := _HEADING.fullmatch(name)) or (match := re.fullmatch(r"(?:core)?heading", name)):
        level = match[1] if match.re is _HEADING else None
        return f"h{_level(node, level)}"
    return _BLOCKS.get(name)


def _level(node: dict[str, Any], named: str | None) -> int:
    if named:
        return _LEVELS.get(named) or int(named)
    if isinstance(tag := node.get("tag"), str) and re.fullmatch(r"h[1-6]", tag):  # Lexical
        return int(tag[1])
    for place in (node, *(node.get(key) for key in _INNER)):
        if isinstance(place, dict):
            for key in ("level", "depth"):
                if isinstance(value := place.get(key), int) and 1 <= value <= 6:
                    return value
    return 2


def is_blocks(value: list[Any]) -> bool:
    """Whether a list is one of blocks: most have a known type, and one has text."""
    nodes = [node for node in value[:50] if isinstance(node, dict)]
    if not nodes or len(nodes) < len(value[:50]):
        return False
    tags = [tag_of(node) for node in nodes]
    if sum(tag is not None for tag in tags) * 2 < len(nodes):
        return False
    return any(
        tag is not None and (_string(node) or any(isinstance(node.get(key), list) for key in _CHILDREN) or _inner(node))
        for tag, node in zip(tags, nodes, strict=True)
    )


def render(value: list[Any]) -> str:
    """The HTML of a list of blocks."""
    return "".join(_grouped(value, 0, [MAX_BLOCKS]))


def _grouped(nodes: list[Any], depth: int, budget: list[int]) -> Iterator[str]:
    """The HTML of each block; list items without a list get one."""
    items: list[str] = []
    for node in nodes:
        html = _block(node, depth, budget)
        if html.startswith("<li>"):
            items.append(html)
            continue
        if items:
            yield f"<ul>{''.join(items)}</ul>"
            items = []
        yield html
    if items:
        yield f"<ul>{''.join(items)}</ul>"


def _block(node: Any, depth: int, budget: list[int]) -> str:  # noqa: ANN401
    budget[0] -= 1
    if budget[0] < 0 or depth > MAX_DEPTH:
        return ""
    if isinstance(node, str):
        return as_html(node)
    if not isinstance(node, dict) or type_of(node) in _SKIPPED:
        return ""
    tag = tag_of(node)
    children = _children(node)
    if tag == "pre":
        text = _string(node) or _text(node, depth, budget)
        return f"<pre>{text if has_markup(text) else escape(text, quote=False)}</pre>"
    if children is not None and (tag in ("ul", "ol", "table", "tr") or _has_blocks(children)):
        return _container(tag, children, depth, budget)
    inner = _inline(node, depth, budget)
    if tag in (None, "p") and re.search(r"<(?:p|div|h[1-6]|ul|ol|li|table|blockquote)\b", inner):
        return inner
    return f"<{tag or 'p'}>{inner}</{tag or 'p'}>" if inner.strip() else ""


def _container(tag: str | None, children: list[Any], depth: int, budget: list[int]) -> str:
    if tag in ("ul", "ol"):
        items = (_block(child, depth + 1, budget) for child in children)
        inside = "".join(item if item.startswith("<li>") else f"<li>{item}</li>" for item in items if item)
    elif tag in ("li", "tr", "td", "th", "table"):
        inside = "".join(_block(child, depth + 1, budget) for child in children)
    else:
        inside = "".join(_grouped(children, depth + 1, budget))
    return f"<{tag}>{inside}</{tag}>" if tag and tag != "p" and not tag.startswith("h") else inside


def _children(node: dict[str, Any]) -> list[Any] | None:
    for place in (node, *(node.get(key) for key in _INNER)):
        if isinstance(place, dict):
            for key in _CHILDREN:
                if isinstance(value := place.get(key), list) and value:
                    return value
    return None


def _has_blocks(children: list[Any]) -> bool:
    """Whether children are blocks, not parts of a line ("text" may be either)."""
    return any(
        isinstance(child, dict) and type_of(child) != "text" and tag_of(child) not in (None, "br")
        for child in children[:50]
    )


def _string(node: dict[str, Any]) -> str:
    return next((value for key in _TEXTS if isinstance(value := node.get(key), str) and value.strip()), "")


def _inner(node: dict[str, Any]) -> dict[str, Any] | None:
    return next((value for key in _INNER if isinstance(value := node.get(key), dict) and value), None)


def _inline(node: Any, depth: int, budget: list[int]) -> str:  # noqa: ANN401
    """The HTML of a line: text nodes joined, superscripts and formulas kept."""
    budget[0] -= 1
    if budget[0] < 0 or depth > MAX_DEPTH:
        return ""
    if isinstance(node, str):
        return node if has_markup(node) or "&" in node else escape(node, quote=False)
    if isinstance(node, list):
        return "".join(_inline(child, depth + 1, budget) for child in node)
    if not isinstance(node, dict) or type_of(node) in _SKIPPED:
        return ""
    if tag_of(node) == "br":
        return "<br>"
    if formula := _formula(node):
        return f"${escape(formula, quote=False)}$"
    text = next((node[key] for key in ("text", "value", "html") if isinstance(node.get(key), str)), None)
    if text is None or not (text.strip() or text == " "):
        children = _children(node)
        if children is not None:
            return _inline(children, depth + 1, budget)
        text = text or _string(node)
        if not text and (inner := _inner(node)) is not None:
            return _inline(inner, depth + 1, budget)
    html = text if has_markup(text) or "&" in text else escape(text, quote=False).replace("\n", "<br>")
    return f"<sup>{html}</sup>" if _is_raised(node) else html


def _text(node: Any, depth: int, budget: list[int]) -> str:  # noqa: ANN401
    """The bare text of a node, with its line ends."""
    budget[0] -= 1
    if budget[0] < 0 or depth > MAX_DEPTH:
        return ""
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return "".join(_text(child, depth + 1, budget) for child in node)
    if not isinstance(node, dict):
        return ""
    if tag_of(node) == "br":
        return "\n"
    return _string(node) or _text(_children(node) or _inner(node), depth + 1, budget)


def _formula(node: dict[str, Any]) -> str:
    if "math" not in type_of(node) and "latex" not in type_of(node) and "equation" not in type_of(node):
        return ""
    places = (node, *(node.get(key) for key in _INNER))
    keys = ("latex", "formula", "tex", "equation", "value", "text")
    return next(
        (
            value
            for place in places
            if isinstance(place, dict)
            for key in keys
            if isinstance(value := place.get(key), str)
        ),
        "",
    )


def _is_raised(node: dict[str, Any]) -> bool:
    marks = node.get("marks")
    names = [mark.get("type") if isinstance(mark, dict) else mark for mark in marks] if isinstance(marks, list) else []
    return node.get("superscript") is True or any(isinstance(name, str) and name in _RAISED for name in names)
