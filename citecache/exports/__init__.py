"""From cards to files. Every writer streams: one card in memory at a time, cards in the caller's order.

jsonl.py     one JSON object per line; `card_json` is also what `show --json` prints
csv.py       for spreadsheets, safe to open in one
markdown.py  one readable file
files.py     a file that is replaced only once it is written whole

A file holds nothing of the export itself (no time, no version), so it is byte-identical while the cards are.
"""

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import BinaryIO

from citecache.exports import csv, jsonl, markdown
from citecache.exports.jsonl import card_json
from crawler.model import Card

__all__ = ["FORMATS", "card_json", "write"]

Writer = Callable[[Iterable[Card], BinaryIO, bool], int]

FORMATS: MappingProxyType[str, Writer] = MappingProxyType(
    {"jsonl": jsonl.write, "csv": csv.write, "markdown": markdown.write}
)
"""The formats by name, in the order in which help shows them."""


def write(format: str, cards: Iterable[Card], out: BinaryIO, *, with_text: bool = True) -> int:
    """Write the cards to a binary stream, and return their number. KeyError: no such format.

    The stream is written to only, from where it stands, and stays open. `with_text=False` leaves the full text out;
    the preview stays.
    """
    return FORMATS[format](cards, out, with_text)
