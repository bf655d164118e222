r"""The canonical form of text: NFC, `\n` line ends, no control characters, blocks separated by one empty line."""

import re
import unicodedata

MAX_LINE = 1000
"""Characters of a title, an author, a heading: longer ones are a page's fault or an attack."""

_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u00ad]+")
_TRAILING = re.compile(r"[ \t\u00a0]+$", re.MULTILINE)
_BLANK = re.compile(r"\n{3,}")
_SPACE = re.compile(r"\s+")


def tidy(text: str) -> str:
    r"""Text with `\n` line ends, without control characters, soft hyphens and trailing blanks; NFC.

    NFC changes how characters are stored, not how they look; without it a search for "é" misses half the web's.
    Paragraphs are separated by one empty line; more become one.
    """
    text = _BREAK.sub("\n", text).replace("\u2029", "\n\n")
    text = _TRAILING.sub("", _CONTROL.sub("", text))
    return unicodedata.normalize("NFC", _BLANK.sub("\n\n", text)).strip()


def one_line(text: str, limit: int = MAX_LINE) -> str:
    """Text on one line, cut at `limit` characters."""
    # Cut first: a hostile page must not make us normalise ten million characters to keep a thousand.
    return _SPACE.sub(" ", tidy(text.lstrip()[: limit * 10])).strip()[:limit].rstrip()
