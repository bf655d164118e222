"""A cluster by Dask distributed: a Station is an actor of Dask's, one in each of its worker processes.

Dask's protocol executes code: whoever can connect to a scheduler can run anything on its workers, and on the driver.
So a cluster that we start ourselves listens on loopback only and speaks TLS with keys made for it alone.
"""

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from multiprocessing import resource_tracker
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from citecache.cluster.address import ClusterAddress
from citecache.cluster.backend import RemoteStation
from citecache.cluster.station import Station
from crawler.extras import missing
from crawler.model.errors import Error

CONNECT_SECONDS = 20.0
CLOSE_SECONDS = 10.0

QUIET = ("distributed", "distributed.client", "distributed.scheduler", "distributed.worker", "tornado")
"""Loggers of Dask's in this process: what happens to a worker is told by us."""


def require_dask() -> None:
    """Error: Dask distributed is not installed."""
    try:
        import distributed  # noqa: F401, PLC0415 - an extra
    except ImportError:
        raise Error(missing("crawl --cluster", "cluster")) from None


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Processes that are started meanwhile are not interrupted: Ctrl-C in a terminal is for the driver alone.

    They inherit the mask of signals (signal(7)). Another thread takes what comes for this process.
    """
    resource_tracker.ensure_running()  # else the first process that is started does so, and takes the mask off
    done = Event()
    Thread(target=done.wait, daemon=True).start()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        done.set()


class DaskStation:
    """A Station that is an actor."""

    def __init__(self, future: Any, actor: Any) -> None:  # noqa: ANN401 - Dask has no types
        self._future = future
        self._actor = actor

    async def call(self, method: str, *arguments: Any) -> Any:  # noqa: ANN401 - as the interface has it
        return await getattr(self._actor, method)(*arguments)

    async def release(self) -> None:
        with suppress(Exception):
            self._future.release()


class DaskBackend:
    """The cluster at an address."""

    def __init__(self, address: ClusterAddress) -> None:
        require_dask()
        self.address = address
        self._cluster: Any = None
        self._starting: asyncio.Future[None] | None = None
        self._closed = False
        self._client: Any = None
        self._folder: TemporaryDirectory[str] | None = None

    async def connect(self) -> None:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra

        if self._closed:  # Ctrl-C while Scrapy started
            raise asyncio.CancelledError
        for name in QUIET:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        at: Any = self.address.url
        try:
            if self.address.local:
                self._folder = TemporaryDirectory(prefix="citecache-cluster-", ignore_cleanup_errors=True)
                at = self._cluster = LocalCluster(  # known before it has started, for `close` to end it
                    n_workers=self.address.local,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    protocol="tls://",
                    security=True,
                    dashboard_address=None,
                    memory_limit=0,  # a child of the worker's has the memory
                    local_directory=self._folder.name,
                    silence_logs="CRITICAL",
                    asynchronous=True,
                )
                self._starting = asyncio.ensure_future(self._start())
                await asyncio.shield(self._starting)
            self._client = Client(at, asynchronous=True, timeout=CONNECT_SECONDS)
            await self._client
        except TypeError as error:  # Dask has no SSLContext
            await self.close()
            raise Error(
                f"the cluster at {self.address} wants TLS: name authority, certificate and key in Dask's configuration"
                " (docs/cluster.md)"
            ) from error
        except Exception as error:  # Dask raises RuntimeError, too: where its configuration demands TLS
            await self.close()
            reason = " ".join(str(error).split())[:200]
            raise Error(f"the cluster at {self.address} cannot be reached: {reason}") from error

    async def _start(self) -> None:
        with interrupts_held_back():
            await self._cluster

    async def workers(self) -> frozenset[str]:
        async with asyncio.timeout(CONNECT_SECONDS):
            return frozenset(await self._client.nthreads())

    async def open(self, worker: str) -> RemoteStation:
        # A worker of Dask's ends when it gets what it cannot import: this call needs the standard library alone.
        await self._client.run(metadata.version, "citecache", workers=[worker])
        future = self._client.submit(Station, actor=True, workers=[worker], allow_other_workers=False, pure=False)
        try:
            return DaskStation(future, await future)
        except BaseException:  # cancelled: it took too long
            future.release()
            raise

    async def close(self) -> None:
        self._closed = True
        if self._starting is not None and not self._starting.done():  # to end it on the way leaves processes and files
            with suppress(Exception):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._starting
        for one in (self._client, self._cluster):
            if one is not None:
                with suppress(Exception):
                    async with asyncio.timeout(CLOSE_SECONDS):
                        await one.close()
        if self._folder is not None:
            self._folder.cleanup()


def port_of(address: ClusterAddress) -> tuple[str, int]:
    """Host and port of a scheduler."""
    parts = urlsplit(address.url)
    return parts.hostname or "", parts.port or 0
