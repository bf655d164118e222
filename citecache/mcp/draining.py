"""What was asked before stdin ended is answered, as in `citecache mcp < requests`: the SDK ends with its input at once.

Both streams of the connection are watched: the end of the input is passed on when nothing is left to answer.
"""

from types import TracebackType
from typing import TYPE_CHECKING, Self

import anyio
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCError, JSONRPCNotification, JSONRPCRequest, JSONRPCResponse

if TYPE_CHECKING:  # private to the SDK: a later one may not have it
    from mcp.shared._stream_protocols import ReadStream, WriteStream

LONGEST = 60.0
"""Seconds after the end of the input for which an answer is waited for."""


class Unanswered:
    """The requests of one connection that have no answer yet."""

    def __init__(self) -> None:
        self._ids: set[str | int | None] = set()
        self._none_left = anyio.Event()

    def asked(self, item: SessionMessage | Exception) -> None:
        message = item.message if isinstance(item, SessionMessage) else None
        if isinstance(message, JSONRPCRequest):
            self._ids.add(message.id)
        elif isinstance(message, JSONRPCNotification) and message.method == "notifications/cancelled":
            self._drop((message.params or {}).get("requestId"))

    def answered(self, item: SessionMessage) -> None:
        if isinstance(item.message, JSONRPCResponse | JSONRPCError):
            self._drop(item.message.id)

    def _drop(self, id_: str | int | None) -> None:
        self._ids.discard(id_)
        if not self._ids:
            self._none_left.set()
            self._none_left = anyio.Event()

    async def wait(self) -> None:
        """Until nothing is left to answer."""
        with anyio.move_on_after(LONGEST):
            while self._ids:
                await self._none_left.wait()


class RequestStream:
    """The input, which ends when what was asked is answered."""

    def __init__(self, inner: "ReadStream[SessionMessage | Exception]", unanswered: Unanswered) -> None:
        self._inner = inner
        self._unanswered = unanswered

    @property
    def last_context(self) -> object:
        return getattr(self._inner, "last_context", None)

    async def receive(self) -> SessionMessage | Exception:
        try:
            item = await self._inner.receive()
        except anyio.EndOfStream:
            await self._unanswered.wait()
            raise
        self._unanswered.asked(item)
        return item

    async def aclose(self) -> None:
        await self._inner.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        try:
            return await self.receive()
        except anyio.EndOfStream:
            raise StopAsyncIteration from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class AnswerStream:
    """The output."""

    def __init__(self, inner: "WriteStream[SessionMessage]", unanswered: Unanswered) -> None:
        self._inner = inner
        self._unanswered = unanswered

    async def send(self, item: SessionMessage, /) -> None:
        await self._inner.send(item)
        self._unanswered.answered(item)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
