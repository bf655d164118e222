"""An endpoint: its parameters, what it gives and its schema; a request on its way through it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from citecache.render.json_text import line
from citecache.web.api import conditional
from citecache.web.api.parameters import ApiParameter, JsonSchema, ParameterMistake, read_query
from citecache.web.card_list import card_index
from citecache.web.errors import problem
from citecache.web.reading import read
from crawler.cache import CacheFile
from crawler.cache.read.card_index import CardIndex


@dataclass(frozen=True, slots=True)
class ApiReading:
    """The open cache, and an index of its cards."""

    cache: CacheFile
    index: CardIndex | None  # None: none is needed, or the cache has been written to since


NEXT = "next_cursor"
"""The key of a list under which the cursor of the part after it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One path of the API. `use` gives a JSON object, from the cache and the values of the parameters."""

    path: str
    name: str
    summary: str
    about: str
    parameters: Sequence[ApiParameter]
    use: Callable[[ApiReading, Mapping[str, Any]], dict[str, Any]]
    schema: JsonSchema
    in_path: Sequence[ApiParameter] = ()
    indexed: bool = False  # it takes an index of all cards

    @property
    def route(self) -> Route:
        async def asked(request: Request) -> Response:
            return await self._answer(request)

        return Route(self.path, asked, name=self.name)

    async def _answer(self, request: Request) -> Response:
        try:
            values = read_query(self.parameters, request.query_params.multi_items())
        except ParameterMistake as error:
            return problem(HTTPStatus.BAD_REQUEST, str(error), parameter=error.parameter)
        values = {**values, **request.path_params}

        index = None
        if self.indexed and (known := await card_index(request)).current:
            index = known.value

        def found(cache: CacheFile) -> tuple[bytes, str | None]:
            record = self.use(ApiReading(cache, index), values)
            return f"{line(record)}\n".encode(), record.get(NEXT)

        body, cursor = await read(request, found, for_page=False)
        return conditional.answer(request, body, {} if cursor is None else {"link": _next(self.path, request, cursor)})


def _next(path: str, request: Request, cursor: str) -> str:
    """The Link to the part after this one (RFC 8288)."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f'<{path}?{urlencode([*given, ("cursor", cursor)])}>; rel="next"'
