"""What a child shares with the other processes of a crawl: turns at addresses, and the files of hosts."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from time import monotonic
from typing import Any

from citecache.cluster.link import DriverLink
from citecache.cluster.messages import file_to_json, time_to_json, to_robots, to_tdm, to_time
from crawler.cache.write.hosts import HostMemory
from crawler.context import Turn
from crawler.model import HostAnswer, HostQuestion, RobotsFile, TdmFile


class SharedTurns:
    """The turns that this process has. It keeps that of an address while it has Pages there."""

    def __init__(self, link: DriverLink, hosts: "SharedHosts") -> None:
        self._link = link
        self._hosts = hosts
        self._queues: dict[str, str] = {}  # scheme and host -> queue
        self._asked: dict[str, asyncio.Future[str]] = {}
        self._pages: Counter[str] = Counter()  # queue -> Pages here
        self._held: dict[str, Turn] = {}
        self._busy: set[str] = set()
        self._recalled: set[str] = set()
        self._wanted: dict[str, asyncio.Future[None]] = {}
        link.on("queue", self._told_queue)
        link.on("grant", self._granted)
        link.on("recall", self._recall)

    def page_begins(self, host: str, queue: str) -> None:
        """A Page of that host (with its scheme) came."""
        self._queues[host] = queue
        self._pages[queue] += 1

    def page_ends(self, queue: str) -> None:
        """The driver has that Page."""
        self._pages[queue] -= 1
        if self._pages[queue] <= 0:
            del self._pages[queue]
            self._return(queue)

    async def queue(self, host: str) -> str | None:
        """The queue of a host, as the driver has it."""
        if host in self._queues:
            return self._queues[host]
        if host not in self._asked:
            self._asked[host] = asyncio.get_running_loop().create_future()
            self._link.send("where", host=host)
        return await asyncio.shield(self._asked[host])

    async def take(self, queue: str) -> Turn:
        """Wait for the turn."""
        self._busy.add(queue)
        if queue not in self._held:
            granted = self._wanted[queue] = asyncio.get_running_loop().create_future()
            self._link.send("want", key=queue)
            await granted
        return self._held[queue]

    def check(self) -> None:
        """Refusal: the leases have run out."""
        self._link.check()

    def give(self, queue: str, turn: Turn) -> None:
        """The exchange is over."""
        self._busy.discard(queue)
        self._held[queue] = turn
        if queue in self._recalled or not self._pages[queue]:
            self._return(queue)

    def _return(self, queue: str) -> None:
        if queue in self._busy or queue not in self._held:
            return
        turn = self._held.pop(queue)
        self._recalled.discard(queue)
        age = None if turn.since is None else monotonic() - turn.since
        self._link.send("back", key=queue, age=age, delay=turn.delay)

    def _told_queue(self, message: Mapping[str, Any]) -> None:
        self._queues[message["host"]] = message["queue"]
        self._asked.pop(message["host"]).set_result(message["queue"])

    def _granted(self, message: Mapping[str, Any]) -> None:
        self._hosts.told(message)
        age = message["age"]
        since = None if age is None else monotonic() - age
        self._held[message["key"]] = Turn(since=since, delay=message["delay"])
        wanted = self._wanted.pop(message["key"], None)
        if wanted is None or wanted.cancelled():  # nobody waits for it any more
            self._busy.discard(message["key"])
            self._return(message["key"])
        else:
            wanted.set_result(None)

    def _recall(self, message: Mapping[str, Any]) -> None:
        if message["key"] in self._held or message["key"] in self._busy:
            self._recalled.add(message["key"])
            self._return(message["key"])


class Pauses(dict[str, datetime]):
    """Host -> end of the pause that it asked for. The driver is told of each."""

    def __init__(self, link: DriverLink) -> None:
        super().__init__()
        self._link = link

    def __setitem__(self, host: str, until: datetime) -> None:
        super().__setitem__(host, until)
        self._link.send("pause", host=host, until=time_to_json(until))

    def told(self, pauses: Mapping[str, datetime]) -> None:
        """Pauses that the driver knows of."""
        self.update(pauses)  # which does not call __setitem__


class SharedHosts(HostMemory):
    """What the crawl knows of hosts. The driver has the cache, and is told what is learnt."""

    def __init__(self, link: DriverLink) -> None:  # without the base's, which needs a cache
        self._link = link
        self.pauses = self._shared_pauses = Pauses(link)
        self._robots: dict[str, RobotsFile] = {}
        self._tdm: dict[str, TdmFile] = {}
        self.turns: SharedTurns | None = None
        link.on("pauses", self._told_pauses)

    @asynccontextmanager
    async def asking(self, file: str, origin: str) -> AsyncIterator[None]:
        assert self.turns is not None
        key = f"{file} {origin}"
        turn = await self.turns.take(key)
        try:
            yield
        finally:
            self.turns.give(key, turn)

    def told(self, message: Mapping[str, Any]) -> None:
        """What the driver knows of the file that is asked for next."""
        if message.get("robots"):
            known = to_robots(message["robots"])
            self._robots[known.origin] = known
        if message.get("tdm"):
            rules = to_tdm(message["tdm"])
            self._tdm[rules.origin] = rules

    def _told_pauses(self, message: Mapping[str, Any]) -> None:
        self._shared_pauses.told({host: until for host, text in message["pauses"].items() if (until := to_time(text))})

    def robots(self, origin: str) -> RobotsFile | None:
        return self._robots.get(origin)

    def learn(self, file: RobotsFile) -> None:
        self._robots.pop(file.origin, None)
        self._link.send("learn", robots=file_to_json(file))

    def tdm(self, origin: str) -> TdmFile | None:
        return self._tdm.get(origin)

    def learn_tdm(self, file: TdmFile) -> None:
        self._tdm.pop(file.origin, None)
        self._link.send("learn", tdm=file_to_json(file))

    def answer(self, origin: str, question: HostQuestion) -> HostAnswer | None:  # noqa: ARG002 - the driver judges
        return None

    def learn_answer(self, answer: HostAnswer) -> None:
        """The driver learns it from what is sent."""

    def flush(self) -> None:
        """Nothing is written here."""
