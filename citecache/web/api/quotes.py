"""/api/quotes: what became of a Document's quotations."""

from collections.abc import Mapping
from typing import Any

from citecache.usecases.quotes import document_quotes
from citecache.web.api import cursors
from citecache.web.api.endpoint import ApiReading, Endpoint
from citecache.web.api.parameters import form, number, text
from citecache.web.api.records import quote_record
from citecache.web.api.schemas import of_list
from crawler.cache.read.documents import find_document
from crawler.cache.read.quotations import BEGINNING

MOST, USUAL = 100, 20
"""Quotations in one answer: each is looked for in every text of its source."""


def _quotes(reading: ApiReading, asked: Mapping[str, Any]) -> dict[str, Any]:
    document = find_document(reading.cache, asked["document"])
    after = cursors.quote_position(asked["cursor"]) if asked["cursor"] else BEGINNING
    found = document_quotes(reading.cache, document, after=after, limit=asked["limit"])
    cursor = cursors.quote_cursor(found.next) if found.next else None
    return {"quotes": [quote_record(one) for one in found.quotes], "next_cursor": cursor}


QUOTES = Endpoint(
    path="/api/quotes",
    name="quotes",
    summary="The quotations of a Document, and what became of them",
    about="Each quotation: words in quotation marks in the sentence that cites, block quotes, `quote=` of a citation"
    " template, highlights of bookmarks and tables, text fragments of URLs; looked up in every text of its source.",
    parameters=(
        text("document", "The Document's path, name or key.", required=True),
        number("limit", "The most quotations in one answer.", least=1, most=MOST, default=USUAL),
        form("cursor", "`next_cursor` of the part before.", cursors.QUOTES, longest=100),
    ),
    use=_quotes,
    schema=of_list("quotes", "Quote"),
)
