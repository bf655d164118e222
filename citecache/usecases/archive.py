"""Archived copies of pages that are gone: which are wanted, and the lookup of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from citecache.usecases.observer import CrawlObserver, SilentObserver
from citecache.usecases.run import hosts_written, new_context, utc_now
from crawler.cache import CacheFile, require_space, run_lock
from crawler.cache.read import mementos, resources
from crawler.model import WantedCopy
from crawler.settings import CITECACHE_MIN_FREE

if TYPE_CHECKING:
    from crawler.memento.spider import ArchiveResult


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOptions:
    """What is looked up, and how."""

    endpoint: str  # the archive: where its TimeGates begin
    names: tuple[str, ...] = ()  # URLs or IDs; none: every page that is gone without a copy
    again: bool = False  # also what the archive had nothing good of within 30 days
    limit: int | None = None
    settings: Mapping[str, str]  # Scrapy's
    verbose: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCopy:
    """A copy that the cache had before."""

    wanted: WantedCopy
    url: str | None  # URI-M
    at: str | None  # Memento-Datetime, ISO 8601


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRun:
    """What came of all lookups."""

    endpoint: str
    kept_before: tuple[KeptCopy, ...]
    results: "tuple[ArchiveResult, ...]"
    interrupted: bool


def wanted_copies(path: Path, options: ArchiveOptions) -> tuple[WantedCopy, ...]:
    """The pages that would be looked up. Touches nothing.

    Raises:
        NotFound: the cache knows no such URL or ID.
    """
    with CacheFile.open(path) as cache:
        return tuple(_wanted(cache, options, utc_now()))


def archive(path: Path, options: ArchiveOptions, *, observer: CrawlObserver | None = None) -> ArchiveRun:
    """Look up a copy of each page that is gone, and keep the good ones.

    Raises:
        NotFound: the cache knows no such URL or ID.
        Error: the lookups could not begin, or could not go on.
    """
    with CacheFile.open(path) as cache, run_lock(path):
        wanted = _wanted(cache, options, utc_now())
        before = [one for one in wanted if one.kept is not None and not options.again]
        pending = [one for one in wanted if one not in before]
        results, interrupted = _look_up(cache, pending, options, observer or SilentObserver())
        return ArchiveRun(
            endpoint=options.endpoint,
            kept_before=tuple(_kept_copy(cache, one) for one in before),
            results=results,
            interrupted=interrupted,
        )


def _wanted(cache: CacheFile, options: ArchiveOptions, now: datetime) -> list[WantedCopy]:
    if not options.names:
        found = mementos.wanted(cache, archive=options.endpoint, now=now, again=options.again, limit=options.limit)
        return list(found)
    named = [mementos.wanted_of_resource(cache, resources.find(cache, name), now=now) for name in options.names]
    return list({one.page.id: one for one in named}.values())[: options.limit]


def _look_up(
    cache: CacheFile, wanted: Sequence[WantedCopy], options: ArchiveOptions, observer: CrawlObserver
) -> "tuple[tuple[ArchiveResult, ...], bool]":
    """What came of each Page, and whether Ctrl-C ended it."""
    if not wanted:
        return (), False
    require_space(cache.path, int(options.settings.get("CITECACHE_MIN_FREE", CITECACHE_MIN_FREE)))
    from citecache.usecases.scrapy_process import ScrapyProcess  # noqa: PLC0415 - Scrapy takes most of a second
    from crawler.memento.spider import ArchiveSpider  # noqa: PLC0415 - likewise
    from pipelines.copies import PooledExaminer  # noqa: PLC0415 - likewise
    from pipelines.stages import pool_of  # noqa: PLC0415 - likewise

    settings = {**options.settings, "CITECACHE_ARCHIVE": options.endpoint}
    process = ScrapyProcess(cache.path, settings, verbose=options.verbose)
    examiner = PooledExaminer(pool_of(process.settings))
    context = new_context(cache, now=utc_now())
    with hosts_written(context):
        spider = process.crawl(
            ArchiveSpider,
            context,
            observer,
            total=len(wanted),
            wanted=wanted,
            examiner=examiner,
            again=options.again,
        )
    if context.stop.failure is not None:
        raise context.stop.failure
    return tuple(spider.results), process.interrupted


def _kept_copy(cache: CacheFile, wanted: WantedCopy) -> KeptCopy:
    copy = mementos.stored_copy(cache, wanted.page.id)
    if copy is None:
        return KeptCopy(wanted=wanted, url=None, at=None)
    return KeptCopy(wanted=wanted, url=copy.url, at=copy.memento_datetime)
