"""Random-path probes: one polite request per host and run, made when a page's signals are undecided.

An error page with status 200 looks like a page, unless the host answers a path that cannot exist in the same way.
Source: Bar-Yossef, Broder, Kumar and Tomkins, "Sic transit gloria telae" (2004), section 3.
"""

import asyncio
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from crawler.model import Fetch, Probe
from crawler.request_state import Purpose, RequestState
from crawler.text.similarity import likeness
from pipelines.extract import Pool


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """The response to a probe."""

    url: str
    status: int
    text: str | None


class Probes:
    """The probes of one run. Used from the event loop."""

    def __init__(self, crawler: Crawler, pool: Pool) -> None:
        self.crawler = crawler
        self.pool = pool
        self._answers: dict[str, asyncio.Future[ProbeAnswer | None]] = {}

    async def ask(self, fetch: Fetch) -> Probe | None:
        """How similar the page is to its host's answer for a random path beside it; None if the probe failed."""
        url = fetch.final_url or fetch.page.url
        host = urlsplit(url).netloc
        if host not in self._answers:
            self._answers[host] = asyncio.ensure_future(self._fetch(random_path(url)))
        answer = await asyncio.shield(self._answers[host])
        if answer is None:
            return None
        text = fetch.capture.text if fetch.capture else None
        return Probe(url=answer.url, status=answer.status, likeness=likeness(text or "", answer.text or ""))

    async def _fetch(self, url: str) -> ProbeAnswer | None:
        assert self.crawler.engine is not None
        meta = RequestState(purpose=Purpose.PROBE).as_meta()
        self.crawler.stats.inc_value("citecache/judge/probes")
        request = Request(url, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        try:
            response = await self.crawler.engine.download_async(request)
            content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
            capture = await self.pool.extract(response.body, url=response.url, content_type=content_type)
        except Exception:  # noqa: BLE001 - whatever goes wrong, the probe is inconclusive
            return None
        return ProbeAnswer(url=url, status=response.status, text=capture.text)


def random_path(url: str) -> str:
    """A URL beside the page's that cannot exist: its last segment is 24 random hex digits.

    >>> random_path("https://e.org/a/b.html?q=1")[:16]
    'https://e.org/a/'
    """
    parts = urlsplit(url)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{secrets.token_hex(12)}", "", ""))
