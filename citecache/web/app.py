"""The application: every page and endpoint of one cache, and what errors become."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles

from citecache.web import health
from citecache.web.api import openapi
from citecache.web.errors import answer_error, answer_http_exception
from citecache.web.guard import Guard
from citecache.web.pages import cards, changes, dashboard, document, resource, runs
from citecache.web.remembered import Memory
from citecache.web.rendering import LINKS
from crawler.model.errors import Error

PAGES = (dashboard, cards, resource, document, changes, runs)
ENDPOINTS = (health, openapi)
ICON = Path(__file__).parent / "static" / "favicon.svg"
STATIC: list[str | tuple[str, str]] = [("citecache.render.html", "static"), ("citecache.web", "static")]


def now() -> datetime:
    return datetime.now(UTC)


def application(path: Path, *, hosts: Collection[str] = (), clock: Callable[[], datetime] = now) -> Starlette:
    """The web view and the HTTP API of the cache at `path`.

    `hosts`: the names under which it may be asked for, beside those of the loopback interface.
    """
    app = Starlette(
        routes=[
            *_routes(),
            Route("/favicon.ico", _icon),
            Mount("/static", StaticFiles(packages=STATIC), name="static"),
            Route("/{path:path}/", _without_slash),
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={HTTPException: answer_http_exception, Error: answer_error, OSError: answer_error},
    )
    app.router.redirect_slashes = (
        False  # it would send the reader to a whole URL, which a proxy may know by another name
    )
    app.state.path = path.absolute()
    app.state.clock = clock
    app.state.memory = Memory(app.state.path, clock)
    return app


def prepare(app: Starlette) -> None:
    """Begin to count what takes long in a large cache, before anybody asks."""
    for page in (cards, dashboard, changes, runs):
        page.prepare(app.state.memory)


async def _icon(_: Request) -> Response:
    """What browsers ask for beside what is no page, such as JSON."""
    return FileResponse(ICON)


async def _sources(_: Request) -> Response:
    """Where who cuts off a Resource ID wants to go."""
    return RedirectResponse(LINKS.cards())


async def _documents(_: Request) -> Response:
    """Likewise of a Document's key, which may have slashes."""
    return RedirectResponse(LINKS.documents())


async def _without_slash(request: Request) -> Response:
    """A page is there without the final slash."""
    path = f"/{request.path_params['path'].strip('/')}"  # never `//`, which would lead to another host
    scope = {**request.scope, "path": path, "raw_path": path.encode()}
    if not any(route.matches(scope)[0] == Match.FULL for route in _routes()):
        raise HTTPException(404)
    return RedirectResponse(f"{quote(path)}{request.url.query and '?'}{request.url.query}")


def _routes() -> list[BaseRoute]:
    cut_off = [Route("/resources", _sources), Route("/documents/", _documents)]
    return [*cut_off, *(route for module in (*PAGES, *ENDPOINTS) for route in module.ROUTES)]
