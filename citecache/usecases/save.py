"""An archive is asked to capture what is cited now (`citecache archive --save`): which pages, and the requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from citecache.usecases.observer import CrawlObserver, SilentObserver
from citecache.usecases.run import hosts_written, new_context, utc_now
from crawler.cache import CacheFile, run_lock
from crawler.cache.read import resources, saves
from crawler.cache.read.saves import SaveCandidate
from crawler.memento.forms import wayback
from crawler.model.archive_save import WantedSave
from crawler.net.urls import host_of

if TYPE_CHECKING:
    from crawler.memento.save_spider import SaveResult


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOptions:
    """What is captured, and by whom."""

    template: str  # where the archive is asked: `{url}` stands for the page
    timegate: str  # where the TimeGates of an archive begin
    names: tuple[str, ...] = ()  # URLs or IDs; none: every page that is good and has no copy of now
    again: bool = False  # also what was asked for before
    limit: int | None = None
    settings: Mapping[str, str]  # Scrapy's
    verbose: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePlan:
    """The pages that the archive is asked for, and those that are kept from it, with the reasons."""

    wanted: tuple[WantedSave, ...]
    left_out: tuple[SaveCandidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveRun:
    """What came of all requests."""

    template: str
    plan: SavePlan
    results: "tuple[SaveResult, ...]"
    interrupted: bool


def planned(path: Path, options: SaveOptions) -> SavePlan:
    """The pages that the archive would be asked for. Touches nothing.

    Raises:
        NotFound: the cache knows no such URL or ID.
    """
    with CacheFile.open(path) as cache:
        return _plan(cache, options)


def save(path: Path, options: SaveOptions, *, observer: CrawlObserver | None = None) -> SaveRun:
    """Ask for a capture of each page, and record what came of it.

    Raises:
        NotFound: the cache knows no such URL or ID.
        Error: the requests could not begin, or could not go on.
    """
    with CacheFile.open(path) as cache, run_lock(path):
        plan = _plan(cache, options)
        results, interrupted = _ask(cache, plan.wanted, options, observer or SilentObserver())
        return SaveRun(template=options.template, plan=plan, results=results, interrupted=interrupted)


def _plan(cache: CacheFile, options: SaveOptions) -> SavePlan:
    now = utc_now()
    if options.names:
        named = [saves.candidate(cache, resources.find(cache, name), now=now) for name in options.names]
        found = list({one.wanted.page.id: one for one in named}.values())
    else:
        found = list(saves.candidates(cache, archive=options.template, now=now, again=options.again))
    found = [_no_copy_of_a_copy(one, host_of(options.template)) for one in found]
    return SavePlan(
        wanted=tuple(one.wanted for one in found if one.left_out is None)[: options.limit],
        left_out=tuple(one for one in found if one.left_out is not None),
    )


def _no_copy_of_a_copy(one: SaveCandidate, archive: str) -> SaveCandidate:
    """What is cited from an archive, as after a repair, is there already."""
    url = one.wanted.page.url
    if one.left_out is None and (wayback(url) or host_of(url) == archive):
        return replace(one, left_out="it is an archived copy itself")
    return one


def _ask(
    cache: CacheFile, wanted: Sequence[WantedSave], options: SaveOptions, observer: CrawlObserver
) -> "tuple[tuple[SaveResult, ...], bool]":
    """What came of each Page, and whether Ctrl-C ended it."""
    if not wanted:
        return (), False
    from citecache.usecases.scrapy_process import ScrapyProcess  # noqa: PLC0415 - Scrapy takes most of a second
    from crawler.memento.save_spider import SaveSpider  # noqa: PLC0415 - likewise

    settings = {
        **options.settings,
        "CITECACHE_ARCHIVE_SAVE": options.template,
        "CITECACHE_ARCHIVE": options.timegate,
    }
    process = ScrapyProcess(cache.path, settings, verbose=options.verbose)
    context = new_context(cache, now=utc_now())
    with hosts_written(context):
        spider = process.crawl(SaveSpider, context, observer, total=len(wanted), wanted=wanted, again=options.again)
    if context.stop.failure is not None:
        raise context.stop.failure
    return tuple(spider.results), process.interrupted
