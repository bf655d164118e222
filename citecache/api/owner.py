"""Who may use an open file, and which of its errors are ours."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.cache import CacheFile
from crawler.model.errors import CacheError


class Owner:
    """The thread that opened a cache: its connection works in no other, nor after a fork
    (sqlite.org/howtocorrupt.html, 2.6).
    """

    def __init__(self) -> None:
        self._process, self._thread = os.getpid(), threading.get_ident()

    def require(self, path: Path) -> None:
        """Refuse every other thread and process.

        Raises:
            CacheError: the caller is one.
        """
        here = "process" if os.getpid() != self._process else "thread"
        if (os.getpid(), threading.get_ident()) != (self._process, self._thread):
            raise CacheError(f"this Cache of {path} was opened in another {here}: open one here, with Cache(path)")


@contextmanager
def explained(file: CacheFile) -> Iterator[None]:
    """Errors that what is in the file explains become ours."""
    try:
        yield
    except Exception as error:
        if (damage := file.explained(error)) is None:
            raise
        raise damage from error
