"""markdown-it, configured for reading citations: positions, URLs as written, bare URLs, footnotes, masked tags.

`parser(mdx=...)` gives a MarkdownIt whose inline tokens carry `meta["pos"]`, the offset of the place in the block's
content. It differs from CommonMark in these points:

* a URL is neither normalised nor rejected: as written, it is the identity of a Resource;
* `https://...` in text is a link (see bare_urls.py);
* `[^label]` is a token whether or not the label is defined (the plugin leaves undefined ones in the text), and
  `^[...]` keeps its links in the same token list, so that their positions are known;
* MDX has no raw HTML and no indented code (mdxjs.com/docs/what-is-mdx), but masked tags.
"""

import re
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote.index import footnote_def

from crawler.sources.parsing.bare_urls import bare_end
from crawler.sources.parsing.prose import FILL, TAG

_BEFORE = re.compile(r"(?<![A-Za-z0-9+.-])(?:https?|ftp)$", re.IGNORECASE)
_MASKED = re.compile(rf"{TAG}(?:{FILL}|\s*\n\s*{FILL})*")
_MARK = re.compile(r"\[\^([^\s\]]+)\]")


class _State(StateInline):
    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["pos"] = self.pos
        return token


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _AsWritten(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - likewise
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - likewise
        return True


@cache
def parser(*, mdx: bool) -> MarkdownIt:
    """The configured parser for Markdown or MDX. It is stateless and shared."""
    md = _AsWritten("commonmark", {"maxNesting": 40})
    md.inline = _Inline()
    md.configure("commonmark", {"maxNesting": 40})
    md.enable(["table", "strikethrough"])
    md.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.after("text", "bare_url", bare_url)
    md.inline.ruler.after("image", "footnote_inline", footnote_inline)
    md.inline.ruler.after("footnote_inline", "footnote_mark", footnote_mark)
    if mdx:
        md.disable(["code", "html_block", "html_inline"])
        md.inline.add_terminator_char(TAG)
        md.inline.ruler.push("masked_tag", masked_tag)
    return md


def bare_url(state: StateInline, silent: bool) -> bool:
    """Rule at the colon of a bare URL; the scheme has already been read as text."""
    pos = state.pos
    if state.linkLevel > 0 or not state.src.startswith("://", pos):
        return False
    scheme = _BEFORE.search(state.src, max(0, pos - 6), pos)
    end = bare_end(state.src, pos, state.posMax) if scheme else pos
    if scheme is None or end == pos:
        return False
    if not silent:
        if not state.pending.endswith(scheme[0]):
            return False
        state.pending = state.pending[: -len(scheme[0])]
        state.pos = scheme.start()
        url = state.src[scheme.start() : end]
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": url}
        token.info = "auto"
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos = end
    return True


def footnote_mark(state: StateInline, silent: bool) -> bool:
    """Rule for `[^label]`, defined or not."""
    match = _MARK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("footnote_mark", "", 0).meta["label"] = match[1]
    state.pos = match.end()
    return True


def footnote_inline(state: StateInline, silent: bool) -> bool:
    """Rule for `^[text with links]`."""
    start, maximum = state.pos, state.posMax
    if not state.src.startswith("^[", start) or state.src.find("]", start, maximum) < 0:
        return False
    end = parseLinkLabel(state, start + 1)
    if end < 0:
        return False
    if not silent:
        state.push("footnote_inline_open", "", 1)
        state.pos, state.posMax = start + 2, end
        state.md.inline.tokenize(state)
        state.push("footnote_inline_close", "", -1)
    state.pos, state.posMax = end + 1, maximum
    return True


def masked_tag(state: StateInline, silent: bool) -> bool:
    """Rule for a tag masked by `crawler.sources.parsing.jsx`."""
    match = _MASKED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("masked_tag", "", 0)
    state.pos = match.end()
    return True
