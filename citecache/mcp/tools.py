"""The tools: each a name, what it takes, what it does with an open cache, and the schema of what it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from citecache.mcp import results, schemas
from citecache.mcp.arguments import (
    CardArguments,
    EvidenceArguments,
    QuoteArguments,
    SearchArguments,
    TextArguments,
    ToolArguments,
)
from citecache.usecases.excerpt import excerpt
from citecache.usecases.explain import explain
from citecache.usecases.found_text import found_texts
from citecache.usecases.quote_check import check_quote
from crawler.cache import CacheFile
from crawler.cache.read import capture_records, cards, resources
from crawler.model.errors import QueryError
from pipelines.quotes import Quotation

ToolFunction = Callable[[CacheFile, Any], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class CacheTool:
    """A tool of the server. It reads the cache and answers with a JSON object."""

    name: str
    title: str
    description: str
    arguments: type[ToolArguments]
    run: ToolFunction
    schema: Callable[[], schemas.Schema]


def _search(cache: CacheFile, asked: SearchArguments) -> dict[str, Any]:
    found = list(found_texts(cache, asked.query, limit=asked.limit + 1))
    hits = [results.hit(one) for one in islice(found, asked.limit)]
    return {"query": asked.query, "hits": hits, "more": len(found) > asked.limit}


def _card(cache: CacheFile, asked: CardArguments) -> dict[str, Any]:
    id_ = resources.find(cache, asked.url_or_id)
    return results.card(cards.card(cache, id_), capture_records.shown(cache, id_))


def _text(cache: CacheFile, asked: TextArguments) -> dict[str, Any]:
    if asked.page is not None and asked.start:
        raise QueryError("ask by page or by start, not by both")
    wanted: dict[str, Any] = {"start": asked.start, "length": asked.length, "page": asked.page}
    return results.text(excerpt(cache, asked.url_or_id, **wanted, capture_id=asked.capture_id))


def _evidence(cache: CacheFile, asked: EvidenceArguments) -> dict[str, Any]:
    return results.evidence(explain(cache, asked.url_or_id), asked.fetches)


def _quote(cache: CacheFile, asked: QuoteArguments) -> dict[str, Any]:
    if not Quotation(asked.quote).parts:
        raise QueryError("the quote has no words to look for")
    return results.quote(check_quote(cache, asked.url_or_id, asked.quote))


TOOLS: tuple[CacheTool, ...] = (
    CacheTool(
        name="search",
        title="Search the cached pages",
        description="Full-text search of the titles and texts of all cited pages, archived copies included. Each hit"
        " has its URL, verdict, capture and digests, and an excerpt with its offsets.",
        arguments=SearchArguments,
        run=_search,
        schema=schemas.search,
    ),
    CacheTool(
        name="get_card",
        title="Card of a cited page",
        description="What is known of a cited page: metadata, verdict, who cites it and where, and the beginning of its"
        " text. get_text has the text.",
        arguments=CardArguments,
        run=_card,
        schema=schemas.card,
    ),
    CacheTool(
        name="get_text",
        title="Text of a cited page",
        description="The cached text of a cited page, in parts: by page for documents with pages, or by start and"
        " length in characters. text_chars says how long the whole is, next_start where the rest begins.",
        arguments=TextArguments,
        run=_text,
        schema=schemas.text,
    ),
    CacheTool(
        name="get_evidence",
        title="Evidence for a page's verdict",
        description="The evidence record: why a page counts as alive, moved, dead, ..., every fetch with status and"
        " headers, the digests of body and text, and lookups in archives.",
        arguments=EvidenceArguments,
        run=_evidence,
        schema=schemas.evidence,
    ),
    CacheTool(
        name="check_quote",
        title="Check a quotation",
        description="Whether words stand in their source: verbatim, altered (differences names what differs), vanished"
        " (in an earlier capture only), absent, or no_text. With the passage, its offsets and its evidence record.",
        arguments=QuoteArguments,
        run=_quote,
        schema=schemas.quote,
    ),
)
