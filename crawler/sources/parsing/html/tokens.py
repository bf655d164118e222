"""HTML text -> tags, texts and comments with their offsets, by the HTML standard's tokenizer (turbohtml's).

A tokenizer, not a tree: HTML within Markdown comes in pieces (a `<td>` without its table), which a tree builder drops.
What the tree builder would tell the tokenizer is done beforehand, by changing names within the text to others of the
same length: which elements hold no raw text here (`<noscript>`; `<title/>` in SVG and XHTML).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from turbohtml import TokenType, tokenize

from crawler.sources.parsing.html.tags import Tag
from crawler.sources.parsing.positions import LineIndex

RAW_ELEMENTS = frozenset(("title textarea style script xmp iframe noembed noframes noscript plaintext").split())
"""Their content is text, whatever stands in it (HTML standard, 13.2.6.2 and 13.2.6.4.7)."""

_NOSCRIPT = re.compile(r"<noscrip(?=t[\s/>])", re.IGNORECASE)
_NO_NAME = "-"  # put in place of a name's last letter: no element has such a name
_FOREIGN = re.compile(
    r"<(?P<close>/?)(?:svg|math)\b|<(?P<raw>title|textarea|style|script|xmp|iframe|noembed|noframes)(?=[^<>]*/>)",
    re.IGNORECASE,
)
_TEXT, _START, _END = TokenType.TEXT, TokenType.START_TAG, TokenType.END_TAG
_UNCLOSED = re.compile(r"<[A-Za-z]")


@dataclass(slots=True)
class HtmlText:
    """Text with its entities decoded. `raw_in`: the element whose content is text only, like `script`."""

    start: int
    text: str
    raw_in: str | None = None


@dataclass(slots=True)
class HtmlComment:
    """A comment, a declaration or a processing instruction, as it is written."""

    start: int
    text: str


@dataclass(slots=True)
class Unclosed:
    """A tag, a comment or an element of raw text that does not end: it holds the rest of the text."""

    start: int
    what: str


HtmlPart = Tag | HtmlText | HtmlComment | Unclosed


def html_parts(text: str, *, markup: str | None = None) -> Iterator[HtmlPart]:
    """The parts of a text, in its order. `markup`: the text as the tokenizer shall see it, of the same length."""
    starts = LineIndex(text).starts
    end = 0
    raw: tuple[str, int] | None = None  # the open element of raw text
    lost = False  # whether it holds more than white space
    for token in tokenize(_as_markup(text) if markup is None else markup, capture_source=True):
        kind = token.type
        start = starts[token.line - 1] + token.col
        if kind == _TEXT:
            end = -start - 1  # where a text ends is not known
            words = token.data or ""
            lost = not words.isspace()
            yield HtmlText(start, words, raw and raw[0])
            continue
        end = start + len(token.source or "")
        if kind == _START:
            name = token.tag or ""
            raw, lost = ((name, start), False) if name in RAW_ELEMENTS else (None, False)
            yield Tag(
                text[start + 1 : start + 1 + len(name)],
                start,
                end,
                self_closing=token.self_closing,
                attributes={key: value or "" for key, value in reversed(token.attrs or ())},
            )
        elif kind == _END:
            raw = None
            yield Tag(text[start + 2 : start + 2 + len(token.tag or "")], start, end, closing=True)
        elif kind in (TokenType.COMMENT, TokenType.PROCESSING_INSTRUCTION):
            yield HtmlComment(start, text[start:end])
            if end == len(text) and not text.endswith(("-->", "--!>") if text.startswith("<!--", start) else ">"):
                yield Unclosed(start, "comment")
    unclosed = _UNCLOSED.search(text, -end - 1) if end < 0 else _UNCLOSED.match(text, end)
    if raw and lost:
        yield Unclosed(raw[1], f"<{raw[0]}>")
    elif unclosed and not raw:
        yield Unclosed(unclosed.start(), "tag")


def _as_markup(text: str) -> str:
    """The text with the names changed of what is no raw text here."""
    text = _NOSCRIPT.sub(lambda match: match[0][:-1] + _NO_NAME, text)
    depth = int(text[:100].lstrip().startswith("<?xml"))  # all of XHTML closes elements by `/>`
    pieces: list[str] = []
    done = 0
    for match in _FOREIGN.finditer(text):
        if match["raw"] is None:
            depth = max(depth + (-1 if match["close"] else 1), 0)
        elif depth:
            pieces += text[done : match.end() - 1], _NO_NAME
            done = match.end()
    return "".join((*pieces, text[done:]))
