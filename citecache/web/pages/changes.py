"""/changes: other verdicts and other texts, the newest first, with the words that changed; churn is folded."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from citecache.render.html.views import ChangesView, PageNumber
from citecache.usecases.change_log import MOST, change_log, listed_changes
from citecache.web.parameters import page_number
from citecache.web.reading import read
from citecache.web.remembered import Memory, memory
from citecache.web.rendering import LINKS, page
from crawler.cache import CacheFile
from crawler.model import ChangeEvent
from crawler.model.errors import QueryError

SHOWN = 25

KINDS = {"": ("verdict", "text", "mark"), "verdicts": ("verdict", "mark"), "texts": ("text",)}
"""What a list may be narrowed to."""

FOLDED = 200
"""Pages with churn only that a part lists."""


async def changes(request: Request) -> Response:
    """The page."""
    number = page_number(request)
    kind = request.query_params.get("kind", "")
    if kind not in KINDS:
        raise QueryError(f"kind={kind[:40]}: one of {', '.join(filter(None, KINDS))}")
    log = (await memory(request).get("changes", change_log)).value
    happened, churned = _part(log, kind, number)

    def view(cache: CacheFile) -> ChangesView:
        differences = memory(request).table("differences", cache)
        return ChangesView(
            changes=listed_changes(cache, happened[:SHOWN], differences),
            churn=listed_changes(cache, churned[:FOLDED], differences, words=False),
            churn_count=len(churned),
            page=PageNumber(number=number, more=len(happened) > SHOWN),
            more=len(log) >= MOST and len(happened) <= SHOWN,
            kind=kind,
        )

    def address(number: int) -> str:
        return LINKS.changes(number, kind=kind)

    return page(request, "changes.html", await read(request, view), address=address)


def prepare(known: Memory) -> None:
    """Count before anybody asks."""
    known.begin("changes", change_log, lasting=True)


def _part(log: Sequence[ChangeEvent], kind: str, number: int) -> tuple[list[ChangeEvent], list[ChangeEvent]]:
    """The events of a part and one more, if there is any; and the churn of the same time."""
    wanted = [event for event in log if event.kind in KINDS[kind]]
    start = (number - 1) * SHOWN
    shown = wanted[start : start + SHOWN + 1]
    latest = wanted[start - 1].at if start and start <= len(wanted) else None
    earliest = shown[SHOWN - 1].at if len(shown) > SHOWN else None
    if kind == "verdicts" or (start and not shown):
        return shown, []
    churned = [
        event
        for event in log
        if event.kind == "churn"
        and (latest is None or event.at < latest)
        and (earliest is None or event.at >= earliest)
    ]
    return shown, churned


ROUTES = [Route("/changes", changes)]
