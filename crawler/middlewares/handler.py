"""The download handler: Scrapy's, told to note when each exchange began and ended.

The times that Scrapy keeps include the wait in a host's queue, which is our politeness and not the
host's slowness. `request.meta["exchanges"]` is a list of (UTC start, seconds), one per attempt and hop.
"""

from datetime import UTC, datetime
from time import monotonic

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response

from crawler.items import Outcome
from crawler.middlewares.refusal import Refusal


class Handler(HTTP11DownloadHandler):
    """http and https. Once the crawl is stopping, what still waits in a queue is not begun."""

    async def download_request(self, request: Request) -> Response:
        if not getattr(self._crawler.engine, "running", True):
            raise Refusal(Outcome.CANCELLED, "the run was stopped")
        started, clock = datetime.now(UTC), monotonic()
        try:
            return await super().download_request(request)
        finally:
            # A new list: Scrapy copies meta shallowly from a request to its retry or redirect.
            request.meta["exchanges"] = [*request.meta.get("exchanges", ()), (started, monotonic() - clock)]
