"""Up to two retries, within the Fetch's time limit and the host's pauses.

Scrapy's middleware, with two differences: a truncated body is retried, and there is no retry once the Fetch's time is
used up.
"""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from crawler.middlewares.pace import is_memento
from crawler.request_state import state_of

MIN_TIME_LEFT = 1.0
"""Seconds of a Fetch's time that must be left for another attempt."""


def time_left(request: Request, timeout: float) -> float:
    """Seconds left of a Fetch's time, after all its exchanges so far (redirects and earlier attempts)."""
    return timeout - state_of(request).seconds


class Retries(RetryMiddleware):
    """Downloader middleware that replaces Scrapy's."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if is_memento(request, response) and "dataloss" not in response.flags:
            return response
        if "dataloss" in response.flags:
            return self._retry(request, "the body was cut off") or response
        return super().process_response(request, response)

    def _retry(self, request: Request, reason: Any) -> Request | None:  # noqa: ANN401 - Scrapy's signature
        late = time_left(request, self.crawler.settings.getfloat("DOWNLOAD_TIMEOUT")) < MIN_TIME_LEFT
        if late or request.meta.get("dont_retry"):
            return None
        again = super()._retry(request, reason)
        if again is not None:
            again.meta.pop("download_slot", None)
        return again
