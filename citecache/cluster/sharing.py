"""What the children of a crawl share by way of the driver: turns, what is known of hosts, probes, statistics."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from datetime import UTC, datetime
from itertools import count
from time import monotonic
from typing import Any

from citecache.cluster.leases import Leases
from citecache.cluster.line import StationLine
from citecache.cluster.messages import (
    Message,
    file_to_json,
    time_to_json,
    to_answer,
    to_robots,
    to_tdm,
    to_time,
)
from citecache.cluster.turns import Grant, Order, TurnTable
from crawler.cache.write.hosts import HostMemory
from crawler.model import HostAnswer, HostQuestion

Begin = Callable[[Coroutine[Any, Any, None]], None]


class Sharing:
    """What the driver keeps for all children. `resolve` gives the queue of a URL's host; `counted` adds statistics."""

    def __init__(
        self,
        hosts: HostMemory,
        *,
        resolve: Callable[[str], Awaitable[str]],
        counted: Callable[[Mapping[str, float], Mapping[str, float]], None],
    ) -> None:
        self.hosts = hosts
        self._resolve = resolve
        self._counted = counted
        self._turns = TurnTable()
        self._probes: dict[int, tuple[str, asyncio.Future[HostAnswer | None]]] = {}
        self._numbers = count(1)
        self._lines: Mapping[str, StationLine] = {}
        self._leases = Leases()

    def connect(self, lines: Mapping[str, StationLine], leases: Leases) -> None:
        """The stations, and what they have; both change."""
        self._lines = lines
        self._leases = leases

    async def probe(self, queue: str, origin: str, question: HostQuestion, url: str) -> HostAnswer | None:
        """A host's answer to a question, asked by who has its address; None: nobody is left to ask."""
        while self._leases.workers:
            holder = self._leases.holder(queue)
            worker = holder if holder in self._leases.workers else min(self._leases.workers)
            number, answered = next(self._numbers), asyncio.get_running_loop().create_future()
            self._probes[number] = worker, answered
            self._lines[worker].send("probe", number=number, origin=origin, question=question.value, url=url)
            answer: HostAnswer | None = await answered
            if answer is not None:
                return answer
        return None

    def greet(self, line: StationLine) -> None:
        """A child is ready: it is told which hosts asked for a pause."""
        now = datetime.now(UTC)
        pauses = {host: time_to_json(until) for host, until in self.hosts.pauses.items() if until > now}
        line.send("pauses", pauses=pauses)

    def lost(self, worker: str) -> None:
        """A child is gone: its turns are others', its probes are asked by others."""
        self._obey(self._turns.lost(worker, monotonic()))
        for number in [number for number, (asked, _) in self._probes.items() if asked == worker]:
            self._probes.pop(number)[1].set_result(None)

    def hear(self, line: StationLine, message: Mapping[str, Any], begin: Begin) -> None:
        """What a child asks or tells."""
        if message["kind"] == "where":
            begin(self._tell_queue(line, message["host"]))
        else:
            self._LISTENERS[message["kind"]](self, line, message)

    async def _tell_queue(self, line: StationLine, host: str) -> None:
        line.send("queue", host=host, queue=await self._resolve(host))

    def _want(self, line: StationLine, message: Mapping[str, Any]) -> None:
        self._obey(self._turns.want(line.worker, message["key"], monotonic()))

    def _back(self, line: StationLine, message: Mapping[str, Any]) -> None:
        self._obey(self._turns.back(line.worker, message["key"], message["age"], message["delay"], monotonic()))

    def _obey(self, orders: Iterable[Order]) -> None:
        for order in orders:
            line = self._lines.get(order.worker)
            if line is None:
                continue
            if isinstance(order, Grant):
                granted = {"key": order.key, "age": order.age, "delay": order.delay}
                line.send("grant", **granted, **self._known(order.key))
            else:
                line.send("recall", key=order.key)

    def _known(self, key: str) -> Message:
        """What goes with a turn: of the file that it is about, what is known."""
        file, _, origin = key.partition(" ")
        if not origin:
            return {}
        known = self.hosts.robots(origin) if file == "robots" else self.hosts.tdm(origin)
        return {file: None if known is None else file_to_json(known)}

    def _learn(self, _: StationLine, message: Mapping[str, Any]) -> None:
        if "robots" in message:
            self.hosts.learn(to_robots(message["robots"]))
        else:
            self.hosts.learn_tdm(to_tdm(message["tdm"]))

    def _pause(self, line: StationLine, message: Mapping[str, Any]) -> None:
        host, until = message["host"], to_time(message["until"])
        assert until is not None
        self.hosts.pauses[host] = max(until, self.hosts.pauses.get(host, until))
        for other in self._lines.values():
            if other is not line:
                other.send("pauses", pauses={host: time_to_json(self.hosts.pauses[host])})

    def _answer(self, _: StationLine, message: Mapping[str, Any]) -> None:
        if message["number"] in self._probes:
            self._probes.pop(message["number"])[1].set_result(to_answer(message["answer"]))

    def _stats(self, _: StationLine, message: Mapping[str, Any]) -> None:
        self._counted(message["counts"], message["maxima"])

    _LISTENERS: Mapping[str, Callable[["Sharing", StationLine, Mapping[str, Any]], None]] = {
        "want": _want,
        "back": _back,
        "learn": _learn,
        "pause": _pause,
        "answer": _answer,
        "stats": _stats,
    }
