"""Whether a copy from a file is what was there: extracted by worker processes, and judged as if fetched then."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from citecache.imports.found import FoundCopy
from crawler.cache import CacheFile
from crawler.cache.read import histories
from crawler.cache.read.imports import pages_of
from crawler.model import Capture, Fetch, History, LastGood, Outcome, Page, Verdict
from pipelines.complete import complete
from pipelines.extract import Pool

MAX_IN_FLIGHT = 128 * 2**20
"""Bytes of bodies that are with the workers at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A copy, its Capture, and what the judge says. `refused`: why it is not kept."""

    copy: FoundCopy
    capture: Capture
    verdict: Verdict
    detail: str
    refused: str | None = None

    @classmethod
    def as_told(cls, copy: FoundCopy) -> Self:
        """A text from an export of ours, which was judged when it was captured."""
        assert copy.capture is not None
        return cls(copy=copy, capture=copy.capture, verdict=Verdict.UNCHECKED, detail="as exported")


class Examiner:
    """Worker processes, and the judge."""

    def __init__(self, cache: CacheFile) -> None:
        self.cache = cache
        self.size = os.cpu_count() or 1
        self.pool = Pool(size=self.size)

    async def __aenter__(self) -> Self:
        await self.pool.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.pool.close()

    async def examine(self, copies: Sequence[FoundCopy]) -> list[Examined]:
        """The copies, in their order."""
        pages = pages_of(self.cache, (copy.url for copy in copies))
        found: list[Examined] = []
        group, size = list[FoundCopy](), 0
        for copy in copies:
            length = len(copy.body or b"")
            if group and size + length > MAX_IN_FLIGHT:
                found += await self._together(group, pages)
                group, size = [], 0
            group.append(copy)
            size += length
        return found + await self._together(group, pages)

    async def _together(self, copies: Sequence[FoundCopy], pages: dict[str, Page]) -> list[Examined]:
        captures = await asyncio.gather(*(self._extracted(copy) for copy in copies))
        return [
            _judged(copy, capture, pages[copy.url], self._last_good(pages[copy.url], copy.at))
            for copy, capture in zip(copies, captures, strict=True)
            if copy.url in pages
        ]

    async def _extracted(self, copy: FoundCopy) -> Capture:
        capture = await self.pool.extract(
            copy.body or b"", url=copy.final_url, content_type=copy.header("content-type")
        )
        return complete(capture, copy.headers, ())

    def _last_good(self, page: Page, at: datetime) -> LastGood | None:
        """The last good text, if it was there before the copy: what came later is no measure of it."""
        good = histories.history(self.cache, page.id).last_good
        return good if good is not None and good.at <= at else None


def _judged(copy: FoundCopy, capture: Capture, page: Page, good: LastGood | None) -> Examined:
    from pipelines.judge import judge  # noqa: PLC0415 - its phrase tables take a while to compile

    fetch = Fetch(
        page=page,
        started_at=copy.at,
        elapsed=0.0,
        outcome=Outcome.RESPONSE,
        status=copy.status or 200,
        final_url=copy.final_url,
        redirects=copy.redirects,
        headers=copy.headers,
        body=copy.body,
        capture=capture,
    )
    found = judge(fetch, History(last_good=good))
    detail = found.evidence[0].detail if found.evidence else ""
    refused = _refusal(copy, capture, found.verdict, detail, good)
    doubt = capture.doubt
    if refused is None and not found.verdict.good:
        doubt = f"imported although it looks {found.verdict.value}: {detail}"[:300] + (f"; {doubt}" if doubt else "")
    return Examined(
        copy=copy,
        capture=replace(capture, doubt=doubt),
        verdict=found.verdict,
        detail=detail[:1000],
        refused=refused,
    )


def _refusal(copy: FoundCopy, capture: Capture, verdict: Verdict, detail: str, good: LastGood | None) -> str | None:
    """Why a copy is not kept. What a person has saved from behind a wall often looks like the wall, too."""
    if capture.text is None and capture.media_type.startswith("text/"):
        return capture.no_text or "no text was extracted"
    if verdict.good:
        return None
    tolerated = (Verdict.RESTRICTED, Verdict.DEGRADED) if copy.vouched else (Verdict.RESTRICTED,)
    if verdict in tolerated and capture.text and (copy.vouched or good is None):
        return None
    return detail or verdict.value
