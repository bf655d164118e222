"""JSON Lines: one object per card, the contract's fields in the contract's order. `show --json` is the same object."""

import math
from typing import Any, BinaryIO

from citecache.exports.selection import CardSelection
from citecache.render.json_text import line
from citecache.render.withheld import shown
from crawler.model import Card, CitedBy, Hop
from crawler.model.card_fields import fields_of
from pipelines.identity import grade


def card_json(card: Card, with_text: bool = True) -> dict[str, Any]:
    """The card as JSON values: lists for tuples, objects for citations and redirects, null where nothing is known.

    Without `with_text` the key `text` is absent. What may not be shown is null. `identity` says whether
    the Capture is what was cited (docs/identity.md).
    """
    card = shown(card)
    identity = grade(card)
    values = {
        field.name: _value(getattr(card, field.name))
        for field in fields_of(type(card))
        if field.declared.json and (with_text or field.name != "text")
    }
    return values | {"identity": {"grade": _value(identity.grade), "reasons": _value(identity.reasons)}}


def write(selection: CardSelection, out: BinaryIO) -> None:
    """Write one line per card, in UTF-8, each ended by a newline."""
    out.writelines(line(card_json(card, selection.with_text)).encode() + b"\n" for card in selection.cards())


def _value(value: Any) -> Any:  # noqa: ANN401 - any field of a card
    """A field of a card as a JSON value."""
    match value:
        case CitedBy():
            names = ("document", "title", "type", "quality", "line", "column", "label", "link_text", "claim")
            return {name: getattr(value, name) for name in names} | {"quotes": list(value.quotes)}
        case Hop():
            return {"url": value.url, "status": value.status}
        case tuple():
            return [_value(entry) for entry in value]
        case str():
            return str(value)  # a Verdict, too
        case float() if not math.isfinite(value):
            return None  # JSON has no word for it
        case int() | float() | None:
            return value
        case _:
            return dict(sorted(value.items()))
