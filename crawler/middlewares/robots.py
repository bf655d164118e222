"""robots.txt by RFC 9309, where Scrapy's own middleware does otherwise: it allows on every error.

2xx                     parsed, 500 KiB of it (section 2.5); forbidden paths are `disallowed`
4xx                     there are no rules: allowed (2.3.1.3)
5xx, no answer          everything is disallowed (2.3.1.4)
no such host, refused   the page would fail the same way: that failure is the page's
"""

import asyncio
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.items import Outcome
from crawler.middlewares.refusal import Refusal

MAX_BYTES = 500 * 1024
"""RFC 9309, 2.5: a crawler may stop parsing after 500 KiB."""

MAX_CRAWL_DELAY = 60.0
"""Seconds. `Crawl-delay` is no part of the RFC; longer ones would make a host unreachable in practice."""

PRODUCT = "citecache"
"""Our product token, matched against the `User-agent` lines (RFC 9309, 2.2.1)."""


class Rules:
    """What one host's robots.txt says: parsed rules, or the exception to raise for every page."""

    def __init__(self, parsed: Protego | None = None, failure: Exception | None = None) -> None:
        self.parsed = parsed
        self.failure = failure

    def check(self, url: str) -> None:
        """Raise unless the URL may be fetched."""
        if self.failure is not None:
            raise self.failure.with_traceback(None)  # else each page of the host adds a frame to it
        if self.parsed is not None and not self.parsed.can_fetch(url, PRODUCT):
            raise Refusal(Outcome.ROBOTS_DENIED, f"robots.txt of {urlsplit(url).netloc} forbids it to {PRODUCT}")


class Robots:
    """Downloader middleware: asks each host's robots.txt once, before the first page."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.rules: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots") or not self.crawler.settings.getbool("ROBOTSTXT_OBEY"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.rules:
            self.rules[origin] = asyncio.ensure_future(self._fetch(origin))
        rules = await asyncio.shield(self.rules[origin])
        self._pace(rules, parts.hostname or "")
        rules.check(request.url)

    async def _fetch(self, origin: str) -> Rules:
        request = Request(f"{origin}/robots.txt", meta={"robots": True}, callback=NO_CALLBACK, priority=1000)
        assert self.crawler.engine is not None
        try:
            return read(await self.crawler.engine.download_async(request))
        except (CannotResolveHostError, DownloadConnectionRefusedError) as error:
            return Rules(failure=error)
        except Refusal as refusal:
            if refusal.outcome is not Outcome.REDIRECT_LOOP:
                return Rules(failure=refusal)
            return Rules()  # RFC 9309, 2.3.1.2: after five redirects it may be taken as unavailable
        except IgnoreRequest as error:
            return _unreadable(Outcome.ROBOTS_UNREACHABLE, str(error))
        except Exception as error:  # noqa: BLE001 - whatever a host does to us here, it gave no rules
            return _unreadable(Outcome.ROBOTS_UNREACHABLE, str(error) or type(error).__name__)

    def _pace(self, rules: Rules, host: str) -> None:
        """Let a Crawl-delay slow the host's queue down."""
        delay = None if rules.parsed is None else rules.parsed.crawl_delay(PRODUCT)
        if not delay or self.crawler.engine is None:
            return
        slot = self.crawler.engine.downloader.slots.get(host)
        if slot is not None:
            slot.delay = max(slot.delay, min(float(delay), MAX_CRAWL_DELAY))


def read(response: Response) -> Rules:
    """The rules of a robots.txt response."""
    if response.status >= 500:
        return _unreadable(Outcome.ROBOTS_ERROR, f"it answers {response.status}")
    if not 200 <= response.status < 300:
        return Rules()
    text = response.body[:MAX_BYTES].decode("utf-8-sig", "replace")
    return Rules(parsed=Protego.parse(text))


def _unreadable(outcome: Outcome, why: str) -> Rules:
    reason = f"robots.txt cannot be read ({why[:200]}), so nothing may be fetched (RFC 9309, 2.3.1.4)"
    return Rules(failure=Refusal(outcome, reason))
