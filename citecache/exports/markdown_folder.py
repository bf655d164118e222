"""Markdown: a file per card, its facts as front matter, its words escaped as in the one file of `markdown.py`."""

import math
from collections.abc import Iterator
from typing import Any

from citecache.exports.file_names import file_stem
from citecache.exports.folder import ExportFolder
from citecache.exports.front_matter import front_matter
from citecache.exports.markdown import reading
from citecache.exports.selection import CardSelection
from crawler.model import Card

FACTS = (
    "id", "stable_id", "url", "title", "type", "importance", "tags", "authors", "published_date", "verdict",
    "http_status", "final_url", "fetched_at", "last_good_at", "language", "media_type", "page_type", "doubt", "error",
    "archived_url", "archived_at", "reservations", "body_sha256",
)  # fmt: skip
"""Fields of the card that are front matter, where they are known."""


def write(selection: CardSelection, folder: ExportFolder) -> None:
    """Write a file per card."""
    for card in selection.cards(readable=True):
        folder.write(f"{file_stem(card.url, card.id)}.md", document(card, selection.with_text).encode())


def document(card: Card, with_text: bool) -> str:
    """The file of one card."""
    return front_matter(dict(_facts(card))) + "\n" + "\n\n".join(reading(card, with_text)) + "\n"


def _facts(card: Card) -> Iterator[tuple[str, Any]]:
    for name in FACTS:
        value = getattr(card, name)
        if isinstance(value, float):
            if not math.isfinite(value):
                continue
            value = int(value) if value.is_integer() else value
        if value not in (None, (), ""):
            yield name, str(value) if isinstance(value, str) else value
    if card.cited_by:
        yield "cited_by", [f"{by.document}:{by.line}" if by.line else by.document for by in card.cited_by]
