"""JSON Lines: one object per card, the contract's fields in the contract's order. `show --json` is the same object."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any, BinaryIO

from citecache.render.withheld import passed_on, shown
from crawler.model import Card, CitedBy, Hop
from crawler.model.card_fields import fields_of
from pipelines.identity import grade


def card_json(card: Card, with_text: bool = True) -> dict[str, Any]:
    """The card as JSON values: lists for tuples, objects for citations and redirects, null where nothing is known.

    Without `with_text` the key `text` is absent. What may not be shown (`clean.shown`) is null. `identity` says whether
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


_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What JSON allows bare and programs stumble over: C1 controls and bidirectional overrides (terminals), separators
that Python and JavaScript take for line ends, and surrogates, which UTF-8 cannot hold."""


def line(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A JSON value on one line, valid UTF-8 whatever strings it holds: nothing is lost, `_ESCAPED` is escaped."""
    return escaped(json.dumps(value, ensure_ascii=False, allow_nan=False))


def escaped(text: str) -> str:
    """JSON text with `_ESCAPED` written as escapes: the same values."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write(cards: Iterable[Card], out: BinaryIO, with_text: bool = True) -> int:
    """Write one line per card, in UTF-8, each ended by a newline; return how many."""
    count = 0
    for count, card in enumerate(cards, 1):  # noqa: B007 - the number is the answer
        out.write(line(card_json(passed_on(card), with_text)).encode() + b"\n")
    return count


def _value(value: Any) -> Any:  # noqa: ANN401 - any field of a card
    """A field of a card as a JSON value."""
    match value:
        case CitedBy():
            names = ("document", "title", "type", "quality", "line", "column", "label", "link_text", "claim")
            return {name: getattr(value, name) for name in names}
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
