"""What a cluster has to offer: processes on machines, and an object of ours in each that can be called.

Thin on purpose: Dask distributed stands behind it today (dask_backend.py); Ray's actors would do.
"""

from typing import Any, Protocol


class RemoteStation(Protocol):
    """A `Station` in a process of the cluster's."""

    async def call(self, method: str, *arguments: Any) -> Any:  # noqa: ANN401 - numbers and bytes
        """What a method returned. Any exception: it cannot be reached, or the call may have got lost on the way."""
        ...

    async def release(self) -> None:
        """It is not needed any more."""
        ...


class Backend(Protocol):
    """A cluster. Used from one event loop."""

    async def connect(self) -> None:
        """Join the cluster, or start it.

        Raises:
            Error: it cannot be reached.
        """
        ...

    async def workers(self) -> frozenset[str]:
        """The names of its processes now."""
        ...

    async def open(self, worker: str) -> RemoteStation:
        """A new Station in that process.

        Raises:
            ImportError: there is no citecache.
            Exception: whatever else is in the way, now.
        """
        ...

    async def close(self) -> None:
        """Leave the cluster, or end it if `connect` started it."""
        ...
