"""The headings of a page by its markup: which lines of its text are headings."""

import re
import unicodedata

from crawler.text.digits import unescape

MAX_CHARS = 4_000_000
"""Characters of markup that are looked through: what follows has no headings. Heuristic: a second of work."""

MAX_HEADING_CHARS = 300
"""A longer one is a paragraph in a heading's clothes. Heuristic, not measured."""

MAX_MARKUP = 20 * MAX_HEADING_CHARS
"""Characters between the tags of a heading, links and spans included."""

_HEADING_TAG = re.compile(r"<(/?)h([1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def headings_of(markup: str) -> frozenset[str]:
    r"""What stands in `h1` to `h6`, on one line each, in the canonical form of texts (NFC).

    By regular expressions in linear time, not by a parser: an unclosed heading, or one in a script, does no harm, for
    only a line of the text that says the same is shown as a heading.

    >>> sorted(headings_of("<h1>A &amp; <b>b</b></h1><p>c</p><H2 class=x>d\n e</h2><h3>open"))
    ['A & b', 'd e']
    """
    markup = markup[:MAX_CHARS]
    found = set()
    opened: re.Match[str] | None = None
    for tag in _HEADING_TAG.finditer(markup):
        if not tag[1]:
            opened = tag
        elif opened is not None and opened[2] == tag[2]:
            inside = markup[opened.end() : tag.start()][:MAX_MARKUP]
            found |= {_line(_TAG.sub(instead, inside)) for instead in ("", " ")}  # a tag may part words, or letters
            opened = None
    return frozenset(line for line in found if 0 < len(line) <= MAX_HEADING_CHARS)


def _line(words: str) -> str:
    return unicodedata.normalize("NFC", " ".join(unescape(words).split()))
