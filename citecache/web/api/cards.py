"""/api/cards, /api/cards/{id}: cited sources."""

from collections.abc import Mapping
from typing import Any

from citecache.web.api import cursors
from citecache.web.api.endpoint import Endpoint
from citecache.web.api.parameters import NAME_CHARS, flag, form, number, one_of, text
from citecache.web.api.records import card_record
from citecache.web.api.schemas import VERDICTS, component, of_list
from crawler.cache import CacheFile
from crawler.cache.read import cards, resources
from crawler.cache.read.documents import require_document
from crawler.cache.read.keyset import card_slice
from crawler.model import CardFilter
from crawler.model.card_filter import SORTS
from crawler.model.errors import NotFound

MOST, USUAL = 200, 50
"""Cards in one answer."""

MOST_NAMES = 20
"""Values of one filter."""


def _cards(cache: CacheFile, asked: Mapping[str, Any]) -> dict[str, Any]:
    document, sort = asked["document"], asked["sort"]
    if document is not None:
        require_named(cache, document)
    wanted = CardFilter(
        verdicts=asked["verdict"],
        hosts=tuple(host.lower() for host in asked["host"]),
        document=document,
        tags=asked["tag"],
        types=asked["type"],
        languages=asked["language"],
        doubtful=asked["doubt"],
        marked=asked["marked"],
        sort=sort,
    )
    after = cursors.card_place(asked["cursor"], sort) if asked["cursor"] else None
    found = card_slice(cache, wanted, after=after, limit=asked["limit"])
    shown = cards.cards_of(cache, found.ids, with_text=False)
    cursor = cursors.card_cursor(sort, found.next) if found.next else None
    return {"cards": [card_record(card, with_text=False) for card in shown], "next_cursor": cursor}


def require_named(cache: CacheFile, document: str) -> None:
    """NotFound: there is no such Document."""
    if "\0" in document:  # no path has one
        raise NotFound("no document in the cache has that name")
    require_document(cache, document)


def _card(cache: CacheFile, asked: Mapping[str, Any]) -> dict[str, Any]:
    id_ = resources.of_id(cache, asked["id"])
    if id_ is None:
        raise NotFound(f"no resource has the id {asked['id'][:200]}: /api/cards lists what there is")
    return card_record(cards.card(cache, id_), with_text=True)


CARDS = Endpoint(
    path="/api/cards",
    name="cards",
    summary="Cited sources, in parts",
    about="The cards that `citecache list --json` prints, without their texts. Filters of different kinds must all"
    " apply; of several values of one kind, any.",
    parameters=(
        one_of("verdict", "Only this verdict; repeatable.", VERDICTS, most=MOST_NAMES),
        text("host", "Only pages on this host; repeatable.", most=MOST_NAMES, longest=NAME_CHARS),
        text("document", "Only what the Document of this path or name cites."),
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
