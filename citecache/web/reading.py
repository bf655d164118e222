"""The cache for one request: one moment of it, on a thread, never written to.

Every request opens the file and closes it again: what a crawl has stored meanwhile is seen, and a file that was put in
its place is the one that is read.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from anyio.to_thread import run_sync
from starlette.requests import Request

from citecache.render.html.views import Site
from crawler.cache import CacheFile
from crawler.cache.connection import forbid_writing
from crawler.cache.read.citing import newest_fetch

T = TypeVar("T")


async def read(request: Request, use: Callable[[CacheFile], T]) -> T:
    """What `use` gives of the open cache.

    Raises:
        NotFound: `use` looked for what is not there; it is answered with 404, a QueryError with 400.
        CacheError: the cache cannot be read just now: 503.
    """

    def used(cache: CacheFile) -> T:
        request.state.site = Site(as_of=newest_fetch(cache), counts={})
        return use(cache)

    return await run_sync(read_file, request.app.state.path, used)


def read_file(path: Path, use: Callable[[CacheFile], T]) -> T:
    """What `use` gives of the cache at `path`, on this thread."""
    with CacheFile.open(path, snapshot=True) as cache:
        forbid_writing(cache.db)
        return use(cache)
