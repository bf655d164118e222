"""Which spider a crawl runs: the one that fetches here, or the one that has a cluster fetch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapy.settings import Settings

from crawler.spiders.citations import CitationsSpider


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawling:
    """A spider, and its arguments."""

    spider: type[CitationsSpider]
    arguments: Mapping[str, Any] = field(default_factory=dict)


def crawling(cluster: str | None, settings: Settings, given: Mapping[str, str], *, killed: bool) -> Crawling:
    """The spider for a crawl, in this process or on a cluster; `settings` are made to fit. `given`: those of this run;
    `killed`: the run before did not end by itself, so its workers may be at work for as long as a lease holds.

    Raises:
        Error: there is no such cluster, or the extra is missing.
    """
    if cluster is None:
        return Crawling(spider=CitationsSpider)
    from citecache.cluster.begin import prepared, worker_settings  # noqa: PLC0415 - most crawls need none
    from citecache.cluster.conductor import GRACE  # noqa: PLC0415 - likewise
    from citecache.cluster.driving import PIPELINES, DrivingSpider  # noqa: PLC0415 - likewise

    address, backend = prepared(cluster)
    settings.set("ITEM_PIPELINES", PIPELINES, priority="cmdline")
    handed_on = worker_settings(address, settings, given)
    lease = settings.getfloat("CITECACHE_LEASE")
    arguments = {"backend": backend, "worker_settings": handed_on, "lease": lease}
    return Crawling(spider=DrivingSpider, arguments=arguments | {"quiet": lease + GRACE if killed else 0.0})
