"""Resources by stable id: `citecache://resources/sid_...` is the card, with `/text` behind it the text."""

import base64
import re
from typing import NamedTuple

from citecache.mcp import results
from citecache.mcp.arguments import MAX_LENGTH
from citecache.mcp.untrusted import as_text, with_fields
from citecache.render.clean import one_line
from citecache.render.fence import NOTE, tagged
from citecache.usecases.excerpt import excerpt
from crawler.cache import CacheFile
from crawler.cache.read import capture_records, cards, resources
from crawler.model import Card, CardFilter
from crawler.model.errors import NotFound, QueryError

CARD_TEMPLATE = "citecache://resources/{stable_id}"
TEXT_TEMPLATE = "citecache://resources/{stable_id}/text"
PER_PAGE = 100
"""Resources on one page of the list."""

_URI = re.compile(r"citecache://resources/(?P<stable_id>sid_[0-9A-Za-z]{1,40})(?P<text>/text)?")


class ReadContents(NamedTuple):
    """What a resource holds: a media type and a text."""

    media_type: str
    text: str


def listed(cache: CacheFile, cursor: str | None) -> tuple[list[Card], str | None]:
    """The next cards in the order of their stable ids, and the cursor of those after them; None: there are none.

    Raises:
        QueryError: the cursor is none of ours.
    """
    after = "" if cursor is None else _stable_id(cursor)
    ids = resources.ids_after(cache, after, limit=PER_PAGE + 1)
    found = cards.cards(cache, CardFilter(ids=tuple(ids[:PER_PAGE])), with_text=False)
    page = sorted(found, key=lambda card: card.stable_id)
    more = len(ids) > PER_PAGE
    return page, base64.urlsafe_b64encode(page[-1].stable_id.encode()).decode() if more and page else None


def _stable_id(cursor: str) -> str:
    try:
        found = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
    except ValueError:
        raise QueryError("the cursor is none of this server's") from None
    return found


def uri(card: Card) -> str:
    return CARD_TEMPLATE.replace("{stable_id}", card.stable_id)


def name(card: Card) -> str:
    return one_line(card.title or card.url)[:200]


def read(cache: CacheFile, wanted: str, boundary: str) -> ReadContents:
    """A card as JSON, or the beginning of a text, marked as words of a page.

    Raises:
        NotFound: no resource has that URI.
    """
    match = _URI.fullmatch(wanted)
    if match is None:
        raise NotFound(f"no resource has the URI {wanted[:200]}: {CARD_TEMPLATE} and {TEXT_TEMPLATE} are known")
    stable_id = match["stable_id"]
    id_ = resources.find(cache, stable_id)
    if match["text"] is None:
        found = with_fields(results.card(cards.card(cache, id_), capture_records.shown(cache, id_)))
        return ReadContents("application/json", as_text(found, boundary))
    part = results.text(excerpt(cache, stable_id, start=0, length=MAX_LENGTH))
    head = (
        f"{NOTE.format(boundary=boundary)}\n"
        f"URL: {part['url']}\nverdict: {part['verdict']}, HTTP {part['http_status']}\n"
        f"captured at: {part['captured_at']}, capture {part['capture_id']}\n"
        f"SHA-256 of the body: {part['body_sha256']}\nSHA-256 of the text: {part['text_sha256']}\n{part['rest']}\n"
    )
    text = "" if part["text"] is None else f"{tagged(part['text'], boundary)}\n"
    return ReadContents("text/plain", head + text)
