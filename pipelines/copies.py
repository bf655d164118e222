"""The `CopyExaminer` of `crawler.memento`: archived copies are extracted and judged like any page."""

from crawler.memento.examiner import ExaminedCopy
from crawler.model import Fetch, History, LastGood
from pipelines.extract import Pool
from pipelines.judge import judge
from pipelines.stages import extracted


class PooledExaminer:
    """A `CopyExaminer` with its own worker processes."""

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
