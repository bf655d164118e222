"""Which worker has which Pages. Pure.

A lease is of an *address*: while a worker has Pages there, all Pages of that address go to it. So no two workers wait
for each other's turn at the same host, except where redirects cross.
"""

from collections import Counter
from dataclasses import dataclass

from crawler.model import Page


@dataclass(slots=True, kw_only=True)
class LeasedPage:
    """A Page that a worker has."""

    page: Page
    queue: str
    worker: str


class Leases:
    """The open leases of a run."""

    def __init__(self) -> None:
        self.pages: dict[int, LeasedPage] = {}  # those not received yet, by the Page's id
        self._holders: dict[str, str] = {}  # queue -> worker
        self._open: Counter[str] = Counter()  # queue -> Pages
        self._queues: dict[str, int] = {}  # worker -> queues
        self._loads: Counter[str] = Counter()  # worker -> Pages

    @property
    def workers(self) -> frozenset[str]:
        return frozenset(self._queues)

    def join(self, worker: str) -> None:
        """A worker is ready."""
        self._queues.setdefault(worker, 0)

    def load(self, worker: str) -> int:
        """The Pages that a worker has."""
        return self._loads[worker]

    def holder(self, queue: str) -> str | None:
        """The worker that has Pages of a queue."""
        return self._holders.get(queue)

    def place(self, page: Page, queue: str) -> str:
        """Lease a Page, and say to whom: who has its address, else who has fewest addresses. There must be workers."""
        worker = self._holders.get(queue)
        if worker is None:
            worker = min(self._queues, key=lambda name: (self._queues[name], self._loads[name], name))
            self._holders[queue] = worker
            self._queues[worker] += 1
        self.pages[page.id] = LeasedPage(page=page, queue=queue, worker=worker)
        self._open[queue] += 1
        self._loads[worker] += 1
        return worker

    def received(self, page_id: int, worker: str) -> LeasedPage | None:
        """A worker is done with a Page; None: it had none such, or no longer."""
        leased = self.pages.get(page_id)
        if leased is None or leased.worker != worker:
            return None
        del self.pages[page_id]
        self._loads[worker] -= 1
        self._open[leased.queue] -= 1
        if not self._open[leased.queue]:
            del self._open[leased.queue], self._holders[leased.queue]
            self._queues[worker] -= 1
        return leased

    def lost(self, worker: str) -> list[LeasedPage]:
        """A worker is gone: the Pages that it had, in the order in which it got them."""
        gone = [leased for leased in self.pages.values() if leased.worker == worker]
        for leased in gone:
            self.received(leased.page.id, worker)
        self._queues.pop(worker, None)
        del self._loads[worker]
        return gone
