"""The object in a cluster's process: the child it starts, and what it tells of how that ended."""

import asyncio
import os
import signal

import pytest

from citecache.cluster.line import wait_for_event
from citecache.cluster.messages import decode, encode, frames
from citecache.cluster.station import Station


@pytest.mark.parametrize("ended_by", ["SIGKILL", "SIGSEGV"])
def test_how_a_child_ended_is_told_as_it_was(ended_by: str) -> None:
    """A crash is one to the driver, which counts them, although the station kills what has closed its output."""

    async def last_news() -> int:
        station = Station()
        await station.open(encode({"kind": "settings", "lease": 30.0, "settings": {}}))
        assert station._process is not None
        os.kill(station._process.pid, signal.Signals[ended_by])
        for number in range(1, 100):
            for content in frames(await station.hear(number, 1.0)):
                message, _ = decode(content)
                if message["kind"] == "ended":
                    await station.close()
                    return int(message["code"])
        raise AssertionError("nothing was heard of its end")

    assert asyncio.run(last_news()) == -signal.Signals[ended_by]


def test_who_waits_for_news_can_be_stopped_at_the_moment_they_come() -> None:
    """Ctrl-C while Fetches come in: the spider is cancelled when its event has just been set."""

    async def stopped() -> bool:
        news = asyncio.Event()
        waiting = asyncio.ensure_future(wait_for_event(news, 60))
        for _ in range(3):
            await asyncio.sleep(0)
        news.set()
        waiting.cancel()
        await asyncio.wait([waiting])
        return waiting.cancelled()

    assert asyncio.run(stopped())


def test_news_that_do_not_come_are_waited_for_a_moment_only() -> None:
    asyncio.run(wait_for_event(asyncio.Event(), 0.01))
