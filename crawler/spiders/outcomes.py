"""Scrapy's responses and failures as Fetches. No state, no network."""

from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.middlewares.failures import classify
from crawler.middlewares.redirects import hops
from crawler.middlewares.refusal import Refusal
from crawler.model import Fetch, Outcome, Page
from crawler.net.credentials import hide_credentials
from crawler.request_state import RequestState, state_of

MAX_ERROR_CHARS = 300


def from_response(page: Page, response: Response, *, now: datetime) -> Fetch:
    """The Fetch of a response, whatever its status."""
    request = response.request
    assert request is not None
    flags = tuple(_flags(request, response))
    not_modified = response.status == 304 and page.validators.capture_id is not None and "conditional" in flags
    state = state_of(request)
    outcome, error = _outcome(response)
    return Fetch(
        page=page,
        started_at=state.exchanges[0].started_at if state.exchanges else now,
        elapsed=state.seconds,
        outcome=Outcome.NOT_MODIFIED if not_modified else outcome,
        status=response.status,
        error=error,
        final_url=response.url,
        redirects=hops(request),
        headers=headers_of(response),
        attempts=1 + int(request.meta.get("retry_times", 0)),
        ip_address=None if response.ip_address is None else str(response.ip_address),
        latency=request.meta.get("download_latency"),
        flags=flags,
        body=None if not_modified else response.body,
    )


def _outcome(response: Response) -> tuple[Outcome, str | None]:
    """Outcome and reason of a response, by the flags of the handler and of middlewares/decoding.py."""
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
    state = RequestState() if request is None else state_of(request)
    chain = error.hops if isinstance(error, Refusal) and error.hops else () if request is None else hops(request)
    return Fetch(
        page=page,
        started_at=state.exchanges[0].started_at if state.exchanges else now,
        elapsed=state.seconds,
        outcome=outcome,
        error=" ".join(hide_credentials(reason).split())[:MAX_ERROR_CHARS],
        final_url=None if request is None else request.url,
        redirects=chain,
        attempts=1 if request is None else 1 + int(request.meta.get("retry_times", 0)),
        not_before=error.not_before if isinstance(error, Refusal) else None,
    )


def unrequestable(page: Page, reason: str, *, unsafe: bool = False) -> Fetch:
    """The Fetch of a Page whose URL cannot be requested."""
    outcome = Outcome.UNSAFE if unsafe else Outcome.INVALID_URL
    return Fetch(page=page, started_at=datetime.now(UTC), elapsed=0.0, outcome=outcome, error=reason)


def headers_of(response: Response) -> tuple[tuple[str, str], ...]:
    """A response's headers, names in lower case, as Latin-1 (RFC 9110, 5.5)."""
    return tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )


def _flags(request: Request, response: Response) -> list[str]:
    flags = ["conditional"] if b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers else []
    if "partial" in response.flags:  # Scrapy's flag for a body without a length, ended by closing the connection
        flags.append("length_unknown")
    return flags
