"""/resources/{id}: the card of a cited page; below it the whole text, any two Captures compared, and the body."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from citecache.render.html.links import file_id
from citecache.render.html.views import ResourceView
from citecache.usecases.capture_views import capture_text, comparison, stored_body
from citecache.usecases.resource_view import owner_view
from citecache.web.api.conditional import names
from citecache.web.reading import read
from citecache.web.rendering import LINKS, page
from crawler.cache import CacheFile
from crawler.cache.read import cards, resources
from crawler.model import CardFilter
from crawler.model.errors import QueryError

LARGEST = 2**63 - 1
"""The largest integer of SQLite."""

SUFFIXES = {
    "application/pdf": "pdf",
    "application/xhtml+xml": "xhtml",
    "text/html": "html",
    "text/plain": "txt",
}
"""Suffixes of downloaded bodies; whatever else there is has `bin`."""


async def resource(request: Request) -> Response:
    """A card, by its Resource ID; what else a Resource may be called by leads there."""
    wanted = request.path_params["id"]

    def use(cache: CacheFile) -> ResourceView | str:
        card = next(cards.cards(cache, CardFilter(ids=(wanted,)), with_text=False), None)
        return resources.find(cache, wanted) if card is None else owner_view(cache, card)

    found = await read(request, use)
    if isinstance(found, str):
        return RedirectResponse(LINKS.resource(found), status_code=302)
    return page(request, "resource.html", found)


async def text(request: Request) -> Response:
    """The whole text, in parts; `q` is found in all of it."""
    id_, capture = request.path_params["id"], _number(request, "capture")
    part, query = _number(request, "part") or 1, request.query_params.get("q", "")
    view = await read(request, lambda cache: capture_text(cache, id_, capture_id=capture, part=part, query=query))
    return page(request, "capture_text.html", view)


async def compare(request: Request) -> Response:
    """Two Captures; `churn` shows what changes by itself, too."""
    id_, before, after = request.path_params["id"], _number(request, "before"), _number(request, "after")
    everything = request.query_params.get("churn", "") not in ("", "0")
    view = await read(request, lambda cache: comparison(cache, id_, before=before, after=after, everything=everything))
    return page(request, "comparison.html", view)


async def body(request: Request) -> Response:
    """The bytes as they were fetched: to be saved, never shown by the browser (RFC 6266)."""
    id_, capture = request.path_params["id"], _number(request, "capture")
    stored = await read(request, lambda cache: stored_body(cache, id_, capture_id=capture))
    tag = f'"{stored.sha256}"'
    if names(request.headers.getlist("if-none-match"), tag, weak=True):
        return Response(status_code=304, headers={"etag": tag})
    name = f"{file_id(stored.resource_id)}.{SUFFIXES.get(stored.media_type, 'bin')}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "etag": tag}
    return Response(stored.data, media_type="application/octet-stream", headers=headers)


def _number(request: Request, name: str) -> int | None:
    """A number of the query; None: it is not given, or empty as a form sends it.

    Raises:
        QueryError: it is none.
    """
    value = request.query_params.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 20 and int(value) <= LARGEST):
        raise QueryError(f"{name} is no number: {value[:50]!r}")
    return int(value)


ROUTES = [
    Route("/resources/{id}", resource),
    Route("/resources/{id}/text", text),
    Route("/resources/{id}/compare", compare),
    Route("/resources/{id}/body", body),
]
