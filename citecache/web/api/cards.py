"""/api/cards, /api/cards/{id}: cited sources."""

from collections.abc import Mapping
from typing import Any

from citecache.web.api import cursors
from citecache.web.api.endpoint import ApiReading, Endpoint
from citecache.web.api.parameters import NAME_CHARS, flag, form, number, one_of, text
from citecache.web.api.records import card_record
from citecache.web.api.schemas import VERDICTS, component, of_list
from crawler.cache.read import cards, resources
from crawler.cache.read.documents import find_document
from crawler.cache.read.keyset import card_slice
from crawler.model import CardFilter, CardPlace, CardSlice
from crawler.model.card_filter import SORTS
from crawler.model.errors import NotFound

MOST, USUAL = 1_000, 50
"""Cards in one answer."""

MOST_NAMES = 20
"""Values of one filter."""


def _cards(reading: ApiReading, asked: Mapping[str, Any]) -> dict[str, Any]:
    cache, sort = reading.cache, asked["sort"]
    wanted = CardFilter(
        verdicts=asked["verdict"],
        hosts=tuple(host.lower() for host in asked["host"]),
        document=None if asked["document"] is None else find_document(cache, asked["document"]),
        tags=asked["tag"],
        types=asked["type"],
        languages=asked["language"],
        doubtful=asked["doubt"],
        marked=asked["marked"],
        sort=sort,
    )
    after = cursors.card_place(asked["cursor"], sort) if asked["cursor"] else None
    found = _slice(reading, wanted, after, asked["limit"])
    shown = cards.cards_of(cache, found.ids, with_text=False)
    cursor = cursors.card_cursor(sort, found.next) if found.next else None
    return {"cards": [card_record(card, with_text=False) for card in shown], "next_cursor": cursor}


def _slice(reading: ApiReading, wanted: CardFilter, after: CardPlace | None, limit: int) -> CardSlice:
    """From the index, which is quick in any order; from the tables where the index is too old, or cannot tell."""
    index = None if wanted.document is not None or wanted.marked else reading.index
    if index is None:
        return card_slice(reading.cache, wanted, after=after, limit=limit)
    return index.slice(index.selected(wanted), wanted.sort, after=after, limit=limit)


def _card(reading: ApiReading, asked: Mapping[str, Any]) -> dict[str, Any]:
    id_ = resources.of_id(reading.cache, asked["id"])
    if id_ is None:
        raise NotFound(f"no resource has the id {asked['id'][:200]}: /api/cards lists what there is")
    return card_record(cards.card(reading.cache, id_), with_text=True)


CARDS = Endpoint(
    path="/api/cards",
    name="cards",
    summary="Cited sources, in parts",
    about="The cards that `citecache list --json` prints, without their texts. Filters of different kinds must all"
    " apply; of several values of one kind, any.",
    parameters=(
        one_of("verdict", "Only this verdict; repeatable.", VERDICTS, most=MOST_NAMES),
        text("host", "Only pages on this host; repeatable.", most=MOST_NAMES, longest=NAME_CHARS),
        text("document", "Only what the Document of this path, name or key cites."),
        text("tag", "Only sources with this tag; repeatable.", most=MOST_NAMES, longest=NAME_CHARS),
        text("type", "Only sources of this type; repeatable.", most=MOST_NAMES, longest=NAME_CHARS),
        text("language", "Only texts in this language; repeatable.", most=MOST_NAMES, longest=NAME_CHARS),
        flag("doubt", "Only captures whose text may be poor."),
        flag("marked", "Only pages whose verdict a person has set."),
        one_of("sort", "The order.", SORTS, default="url"),
        number("limit", "The most cards in one answer.", least=1, most=MOST, default=USUAL),
        form(
            "cursor", "`next_cursor` of the part before, of the same order.", cursors.CARDS, longest=cursors.MAX_CHARS
        ),
    ),
    use=_cards,
    indexed=True,
    schema=of_list("cards", "ListedCard"),
)

CARD = Endpoint(
    path="/api/cards/{id}",
    name="card",
    summary="One cited source, with its text",
    about="The card that `citecache show --json` prints. Text that the page reserves is null, and `withheld` says why.",
    parameters=(),
    in_path=(text("id", "Resource ID (16 hex digits) or stable ID (sid_...).", required=True, longest=NAME_CHARS),),
    use=_card,
    schema=component("Card"),
)
