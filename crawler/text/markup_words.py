"""All that the markup of a page says, its menus and notes included: to look up words that its text may lack."""

import re
import unicodedata

from crawler.text.digits import unescape

MAX_CHARS = 8_000_000
"""Characters of markup that are read: a fraction of a second. Heuristic."""

_SILENT = frozenset(("head", "script", "style", "noscript", "template", "svg", "textarea", "iframe", "object"))
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rt ruby s samp small
    span strike strong sub sup time tt u var wbr""".split()
)
"""Elements that part no words (HTML standard, section 4.5)."""

_TAG = re.compile(r"<!--|-->|<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*>|<[!?/][^<>]*>")


def words_of(markup: str) -> str:
    r"""The words of a page, a line for each block, in NFC.

    By one regular expression in linear time, not by a parser, so that no page can make it hang.

    >>> words_of("<title>t</title><p>A <b>b</b>c &amp; d<script>if (a<b) { e }</script><!-- f --><p>g<br>h")
    't\nA bc & d\ng\nh'
    """
    markup = markup[:MAX_CHARS]
    pieces: list[str] = []
    at, silent = 0, ""
    for tag in _TAG.finditer(markup):
        if not silent:
            pieces.append(markup[at : tag.start()])
        at, name = tag.end(), (tag[2] or tag[0]).lower()
        if silent:
            silent = "" if (tag[1] and name == silent) or (name == silent == "-->") else silent
        elif name == "<!--":
            silent = "-->"
        elif name in _SILENT:
            silent = name if not tag[1] and not tag[0].endswith("/>") else ""
        if name not in _INLINE:
            pieces.append("\n")
    pieces.append("" if silent else markup[at:])
    lines = (" ".join(line.split()) for line in unescape("".join(pieces)).split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))
