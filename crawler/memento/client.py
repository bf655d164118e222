"""Requests to an archive, under the same manners as a crawl's: what came, or why nothing did. An archive that asks for
patience, or cannot be reached, is left alone for the rest of the run.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.memento.links import WebLink, parse
from crawler.middlewares.failures import classify
from crawler.middlewares.pace import BACKOFF_STATUSES
from crawler.model import Outcome
from crawler.net.http_dates import http_date
from crawler.net.urls import host_of
from crawler.request_state import Purpose, RequestState

IN_A_ROW = 3
"""So many failures of one archive in a row, and it is left alone. Our choice, not a measurement."""

AT_ONCE = frozenset(
    (
        *(Outcome.POSTPONED, Outcome.REFUSED, Outcome.NXDOMAIN, Outcome.DNS_ERROR, Outcome.TLS_ERROR),
        *(Outcome.PROXY_ERROR, Outcome.PROTOCOL_UNSUPPORTED, Outcome.ROBOTS_ERROR, Outcome.ROBOTS_UNREACHABLE),
    )
)
"""Outcomes after which a second request would end the same way; some refuse connections to slow their visitors down."""

OF_THE_URL = frozenset((Outcome.UNSAFE, Outcome.INVALID_URL, Outcome.ROBOTS_DENIED, Outcome.TOO_LARGE))
"""Outcomes that are our own or the archive's rule about one URL: it is never fetched, and the archive is fine."""


class NoAnswer(Exception):
    """Nothing came. `str(error)` is one line for a person."""

    def __init__(self, reason: str, outcome: Outcome | None = None) -> None:
        super().__init__(reason)
        self.outcome = outcome  # None: the archive answered, but not to the question

    @property
    def of_the_url(self) -> bool:
        """Whether client again would be useless."""
        return self.outcome in OF_THE_URL


class ArchiveClient:
    """The requests of one run. Used from the event loop, one at a time."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.avoided: dict[str, str] = {}  # host -> why
        self._failures: Counter[str] = Counter()

    async def get(self, url: str, *, wanted: datetime | None = None, follow: bool = False) -> Response:
        """The answer, of whatever status; `wanted` goes along as Accept-Datetime (RFC 7089, 2.1.1).

        `follow`: redirects are followed as a crawl does; else they are the answer.

        Raises:
            NoAnswer: nothing came, the archive has trouble or asks for patience, or it did so before.
        """
        host = host_of(url)
        if host in self.avoided:
            raise NoAnswer(self.avoided[host], Outcome.POSTPONED)
        headers = {"Accept-Datetime": format_datetime(wanted, usegmt=True)} if wanted else {}
        scrapy_keys = {} if follow else {"dont_redirect": True}
        meta = RequestState(purpose=Purpose.MEMENTO).as_meta(**scrapy_keys)
        try:
            request = Request(url, headers=headers, meta=meta, callback=NO_CALLBACK)
        except ValueError as error:  # Scrapy's own opinion of the URL
            raise NoAnswer(str(error), Outcome.INVALID_URL) from error
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            outcome, reason = classify(error, request)
            self._count_failure(host, outcome, reason)
            raise NoAnswer(" ".join(reason.split())[:300], outcome) from error
        self._check(response)
        if "dataloss" in response.flags:  # half a copy, or half a list of them
            raise NoAnswer("the connection ended before the body did", Outcome.TRUNCATED)
        return response

    def _count_failure(self, host: str, outcome: Outcome, reason: str) -> None:
        if outcome in OF_THE_URL or outcome is Outcome.CANCELLED:
            return
        self._failures[host] += 1
        if outcome in AT_ONCE or self._failures[host] >= IN_A_ROW:
            self.avoided[host] = reason

    def _check(self, response: Response) -> None:
        """Note what an answer says of the archive; that of a copy says nothing, whatever its status.

        Raises:
            NoAnswer: it asks for patience, or has trouble.
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


def memento_datetime(response: Response) -> datetime | None:
    """When the archive captured what this answer is a copy of; None where it is no Memento (RFC 7089, 2.1.1)."""
    value = response.headers.get("Memento-Datetime")
    return http_date(value.decode("latin-1")) if value else None


def links_of(response: Response) -> Iterator[WebLink]:
    """The links of an answer's Link headers."""
    for value in response.headers.getlist("Link"):
        yield from parse(value.decode("utf-8", "replace"), response.url)


def location_of(response: Response) -> str | None:
    """Where a redirect leads, as the answer has it; None where it is none."""
    location = response.headers.get("Location")
    if response.status in (301, 302, 303, 307, 308) and location:
        return location.decode("utf-8", "replace").strip()
    return None
