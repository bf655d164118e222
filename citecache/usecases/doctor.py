"""Is the cache what was written, and what can this installation do?"""

from dataclasses import dataclass

from crawler.cache import CacheFile
from crawler.cache.read import health
from crawler.model import HealthCheck


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
    return Diagnosis(checks=tuple(health.examine(cache)))
