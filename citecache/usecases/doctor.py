"""Is the cache what was written, and what can this installation do?"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from citecache.render.growth import size_line, space_line
from citecache.usecases import growth
from crawler.cache import CacheFile
from crawler.cache.read import health
from crawler.cache.read.growth import earlier_body_bytes
from crawler.model import HealthCheck
from crawler.model.errors import Error


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Every check with its state: ok, damaged, foreign, ready or missing."""

    checks: tuple[HealthCheck, ...]

    @property
    def damaged(self) -> bool:
        return any(check.state == "damaged" for check in self.checks)

    @property
    def foreign(self) -> bool:
        return any(check.state == "foreign" for check in self.checks)


def examine(cache: CacheFile) -> Diagnosis:
    """Check the database, every stored body, and the installation. Nothing is changed."""
    return Diagnosis(checks=(*health.examine(cache), *_size(cache)))


def _size(cache: CacheFile) -> Iterator[HealthCheck]:
    """What takes how much space; nothing where the file cannot be read, which is said already."""
    try:
        found = growth.size(cache, now=datetime.now(UTC))
        yield HealthCheck(check="size", state="ok", detail=size_line(found))
        yield HealthCheck(check="space", state="ok", detail=space_line(found, earlier_body_bytes(cache)))
    except Error as error:
        yield HealthCheck(check="CITECACHE_KEEP", state="missing", detail=str(error))
    except sqlite3.DatabaseError:
        return
