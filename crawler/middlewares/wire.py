"""HTTP/1.1 as it comes in: Scrapy's client protocol, with bounds and with names for what is no HTTP.

Scrapy's and Twisted's parser takes headers without end, any number as a status, and says of a long line or of
HTTP/2 only that the connection was lost. What is raised here ends the exchange, and `spiders/outcomes.py`
knows it by its class.
"""

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
"""Bytes of status lines and headers of one answer, 1xx ones included. The bound is the one Chromium has."""

MAX_LINE = 16_384
"""Bytes of one header line: Twisted's own limit, which it enforces by dropping the connection without a word."""

VALID_STATUSES = range(100, 600)
"""RFC 9110, 15: three digits, the first of 1 to 5. 999 is LinkedIn's refusal, and so known that it has a meaning."""


class HeadersTooLarge(Exception):
    """The headers, or one line of them, are larger than is read."""


class UnsupportedProtocol(Exception):
    """The server answers in a protocol that we do not speak."""


class Parser(_LenientHTTPClientParser):
    """Scrapy's lenient parser; a status that is none, and a line too long, are said as what they are."""

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

    def lineLengthExceeded(self, line: bytes) -> None:
        del line
        raise HeadersTooLarge(f"a header line of over {MAX_LINE // 1024} KB")


class _ResetDecoder:
    """In the place of a decoder whose connection was reset: without a length, that would pass for the end."""

    def noMoreData(self) -> None:
        raise _DataLoss("the connection was reset")


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's protocol, counting what comes in."""

    gate: Gate
    uri = b""
    _head = 0
    _body = 0

    def request(self, request: Any) -> Any:  # noqa: ANN401 - Twisted's request and Deferred
        self._head = self._body = 0
        self.uri = request.absoluteURI or b""
        deferred = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = Parser  # as Scrapy does it, for the same reason: the class is hard-coded below
        return deferred

    def dataReceived(self, data: bytes) -> None:
        parser = self._parser
        if parser is not None and parser.state not in (BODY, DONE):
            if self._head == 0 and _is_http2(data):
                self._giveUp(Failure(UnsupportedProtocol("the server speaks HTTP/2 only")))  # type: ignore[no-untyped-call]
                return
            self._head += len(data)
            if self._head > MAX_HEADERS + len(data):  # this chunk may hold the end of them
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
            # Some send a body all the same. It would be read as the answer to the next request.
            self._currentRequest.persistent = False
        super()._finishResponse(rest)

    def connectionLost(self, reason: Any = None) -> None:  # noqa: ANN401 - Twisted's Failure
        self.gate.release(self)
        parser = self._parser
        if parser is not None and parser.state == BODY and reason is not None and reason.check(ConnectionLost):
            parser.bodyDecoder = _ResetDecoder()  # type: ignore[assignment]
        super().connectionLost(reason)  # type: ignore[no-untyped-call]


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Builds `BoundedProtocol`s for the connection pool; the handler gives it their gate."""

    gate: Gate

    def buildProtocol(self, addr: Any) -> BoundedProtocol:  # noqa: ANN401 - Twisted's address
        del addr
        protocol = BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
        protocol.gate = self.gate
        return protocol


def _is_http2(data: bytes) -> bool:
    """Whether an answer begins with HTTP/2's SETTINGS frame (RFC 9113, 3.4 and 6.5), or with GOAWAY (6.8)."""
    return len(data) >= 9 and data[:2] == b"\x00\x00" and data[3] in (4, 7) and data[5:9] == b"\x00\x00\x00\x00"
