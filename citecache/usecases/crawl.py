"""A crawl: which pages are fetched, and what came of it. Serves `crawl`, `refresh` and `demo`."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO

from citecache.results import AddResult
from citecache.usecases.estimates import estimate
from citecache.usecases.observer import CrawlObserver, SilentObserver
from citecache.usecases.run import Clock, PlannedRun, begun, open_run, utc_now
from crawler.cache import CacheFile
from crawler.cache.policy import KeepPolicy
from crawler.cache.read.due import count_due, due_urls, next_due
from crawler.cache.read.pages import count_pages, page_exists, tried_urls
from crawler.cache.read.runs import plan, run_summary, run_verdict_changes
from crawler.cache.read.scopes import pages_of
from crawler.cache.write.ingest import ingest
from crawler.cache.write.keeping import apply_policy
from crawler.middlewares.controls import names_resolve
from crawler.model import Citation, ParsedSource, RunSummary, Selection, VerdictChange
from crawler.model.errors import Error
from crawler.net.urls import page_url

if TYPE_CHECKING:  # Scrapy takes most of a second
    from scrapy.crawler import Crawler

logger = logging.getLogger("citecache.run")

Resolver = Callable[[Sequence[str]], bool]
"""Whether one of these host names can be resolved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """Which pages a crawl fetches, and with which settings."""

    selection: Selection
    urls: tuple[str, ...] = ()  # as given; `selection` has them normalised
    settings: Mapping[str, str] = field(default_factory=dict)  # Scrapy's, over those of crawler/settings.py
    verbose: int = 0
    cluster: str | None = None  # "local:4", "tcp://10.0.0.5:8786"; None: in this process
    watch: "Callable[[Crawler, int], None] | None" = None  # told of Scrapy's crawl and its pages, before it begins


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlResult:
    """What a run came to."""

    run_id: int
    state: str  # "finished", "interrupted" or "offline"
    elapsed: float  # seconds
    summary: RunSummary
    changes: tuple[VerdictChange, ...]
    stats: Mapping[str, float]  # Scrapy's, those named "citecache/..."
    interrupted: bool  # by Ctrl-C
    failure: Error | None  # why the run had to stop
    others_due: int  # Pages that are due, but that the sources do not cite


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingDue:
    """No run was begun: no page is to be fetched."""

    pages: int  # in the cache
    next_due: str | None  # ISO 8601
    others_due: int  # as of a CrawlResult


def crawl(
    path: Path,
    options: CrawlOptions,
    *,
    observer: CrawlObserver | None = None,
    now: Clock = utc_now,
    resolves: Resolver = names_resolve,
) -> CrawlResult | NothingDue:
    """Fetch what is selected. A failure on the way is in the result, which then says how far the run came.

    Raises:
        CacheBusy: another run holds the lock.
        Error: the crawl could not begin.
    """
    prepare = partial(_add_named, options.urls)
    with open_run(path, options.selection, prepare=prepare, now=now) as plan:
        if not plan.total:
            others = _others_due(plan.cache, options.selection, plan.at)
            return NothingDue(pages=count_pages(plan.cache), next_due=next_due(plan.cache), others_due=others)
        return _fetch(plan, options, observer or SilentObserver(), now, resolves)


def _fetch(
    plan: PlannedRun, options: CrawlOptions, observer: CrawlObserver, now: Clock, resolves: Resolver
) -> CrawlResult:
    from citecache.usecases.crawling import crawling  # noqa: PLC0415 - Scrapy takes most of a second
    from citecache.usecases.scrapy_process import ScrapyProcess  # noqa: PLC0415 - likewise

    observer.planned(plan.total, plan.resumed)
    process = ScrapyProcess(plan.cache.path, options.settings, verbose=options.verbose)
    crawler = crawling(options.cluster, process.settings, options.settings, killed=plan.killed)
    observer.expected(estimate(plan, delay=process.settings.getfloat("DOWNLOAD_DELAY")))
    online = partial(resolves, process.settings.getlist("CITECACHE_CONTROL_HOSTS"))
    policy = KeepPolicy.parse(process.settings["CITECACHE_KEEP"] or "")
    started = monotonic()
    with begun(plan, min_free=process.settings.getint("CITECACHE_MIN_FREE"), online=online, now=now) as opened:
        begins = {"run": opened.run.id, "pages": plan.total, "resumed": plan.resumed}
        logger.info("run %d begins", opened.run.id, extra={"fields": begins})
        process.crawl(
            crawler.spider, opened.context, observer, total=plan.total, watch=options.watch, **crawler.arguments
        )
        opened.interrupted = process.interrupted
    if not process.interrupted and opened.context.stop.failure is None:
        apply_policy(plan.cache, policy, now=now())
    result = CrawlResult(
        run_id=opened.run.id,
        state=opened.state,
        elapsed=monotonic() - started,
        summary=run_summary(plan.cache, opened.run.id),
        changes=tuple(run_verdict_changes(plan.cache, opened.run.id)),
        stats=process.stats,
        interrupted=process.interrupted,
        failure=opened.context.stop.failure,
        others_due=_others_due(plan.cache, options.selection, now()),
    )
    _log(result)
    return result


def _log(result: CrawlResult) -> None:
    """The changed verdicts and the end of a run, for who reads logs."""
    for change in result.changes:
        changed = {
            "run": result.run_id,
            "url": change.url,
            "before": change.before,
            "verdict": change.after,
        }
        logger.info("%s: %s -> %s", change.url, change.before, change.after, extra={"fields": changed})
    verdicts = {verdict.value: count for verdict, count in result.summary.verdicts.items()}
    ended = {
        "run": result.run_id,
        "state": result.state,
        "seconds": round(result.elapsed, 3),
        "fetched": result.summary.fetched,
        "new_captures": result.summary.new_captures,
        "not_modified": result.summary.not_modified,
        "verdicts": verdicts,
    }
    logger.info("run %d ended: %s", result.run_id, result.state, extra={"fields": ended})


def of_sources(path: Path, options: CrawlOptions, added: AddResult | None) -> CrawlOptions:
    """The options for a crawl of what these sources cite. Pages named by their URLs are fetched anyway."""
    if added is None or options.selection.urls:
        return options
    with CacheFile.open(path) as cache:
        within = pages_of(cache, added.paths, added.named)
    return replace(options, selection=replace(options.selection, within=within))


def _others_due(cache: CacheFile, selection: Selection, now: datetime) -> int:
    if selection.within is None:
        return 0
    cutoff, _ = plan(cache, Selection(), now=now)
    every, ours = (
        count_due(cache, Selection(within=within), cutoff=cutoff, now=now) for within in (None, selection.within)
    )
    return every - ours


def _add_named(urls: tuple[str, ...], cache: CacheFile, now: datetime) -> None:
    """A page that is named and that nothing cites yet is stored as given."""
    new = [url for url in urls if not page_exists(cache, page_url(url).url)]
    if new:
        ingest(cache, [ParsedSource(document=None, citations=tuple(Citation(url=url) for url in new))], now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPreview:
    """What a crawl would fetch."""

    at: datetime
    urls: tuple[str, ...]
    added: AddResult | None  # what reading the sources would add


def preview(
    path: Path,
    options: CrawlOptions,
    sources: Sequence[str] = (),
    *,
    stdin: BinaryIO,
    now: Clock = utc_now,
) -> CrawlPreview:
    """The pages that such a crawl would fetch. Touches neither cache nor network."""
    at, selection = now(), options.selection
    urls = dict.fromkeys(selection.urls)
    cited: list[str] = []
    added: AddResult | None = None
    if sources:
        from citecache.usecases.add import rehearsed  # noqa: PLC0415 - parsers take a while to import

        with rehearsed(sources, path, stdin=stdin, now=at) as (cache, added):
            cited = _due_urls(cache, replace(selection, limit=None), 1, at)
            if not selection.urls:
                every = _due_urls(cache, Selection(everything=True), 1, at)
                selection = replace(selection, within=tuple(every))
    fetched: set[str] = set()
    if path.exists():
        with CacheFile.open(path) as cache:
            cutoff, _ = plan(cache, selection, now=at)
            urls |= dict.fromkeys(_due_urls(cache, selection, cutoff, at))
            fetched = tried_urls(cache) if cited else set()
    urls |= dict.fromkeys(url for url in cited if url not in fetched)
    return CrawlPreview(at=at, urls=tuple(urls)[: selection.limit], added=added)


def _due_urls(cache: CacheFile, selection: Selection, cutoff: int, now: datetime) -> list[str]:
    return list(due_urls(cache, selection, cutoff=cutoff, now=now))
