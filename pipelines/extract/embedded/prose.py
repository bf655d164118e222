"""What is prose among strings, and plain text or Markdown as HTML."""

import re
from html import escape

from crawler.text.digits import unescape

LEAST_CHARS = 40
"""A string with fewer characters is a label or a title."""

LETTERS = 0.7
"""Share of letters and white space below which a string is code, a URL or data."""

_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]{0,5000}>|<!--[^<>]{0,5000}-->")
_BLOCK = re.compile(
    r"<(?:p|div|br|h[1-6]|ul|ol|li|table|blockquote|pre|section|article|figure|span|a|em|strong|b|i)\b[^<>]{0,5000}>",
    re.IGNORECASE,
)
_WIDE = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that do not separate words by spaces, or need fewer characters: Thai, Lao, kana, Han, Hangul."""
_SENTENCE_END = re.compile("[.!?…:;][\\s\"'”’»)\\]]|[.!?…]$|[。！？．｡।؟۔]")
_CODE = re.compile(
    r"\b(?:query|fragment|mutation)\s+\w+[\s({]|=>|\bfunction\s*\(|\{\s*[\w-]+\s*:|;\s*\}|</?(?:script|style|svg)\b|@media"
    r"|\{\{|\{\d\}|%s\b"
)
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_ITEM = re.compile(r"\s{0,8}(?:[-*+•]|(\d{1,3})[.)])\s+(\S.*)")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\((?:https?:|mailto:|[/#.])[^()\s]{0,500}\)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,300})\1")


def has_markup(text: str) -> bool:
    """Whether a string is HTML: it has a tag of a block or of a phrase."""
    return "<" in text and bool(_BLOCK.search(text))


def words_of(text: str) -> str:
    """The readable characters of HTML or plain text, white space collapsed."""
    bare = _TAG.sub(" ", text) if "<" in text else text
    return " ".join((unescape(bare) if "&" in bare else bare).split())


def weight_of(text: str) -> int:
    """Characters of readable text, of which a wide one counts for three (as in the judge)."""
    return len(text) + 2 * len(_WIDE.findall(text)) if not text.isascii() else len(text)


def prose_chars(text: str) -> int:
    """The weight of a string if it is prose, else 0."""
    words = words_of(text)
    weight = weight_of(words)
    if weight < LEAST_CHARS or not _SENTENCE_END.search(words):
        return 0
    wide = weight > len(words) * 1.5
    if not wide and words.count(" ") < max(5, len(words) // 25):
        return 0
    sample = words[:2000]
    letters = sum(character.isalpha() or character.isspace() for character in sample)
    # Vowel signs and marks of Indic and Arabic scripts are no letters to Python, and neither ASCII nor code.
    letters += sum(character > "\u0300" and not character.isalpha() for character in sample)
    if letters < LETTERS * len(sample) or len(_CODE.findall(text[:5000])) > 1 + len(text) // 3000:
        return 0
    return weight


def as_html(text: str) -> str:
    """A string as HTML: as it is if it is markup (also escaped once), else its paragraphs, headings and lists."""
    if "&lt;" in text and not has_markup(text) and has_markup(plain := unescape(text)):
        return plain
    if has_markup(text):
        return text if re.search(r"<(?:p|div|h[1-6]|li|br|tr)\b", text, re.IGNORECASE) else f"<p>{text}</p>"
    return paragraphs(text)


def paragraphs(text: str) -> str:
    """Plain text or Markdown as HTML: blank lines separate blocks, single line ends are kept."""
    parts: list[str] = []
    fenced: list[str] | None = None
    lines: list[str] = []
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        if line.lstrip().startswith("```"):
            if fenced is None:
                parts += _block(lines)
                lines, fenced = [], []
            else:
                parts.append(f"<pre>{escape(chr(10).join(fenced))}</pre>")
                fenced = None
        elif fenced is not None:
            fenced.append(line)
        elif not line.strip() or _HEADING.match(line):
            parts += _block(lines)
            lines = []
            parts += _block([line])
        else:
            lines.append(line)
    if fenced:
        parts.append(f"<pre>{escape(chr(10).join(fenced))}</pre>")
    return "".join(parts)


def _block(lines: list[str]) -> list[str]:
    """One block of lines: a heading, a list or a paragraph."""
    if not any(line.strip() for line in lines):
        return []
    if len(lines) == 1 and (heading := _HEADING.match(lines[0])):
        level = len(heading[1])
        return [f"<h{level}>{_inline(heading[2])}</h{level}>"]
    items = [_ITEM.match(line) for line in lines]
    if all(items):
        tag = "ol" if items[0] and items[0][1] else "ul"
        return [f"<{tag}>{''.join(f'<li>{_inline(item[2])}</li>' for item in items if item)}</{tag}>"]
    return [f"<p>{'<br>'.join(_inline(line.strip()) for line in lines)}</p>"]


def _inline(line: str) -> str:
    """One line of plain text, without the marks of Markdown's links and bold type."""
    if "](" in line:
        line = _LINK.sub(r"\1", line)
    if "**" in line or "__" in line:
        line = _BOLD.sub(r"\2", line)
    return escape(line, quote=False)
