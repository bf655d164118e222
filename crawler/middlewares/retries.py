"""A second and third try, where it is neither impolite nor late.

Scrapy's middleware, and besides: a body that was cut off is tried again; nothing is once the time for a Fetch
is spent, nor while the host has asked for patience.
"""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from crawler.middlewares.pace import is_memento
from crawler.request_state import state_of

LEAST_LEFT = 1.0
"""Seconds of a Fetch's time that make another try worth while."""


def time_left(request: Request, whole: float) -> float:
    """What is left of a Fetch's time, in seconds: of all exchanges, redirects and earlier tries included."""
    return whole - state_of(request).seconds


class Retries(RetryMiddleware):
    """Downloader middleware in the place of Scrapy's."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if is_memento(request, response) and "dataloss" not in response.flags:
            return response
        if "dataloss" in response.flags:
            return self._retry(request, "the body was cut off") or response
        return super().process_response(request, response)

    def _retry(self, request: Request, reason: Any) -> Request | None:  # noqa: ANN401 - Scrapy's signature
        late = time_left(request, self.crawler.settings.getfloat("DOWNLOAD_TIMEOUT")) < LEAST_LEFT
        if late or request.meta.get("dont_retry"):
            return None
        again = super()._retry(request, reason)
        if again is not None:
            again.meta.pop("download_slot", None)
        return again
