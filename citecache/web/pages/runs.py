"""/runs: what each run was asked for and what came of it, the newest first."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from citecache.render.html.overview_views import ListedRun, RunsView
from citecache.usecases.run_reports import listed_runs, progress
from citecache.web.reading import read
from citecache.web.remembered import Memory, memory
from citecache.web.rendering import page
from crawler.cache import CacheFile
from crawler.model.errors import QueryError

SHOWN = 20
MOST_ID = 2**62


async def runs(request: Request) -> Response:
    """The page."""
    now = request.app.state.clock()
    before = _before(request)
    found = (await memory(request).get(f"runs before {before}", _listed(before))).value
    view = RunsView(
        progress=await read(request, lambda cache: progress(cache, now=now)),
        runs=found[:SHOWN],
        older=found[SHOWN - 1].run.id if len(found) > SHOWN else None,
        first=before is None,
    )
    return page(request, "runs.html", view)


def _listed(before: int | None) -> Callable[[CacheFile], list[ListedRun]]:
    return lambda cache: listed_runs(cache, before=before, limit=SHOWN + 1)


def prepare(known: Memory) -> None:
    """Count before anybody asks."""
    known.begin("runs before None", _listed(None), lasting=True)


def _before(request: Request) -> int | None:
    given = request.query_params.get("before")
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and int(given[:20]) <= MOST_ID and len(given) <= 20):
        raise QueryError(f"before={given[:40]}: the number of a run")
    return int(given)


ROUTES = [Route("/runs", runs)]
