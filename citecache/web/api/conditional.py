"""Entity tags, and requests that depend on them (RFC 9110, 8.8.3 and 13)."""

import hashlib
import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from citecache.web.errors import problem

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')  # RFC 9110, 8.8.3


def entity_tag(body: bytes) -> str:
    """A strong tag: other bytes have another one."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def answer(request: Request, body: bytes, headers: Mapping[str, str]) -> Response:
    """The JSON asked for; or that it has not changed (304), or is not what was expected (412).

    If-Match is evaluated first (RFC 9110, 13.2.2). Times are not: nothing here has a Last-Modified.
    """
    tag = entity_tag(body)
    told = {"etag": tag, "cache-control": "no-cache", **headers}
    expected = request.headers.getlist("if-match")
    if expected and not names(expected, tag, weak=False):
        return problem(HTTPStatus.PRECONDITION_FAILED, "None of the tags in If-Match is that of the present answer.")
    known = request.headers.getlist("if-none-match")
    if known and names(known, tag, weak=True):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    return Response(body, media_type="application/json", headers=told)


def names(fields: list[str], tag: str, *, weak: bool) -> bool:
    """Whether If-Match or If-None-Match names a strong tag; `weak`: by the weak comparison (RFC 9110, 8.8.3.2).

    >>> names(['W/"a", "b"'], '"a"', weak=True), names(['W/"a", "b"'], '"a"', weak=False)
    (True, False)
    """
    if any(field.strip() == "*" for field in fields):
        return True
    return any(found[2] == tag and (weak or not found[1]) for field in fields for found in _TAG.finditer(field))
