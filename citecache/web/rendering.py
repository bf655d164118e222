"""A template and its view as an answer."""

from functools import cache
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from citecache.render.html.environment import environment
from citecache.render.html.views import Site
from citecache.web.links import RouteLinks

templates = cache(environment)
"""The templates, compiled once."""

LINKS = RouteLinks()


def page(request: Request, template: str, view: object, *, status: int = 200, **more: Any) -> HTMLResponse:  # noqa: ANN401 - a template's
    """A page: its `site` is of the moment that `read` has read."""
    site = getattr(request.state, "site", Site(as_of=None, counts={}))
    loaded: Environment = templates()
    text = loaded.get_template(template).render(view=view, site=site, links=LINKS, **more)
    return HTMLResponse(text.encode("utf-8", "replace"), status_code=status)
