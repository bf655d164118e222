"""The block structure of Markdown: markdown-it's block parser, with rules chosen by a line's first character.

`parse_blocks(text, mdx=...)` gives markdown-it's block tokens and the link definitions. It differs from CommonMark:

* tables (GFM), footnote and definition lists are blocks; so are the containers of containers.py;
* MDX has no raw HTML, no indented code (mdxjs.com/docs/what-is-mdx), and no comments of Obsidian;
* a paragraph and a setext heading are one `inline` token, without tokens around it;
* a URL of a link definition is neither normalised nor rejected.

markdown-it asks each rule at each line; that, and looking at each paragraph's lines twice, is most of its time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    code,
    fence,
    heading,
    hr,
    html_block,
    list_block,
    reference,
    table,
)
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from crawler.sources.parsing.markdown import containers

MAX_NESTING = 40
"""Of quotes, lists (two each) and containers. What is nested deeper is not read, and reported."""

_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_EVERYWHERE = ["paragraph", "reference", "blockquote", "list"]
_NO_LIST = ["paragraph", "reference", "blockquote"]
_NOT_IN_MDX = ("code", "html_block")


@dataclass(frozen=True, slots=True)
class MarkdownBlocks:
    """Block tokens; link definitions by normalised label; the first line (from 0) that was nested too deeply."""

    tokens: list[Token]
    references: dict[str, dict[str, Any]] = field(default_factory=dict)
    too_deep: int | None = None


def parse_blocks(text: str, *, mdx: bool) -> MarkdownBlocks:
    env: dict[str, Any] = {}
    tokens: list[Token] = []
    md = _parser(mdx=mdx)
    md.block.parse(text, md, env, tokens)
    return MarkdownBlocks(tokens, env.get("references", {}), env.get("too_deep"))


class _ByFirstCharacter(Ruler[RuleFuncBlockType]):
    """Gives one rule for all: it tries the rules that can begin with the line's first character, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.starts: dict[RuleFuncBlockType, str] = {}
        self.compiled: dict[str, list[RuleFuncBlockType]] = {}

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:  # noqa: N802, N803 - markdown-it's names
        if chainName not in self.compiled:
            self.compiled[chainName] = [self._dispatcher(super().getRules(chainName))]
        return self.compiled[chainName]

    def _dispatcher(self, rules: list[RuleFuncBlockType]) -> RuleFuncBlockType:
        anywhere = [rule for rule in rules if rule not in self.starts]
        characters = {char for rule in rules for char in self.starts.get(rule, "")}
        by_character = {char: [rule for rule in rules if char in self.starts.get(rule, char)] for char in characters}

        def dispatch(state: StateBlock, start: int, end: int, silent: bool) -> bool:
            pos = state.bMarks[start] + state.tShift[start]
            char = state.src[pos] if pos < len(state.src) else ""
            for rule in by_character.get(char, anywhere):  # noqa: SIM110 - any() takes twice the time here
                if rule(state, start, end, silent):
                    return True
            return False

        return dispatch


class _Blocks(ParserBlock):
    def __init__(self) -> None:
        super().__init__()
        self.rules = self.ruler = _ByFirstCharacter()

    def add(self, name: str, rule: RuleFuncBlockType, starts: str = "", alt: list[str] | None = None) -> None:
        """Adds a rule that begins with one of the characters, or anywhere; it can interrupt what `alt` names."""
        self.ruler.push(name, rule, {"alt": alt or []})
        if starts:
            self.rules.starts[rule] = starts

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - markdown-it's names
        if state.level >= MAX_NESTING:
            state.env.setdefault("too_deep", startLine)
        super().tokenize(state, startLine, endLine)


class _AsWritten(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - likewise
        return True


@cache
def _parser(*, mdx: bool) -> MarkdownIt:
    """The configured parser. It is stateless and shared."""
    md = _AsWritten("commonmark", {"maxNesting": MAX_NESTING})
    blocks = _Blocks()
    blocks.add("table", _table, alt=["paragraph", "reference"])
    if not mdx:
        blocks.add("code", code)
    blocks.add("indented", containers.indented, "!?=", _EVERYWHERE)
    blocks.add("colons", containers.colons, ":/", _EVERYWHERE)
    blocks.add("directive", containers.directive, "`~", _EVERYWHERE)
    if not mdx:
        blocks.add("comment", containers.comment, "%", _EVERYWHERE)
    blocks.add("fence", fence, "`~", _EVERYWHERE)
    blocks.add("blockquote", blockquote, ">", _EVERYWHERE)
    blocks.add("hr", hr, "*-_", _EVERYWHERE)
    blocks.add("list", list_block, "*-+0123456789", _NO_LIST)
    blocks.add("footnote_def", footnote_def, "[", ["paragraph", "reference"])
    blocks.add("reference", reference, "[")
    if not mdx:
        blocks.add("html_block", containers.with_markdown(html_block), "<", _NO_LIST)
    blocks.add("heading", heading, "#", _NO_LIST)
    blocks.add("deflist", _deflist_if)
    blocks.add("definition", _definition, ":~", _NO_LIST)
    blocks.add("paragraph", paragraph)
    md.block = blocks
    return md


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule for tables, asked only where the next line may be that of the columns."""
    return start + 1 < end and _begins(state, start + 1, "|-:") and table(state, start, end, silent)


def _deflist_if(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule for definition lists, asked only where a definition may follow."""
    line = start + 1
    if line < end and state.isEmpty(line):
        line += 1
    return line < end and _begins(state, line, ":~") and _deflist_rule(state, start, end, silent)


def _begins(state: StateBlock, line: int, characters: str) -> bool:
    pos = state.bMarks[line] + state.tShift[line]
    return pos < state.eMarks[line] and state.src[pos] in characters


def _deflist() -> RuleFuncBlockType:
    """The rule of the plugin, which can only add itself to a parser."""
    md = MarkdownIt("zero")
    deflist_plugin(md)
    return next(rule.fn for rule in md.block.ruler.__rules__ if rule.name == "deflist")


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A definition ends the paragraph of the definition before it."""
    return silent and _deflist_rule(state, start, end, silent)


_deflist_rule: Callable[[StateBlock, int, int, bool], bool] = _deflist()


def paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001 - nothing it interrupts
    """Rule for a paragraph or a setext heading (CommonMark, sections 4.3 and 4.8)."""
    interrupts = state.md.block.ruler.getRules("paragraph")[0]
    limit, parent, line, underline = state.lineMax, state.parentType, start + 1, 0
    state.parentType = "paragraph"
    while line < limit and not state.isEmpty(line):
        indent = state.sCount[line] - state.blkIndent
        if indent <= 3 and state.sCount[line] >= 0:  # else a lazy continuation, whatever it is
            if indent >= 0 and line < end and _underlines(state, line):
                underline = 1
                break
            if interrupts(state, line, limit, True):  # noqa: FBT003 - a rule takes no keywords
                break
        line += 1
    state.parentType = parent
    state.line = line + underline
    token = state.push("inline", "", 0)
    token.content = mdTrim(state.getLines(start, line, state.blkIndent, keepLastLF=False))
    token.map = [start, line]
    return True


def _underlines(state: StateBlock, line: int) -> bool:
    pos = state.bMarks[line] + state.tShift[line]
    return state.src[pos] in "=-" and _UNDERLINE.match(state.src, pos, state.eMarks[line]) is not None
