"""The open file behind a `Cache`: opened, closed, and read in one moment."""

import asyncio
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar
from weakref import WeakSet

from citecache.api.iterator import CardIterator
from citecache.api.owner import Owner, explained
from citecache.render.commands import DEFAULT_DB
from crawler.cache import CacheFile
from crawler.model import CardFilter
from crawler.model.errors import CacheError

T = TypeVar("T")


class CacheHandle:
    """An open cache file."""

    def __init__(self, path: str | os.PathLike[str] | None = None, *, create: bool = False) -> None:
        self._path = Path(path if path is not None else os.environ.get("CITECACHE_DB", DEFAULT_DB))
        self._absolute = self._path.absolute()  # the working directory may change
        self._owner = Owner()
        self._iterators = WeakSet[CardIterator]()
        self._open: CacheFile | None = CacheFile.open(self._path, create=create)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._open is None

    def close(self) -> None:
        """Close the file, and with it all iterators of cards. A `with` block does it. Closing twice does nothing.

        Raises:
            CacheError: it was opened in another thread.
        """
        if self._open is None:
            return
        self._owner.require(self._path)
        for iterator in list(self._iterators):
            iterator.cut_off()
        file, self._open = self._open, None
        file.close()

    def __enter__(self) -> Self:
        self._file()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Cache {str(self._path)!r}{' (closed)' if self.closed else ''}>"

    def _file(self) -> CacheFile:
        """The open file.

        Raises:
            CacheError: it is closed, or belongs to another thread.
        """
        if self._open is None:
            raise CacheError(f"this Cache of {self._path} is closed: open it again, with Cache(path)")
        self._owner.require(self._path)
        return self._open

    @contextmanager
    def _reading(self) -> Iterator[CacheFile]:
        """The file; all that is read within is of one moment, until it is written to."""
        file = self._file()
        with explained(file), file.snapshot():
            yield file

    @contextmanager
    def _writing(self) -> Iterator[CacheFile]:
        """The file, for what writes first."""
        file = self._file()
        with explained(file):
            yield file

    def _with_loop(self, work: Callable[[CacheFile], T], *, writes: bool = False) -> T:
        """What may run an event loop, to extract: apart where this thread has one already, as in a notebook."""
        self._file()
        if not _has_loop():
            with self._writing() if writes else self._reading() as file:
                return work(file)

        def apart() -> T:
            with CacheFile.open(self._absolute, snapshot=not writes) as file:
                return work(file)

        return self._elsewhere(apart)

    def _elsewhere(self, work: Callable[[], T]) -> T:
        """What opens the file itself, and may run an event loop: in another thread where this one has a loop."""
        self._file()
        if not _has_loop():
            return work()
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(work).result()

    def _iterate(self, wanted: CardFilter, *, limit: int | None, with_text: bool) -> CardIterator:
        """Cards of a moment of their own, whatever is done with this cache meanwhile."""
        self._file()
        iterator = CardIterator(self._absolute, wanted, limit=limit, with_text=with_text, owner=self._owner)
        self._iterators.add(iterator)
        return iterator


def _has_loop() -> bool:
    """Whether an event loop runs in this thread: `asyncio.run` cannot start a second one."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
