"""Requests to an archive, as polite as a crawl's. An archive that asks clients to back off, or that cannot be reached,
is not asked again in the same run.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import FormRequest, Response
from scrapy.http.request import NO_CALLBACK

from crawler.memento.links import WebLink, parse
from crawler.middlewares.failures import classify
from crawler.middlewares.pace import BACKOFF_STATUSES
from crawler.model import Outcome
from crawler.net.credentials import hide_credentials, without_credentials
from crawler.net.http_dates import http_date
from crawler.net.urls import host_of, origin_of
from crawler.request_state import Purpose, RequestState

MAX_CONSECUTIVE_FAILURES = 3
"""After so many consecutive failures an archive is avoided. A heuristic, not measured."""

IMMEDIATE_FAILURES = frozenset(
    (
        Outcome.POSTPONED,
        Outcome.REFUSED,
        Outcome.NXDOMAIN,
        Outcome.DNS_ERROR,
        Outcome.TLS_ERROR,
        Outcome.PROXY_ERROR,
        Outcome.PROTOCOL_UNSUPPORTED,
        Outcome.ROBOTS_ERROR,
        Outcome.ROBOTS_UNREACHABLE,
    )
)
"""Outcomes that a second request would have too: the archive is avoided after the first. Some archives refuse
connections to slow clients down.
"""

URL_OUTCOMES = frozenset((Outcome.UNSAFE, Outcome.INVALID_URL, Outcome.ROBOTS_DENIED, Outcome.TOO_LARGE))
"""Outcomes that concern one URL, by our rules or the archive's: it is never fetched; no fault of the archive."""


class NoAnswer(Exception):
    """There is no usable response. `str(error)` is one line for a person."""

    def __init__(self, reason: str, outcome: Outcome | None = None) -> None:
        super().__init__(reason)
        self.outcome = outcome  # None: the archive answered, but not usefully

    @property
    def permanent(self) -> bool:
        """Whether asking again would be useless."""
        return self.outcome in URL_OUTCOMES


def basic_authorization(credentials: str) -> str:
    """The value of an Authorization header for `user:password` (RFC 7617); "" without credentials."""
    return f"Basic {b64encode(credentials.encode()).decode('ascii')}" if credentials else ""


class ArchiveClient:
    """The requests of one run. Used from the event loop, one at a time.

    The archive's credentials go to its own origin only, and never with a redirect elsewhere.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.origin = origin_of(crawler.settings["CITECACHE_ARCHIVE"])
        self.authorization = basic_authorization(crawler.settings["CITECACHE_ARCHIVE_AUTH"])
        self.avoided: dict[str, str] = {}  # host -> reason
        self._failures: Counter[str] = Counter()

    async def get(self, url: str, *, wanted: datetime | None = None, follow: bool = False) -> Response:
        """The response, of whatever status; `wanted` is sent as Accept-Datetime (RFC 7089, 2.1.1).

        `follow`: follow redirects as a crawl does; else a redirect is the response.

        Raises:
            NoAnswer: there is no response, or the archive is failing or asks clients to back off, now or earlier.
        """
        headers = {"Accept-Datetime": format_datetime(wanted, usegmt=True)} if wanted else {}
        if self.authorization and origin_of(url) == self.origin:
            headers["Authorization"] = self.authorization
        scrapy_keys = {} if follow else {"dont_redirect": True}
        meta = RequestState(purpose=Purpose.MEMENTO).as_meta(**scrapy_keys)
        response = await self.send(url, headers=headers, meta=meta)
        self.check(response)
        return response

    async def send(
        self, url: str, *, headers: Mapping[str, str], meta: dict[str, Any], body: Mapping[str, str] | None = None
    ) -> Response:
        """The response, of whatever status. `body`: the fields of a form, which is posted.

        Raises:
            NoAnswer: there is no response, or the archive is avoided.
        """
        host = host_of(url)
        if host in self.avoided:
            raise NoAnswer(self.avoided[host], Outcome.POSTPONED)
        try:
            if body is None:
                request = Request(url, headers=headers, meta=meta, callback=NO_CALLBACK)
            else:
                request = FormRequest(url, formdata=dict(body), headers=headers, meta=meta, callback=NO_CALLBACK)
        except ValueError as error:  # Scrapy refuses the URL
            raise NoAnswer(str(error), Outcome.INVALID_URL) from error
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            outcome, reason = classify(error, request)
            self._count_failure(host, outcome, reason)
            raise NoAnswer(" ".join(hide_credentials(reason).split())[:300], outcome) from error
        return response

    def _count_failure(self, host: str, outcome: Outcome, reason: str) -> None:
        if outcome in URL_OUTCOMES or outcome is Outcome.CANCELLED:
            return
        self._failures[host] += 1
        if outcome in IMMEDIATE_FAILURES or self._failures[host] >= MAX_CONSECUTIVE_FAILURES:
            self.avoided[host] = reason

    def check(self, response: Response) -> None:
        """Count what a response shows of the archive's health; a copy shows nothing, whatever its status.

        Raises:
            NoAnswer: the archive asks clients to back off, or is failing; the response is cut off.
        """
        host = host_of(response.url)
        if memento_datetime(response) is None and (response.status in BACKOFF_STATUSES or response.status >= 500):
            reason = f"{host} answers HTTP {response.status}"
            if response.status in BACKOFF_STATUSES:
                reason += ", which asks for patience"
                self.avoided[host] = reason
            else:
                self._count_failure(host, Outcome.RESPONSE, reason)
            raise NoAnswer(reason)
        del self._failures[host]
        if "dataloss" in response.flags:  # half a copy or half a TimeMap
            raise NoAnswer("the connection ended before the body did", Outcome.TRUNCATED)


def memento_datetime(response: Response) -> datetime | None:
    """When the archive captured this copy; None if the response is not a Memento (RFC 7089, 2.1.1)."""
    value = response.headers.get("Memento-Datetime")
    return http_date(value.decode("latin-1")) if value else None


def links_of(response: Response) -> Iterator[WebLink]:
    """The links in a response's Link headers."""
    for value in response.headers.getlist("Link"):
        yield from parse(value.decode("utf-8", "replace"), response.url)


def location_of(response: Response) -> str | None:
    """The Location of a redirect as sent; None if the response is not a redirect."""
    location = response.headers.get("Location")
    if response.status in (301, 302, 303, 307, 308) and location:
        return without_credentials(location.decode("utf-8", "replace").strip())
    return None
