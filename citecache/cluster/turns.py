"""Which worker may ask an address now. Pure: time is passed in, messages are returned.

A *turn* is held by one worker at a time, or by none. There is one for each queue (an address), and one for each file of
an origin that is looked up. A worker keeps the turn of an address while it has Pages there, until another worker wants
it: a redirect led that one there, or a host's robots.txt did. Then it gives it up after the exchange under way, with
the time since that began; whoever has it next waits out the rest of the delay.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

KEPT = 600.0
"""Seconds after which a turn that nobody has is forgotten: longer than any delay between two requests."""

SWEEP_EVERY = 1000
"""Turns given back between two sweeps."""


class Grant(NamedTuple):
    """A turn is this worker's now."""

    worker: str
    key: str
    age: float | None  # seconds since the last request that anybody made; None: none is known
    delay: float


class Recall(NamedTuple):
    """Another worker wants the turn that this one has."""

    worker: str
    key: str


Order = Grant | Recall


@dataclass(slots=True)
class _Turn:
    holder: str | None = None
    last: float | None = None  # when the last request began, at the earliest
    delay: float = 0.0  # seconds
    recalled: bool = False
    waiting: deque[str] = field(default_factory=deque)  # workers
    idle_since: float = 0.0


class TurnTable:
    """All turns. Times are those of one monotonic clock, in seconds."""

    def __init__(self) -> None:
        self._turns: dict[str, _Turn] = {}
        self._given = 0

    def __len__(self) -> int:
        return len(self._turns)

    def holder(self, key: str) -> str | None:
        """Who has that turn."""
        turn = self._turns.get(key)
        return None if turn is None else turn.holder

    def want(self, worker: str, key: str, now: float) -> Iterator[Order]:
        """A worker asks for a turn."""
        turn = self._turns.setdefault(key, _Turn())
        turn.waiting.append(worker)
        if turn.holder is None:
            yield from self._pass_on(key, turn, now)
        elif not turn.recalled:
            turn.recalled = True
            yield Recall(turn.holder, key)

    def back(self, worker: str, key: str, age: float | None, delay: float, now: float) -> Iterator[Order]:
        """A worker gives a turn back, `age` seconds after its last request began."""
        turn = self._turns.get(key)
        if turn is None or turn.holder != worker:
            return
        turn.delay = max(turn.delay, delay)
        if age is not None:
            turn.last = max(now - age, turn.last or 0.0)
        yield from self._pass_on(key, turn, now)
        self._given += 1
        if self._given % SWEEP_EVERY == 0:
            self._sweep(now)

    def lost(self, worker: str, now: float) -> Iterator[Order]:
        """A worker is gone. It may have asked each of its addresses a moment ago."""
        for key, turn in list(self._turns.items()):
            turn.waiting = deque(other for other in turn.waiting if other != worker)
            if turn.holder == worker:
                turn.last = now
                yield from self._pass_on(key, turn, now)

    def _pass_on(self, key: str, turn: _Turn, now: float) -> Iterator[Order]:
        turn.holder, turn.recalled, turn.idle_since = None, False, now
        if turn.waiting:
            worker = turn.holder = turn.waiting.popleft()
            age = None if turn.last is None else max(0.0, now - turn.last)
            yield Grant(worker, key, age, turn.delay)
            if turn.waiting:
                turn.recalled = True
                yield Recall(worker, key)

    def _sweep(self, now: float) -> None:
        old = [key for key, turn in self._turns.items() if turn.holder is None and now - turn.idle_since > KEPT]
        for key in old:
            del self._turns[key]
