"""/search: the cards, searched, filtered and sorted, in parts; /search.csv and /search.json: all of them as files."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from citecache.exports.csv import header, record
from citecache.exports.jsonl import card_json
from citecache.render.json_text import line
from citecache.render.withheld import passed_on
from citecache.web.asked import AskedList
from citecache.web.card_list import FoundList, card_index, list_view, read_cards
from citecache.web.reading import read
from citecache.web.remembered import Memory
from citecache.web.rendering import page
from crawler.cache import CacheFile
from crawler.cache.read.cards import cards_of
from crawler.model import Card

AT_ONCE = 200
"""Cards of a file that are read in one go, of one moment."""


async def cards(request: Request) -> Response:
    asked = AskedList.of(request.query_params)
    known = await card_index(request)
    asked = asked.naming(known.value.document)
    view = await read(request, lambda cache: list_view(cache, known, asked))
    return page(request, "search.html", view)


async def as_csv(request: Request) -> Response:
    """What `export csv --no-text` writes, in the order of the list."""

    def write(cards: Iterator[Card], number: int) -> bytes:
        records = b"".join(record(passed_on(card)) for card in cards)
        return (b"" if number else header()) + records

    return await _download(request, write, b"", "text/csv; charset=utf-8", "sources.csv")


async def as_json(request: Request) -> Response:
    """What `list --json` prints, in the order of the list."""

    def write(cards: Iterator[Card], number: int) -> bytes:
        objects = ",\n".join(line(card_json(card, with_text=False)) for card in cards)
        return ("," if number else "[").encode() + b"\n" * bool(objects) + objects.encode()

    return await _download(request, write, b"\n]\n", "application/json", "sources.json")


async def _download(
    request: Request, write: Callable[[Iterator[Card], int], bytes], end: bytes, media_type: str, name: str
) -> Response:
    """A file of all that is selected. It is written as it is read, some cards at a time."""
    asked = replace(AskedList.of(request.query_params), after=None)
    index = (await card_index(request)).value
    asked = asked.naming(index.document)
    ids = await read(request, lambda cache: FoundList.of(cache, index, asked, strict=True).ids())

    async def parts() -> AsyncIterator[bytes]:
        for start in range(0, max(1, len(ids)), AT_ONCE):
            yield await read(request, partial(_written, ids=ids[start : start + AT_ONCE], start=start, write=write))
        yield end

    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(parts(), media_type=media_type, headers=headers)


def _written(cache: CacheFile, ids: Sequence[str], start: int, write: Callable[[Iterator[Card], int], bytes]) -> bytes:
    return write(cards_of(cache, ids, with_text=False), start)


def prepare(known: Memory) -> None:
    """Read all cards before anybody asks for them."""
    read_cards(known)


ROUTES = [Route("/search", cards), Route("/search.csv", as_csv), Route("/search.json", as_json)]
