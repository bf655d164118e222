"""Incoming HTTP/1.1: Scrapy's client protocol, with limits and with precise errors for what is not HTTP/1.1.

Scrapy's and Twisted's parser accepts endless headers and any number as a status, and reports a long line or HTTP/2
only as a lost connection. The exceptions raised here end the exchange; `failures.py` maps them to outcomes.
"""

from collections.abc import MutableMapping
from time import monotonic
from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, DONE, ParseError
from twisted.web.http import _DataLoss

from crawler.middlewares.gate import LARGE_BODY, Gate

MAX_HEADERS = 256 * 1024
"""Bytes of status lines and headers of one answer, 1xx answers included. The limit is Chromium's."""

MAX_LINE = 16_384
"""Bytes of one header line: Twisted's own limit, which it enforces by silently dropping the connection."""

VALID_STATUSES = range(100, 600)
"""RFC 9110, 15: three digits, the first from 1 to 5. 999, LinkedIn's refusal, is well known and accepted besides."""


class HeadersTooLarge(Exception):
    """The headers, or one of their lines, are over the limit."""


class UnsupportedProtocol(Exception):
    """The server answers in a protocol that we do not speak."""


class Parser(_LenientHTTPClientParser):
    """Scrapy's lenient parser, with errors of their own for an invalid status and for a long line."""

    def statusReceived(self, status: bytes) -> None:
        parts = status.split(b" ", 2)
        version, code = parts[0], parts[1] if len(parts) > 1 else b""
        if version.startswith(b"HTTP/2"):
            raise UnsupportedProtocol("the server answers in HTTP/2")
        good = len(code) == 3 and code.isdigit() and (int(code) in VALID_STATUSES or code == b"999")
        if not version.startswith(b"HTTP/1.") or not good:
            reason = f"no status line of HTTP/1.1: {status[:60]!r}"
            raise ParseError(reason, status[:60])  # type: ignore[no-untyped-call]
        super().statusReceived(status)  # type: ignore[no-untyped-call]

    def allHeadersReceived(self) -> None:
        """Twisted keeps Transfer-Encoding to itself; a Fetch has the headers as they were sent."""
        for value in self.connHeaders.getRawHeaders(b"transfer-encoding", ()):
            self.response.headers.addRawHeader(b"transfer-encoding", value)
        super().allHeadersReceived()  # type: ignore[no-untyped-call]

    def lineLengthExceeded(self, line: bytes) -> None:
        del line
        raise HeadersTooLarge(f"a header line of over {MAX_LINE // 1024} KB")


class _ResetDecoder:
    """Replaces the body decoder after a reset, which would otherwise pass for the end of a body without a length."""

    def noMoreData(self) -> None:
        raise _DataLoss("the connection was reset")


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's protocol, counting the bytes that arrive."""

    gate: Gate
    sent: MutableMapping[bytes, float]
    uri = b""
    _head = 0
    _body = 0

    def request(self, request: Any) -> Any:  # noqa: ANN401 - Twisted's request and Deferred
        self._head = self._body = 0
        self.uri = request.absoluteURI or b""
        self.sent[self.uri] = monotonic()
        deferred = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = Parser  # as Scrapy does, for the same reason: Twisted hard-codes the class
        return deferred

    def dataReceived(self, data: bytes) -> None:
        parser = self._parser
        if parser is not None and parser.state not in (BODY, DONE):
            if self._head == 0 and _is_http2(data):
                self._giveUp(Failure(UnsupportedProtocol("the server speaks HTTP/2 only")))  # type: ignore[no-untyped-call]
                return
            self._head += len(data)
            if self._head > MAX_HEADERS + len(data):  # this chunk may contain the end of the headers
                reason = HeadersTooLarge(f"over {MAX_HEADERS // 1024} KB of headers")
                self._giveUp(Failure(reason))  # type: ignore[no-untyped-call]
                return
        elif parser is not None and parser.state == BODY:
            self._body += len(data)
            if self._body > LARGE_BODY:
                self.gate.acquire(self)
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def _finishResponse(self, rest: bytes) -> None:
        self.gate.release(self)
        response = getattr(self._parser, "response", None)
        if response is not None and response.code in (204, 304) and self._currentRequest is not None:
            # Some servers send a body all the same, which would be read as the answer to the next request.
            self._currentRequest.persistent = False
        super()._finishResponse(rest)

    def connectionLost(self, reason: Any = None) -> None:  # noqa: ANN401 - Twisted's Failure
        self.gate.release(self)
        parser = self._parser
        if parser is not None and parser.state == BODY and reason is not None and reason.check(ConnectionLost):
            parser.bodyDecoder = _ResetDecoder()  # type: ignore[assignment]
        super().connectionLost(reason)  # type: ignore[no-untyped-call]


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Builds `BoundedProtocol`s for the connection pool; the handler sets their gate, and where they note when each URL
    was sent.
    """

    gate: Gate
    sent: MutableMapping[bytes, float]

    def buildProtocol(self, addr: Any) -> BoundedProtocol:  # noqa: ANN401 - Twisted's address
        del addr
        protocol = BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
        protocol.gate, protocol.sent = self.gate, self.sent
        return protocol


def _is_http2(data: bytes) -> bool:
    """Whether an answer starts with an HTTP/2 SETTINGS frame (RFC 9113, 3.4 and 6.5) or GOAWAY (6.8)."""
    return len(data) >= 9 and data[:2] == b"\x00\x00" and data[3] in (4, 7) and data[5:9] == b"\x00\x00\x00\x00"
