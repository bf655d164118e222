"""Archived copies, extracted and judged like any page: the `CopyExaminer` of `crawler.memento`."""

from crawler.memento.examiner import ExaminedCopy
from crawler.model import Fetch, History, LastGood
from pipelines.extract import Pool
from pipelines.judge import judge
from pipelines.stages import extracted


class PooledExaminer:
    """A `CopyExaminer` with worker processes of its own."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def start(self) -> None:
        await self.pool.start()

    async def close(self) -> None:
        await self.pool.close()

    async def examine(self, fetch: Fetch, good: LastGood | None) -> ExaminedCopy:
        fetch = await extracted(self.pool, fetch)
        found = judge(fetch, History(last_good=good))
        return ExaminedCopy(
            fetch=fetch,
            verdict=found.verdict,
            reason=found.evidence[0].detail,
            unread=any(evidence.rule == "not-read" for evidence in found.evidence),
        )
