"""Questions to a host whose page is undecided: a random path and its home page, each once in 30 days, politely.

An error page with status 200 looks like a page, unless the host answers a path that cannot exist in the same way, or
sends its home page. Source: Bar-Yossef, Broder, Kumar and Tomkins, "Sic transit gloria telae" (2004), section 3.

The requests wait like any other for their turn at the host, and robots.txt is obeyed. What is remembered is the answer,
not its body (`HostAnswer`).
"""

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from crawler.context import context_of
from crawler.model import Fetch, HostAnswer, HostQuestion, Probe
from crawler.net.urls import is_home, origin_of, same_site
from crawler.request_state import Purpose, RequestState
from crawler.text.sketches import resemblance
from pipelines.extract import Pool


class Probes:
    """The probes of one run. Used from the event loop."""

    def __init__(self, crawler: Crawler, pool: Pool) -> None:
        self.crawler = crawler
        self.pool = pool
        self._asked: dict[tuple[str, HostQuestion], asyncio.Future[HostAnswer]] = {}

    async def ask(self, fetch: Fetch) -> Fetch:
        """The Fetch with what its host answers for a random path, and for its home page if the cache does not have it;
        the same Fetch if neither is known.
        """
        url, sketch = fetch.final_url or fetch.page.url, fetch.capture.sketch if fetch.capture else None
        random = await self._answer(HostQuestion.RANDOM, url)
        if random.status is not None:
            likeness = resemblance(sketch, random.sketch)
            fetch = replace(
                fetch, probe=Probe(url=random.url, status=random.status, likeness=likeness, to_home=_to_home(random))
            )
        if fetch.home_likeness is not None or sketch is None or is_home(fetch.page.url):
            return fetch
        home = random if _to_home(random) else await self._answer(HostQuestion.HOME, url)
        if home.status not in range(200, 300):
            return fetch
        return replace(fetch, home_likeness=resemblance(sketch, home.sketch))

    async def _answer(self, question: HostQuestion, url: str) -> HostAnswer:
        """A host's answer: of this run, remembered, or to a request that is made now."""
        key = origin_of(url), question
        if key not in self._asked:
            hosts = context_of(self.crawler).hosts
            known = hosts.answer(*key)
            if known is not None and known.fresh(datetime.now(UTC)):
                return known
            asked = random_path(url) if question is HostQuestion.RANDOM else f"{key[0]}/"
            self._asked[key] = asyncio.ensure_future(self._learn(key[0], question, asked))
        return await asyncio.shield(self._asked[key])

    async def _learn(self, origin: str, question: HostQuestion, url: str) -> HostAnswer:
        answer = await self.fetch(origin, question, url)
        context_of(self.crawler).hosts.learn_answer(answer)
        return answer

    async def fetch(self, origin: str, question: HostQuestion, url: str) -> HostAnswer:
        """The answer to a request that is made now; never raises for what goes wrong on the way."""
        assert self.crawler.engine is not None
        meta = RequestState(purpose=Purpose.PROBE).as_meta()
        self.crawler.stats.inc_value("citecache/judge/probes")
        request = Request(url, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        answer = HostAnswer(origin=origin, question=question, asked_at=datetime.now(UTC), url=url)
        try:
            response = await self.crawler.engine.download_async(request)
            content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
            capture = await self.pool.extract(response.body, url=response.url, content_type=content_type)
            answer = replace(answer, status=response.status, final_url=response.url, sketch=capture.sketch)
        except Exception:  # noqa: BLE001, S110 - whatever goes wrong, the probe is inconclusive
            pass
        return answer


def _to_home(answer: HostAnswer) -> bool:
    """Whether a host redirected a random path to its home page."""
    final = answer.final_url or ""
    return answer.question is HostQuestion.RANDOM and is_home(final) and same_site(answer.url, final)


def random_path(url: str) -> str:
    """A URL beside the page's that cannot exist: its last segment is 24 random hex digits.

    >>> random_path("https://e.org/a/b.html?q=1")[:16]
    'https://e.org/a/'
    """
    parts = urlsplit(url)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{secrets.token_hex(12)}", "", ""))
