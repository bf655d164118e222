"""The application: every page and endpoint of one cache, and what errors become."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from citecache.web import health
from citecache.web.api import openapi
from citecache.web.errors import answer_error, answer_http_exception
from citecache.web.guard import Guard
from citecache.web.pages import cards, changes, dashboard, document, resource, runs
from citecache.web.remembered import Memory
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
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={HTTPException: answer_http_exception, Error: answer_error, OSError: answer_error},
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


def _routes() -> list[BaseRoute]:
    return [route for module in (*PAGES, *ENDPOINTS) for route in module.ROUTES]
