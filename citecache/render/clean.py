"""What no export may carry on: characters that act on a reader's program, and text that may not be shown."""

import re
from dataclasses import replace

from crawler.model import Card, Verdict

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


def shown(card: Card) -> Card:
    """The card as it may be shown to whoever keeps the cache.

    The text of a page withheld for legal reasons (451) stays in the cache; so does an excerpt of a page that
    asks for none.
    """
    if card.verdict is Verdict.LEGAL:
        return replace(card, text=None, preview=None, truncated=False)
    if "nosnippet" in card.reservations:
        return replace(card, preview=None, truncated=False)
    return card


def passed_on(card: Card, *, readable: bool = False) -> Card:
    """The card as it may be passed on in a file; `readable`: as a text to be read, which is a copy for others.

    A page that reserves text and data mining gives no text to any export; one that asks for no archived copy,
    none to a readable one (docs/policy.md).
    """
    card = shown(card)
    if "tdm" in card.reservations or (readable and "noarchive" in card.reservations):
        return replace(card, text=None, preview=None, truncated=False)
    return card
