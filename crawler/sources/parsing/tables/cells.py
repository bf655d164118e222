r"""A cell of a table -> its links: a URL, several, a formula `=HYPERLINK("URL"; "text")`, Markdown, HTML, or prose."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from crawler.sources.parsing.bare_urls import find_urls
from crawler.text.digits import unescape

NOTHING = frozenset(("", "-", "–", "—", "n/a", "na", "none", "null", "nan", "?", "tbd", "#n/a", "nil"))
"""What people and programs write into a cell that has no value, in small letters."""

_FORMULA = re.compile(r'HYPERLINK\(\s*"([^"]*+)"\s*(?:[;,]\s*(?:"([^"]*+)"|([^")]*+))\s*)?\)', re.IGNORECASE)
_MARKDOWN = re.compile(r"\[([^\[\]]*+)\]\(\s*+<?((?:[^\s<>()]|\([^\s<>()]*+\))++)>?(?:\s++\"[^\"]*+\")?\s*+\)")
_ANCHOR = re.compile(
    r"<a\s[^<>]*?href\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^\s<>\"']++))[^<>]*+>([^<]*+)", re.IGNORECASE
)
_BETWEEN = re.compile(r"[;,|]\s*+(?=(?:https?|ftp)://)", re.IGNORECASE)
_BROKEN_HOST = re.compile(r"https?://(?!localhost\b)[^\s./?#:\[]++\s++[^\s./]*+[./]", re.IGNORECASE)
"""`http://exa mple.org/`: white space within a host, not a URL and a text behind it."""
_WRAP = re.compile(r"(?:(?<=[-/_=&?+%.#~])|(?<=\S{50}))[ \t]*+\n\s*+(?=\S)|[ \t]*+\n\s*+(?=[/?&=#%_-])")
_ONE_WORD_LINES = re.compile(r"\s*+(?:https?|ftp)://\S++(?:[ \t]*+\n\s*+\S++)++\s*\Z", re.IGNORECASE)
_WHOLE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+://\S++\Z")
_MARKED = re.compile(r"[\[(<\\\"';,|]")
"""Characters without one of which a cell is no formula, no markup and no list."""


def unwrapped(value: str) -> str:
    r"""A value without the line ends at which a program or a person wrapped its only URL.

    >>> unwrapped("https://e.org/deep/\n  pond"), unwrapped("https://e.org/a\nPonds")
    ('https://e.org/deep/pond', 'https://e.org/a\nPonds')
    """
    if "\n" not in value or value.count("://") != 1 or not _ONE_WORD_LINES.match(value):
        return value
    return _WRAP.sub("", value)


class CellLink(NamedTuple):
    """A link within a cell: the offset of its URL, and its own text if it has one."""

    at: int
    url: str
    text: str | None = None


def links_in(cell: str) -> Iterator[CellLink]:
    """The links of a cell, in order."""
    if "://" not in cell:
        return
    if _WHOLE.match(cell) and not _MARKED.search(cell):  # what most cells are
        yield CellLink(0, cell)
        return
    found = [
        *(CellLink(one.start(1), one[1], one[2] or one[3]) for one in _FORMULA.finditer(cell)),
        *(CellLink(one.start(2), one[2], one[1]) for one in _MARKDOWN.finditer(cell)),
        *map(_anchor, _ANCHOR.finditer(cell)),
    ]
    if found:
        yield from (one for one in sorted(found, key=lambda one: one.at) if "://" in one.url)
        return
    start = 0
    for end in [*(match.start() for match in _BETWEEN.finditer(cell)), len(cell)]:
        yield from _plain(cell, start, end)
        start = end + 1


def _anchor(match: re.Match[str]) -> CellLink:
    group = next(group for group in (1, 2, 3) if match[group] is not None)
    return CellLink(match.start(group), unescape(match[group]), match[4].strip() or None)


def _plain(cell: str, start: int, end: int) -> Iterator[CellLink]:
    """The URL that a part of a cell is, else those within its text."""
    part = cell[start:end]
    if "\n" in part and (joined := unwrapped(part)) != part:
        yield CellLink(start + len(part) - len(part.lstrip()), joined.strip())
        return
    bare = part.strip()
    at = start + len(part) - len(part.lstrip())
    if _WHOLE.match(bare) or _BROKEN_HOST.match(bare):
        yield CellLink(at, bare)
    else:
        yield from (CellLink(start + first, part[first:last]) for first, last in find_urls(part))
