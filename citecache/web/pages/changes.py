"""/changes: other verdicts and other texts, the newest first."""

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from citecache.render.html.views import ChangesView, ListedChange
from citecache.web.reading import read
from citecache.web.rendering import page
from crawler.cache import CacheFile
from crawler.cache.read.citing import recent_changes, resources_of

SHOWN = 100


async def changes(request: Request) -> Response:
    """The page."""
    return page(request, "changes.html", await read(request, _view))


def _view(cache: CacheFile) -> ChangesView:
    found = []
    for change in islice(recent_changes(cache), SHOWN + 1):
        for id_, url, title in resources_of(cache, change.page_id)[:1]:
            found.append(ListedChange(change=change, id=id_, url=url, title=title))
    return ChangesView(changes=found[:SHOWN], more=len(found) > SHOWN)


ROUTES = [Route("/changes", changes)]
