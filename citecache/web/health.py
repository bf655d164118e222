"""/healthz: whether the server answers and can read its cache."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from citecache.web.reading import read
from crawler import __version__


async def healthz(request: Request) -> Response:
    """200 while the cache can be read; else the problem that every request has (503)."""
    schema = await read(request, lambda cache: cache.pragma("user_version"), for_page=False)
    return JSONResponse({"status": "ok", "version": __version__, "schema": schema})


ROUTES = [Route("/healthz", healthz)]
