"""Reads one tag of JSX, or of HTML within a line of Markdown: `scan_tag`. HTML pages and blocks: tokens.py.

No library reads JSX in Python. The syntax is that of the HTML standard's start tag (13.1.2.1), with JSX attribute
values in braces (facebook.github.io/jsx). A tag longer than MAX_TAG characters is not a tag.
"""

import re
from dataclasses import dataclass, field
from html.entities import html5

from crawler.text.digits import unescape

MAX_TAG = 20_000

_OPEN = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][\w.:-]*|(?=>))")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE = re.compile(r"""[^\s"'<>/={}][^\s"'<>/={}]*""")
_VALUE = re.compile(r"""\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<brace>\{)|(?P<bare>[^\s"'<>{}`]*))""")
_REFERENCE = re.compile(r"&(?:(?P<number>#(?:\d+|[xX][0-9a-fA-F]+);?)|(?P<name>[A-Za-z][A-Za-z0-9]*;?)(?P<equals>=?))")
_URL = re.compile(r"https?://", re.IGNORECASE)
_JS = re.compile(r"""\\.|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|/\*.*?(?:\*/|\Z)|[{}`]""", re.DOTALL)
_TEMPLATE = re.compile(r"\\.|`|\$\{", re.DOTALL)
_LITERAL = re.compile(r"""\s*(?:"([^"\\]*)"|'([^'\\]*)'|`((?:[^`\\$]|\$(?!\{))*)`)\s*""")


@dataclass(slots=True)
class Tag:
    """A tag at `start:end` of the scanned text. An attribute computed by an expression is None."""

    name: str
    start: int
    end: int
    closing: bool = False
    self_closing: bool = False
    attributes: dict[str, str | None] = field(default_factory=dict)
    urls: int = 0  # how many URLs are written in a tag of JSX or Markdown

    def get(self, name: str) -> str | None:
        """An attribute's value, entities decoded, outer white space removed; None when absent or computed."""
        value = self.attributes.get(name)
        return None if value is None else value.strip()


def scan_tag(text: str, pos: int) -> Tag | None:
    """The tag that begins at `text[pos] == "<"`, or None when there is none."""
    opened = _OPEN.match(text, pos)
    if opened is None:
        return None
    limit = min(len(text), pos + MAX_TAG)
    attributes: dict[str, str | None] = {}
    here = opened.end()
    self_closing = False
    while here < limit:
        here = _space(text, here, limit)
        if text.startswith(">", here):
            urls = len(_URL.findall(text, pos, here))
            return Tag(opened["name"], pos, here + 1, bool(opened["closing"]), self_closing, attributes, urls)
        if self_closing := text.startswith("/", here):
            here += 1
        elif text.startswith("{", here):
            here = expression_end(text, here, limit)
        elif (name := _ATTRIBUTE.match(text, here, limit)) is not None:
            here = _value(text, name.end(), limit, name[0].lower(), attributes)
        else:
            return None
        if here < 0:
            return None
    return None


def _space(text: str, here: int, limit: int) -> int:
    match = _SPACE.match(text, here, limit)
    return match.end() if match else here


def _value(text: str, here: int, limit: int, name: str, attributes: dict[str, str | None]) -> int:
    """Reads `= value` after an attribute's name into `attributes`, where the first of a name wins.

    Returns the offset behind it; -1 if this is not a tag.
    """
    match = _VALUE.match(text, here, limit)
    if match is None:
        attributes.setdefault(name, "")
        return here
    if match["brace"] is None:
        written = next(group for group in match.group("double", "single", "bare") if group is not None)
        attributes.setdefault(name, _REFERENCE.sub(_character, written))
        return match.end()
    end = expression_end(text, match.start("brace"), limit)
    literal = _LITERAL.fullmatch(text, match.end(), end - 1) if end > 0 else None
    value = next((group for group in literal.groups() if group is not None), "") if literal else None
    attributes.setdefault(name, value)
    return end


def _character(match: re.Match[str]) -> str:
    """The character that a reference in an attribute stands for; itself where `&copy=2` is no reference.

    HTML standard, 13.2.5.73: one without `;` before a letter, a digit or `=` is text.
    """
    if match["number"]:
        return unescape(match[0])
    name: str = match["name"]
    if name not in html5 or (match["equals"] and not name.endswith(";")):
        return match[0]
    return html5[name] + match["equals"]


def expression_end(text: str, pos: int, limit: int) -> int:
    """The offset behind the JavaScript expression in braces at `pos`; -1 when it does not end before `limit`."""
    depth = ["{"]
    here = pos + 1
    while depth:
        match = (_TEMPLATE if depth[-1] == "`" else _JS).search(text, here, limit)
        if match is None:
            return -1
        here = match.end()
        if match[0] in ("{", "${"):
            depth.append("{")
        elif match[0] == "}" or (match[0] == "`" and depth[-1] == "`"):
            depth.pop()
        elif match[0] == "`":
            depth.append("`")
    return here
