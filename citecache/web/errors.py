"""An error as a page, or as a problem for programs (RFC 9457)."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from citecache.render.html.views import ErrorView
from citecache.web.rendering import page
from crawler.model.errors import CacheBusy, NotFound, QueryError

FOR_PROGRAMS = ("/api", "/openapi.json", "/healthz")
PROBLEM = "application/problem+json"


def error_response(request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to what went wrong, as its reader takes it."""
    if request.scope["path"].startswith(FOR_PROGRAMS):
        response = problem(status, detail)
    else:
        response = page(request, "error.html", ErrorView(status, HTTPStatus(status).phrase, detail), status=status)
    response.headers.update(headers or {})
    return response


def problem(status: int, detail: str, **members: object) -> Response:
    """A problem whose type says no more than its status (RFC 9457, 4.2.1)."""
    found = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(json.dumps(found | members).encode(), status_code=status, media_type=PROBLEM)


async def answer_http_exception(request: Request, error: Exception) -> Response:
    """What the router finds wrong: 404, 405."""
    assert isinstance(error, HTTPException)
    detail = "There is no such page." if error.status_code == 404 else error.detail
    return error_response(request, error.status_code, detail, error.headers)


async def answer_error(request: Request, error: Exception) -> Response:
    """What the cache, or the question, has wrong with it."""
    if isinstance(error, NotFound):
        return error_response(request, 404, str(error))
    if isinstance(error, QueryError):
        return error_response(request, 400, str(error))
    wait = {"retry-after": "5"} if isinstance(error, CacheBusy) else None
    return error_response(request, 503, str(error), wait)
