"""The cache for one request: one moment of it, on a thread, never written to.

Every request opens the file and closes it again: what a crawl has stored meanwhile is seen, and a file that was put in
its place is the one that is read.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from sqlite3 import ProgrammingError
from typing import TypeVar

from anyio import fail_after, get_cancelled_exc_class
from anyio.to_thread import run_sync
from starlette.requests import Request

from citecache.render.html.views import Site
from crawler.cache import CacheFile
from crawler.cache.connection import forbid_writing
from crawler.cache.read.citing import newest_fetch
from crawler.model.errors import CacheBusy

T = TypeVar("T")

LIMIT_SECONDS = 60
"""After which an answer is given up: whoever asked has left, and others wait. A page takes milliseconds."""


async def read(request: Request, use: Callable[[CacheFile], T], *, for_page: bool = True) -> T:
    """What `use` gives of the open cache. What a page says of the cache as a whole is read only for a page.

    Raises:
        NotFound: `use` looked for what is not there; it is answered with 404, a QueryError with 400.
        CacheError: the cache cannot be read just now: 503; so a CacheBusy where it takes too long.
    """
    reading = list[CacheFile]()

    def used(cache: CacheFile) -> T:
        reading.append(cache)
        if for_page:
            request.state.site = Site(as_of=newest_fetch(cache), counts={})
        return use(cache)

    try:
        with fail_after(LIMIT_SECONDS):
            try:
                return await run_sync(read_file, request.app.state.path, used, abandon_on_cancel=True)
            except get_cancelled_exc_class():
                _interrupt(reading)
                raise
    except TimeoutError as error:
        raise CacheBusy(f"this took over {LIMIT_SECONDS} seconds and was given up: try again later") from error


def _interrupt(reading: Iterable[CacheFile]) -> None:
    """End what SQLite is doing on another thread (sqlite.org/c3ref/interrupt.html)."""
    for cache in reading:
        with suppress(ProgrammingError):  # it was closed meanwhile
            cache.conn.interrupt()


def read_file(path: Path, use: Callable[[CacheFile], T]) -> T:
    """What `use` gives of the cache at `path`, on this thread."""
    with CacheFile.open(path, snapshot=True) as cache:
        forbid_writing(cache)
        return use(cache)
