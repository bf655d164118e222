"""/runs: what each run was asked for and what came of it, the newest first."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from citecache.render.html.overview_views import ListedRun, RunsView
from citecache.usecases.run_reports import listed_runs, progress
from citecache.web.reading import read
from citecache.web.remembered import memory
from citecache.web.rendering import page
from crawler.cache import CacheFile
from crawler.model.errors import QueryError

SHOWN = 20
MOST_ID = 2**62


async def runs(request: Request) -> Response:
    """The page."""
    now = request.app.state.clock()
    before = _before(request)

    def listed(cache: CacheFile) -> list[ListedRun]:
        return listed_runs(cache, before=before, limit=SHOWN + 1)

    found = (await memory(request).get(request, f"runs before {before}", listed)).value
    view = RunsView(
        progress=await read(request, lambda cache: progress(cache, now=now)),
        runs=found[:SHOWN],
        older=found[SHOWN - 1].run.id if len(found) > SHOWN else None,
        first=before is None,
    )
    return page(request, "runs.html", view)


def _before(request: Request) -> int | None:
    given = request.query_params.get("before")
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and int(given[:20]) <= MOST_ID and len(given) <= 20):
        raise QueryError(f"before={given[:40]}: the number of a run")
    return int(given)


ROUTES = [Route("/runs", runs)]
