"""The Scrapy item pipelines: extract, judge, store. Each advances the Fetch with `dataclasses.replace`.

Thin on purpose: the work is done in `pipelines.extract`, `pipelines.judge`, `pipelines.preview` and
`crawler.cache.write.writer`. If extraction or judging fails on a page, its Fetch is stored without text or verdict.
"""

import logging
from dataclasses import asdict, replace
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import BaseSettings

from crawler.cache import bodies
from crawler.cache.read import histories, neighbours
from crawler.cache.read.extractions import known_capture
from crawler.cache.write.writer import Writer
from crawler.context import context_of
from crawler.model import Capture, Evidence, Fetch, Outcome, Verdict
from crawler.model.errors import CacheError
from crawler.net.urls import host_of
from pipelines.complete import complete
from pipelines.extract import Pool
from pipelines.extract.fingerprint import extraction_name
from pipelines.judge import judge
from pipelines.probes import Probes

logger = logging.getLogger(__name__)


class Extract:
    """Body -> Capture: the cache's, if this very body was extracted before; else in worker processes. A Fetch that has
    its Capture already, from a worker of a cluster, passes.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.pool = pool_of(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def close_spider(self) -> None:
        await self.pool.close()
        for name, count in asdict(self.pool.counts).items():
            self.crawler.stats.inc_value(f"citecache/extract/{name}", count)

    async def process_item(self, item: Fetch) -> Fetch:
        if not item.body or item.capture is not None:
            return item
        digest = bodies.sha256(item.body)
        name = extraction_name(digest, url=_answered(item), content_type=item.header("content-type"))
        return await self.of_body(item, digest, name)

    async def of_body(self, item: Fetch, digest: str, name: str) -> Fetch:
        """The Fetch with its Capture. `digest` is of the body, `name` of its extraction."""
        known = self._known(item, name)
        if known is None:
            item = await extracted(self.pool, item)
        else:
            self.crawler.stats.inc_value("citecache/extract/known")
            item = replace(item, capture=complete(known, item.headers, item.flags))
        whole = item.capture is not None and not item.capture.cut_short
        return replace(item, body_sha256=digest, extraction=name if whole else None)

    def _known(self, item: Fetch, name: str) -> Capture | None:
        try:
            db = context_of(self.crawler).cache
            return known_capture(db, name, page_id=item.page.id, status=item.status)
        except Exception:
            said = "what is known of the body of %s could not be read: it is extracted again"
            logger.exception(said, item.page.url, extra=log_extra(item))
            return None


def pool_of(settings: BaseSettings) -> Pool:
    """The extraction pool that the settings describe."""
    return Pool(
        size=settings.getint("CITECACHE_WORKERS"),
        deadline=settings.getfloat("CITECACHE_EXTRACT_DEADLINE"),
        memory=settings.getint("CITECACHE_EXTRACT_MEMORY"),
    )


async def extracted(pool: Pool, fetch: Fetch) -> Fetch:
    """The Fetch with the Capture of its body, if it has one."""
    if not fetch.body:
        return fetch
    capture = await pool.extract(fetch.body, url=_answered(fetch), content_type=fetch.header("content-type"))
    return replace(fetch, capture=complete(capture, fetch.headers, fetch.flags))


def _answered(fetch: Fetch) -> str:
    return fetch.final_url or fetch.page.url


class Judge:
    """Fetch and History -> Verdict and Evidence; with what the host answers to a probe where that can decide."""

    probes: Probes

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Fetch) -> Fetch:
        judged = await self._judged_safely(item)
        self.crawler.stats.inc_value(f"citecache/judge/verdict/{judged.verdict.value}")
        return judged

    async def _judged_safely(self, item: Fetch) -> Fetch:
        try:
            return await self._judged(item)
        except Exception as error:
            logger.exception("the judge failed on %s", item.page.url, extra=log_extra(item))
            detail = f"{type(error).__name__}: {error}"
            evidence = (Evidence(rule="judge-failed", verdict=Verdict.FAILED, detail=detail[:300]),)
            return replace(item, verdict=Verdict.FAILED, evidence=evidence)

    async def _judged(self, item: Fetch) -> Fetch:
        db = context_of(self.crawler).cache
        history = histories.history(db, item.page.id, text=bool(item.body))  # there is nothing to compare with it
        if item.capture is not None and item.capture.text:
            twins = histories.twins(db, item.page.id, item.capture.text_sha256)
            item = replace(item, twins=twins, **asdict(neighbours.neighbours(db, item)))
        found = judge(item, history)
        if found.undecided and (asked := await self._probed(item)) is not item:
            item = asked
            found = judge(item, history)
        return replace(
            item,
            verdict=found.verdict,
            effective_verdict=found.effective_verdict,
            evidence=found.evidence,
            doubt=found.doubt,
        )

    def new_probes(self, pool: Pool) -> Probes:
        """What asks hosts."""
        return Probes(self.crawler, pool)

    async def _probed(self, item: Fetch) -> Fetch:
        if not hasattr(self, "probes"):
            extract = self.crawler.get_item_pipeline(Extract)
            assert extract is not None
            self.probes = self.new_probes(extract.pool)
        return await self.probes.ask(item)


class Store:
    """Fetch -> the cache. The run ends if nothing can be stored any more."""

    writer: Writer

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Fetch) -> Fetch:
        context = context_of(self.crawler)
        if not hasattr(self, "writer"):
            assert context.run is not None
            self.writer = Writer(context.cache.path, context.run.id)
        try:
            await self.writer.record(item)
        except CacheError as error:
            context.stop(error)
            raise DropItem(str(error), log_level="DEBUG") from error
        except Exception as error:
            logger.exception("the fetch of %s could not be stored", item.page.url, extra=log_extra(item))
            await self.writer.record(_bare(item, f"it could not be stored: {type(error).__name__}: {error}"[:300]))
        self._count(item)
        logger.info("%s", item, extra=log_extra(item))
        return item

    def _count(self, fetch: Fetch) -> None:
        stats = self.crawler.stats
        stats.inc_value(f"citecache/store/outcome/{fetch.outcome.value}")
        stats.inc_value(f"citecache/store/verdict/{(fetch.effective_verdict or fetch.verdict).value}")
        stats.inc_value("citecache/store/body_bytes", len(fetch.body or b""))

    async def close_spider(self) -> None:
        if hasattr(self, "writer"):
            await self.writer.close()


def _bare(fetch: Fetch, error: str) -> Fetch:
    """The Fetch without its results, which an internal error has made useless, and with the reason."""
    return Fetch(
        page=fetch.page,
        started_at=fetch.started_at,
        elapsed=fetch.elapsed,
        outcome=Outcome.INTERNAL,
        error=error,
        verdict=Verdict.FAILED,
    )


def log_extra(fetch: Fetch) -> dict[str, Any]:
    """What a structured log has of a Fetch, as `extra` of a log call; `verdict` is the page's, as a run counts it."""
    verdict = None if fetch.verdict is Verdict.UNCHECKED else fetch.effective_verdict or fetch.verdict
    fields = {
        "url": fetch.page.url,
        "host": host_of(fetch.page.url),
        "outcome": fetch.outcome.value,
        "status": fetch.status,
        "verdict": None if verdict is None else verdict.value,
        "error": fetch.error,
        "seconds": round(fetch.elapsed, 3),
        "bytes": len(fetch.body or b""),
    }
    return {"fields": fields}
