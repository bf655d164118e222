"""The index of all cards, kept between requests: made again when the cache has been written to.

Of a large cache that takes a second or more. While a crawl writes, such an index is renewed beside the requests, which
meanwhile have the one before; what a card says is always read anew.
"""

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from crawler.cache import CacheFile
from crawler.cache.connection import forbid_writing
from crawler.cache.read.card_index import CardIndex
from crawler.cache.versions import FileVersion, file_version
from crawler.model.errors import Error

QUICK_S = 0.2
"""An index that took no longer is made while the request waits. Heuristic: about as long as a page may take."""

REST = 5
"""Times as long as it took, before an index is made again: a crawl that never pauses costs a sixth of a core."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCards:
    """An index, and whether the cache has been written to since."""

    index: CardIndex
    stale: bool = False


@dataclass(frozen=True, slots=True)
class _Made:
    index: CardIndex
    version: FileVersion
    seconds: float
    at: float  # of the monotonic clock


class CardIndexes:
    """The newest index of one cache. Any thread may ask."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made: _Made | None = None
        self._lock = threading.Lock()
        self._making: threading.Thread | None = None

    def of(self, cache: CacheFile, version: FileVersion) -> KnownCards:
        """The index of an open cache; `version` is of before it was opened."""
        made = self._made
        if made is None or (made.seconds <= QUICK_S and not self._is_current(made, version)):
            with self._lock:  # others wait for what is made, rather than making it, too
                made = self._made
                if made is None or not self._is_current(made, version):
                    made = self._make(cache, version)
        if self._is_current(made, version):
            return KnownCards(index=made.index)
        self._renew(made)
        return KnownCards(index=made.index, stale=True)

    def prepare(self) -> None:
        """Make the first index, before anybody asks."""
        version = file_version(self._path)
        try:
            with CacheFile.open(self._path, snapshot=True) as cache:
                forbid_writing(cache.db)
                with self._lock:
                    self._make(cache, version)
        except (Error, OSError) as error:  # it is told to who asks for a page
            _log.warning("%s", error)

    def _is_current(self, made: _Made, version: FileVersion) -> bool:
        return made.version == version and version.settled

    def _make(self, cache: CacheFile, version: FileVersion) -> _Made:
        start = time.monotonic()
        index = CardIndex.of(cache)
        end = time.monotonic()
        self._made = _Made(index, version, end - start, end)
        return self._made

    def _renew(self, made: _Made) -> None:
        if self._making is not None and self._making.is_alive():
            return
        if time.monotonic() - made.at >= REST * made.seconds:
            self._making = threading.Thread(target=self.prepare, name="card index", daemon=True)
            self._making.start()
