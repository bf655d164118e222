"""Block rules for containers whose content is Markdown, in the dialects of documentation tools and note takers.

* `!!! note "Title"`, `??? note`, `???+ note`, `=== "Tab"` with indented content (MkDocs, PyMdown Extensions);
* `::: note`, `:::{note}`, `::: {.callout-note}`, `/// note` (Docusaurus, VitePress, Quarto, pandoc, MyST, PyMdown): the
  lines of colons are not content, what stands between them is, so that nothing depends on their pairs;
* fences whose info is a directive with Markdown in it, as "```{note}" (MyST); every other fence is code;
* `%%` lines around a comment (Obsidian);
* HTML blocks with a `markdown` attribute (Python-Markdown, kramdown).

What follows the opening on its line, a title or attributes, becomes an `inline` token of its own.
"""

import re

from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.rules_block import StateBlock

_INDENTED = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+(?P<title>\S.*)")
_COLONS = re.compile(r"(?P<marks>:{3,}|/{3,}(?=[ \t]*(?:[A-Za-z]|$)))[ \t]*(?P<title>[^`\n]*)")
_DIRECTIVE = re.compile(r"(?P<marks>`{3,}|~{3,}|:{3,})[ \t]*\{(?P<name>[\w:.+-]+)\}(?P<title>[^`\n]*)")
_OPTION = re.compile(r":[\w-]+:(?:[ \t]|$)")
_MARKDOWN_INSIDE = re.compile(r"<[A-Za-z][\w-]*(?=[\s>])[^<>]*?\smarkdown(?:[\s>=])")
_CODE = frozenset(
    "code code-block code-cell sourcecode literalinclude parsed-literal raw math eval-rst mermaid highlight prompt "
    "doctest testcode testsetup testoutput testcleanup include graphviz digraph graph plantuml".split()
)
_TEXT = frozenset(
    "note warning tip hint important attention caution danger error seealso admonition todo topic sidebar margin "
    "dropdown tab-set tab-item tab grid grid-item grid-item-card card card-carousel button-link figure figure-md "
    "table list-table epigraph highlights pull-quote compound container glossary versionadded versionchanged "
    "versionremoved deprecated only toctree contents rubric centered rst-class class div aside details blockquote "
    "proof theorem lemma definition axiom conjecture corollary algorithm criterion example property observation "
    "proposition remark assumption exercise solution question answer abstract summary info success failure bug quote "
    "cite image bibliography footbibliography card-header card-footer grid-item-header".split()
)
_IMAGES = ("figure", "image")  # their argument is the image's URL


def indented(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Rule for `!!! note`, `??? note` and `=== "Tab"`: the content is indented by four."""
    match = _match(_INDENTED, state, start)
    if match is None:
        return False
    if silent:
        return True
    _title(state, start, match["title"])
    last = start + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent + 4):
        last += 1
    _content(state, start + 1, last, indent=4)
    state.line = last
    return True


def colons(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Rule for a line that opens or closes a container of colons or slashes."""
    match = _match(_COLONS, state, start)
    if match is None:
        return False
    named = _match(_DIRECTIVE, state, start)
    if not silent:
        if named and named["name"] in _CODE:
            return _code(state, start, end, named["marks"])
        _title(state, start, *(named["title"], named["name"]) if named else (match["title"], ""))
        state.line = _options(state, start + 1, end)
    return True


def directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Rule for a fence that holds a directive with Markdown in it."""
    match = _match(_DIRECTIVE, state, start)
    if match is None or match["name"].rpartition(":")[2] not in _TEXT:
        return False
    if silent:
        return True
    close = _closing(state, start + 1, end, match["marks"])
    _title(state, start, match["title"], match["name"])
    _content(state, _options(state, start + 1, close), close, indent=0)
    state.line = min(close + 1, end)
    return True


def comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Rule for a comment between `%%` lines; a comment within a line is inline.py's."""
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("%%", pos) or state.src.find("%%", pos + 2, state.eMarks[start]) >= 0:
        return False
    last = state.env.setdefault("last_percent", state.src.rfind("%%"))
    close = state.src.find("%%", state.eMarks[start]) if last > pos else -1
    if close < 0:
        return False
    line = start + 1
    while line < end and state.eMarks[line] < close:
        line += 1
    if line >= end or silent:
        return line < end
    token = state.push("comment", "", 0)
    token.content = state.src[pos:close]
    token.map = [start, line + 1]
    state.line = line + 1
    return True


def with_markdown(html_block: RuleFuncBlockType) -> RuleFuncBlockType:
    """The rule for HTML blocks, which end behind a tag that says that there is Markdown in it."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        inside = not silent and _match(_MARKDOWN_INSIDE, state, start) is not None
        return html_block(state, start, start + 1 if inside else end, silent)

    return rule


def _match(pattern: re.Pattern[str], state: StateBlock, line: int) -> re.Match[str] | None:
    if state.is_code_block(line):
        return None
    return pattern.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])


def _title(state: StateBlock, line: int, title: str, name: str = "") -> None:
    if title.strip():
        token = state.push("image" if name in _IMAGES else "inline", "", 0)
        token.content, token.map = title.strip(), [line, line + 1]


def _options(state: StateBlock, line: int, end: int) -> int:
    """Reads the `:key: value` lines of a directive; the line behind them."""
    while line < end and (option := _match(_OPTION, state, line)):
        _title(state, line, state.src[option.end() : state.eMarks[line]])
        line += 1
    return line


def _content(state: StateBlock, start: int, end: int, *, indent: int) -> None:
    state.push("container_open", "div", 1)
    outer = state.lineMax, state.blkIndent, state.parentType
    state.lineMax, state.blkIndent, state.parentType = end, state.blkIndent + indent, "container"
    state.md.block.tokenize(state, start, end)
    state.lineMax, state.blkIndent, state.parentType = outer
    state.push("container_close", "div", -1)


def _code(state: StateBlock, start: int, end: int, marks: str) -> bool:
    close = _closing(state, start + 1, end, marks)
    token = state.push("fence", "code", 0)
    token.content = state.getLines(start + 1, close, state.blkIndent, keepLastLF=True)
    token.map = [start, close]
    state.line = min(close + 1, end)
    return True


def _closing(state: StateBlock, line: int, end: int, marks: str) -> int:
    """The line that closes a fence; the end of its container if there is none."""
    pattern = re.compile(rf"{re.escape(marks)}{re.escape(marks[0])}*[ \t]*$")
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        if _match(pattern, state, line):
            break
        line += 1
    return line
