"""Where a part of a long list ended, as a string: base64url of JSON (RFC 4648, 5), which clients pass on unread."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from crawler.model import CardPlace, QuotePosition
from crawler.model.card_filter import SORTS
from crawler.model.errors import NotFound

MAX_CHARS = 16_000

MAX_NUMBER = 2**53
"""Beyond it JSON's numbers are not exact (RFC 8259, 6)."""

CARDS = "c1[.][A-Za-z0-9_-]{8,}"
"""Of a list of cards, as a pattern."""

QUOTES = r"q2(?:[.][0-9]{1,18}){5}"
"""Of a list of quotations: Document, line, column and id of the last one."""

_NOWHERE = "nothing is at this cursor: begin without one"


def card_cursor(sort: str, place: CardPlace) -> str:
    """The cursor after a card in an order."""
    words = json.dumps([sort, place.key, place.url, place.id], ensure_ascii=False, separators=(",", ":"))
    return f"c1.{urlsafe_b64encode(words.encode('utf-8', 'surrogatepass')).decode().rstrip('=')}"


def card_place(cursor: str, sort: str) -> CardPlace:
    """The place of a cursor.

    Raises:
        NotFound: it is none of ours, or of another order.
    """
    packed = cursor.removeprefix("c1.")
    try:
        found = json.loads(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (ValueError, RecursionError):
        raise NotFound(_NOWHERE) from None
    match found:
        case [str() as order, key, str() as url, str() as id_] if order in SORTS:
            if order != sort:
                raise NotFound(f"this cursor is of the order {order}: give sort={order}, or begin without a cursor")
            if key is None or _fits(sort, key):
                return CardPlace(id=id_, url=url, key=key)
    raise NotFound(_NOWHERE)


def _fits(sort: str, key: object) -> bool:
    """Whether cards can be sorted by such a value."""
    if sort in ("cited", "importance"):
        return isinstance(key, int | float) and abs(key) < MAX_NUMBER
    return isinstance(key, str) and sort != "url"


def quote_cursor(place: QuotePosition) -> str:
    """The cursor after a quotation."""
    return ".".join(["q2", *map(str, place)])


def quote_position(cursor: str) -> QuotePosition:
    """The position of a cursor of that pattern."""
    return QuotePosition(*map(int, cursor.split(".")[1:]))
