"""/: what a maintainer asks first; and /runs/now, the part of it that follows the run under way."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from citecache.render.html.overview_views import DashboardView, Overview
from citecache.usecases.overview import overview_of
from citecache.usecases.run_reports import progress
from citecache.web.reading import read
from citecache.web.remembered import Memory, memory
from citecache.web.rendering import page
from crawler.cache import CacheFile, utc


async def dashboard(request: Request) -> Response:
    """The page."""
    now = request.app.state.clock()
    counted = await memory(request).get("overview", _count(memory(request)))
    view = DashboardView(
        overview=counted.value,
        progress=await read(request, lambda cache: progress(cache, now=now)),
        counted_at=utc(counted.at),
        current=counted.current,
    )
    return page(request, "dashboard.html", view)


def _count(known: Memory) -> Callable[[CacheFile], Overview]:
    now = known.clock()
    return lambda cache: overview_of(cache, now=now, known_grades=known.table("grades", cache))


def prepare(known: Memory) -> None:
    """Count before anybody asks."""
    known.begin("overview", _count(known), lasting=True)


async def run_now(request: Request) -> Response:
    """The run under way, as a part of a page, for the script that asks again and again."""
    now = request.app.state.clock()
    return page(request, "run_progress.html", await read(request, lambda cache: progress(cache, now=now)))


ROUTES = [Route("/", dashboard), Route("/runs/now", run_now)]
