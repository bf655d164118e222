r"""The canonical form of text: NFC, `\n` line ends, no control characters, blocks separated by one empty line."""

import re
import unicodedata

MAX_LINE = 1000
"""Most characters of a title, an author or a heading: longer ones are a mistake of the page or an attack."""

_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
_BREAKS = ("\r", "\x0b", "\x0c", "\x85", "\u2028")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u00ad]+")
_BLANK = re.compile(r"\n{3,}")
_SPACE = re.compile(r"\s+")


def tidy(text: str) -> str:
    r"""Text in NFC with `\n` line ends and without control characters, soft hyphens and trailing spaces.

    NFC changes how characters are stored, not how they look; without it a search for "é" misses "e" with an accent.
    Paragraphs are separated by exactly one empty line.
    """
    # Most texts have nothing of this kind, which `in` tells in a tenth of a pattern's time.
    if any(character in text for character in _BREAKS):
        text = _BREAK.sub("\n", text)
    text = _CONTROL.sub("", text.replace("\u2029", "\n\n"))
    if " \n" in text or "\t\n" in text or "\u00a0\n" in text:
        text = "\n".join(line.rstrip(" \t\u00a0") for line in text.split("\n"))  # a pattern takes quadratic time
    if "\n\n\n" in text:
        text = _BLANK.sub("\n\n", text)
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str, limit: int = MAX_LINE) -> str:
    """Text on one line, cut at `limit` characters."""
    if len(text) <= limit and text.isascii() and text.isprintable():  # most are, and need no normalisation
        return " ".join(text.split())
    # Cut first, so that a hostile page cannot make us normalise ten million characters to keep a thousand.
    return _SPACE.sub(" ", tidy(text.lstrip()[: limit * 10])).strip()[:limit].rstrip()
