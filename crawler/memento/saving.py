"""One page captured by an archive: asked for, in the plain form or that of Save Page Now 2, and waited for.

The request to capture is sent once: no retry, so that nothing is captured twice. What a capture may take is a setting.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic
from urllib.parse import quote, urljoin, urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse

from crawler.memento.client import ArchiveClient, NoAnswer, location_of, memento_datetime
from crawler.memento.forms import date_of, timegate
from crawler.memento.save_answers import RUNTIME_ERROR, Answer, Elsewhere, Job, ends_run, job_state, understood
from crawler.middlewares.pace import BACKOFF_STATUSES
from crawler.model import Outcome
from crawler.model.archive_save import FAILED, SAVED, SAVING, SaveOutcome
from crawler.net.urls import host_of, origin_of
from crawler.request_state import Purpose, RequestState

POLL_EVERY = 6.0
"""Seconds between two questions for the state of a job. "SPN2 Public API Docs" polls every 5 s or more."""

MAX_HOPS = 3
"""Redirects of the archive's own before it takes a request, as from http to https. A heuristic, not measured."""

PLACE = "{url}"


def save_address(template: str, url: str) -> str:
    """Where an archive is asked to capture a URL, which is quoted if it stands in a query.

    >>> save_address("https://web.archive.org/save/{url}", "http://e.org/?a=b")
    'https://web.archive.org/save/http://e.org/?a=b'
    >>> save_address("https://a.example/save?url={url}", "http://e.org/?a=b")
    'https://a.example/save?url=http%3A%2F%2Fe.org%2F%3Fa%3Db'
    """
    before, _, after = template.partition(PLACE)
    return before + (quote(url, safe="") if "?" in before else url) + after


class ArchiveSaver:
    """Asks one archive, one page after the other. Used from the event loop."""

    def __init__(self, crawler: Crawler, client: ArchiveClient) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.client = client
        self.template: str = settings["CITECACHE_ARCHIVE_SAVE"]
        self.timegate: str = settings["CITECACHE_ARCHIVE"]
        self.keys: str = settings["CITECACHE_ARCHIVE_SAVE_KEYS"]
        self.delay = settings.getfloat("CITECACHE_SAVE_DELAY")
        self.deadline = settings.getfloat("CITECACHE_SAVE_DEADLINE")
        self._asked_at: float | None = None

    @property
    def host(self) -> str:
        return host_of(self.template)

    async def existing(self, url: str, since: datetime) -> SaveOutcome | None:
        """The copy that the archive has anyway, if it is not older than `since`: then it is not asked for another.

        Only where its TimeGate is known (`CITECACHE_ARCHIVE`), which tells by its redirect; None if it does not.
        """
        if host_of(self.timegate) != self.host:
            return None
        try:
            response = await self.client.get(timegate(self.timegate, url), wanted=datetime.now(since.tzinfo))
        except NoAnswer as error:
            if error.outcome is Outcome.CANCELLED or self.host in self.client.avoided:
                raise
            return None
        copy = urljoin(response.url, location_of(response) or "")
        at = memento_datetime(response) or date_of(copy)
        if at is None or at < since or urlsplit(copy).scheme not in ("http", "https"):
            return None
        return SaveOutcome(outcome=SAVED, detail="the archive had this copy", url=copy, at=at)

    async def save(self, url: str, *, asking: Callable[[], None] = lambda: None) -> SaveOutcome:
        """Have a page captured. `asking` is called just before the request is sent, when it is the page's turn.

        Raises:
            NoAnswer: the archive gave no usable response to the request, or asks for patience, now or earlier.
        """
        await self._wait_for_turn()
        if not self._running:
            raise NoAnswer("the run was stopped", Outcome.CANCELLED)
        asking()
        self._asked_at = monotonic()
        try:
            answer = await self._ask(url)
        except NoAnswer as error:
            if error.outcome is Outcome.TIMEOUT:  # it may be at work still
                return SaveOutcome(outcome=SAVING, detail=str(error))
            raise
        found = understood(answer)
        if ends_run(answer):
            self.client.avoided[self.host] = found.detail if isinstance(found, SaveOutcome) else "asks for patience"
        if isinstance(found, Job):
            return await self._finished(found)
        if isinstance(found, Elsewhere):
            return SaveOutcome(outcome=FAILED, detail=f"too many redirects, the last to {found.url[:200]}")
        return found

    async def _ask(self, url: str) -> Answer:
        """The answer to the request, after redirects of the archive's own."""
        if self.keys:
            address = self.template.replace(PLACE, "").rstrip("/")
            form = {"url": url, "skip_first_archive": "1"}
            return await self._answer(address, form)
        answer = await self._answer(save_address(self.template, url))
        for _ in range(MAX_HOPS):
            found = understood(answer)
            if not isinstance(found, Elsewhere):
                break
            answer = await self._answer(found.url)
        return answer

    async def _finished(self, job: Job) -> SaveOutcome:
        """The end of a job; SAVING if that is not known in time."""
        origin = origin_of(self.template)
        copies = self.timegate if host_of(self.timegate) == self.host else f"{origin}/web/"
        end = monotonic() + self.deadline
        unknown = SaveOutcome(outcome=SAVING, detail=f"{job.id} is under way")
        while monotonic() < end:
            if not await self._paused(min(POLL_EVERY, max(self.delay, 0.05))):
                return unknown
            try:
                answer = await self._answer(f"{origin}/save/status/{job.id}")
            except NoAnswer as error:
                if error.outcome is Outcome.CANCELLED or self.host in self.client.avoided:
                    return unknown
                continue
            if state := job_state(answer, copies):
                return state
        return unknown

    async def _answer(self, address: str, form: Mapping[str, str] | None = None) -> Answer:
        """One exchange. Keys go to the origin of the template only.

        Raises:
            NoAnswer: there is none, or it asks for patience.
        """
        headers = {"Accept": "application/json"} if self.keys else {}
        if origin_of(address) == origin_of(self.template) and self.keys:
            headers["Authorization"] = f"LOW {self.keys}"
        elif origin_of(address) == self.client.origin and self.client.authorization:
            headers["Authorization"] = self.client.authorization
        state = RequestState(purpose=Purpose.SAVE)
        meta = state.as_meta(dont_redirect=True, dont_retry=True)
        response = await self.client.send(address, headers=headers, meta=meta, body=form)
        answer = _answer_of(response)
        if RUNTIME_ERROR not in answer.headers or response.status in BACKOFF_STATUSES:
            self.client.check(response)
        return answer

    async def _wait_for_turn(self) -> None:
        if self._asked_at is not None:
            await self._paused(self._asked_at + self.delay - monotonic())

    async def _paused(self, seconds: float) -> bool:
        """Wait; false if the run is being stopped."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0 and self._running:  # noqa: ASYNC110 - Scrapy has no event for its end
            await asyncio.sleep(min(left, 0.2))
        return self._running

    @property
    def _running(self) -> bool:
        return bool(getattr(self.crawler.engine, "running", False))


def _answer_of(response: Response) -> Answer:
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("utf-8", "replace")
        for name, values in response.headers.items()
    }
    text = response.text if isinstance(response, TextResponse) else ""
    return Answer(response.url, response.status, headers, text)
