"""Cards without the text that may not be shown or passed on (docs/policy.md)."""

from collections.abc import Sequence
from dataclasses import replace

from crawler.model import Card, Verdict

REASONS = {
    "legal": "text: withheld for legal reasons (HTTP 451)",
    "tdm": "text: text and data mining is reserved",
    "noarchive": "text: no archived copies wanted (noarchive)",
    "nosnippet": "a preview: no excerpts wanted (nosnippet)",
}
"""Why a card is passed on without something: the name of the reason, and what it lacks and why, for a person."""


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
    if withholds_text(card, readable=readable):
        return replace(card, text=None, preview=None, truncated=False)
    return card


def withholds_text(card: Card, *, readable: bool = False) -> str | None:
    """Why the text of a card is not passed on, and so nothing that it was made from: a name in REASONS."""
    if card.verdict is Verdict.LEGAL:
        return "legal"
    if "tdm" in card.reservations:
        return "tdm"
    return "noarchive" if readable and "noarchive" in card.reservations else None


def withheld(card: Card, *, readable: bool = False) -> str | None:
    """Why something that the cache has of a card is not passed on: a name in REASONS; None: all of it is."""
    if card.text_bytes is None:
        return None
    preview = "nosnippet" if "nosnippet" in card.reservations else None
    return withholds_text(card, readable=readable) or preview


KEPT_BACK = {
    "legal": "legal: withheld for legal reasons (HTTP 451)",
    "tdm": "tdm: the page reserves text and data mining",
    "nosnippet": "nosnippet: the page asks for no excerpts",
}
"""Why a program that reads for others gets no text, by the name of the reason."""


def kept_back(verdict: Verdict, reservations: Sequence[str]) -> str | None:
    """Why no text and no excerpt is given to a program that reads for others, such as a language model's."""
    if verdict is Verdict.LEGAL:
        return KEPT_BACK["legal"]
    return next((KEPT_BACK[name] for name in ("tdm", "nosnippet") if name in reservations), None)
