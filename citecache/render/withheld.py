"""Cards without the text that may not be shown or passed on (docs/policy.md)."""

from dataclasses import replace

from crawler.model import Card, Verdict


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
