"""/api/content: the text of a source, to check claims against."""

from collections.abc import Mapping
from typing import Any

from citecache.usecases.excerpt import excerpt
from citecache.web.api.endpoint import ApiReading, Endpoint
from citecache.web.api.parameters import text
from citecache.web.api.records import content_record
from citecache.web.api.schemas import component
from crawler.cache.read.resources import of_url
from crawler.model.errors import NotFound

MAX_TEXT = 2**62
"""More characters than any text has."""


def _content(reading: ApiReading, asked: Mapping[str, Any]) -> dict[str, Any]:
    id_ = of_url(reading.cache, asked["url"])
    if id_ is None:
        raise NotFound(f"no document in the cache cites {asked['url'][:200]}")
    return content_record(excerpt(reading.cache, id_, start=0, length=MAX_TEXT))


CONTENT = Endpoint(
    path="/api/content",
    name="content",
    summary="The text of a cited source",
    about="The newest good Capture of a URL that a Document cites: what claims can be checked against. Where there"
    " is none, `full_text` is null and `missing` says why; where the page reserves its text, `withheld` does. An"
    " archive's copy, or an imported one, stands in for a page that is gone: `source` says so.",
    parameters=(text("url", "The URL as it is cited, or another spelling of the same page.", required=True),),
    use=_content,
    schema=component("Content"),
)
