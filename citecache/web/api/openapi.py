"""/openapi.json: the API, described from the declarations of its endpoints (OpenAPI 3.1.1)."""

from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from citecache.render.json_text import line
from citecache.web.api import conditional
from citecache.web.api.cards import CARD, CARDS
from citecache.web.api.content import CONTENT
from citecache.web.api.endpoint import NEXT, Endpoint
from citecache.web.api.parameters import ApiParameter, JsonSchema
from citecache.web.api.quotes import QUOTES
from citecache.web.api.schemas import STRING, components, of_object
from citecache.web.api.verdicts import VERDICTS
from citecache.web.errors import PROBLEM
from crawler import __version__

ENDPOINTS = (CARDS, CARD, CONTENT, VERDICTS, QUOTES)

ABOUT = (
    "What a project cites: its sources, their verdicts, their texts. Read-only: GET and HEAD. Every answer has an ETag;"
    " If-None-Match is answered with 304 where nothing has changed. Mistakes are problems (RFC 9457)."
)


def openapi() -> dict[str, Any]:
    """The document."""
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "citecache",
            "version": __version__,
            "description": ABOUT,
        },
        "paths": {**{one.path: {"get": _operation(one)} for one in ENDPOINTS}, "/healthz": {"get": _health()}},
        "components": {"schemas": components(), "responses": _problems(), "headers": _headers()},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    in_path = [_parameter(one, "path") for one in endpoint.in_path]
    headers: dict[str, Any] = {"ETag": {"$ref": "#/components/headers/ETag"}}
    listed = NEXT in endpoint.schema.get("properties", {})
    if listed:
        headers["Link"] = {"$ref": "#/components/headers/Link"}
    content = {"application/json": {"schema": endpoint.schema}}
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": endpoint.about,
        "parameters": [*in_path, *(_parameter(one, "query") for one in endpoint.parameters), *_conditions()],
        "responses": {
            "200": {"description": endpoint.summary, "headers": headers, "content": content},
            "304": {"$ref": "#/components/responses/NotModified"},
            "400": {"$ref": "#/components/responses/Mistake"},
            "404": {"$ref": "#/components/responses/Unknown"},
            "412": {"$ref": "#/components/responses/Changed"},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _parameter(one: ApiParameter, place: str) -> dict[str, Any]:
    found = {"name": one.name, "in": place, "description": one.about, "required": one.required, "schema": one.schema}
    if one.most is not None:
        many: JsonSchema = {"type": "array", "items": one.schema, "maxItems": one.most}
        found |= {"schema": many | {"minItems": 1} if one.required else many, "style": "form", "explode": True}
    return found


def _conditions() -> list[dict[str, Any]]:
    """RFC 9110, 13.1."""
    return [
        {"name": "If-None-Match", "in": "header", "description": "ETags of earlier answers.", "schema": STRING},
    ]


def _health() -> dict[str, Any]:
    keys: dict[str, JsonSchema] = {"status": {"const": "ok"}, "version": STRING, "schema": {"type": "integer"}}
    content = {"application/json": {"schema": of_object(keys)}}
    return {
        "operationId": "healthz",
        "summary": "Whether the cache can be read",
        "responses": {
            "200": {"description": "It can", "content": content},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _problems() -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    words = {
        "Mistake": "The query is not what this takes; `parameter` names what is wrong",
        "Unknown": "Nothing in the cache has that name, or nothing is at that cursor",
        "Changed": "None of the tags in If-Match is that of the present answer",
        "Problem": "421: no host of that name; 503: the cache cannot be read just now",
    }
    found: dict[str, Any] = {name: {"description": about, "content": content} for name, about in words.items()}
    return found | {"NotModified": {"description": "The tag in If-None-Match is that of the present answer"}}


def _headers() -> dict[str, Any]:
    return {
        "ETag": {"description": "Of this answer (RFC 9110, 8.8.3)", "required": True, "schema": STRING},
        "Link": {"description": 'rel="next": the part after this one (RFC 8288)', "schema": STRING},
    }


@cache
def _document() -> bytes:
    return f"{line(openapi())}\n".encode()


async def document(request: Request) -> Response:
    """The document, as JSON."""
    return conditional.answer(request, _document(), {})


ROUTES = [*(one.route for one in ENDPOINTS), Route("/openapi.json", document, name="openapi")]
