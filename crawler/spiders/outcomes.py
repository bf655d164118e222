"""Scrapy's and Twisted's responses and exceptions as Fetches. No state, no network.

Every way for a request to end is named here; what is not named is `internal`, our own fault, and says
nothing of the page.
"""

from datetime import UTC, datetime
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
from scrapy.http import Response
from service_identity import VerificationError
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError
from twisted.web.client import ResponseFailed

from crawler.items import Fetch, Outcome, Page
from crawler.middlewares.guard import lookups
from crawler.middlewares.redirects import hops
from crawler.middlewares.refusal import Refusal
from crawler.middlewares.tls import refusals
from crawler.middlewares.wire import HeadersTooLarge, NotSpoken

MAX_ERROR_CHARS = 300

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
    (NotSpoken, Outcome.PROTOCOL_UNSUPPORTED, ""),
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


def from_response(page: Page, response: Response, *, now: datetime) -> Fetch:
    """The Fetch of a response, whatever its status."""
    request = response.request
    assert request is not None
    not_modified = response.status == 304 and page.validators.capture_id is not None
    exchanges = request.meta.get("exchanges") or [(now, 0.0)]
    outcome, error = _how(response)
    return Fetch(
        page=page,
        started_at=exchanges[0][0],
        elapsed=sum(seconds for _, seconds in exchanges),
        outcome=Outcome.NOT_MODIFIED if not_modified else outcome,
        status=response.status,
        error=error,
        final_url=response.url,
        redirects=hops(request),
        headers=headers_of(response),
        attempts=1 + int(request.meta.get("retry_times", 0)),
        ip_address=None if response.ip_address is None else str(response.ip_address),
        latency=request.meta.get("download_latency"),
        flags=tuple(_flags(request, response)),
        body=None if not_modified else response.body,
    )


def _how(response: Response) -> tuple[Outcome, str | None]:
    """Whether a response came whole and readable: flags of the handler and of middlewares/decoding.py."""
    for flag in response.flags:
        if flag == "dataloss":
            return Outcome.TRUNCATED, "the connection ended before the body did"
        if flag.startswith("decode_error: "):
            return Outcome.DECODE_ERROR, flag.removeprefix("decode_error: ")[:MAX_ERROR_CHARS]
    return Outcome.RESPONSE, None


def from_failure(page: Page, failure: Failure, request: Request | None, *, now: datetime) -> Fetch:
    """The Fetch of a request that got no response."""
    error = failure.value or RuntimeError("a failure without a cause")
    outcome, reason = classify(error, request)
    meta = {} if request is None else request.meta
    exchanges = meta.get("exchanges") or [(now, 0.0)]
    chain = error.hops if isinstance(error, Refusal) and error.hops else () if request is None else hops(request)
    return Fetch(
        page=page,
        started_at=exchanges[0][0],
        elapsed=sum(seconds for _, seconds in exchanges),
        outcome=outcome,
        error=" ".join(reason.split())[:MAX_ERROR_CHARS],
        final_url=None if request is None else request.url,
        redirects=chain,
        attempts=1 + int(meta.get("retry_times", 0)),
        not_before=error.not_before if isinstance(error, Refusal) else None,
    )


def unrequestable(page: Page, reason: str, *, unsafe: bool = False) -> Fetch:
    """The Fetch of a Page that no request can be built for."""
    outcome = Outcome.UNSAFE if unsafe else Outcome.INVALID_URL
    return Fetch(page=page, started_at=datetime.now(UTC), elapsed=0.0, outcome=outcome, error=reason)


def classify(error: BaseException, request: Request | None) -> tuple[Outcome, str]:
    """The outcome that an exception stands for, and one line of reason."""
    if isinstance(error, Refusal):
        return error.outcome, error.reason
    if isinstance(error, CannotResolveHostError):
        host = urlsplit(request.url).hostname or "" if request else ""
        return lookups.get(host) or (Outcome.DNS_ERROR, f"{host}: the name was not resolved")
    for cause in _causes(error):
        for kind, outcome, reason in KINDS:
            if isinstance(cause, kind):
                if outcome is Outcome.TLS_ERROR:
                    return _tls(cause, request, reason)
                return _of_proxy(outcome, request), _sentence(reason, cause)
    if isinstance(error, DownloadFailedError):  # something else in Twisted's parser gave up on the answer
        return Outcome.PROTOCOL_ERROR, f"the answer is not HTTP: {_causes(error)[0]}"
    return Outcome.INTERNAL, f"{type(error).__name__}: {error}"


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


def headers_of(response: Response) -> tuple[tuple[str, str], ...]:
    """A response's headers, names in lower case, as Latin-1 (RFC 9110, 5.5)."""
    return tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )


def _flags(request: Request, response: Response) -> list[str]:
    flags = ["conditional"] if b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers else []
    if "partial" in response.flags:  # Scrapy's word for a body that only the closing of the connection ended
        flags.append("length_unknown")
    return flags
