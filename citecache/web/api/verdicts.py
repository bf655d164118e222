"""/api/verdicts: what is held true of URLs."""

from collections.abc import Mapping
from typing import Any

from citecache.web.api.endpoint import ApiReading, Endpoint
from citecache.web.api.parameters import text
from citecache.web.api.records import verdict_record
from citecache.web.api.schemas import component, of_object
from crawler.cache.read.cards import cards
from crawler.cache.read.resources import of_url
from crawler.model import CardFilter
from crawler.net.urls import MAX_URL_CHARS

MAX_URLS = 100


def _verdicts(reading: ApiReading, asked: Mapping[str, Any]) -> dict[str, Any]:
    ids = {url: of_url(reading.cache, url) for url in asked["url"]}
    wanted = CardFilter(ids=tuple(id_ for id_ in ids.values() if id_ is not None))
    found = {card.id: card for card in cards(reading.cache, wanted, with_text=False)}
    return {"verdicts": [verdict_record(url, found.get(ids[url] or "")) for url in asked["url"]]}


VERDICTS = Endpoint(
    path="/api/verdicts",
    name="verdicts",
    summary="What is held true of URLs",
    about=f"One entry for each `url`, in the order asked; at most {MAX_URLS}. A URL that no Document cites is not"
    " `known`, and its `verdict` is null.",
    parameters=(text("url", "A URL as it is cited; repeatable.", required=True, most=MAX_URLS, longest=MAX_URL_CHARS),),
    use=_verdicts,
    schema=of_object({"verdicts": {"type": "array", "items": component("Verdict")}}),
)
