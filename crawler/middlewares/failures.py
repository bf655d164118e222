"""Exceptions of Scrapy, Twisted and OpenSSL -> an outcome and one line of reason. No state, no network.

Every way for a request to get no response is named here; what is not named is `internal`, our own fault,
and says nothing of the page.
"""

import re
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet import error as network
from twisted.web._newclient import ParseError
from twisted.web.client import ResponseFailed, ResponseNeverReceived

from crawler.middlewares.guard import lookups
from crawler.middlewares.refusal import Refusal
from crawler.middlewares.tls import refusals
from crawler.middlewares.wire import HeadersTooLarge, UnsupportedProtocol
from crawler.model import Outcome

_LOOKED_UP = re.compile(r"hostname lookup: (\S+?)\.?$")

UNSUPPORTED = (
    "unsupported protocol",
    "alert protocol version",
    "no protocols available",
    "no application protocol",
    "unsupported ssl version",
)
"""OpenSSL's words (sslerr.h) for a server whose TLS versions, or whose protocols within TLS, are not ours."""

KINDS: tuple[tuple[type[BaseException], Outcome, str], ...] = (
    (TunnelError, Outcome.PROXY_ERROR, "the proxy opened no tunnel"),
    (VerificationError, Outcome.TLS_ERROR, "the certificate is for another host"),
    (SSL.Error, Outcome.TLS_ERROR, "TLS failed"),
    (DownloadConnectionRefusedError, Outcome.REFUSED, "the connection was refused"),
    (DownloadTimeoutError, Outcome.TIMEOUT, "no answer in time"),
    (ResponseDataLossError, Outcome.TRUNCATED, "the connection ended before the body did"),
    (DownloadCancelledError, Outcome.TOO_LARGE, "the body is larger than is fetched"),
    (HeadersTooLarge, Outcome.HEADERS_TOO_LARGE, ""),
    (UnsupportedProtocol, Outcome.PROTOCOL_UNSUPPORTED, ""),
    (ParseError, Outcome.PROTOCOL_ERROR, "the answer is not HTTP"),
    (network.TimeoutError, Outcome.TIMEOUT, "no connection in time"),
    (network.TCPTimedOutError, Outcome.TIMEOUT, "no connection in time"),
    (network.ConnectionRefusedError, Outcome.REFUSED, "the connection was refused"),
    (network.ConnectionDone, Outcome.RESET, "the connection was closed without an answer"),
    (network.ConnectionLost, Outcome.RESET, "the connection was lost"),
    (network.ConnectError, Outcome.RESET, "the connection failed"),
    (IgnoreRequest, Outcome.TOO_LARGE, ""),  # of HttpCompressionMiddleware: beyond DOWNLOAD_MAXSIZE once unpacked
    (OSError, Outcome.DECODE_ERROR, "the body cannot be unpacked"),  # its other complaint
)
"""Exception -> outcome and what to say. The first that matches counts, causes inside a wrapper before it."""


def classify(error: BaseException, request: Request | None) -> tuple[Outcome, str]:
    """The outcome that an exception stands for, and one line of reason."""
    if isinstance(error, Refusal):
        return error.outcome, error.reason
    if isinstance(error, CannotResolveHostError):
        # Of a redirected robots.txt, the request is the first one: Twisted's message names the host.
        named = _LOOKED_UP.search(str(error))
        host = named[1] if named else urlsplit(request.url).hostname or "" if request else ""
        return lookups.get(host) or (Outcome.DNS_ERROR, f"{host}: the name was not resolved")
    if _broke_off(error):
        return Outcome.PROTOCOL_ERROR, "the answer broke off before it was HTTP"
    for cause in _causes(error):
        for kind, outcome, reason in KINDS:
            if isinstance(cause, kind):
                if outcome is Outcome.TLS_ERROR:
                    return _tls(cause, request, reason)
                return _of_proxy(outcome, request), _sentence(reason, cause)
    if isinstance(error, DownloadFailedError):  # something else in Twisted's parser gave up on the answer
        return Outcome.PROTOCOL_ERROR, f"the answer is not HTTP: {_causes(error)[0]}"
    return Outcome.INTERNAL, f"{type(error).__name__}: {error}"


def _broke_off(error: BaseException) -> bool:
    """Whether something came, but no whole header, before the connection was closed in good order."""
    cause = error.__cause__
    if not isinstance(cause, ResponseFailed) or isinstance(cause, ResponseNeverReceived):
        return False
    return all(isinstance(reason.value, network.ConnectionDone) for reason in cause.reasons)


def _tls(error: BaseException, request: Request | None, reason: str) -> tuple[Outcome, str]:
    """Why TLS failed: the certificate's reason, or that no version or protocol is common."""
    host = urlsplit(request.url).hostname or "" if request else ""
    said = _sentence(reason, error)
    if any(word in said for word in UNSUPPORTED):
        return Outcome.PROTOCOL_UNSUPPORTED, said
    if "certificate verify failed" in said:
        return Outcome.TLS_ERROR, refusals.get(host) or said
    return Outcome.TLS_ERROR, said


def _causes(error: BaseException) -> list[BaseException]:
    """The exceptions inside a wrapper, innermost meaning first, then the wrapper itself."""
    found: list[BaseException] = []
    cause = error.__cause__
    if isinstance(error, DownloadFailedError | ResponseDataLossError) and isinstance(cause, ResponseFailed):
        found = [reason.value for reason in cause.reasons]
    elif isinstance(cause, BaseException):
        found = [cause]
    return [*found, error] if not isinstance(error, ResponseDataLossError) else [error]


def _of_proxy(outcome: Outcome, request: Request | None) -> Outcome:
    """A refused connection is the proxy's where there is one."""
    proxied = request is not None and request.meta.get("proxy")
    return Outcome.PROXY_ERROR if proxied and outcome is Outcome.REFUSED else outcome


def _sentence(reason: str, error: BaseException) -> str:
    if isinstance(error, SSL.Error):
        parts = error.args[0] if error.args and isinstance(error.args[0], list) else []
        detail = "; ".join(str(part[-1]) for part in parts if part)
    else:
        detail = str(error)
    return ": ".join(part for part in (reason, detail) if part) or type(error).__name__
