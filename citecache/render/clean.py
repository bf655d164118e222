"""Text without characters that act on the program of whoever reads it."""

import re

_ACTING = re.compile(
    # C0 without tab and newline, DEL, C1 (a terminal takes ESC and CSI from them): ECMA-48.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    # Marks, embeddings, overrides and isolates of the bidirectional algorithm, which reorder what a reader sees:
    # UAX 9; unicode.org/reports/tr36, "Bidirectional Text Spoofing".
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    # Line and paragraph separators, which some readers take for the end of a record; the byte order mark;
    # noncharacters.
    "\u2028\u2029\ufeff\ufffe\uffff"
    # Surrogates, which UTF-8 cannot hold.
    "\ud800-\udfff]"
)
_LINES = re.compile(r"\r\n?|[\u2028\u2029\x85]")


def inert(text: str) -> str:
    r"""Text that acts on nothing: line ends are newlines, and control and bidirectional characters are gone.

    >>> inert("\x1b[31mred\x1b[0m\r\nnext\u202e")
    '[31mred[0m\nnext'
    """
    return _ACTING.sub("", _LINES.sub("\n", text))


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(inert(text).split())
