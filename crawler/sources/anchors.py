"""The anchors of a file of one's own: what a `#fragment` may point to. None where that cannot be known.

Known are those of Markdown, MDX and HTML. Ids that are written down count wherever they stand; headings by the rules of
crawler/text/headings.py. A document whose headings are made elsewhere (includes, macros, generated references) has
anchors that nobody can list here.
"""

import re
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from crawler.model.errors import SourceError
from crawler.sources.parsing.encodings import decode
from crawler.sources.parsing.markdown.front_matter import front_matter
from crawler.sources.parsing.markdown.parser import parse_blocks
from crawler.text.digits import unescape
from crawler.text.headings import anchors_of_headings

MARKDOWN = frozenset((".md", ".markdown", ".mdx", ".mdown", ".mkd"))
HTML = frozenset((".html", ".htm", ".xhtml"))
MAX_BYTES = 4 * 1024 * 1024
"""Larger files are not judged. The largest chapter of a wiki that we know has a tenth of it."""

_WRITTEN = re.compile(
    r"""\b(?:id|name)\s{0,9}=\s{0,9}(?:"([^"\n]{1,500})"|'([^'\n]{1,500})'|([^\s"'<>=`]{1,500}))""", re.IGNORECASE
)
_ATTRIBUTES = re.compile(r"\{[^{}\n#]{0,200}#([^\s{}#*]{1,200})[^{}\n]{0,200}\}")  # {#id}, {: #id .class}, {/* #id */}
_TARGET = re.compile(r"^ {0,3}\(([^()\n]{1,200})\)=\s*$", re.MULTILINE)  # MyST
_HTML_HEADING = re.compile(r"<h[1-6]\b[^<>]{0,500}>(.{1,1000}?)</h[1-6]", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,500}>")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*$")
_MADE_ELSEWHERE = re.compile(
    r"\{%|\{\{|--8<--|^:::\s|^!!!include|\{include\}|\{eval-rst\}|\{auto|\[\[include|<[Ii]nclude\b|^@import|^!\[\[|\[TOC\]:",
    re.MULTILINE,
)
_PARTIAL = re.compile(r"^import\s.{1,300}\.mdx?['\"]", re.MULTILINE)
_COMPONENT = re.compile(r"<[A-Z]\w*")


@lru_cache(maxsize=512)
def anchors(path: str) -> frozenset[str] | None:
    """The anchors of the file, in small letters. `path` is as the operating system has it."""
    suffix = Path(path).suffix.lower()
    if suffix not in MARKDOWN | HTML:
        return None
    if not Path(path).is_file():  # a pipe would be waited for
        return None
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        text = decode(data).text
    except (OSError, ValueError, SourceError):
        return None
    if len(data) > MAX_BYTES:
        return None
    return html_anchors(text) if suffix in HTML else markdown_anchors(text, mdx=suffix == ".mdx")


def html_anchors(text: str) -> frozenset[str] | None:
    """The ids and names of a page. A script may add others."""
    return None if "<script" in text.lower() else frozenset(_written(text))


def markdown_anchors(text: str, *, mdx: bool = False) -> frozenset[str] | None:
    r"""The anchors of a Markdown document.

    >>> sorted(markdown_anchors("# A *b* c\n\nText {#here}\n\n<a name='there'></a>\n"))
    ['a-b-c', 'here', 'there']
    """
    if _MADE_ELSEWHERE.search(text) or (mdx and (_PARTIAL.search(text) or _COMPONENT.search(text))):
        return None
    matter = front_matter(text)
    body = text[matter.end :]
    found = anchors_of_headings([*_headings(body, mdx=mdx), *([matter.title] if matter.title else [])])
    found |= _written(text)
    found |= {match[1].lower() for match in _ATTRIBUTES.finditer(body)}
    found |= {match[1].lower() for match in _TARGET.finditer(body)}
    found |= anchors_of_headings(unescape(_TAG.sub("", match[1])) for match in _HTML_HEADING.finditer(body))
    return frozenset(found)


def _written(text: str) -> set[str]:
    return {unescape(match[1] or match[2] or match[3]).strip().lower() for match in _WRITTEN.finditer(text)}


def _headings(body: str, *, mdx: bool) -> list[str]:
    """The texts of headings: those that begin with `#`, and those that are underlined."""
    lines, found, opened = body.split("\n"), list[str](), False
    for token in parse_blocks(body, mdx=mdx).tokens:
        if token.type == "inline":
            after = token.map[1] if token.map else len(lines)
            if opened or (after < len(lines) and _UNDERLINE.match(lines[after])):
                found += _plain(token.content)
        opened = token.type == "heading_open"
    return found


_INLINE = MarkdownIt("commonmark")


def _plain(heading: str) -> list[str]:
    """The text of a heading without its markup; also with the words of its images."""
    if len(heading) > 2_000:
        return [heading]
    without = _ATTRIBUTES.sub("", heading)
    forms = [without] if without == heading else [without, heading]
    return list(
        dict.fromkeys(
            _text(_INLINE.parseInline(form)[0].children or [], images) for form in forms for images in (False, True)
        )
    )


def _text(tokens: list[Token], images: bool) -> str:
    kinds = ("text", "code_inline", "image") if images else ("text", "code_inline")
    joined = (
        " " if token.type == "softbreak" else token.content for token in tokens if token.type in (*kinds, "softbreak")
    )
    return "".join(joined).strip()
