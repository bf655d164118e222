"""Maps exceptions of Scrapy, Twisted and OpenSSL to an outcome and a one-line reason. No state, no network.

Every known way for a request to fail is listed here. Anything else is `internal`: a fault of ours, which is no evidence
about the page.
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
from crawler.middlewares.tls import rejections
from crawler.middlewares.wire import HeadersTooLarge, UnsupportedProtocol
from crawler.model import Outcome
from crawler.text.reasons import said_once

_LOOKED_UP = re.compile(r"hostname lookup: (\S+?)\.?$")

UNSUPPORTED = (
    "unsupported protocol",
    "alert protocol version",
    "no protocols available",
    "no application protocol",
    "unsupported ssl version",
)
"""OpenSSL's messages (sslerr.h) when client and server share no TLS version or no protocol within TLS."""

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
    (IgnoreRequest, Outcome.TOO_LARGE, ""),  # HttpCompressionMiddleware: over DOWNLOAD_MAXSIZE once unpacked
    (OSError, Outcome.DECODE_ERROR, "the body cannot be unpacked"),  # its other error
)
"""Exception -> outcome and reason. The first match wins; causes inside a wrapper are tried before the wrapper."""


def classify(error: BaseException, request: Request | None) -> tuple[Outcome, str]:
    """The outcome that an exception stands for, and one line of reason."""
    if isinstance(error, Refusal):
        return error.outcome, error.reason
    if isinstance(error, CannotResolveHostError):
        # For a redirected robots.txt, `request` is the original one: Twisted's message names the right host.
        named = _LOOKED_UP.search(str(error))
        host = named[1] if named else urlsplit(request.url).hostname or "" if request else ""
        return lookups.get(host) or (Outcome.DNS_ERROR, f"{host}: the name was not resolved")
    if _closed_in_headers(error):
        return Outcome.PROTOCOL_ERROR, "the answer broke off before it was HTTP"
    for cause in _causes(error):
        for kind, outcome, reason in KINDS:
            if isinstance(cause, kind):
                if outcome is Outcome.TLS_ERROR:
                    return _tls(cause, request, reason)
                return _blame_proxy(outcome, request), _sentence(reason, cause)
    if isinstance(error, DownloadFailedError):  # another error in Twisted's parser
        return Outcome.PROTOCOL_ERROR, f"the answer is not HTTP: {_causes(error)[0]}"
    return Outcome.INTERNAL, f"{type(error).__name__}: {error}"


def _closed_in_headers(error: BaseException) -> bool:
    """Whether data arrived, but the connection was cleanly closed before the headers were complete."""
    cause = error.__cause__
    if not isinstance(cause, ResponseFailed) or isinstance(cause, ResponseNeverReceived):
        return False
    return all(isinstance(reason.value, network.ConnectionDone) for reason in cause.reasons)


def _tls(error: BaseException, request: Request | None, reason: str) -> tuple[Outcome, str]:
    """Why TLS failed: the reason the certificate was rejected, or that no version or protocol is shared."""
    host = urlsplit(request.url).hostname or "" if request else ""
    message = _sentence(reason, error)
    if any(phrase in message for phrase in UNSUPPORTED):
        return Outcome.PROTOCOL_UNSUPPORTED, message
    if "certificate verify failed" in message:
        return Outcome.TLS_ERROR, rejections.get(host) or message
    return Outcome.TLS_ERROR, message


def _causes(error: BaseException) -> list[BaseException]:
    """The exceptions inside a wrapper, most specific first, then the wrapper itself."""
    found: list[BaseException] = []
    cause = error.__cause__
    if isinstance(error, DownloadFailedError | ResponseDataLossError) and isinstance(cause, ResponseFailed):
        found = [reason.value for reason in cause.reasons]
    elif isinstance(cause, BaseException):
        found = [cause]
    return [*found, error] if not isinstance(error, ResponseDataLossError) else [error]


def _blame_proxy(outcome: Outcome, request: Request | None) -> Outcome:
    """Behind a proxy, a refused connection was refused by the proxy."""
    proxied = request is not None and request.meta.get("proxy")
    return Outcome.PROXY_ERROR if proxied and outcome is Outcome.REFUSED else outcome


def _sentence(reason: str, error: BaseException) -> str:
    if isinstance(error, SSL.Error):
        parts = error.args[0] if error.args and isinstance(error.args[0], list) else []
        detail = "; ".join(str(part[-1]) for part in parts if part)
    else:
        detail = str(error)
    return said_once(reason, detail) or type(error).__name__
