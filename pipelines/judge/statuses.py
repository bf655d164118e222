"""The verdict of an outcome or a status: two tables, and the rules that read them.

Sources: RFC 9110 section 15 and the IANA registry of status codes; for unregistered ones the manuals of nginx (444, 494
to 499), Cloudflare (520 to 530) and IIS (440), and LinkedIn's use of 999. Doubt never counts as loss: whatever is not
certainly gone never counts towards `dead`, so anything unusual is `blocked` (the server refuses us) or `unreachable`
(it did not work this time).
"""

from crawler.model import Evidence, Fetch, Outcome, Verdict
from crawler.text.reasons import said_once

OUTCOMES: dict[Outcome, tuple[Verdict, str]] = {
    Outcome.NXDOMAIN: (Verdict.MISSING, "the host name does not exist"),
    Outcome.DNS_ERROR: (Verdict.UNREACHABLE, "the host name could not be looked up"),
    Outcome.REFUSED: (Verdict.UNREACHABLE, "the connection was refused"),
    Outcome.RESET: (Verdict.UNREACHABLE, "the connection was reset"),
    Outcome.TIMEOUT: (Verdict.UNREACHABLE, "no answer in time"),
    Outcome.TLS_ERROR: (Verdict.UNREACHABLE, "no secure connection could be made"),
    Outcome.TRUNCATED: (Verdict.UNREACHABLE, "the body is incomplete"),
    Outcome.TOO_LARGE: (Verdict.UNREACHABLE, "the body is larger than is fetched"),
    Outcome.DECODE_ERROR: (Verdict.UNREACHABLE, "the body cannot be decompressed"),
    Outcome.HEADERS_TOO_LARGE: (Verdict.UNREACHABLE, "the response headers are larger than is read"),
    Outcome.PROTOCOL_UNSUPPORTED: (Verdict.UNREACHABLE, "the server speaks no protocol that we do"),
    Outcome.PROTOCOL_ERROR: (Verdict.UNREACHABLE, "the answer is not proper HTTP"),
    Outcome.REDIRECT_LOOP: (Verdict.UNREACHABLE, "the redirects do not end"),
    Outcome.PROXY_ERROR: (Verdict.UNREACHABLE, "the proxy could not reach it"),
    Outcome.ROBOTS_DENIED: (Verdict.DISALLOWED, "robots.txt forbids it"),
    Outcome.ROBOTS_ERROR: (Verdict.DISALLOWED, "robots.txt could not be read"),
    Outcome.ROBOTS_UNREACHABLE: (Verdict.DISALLOWED, "robots.txt could not be read"),
    Outcome.UNSAFE: (Verdict.UNSAFE, "it is never fetched"),
    Outcome.INVALID_URL: (Verdict.FAILED, "the URL cannot be requested"),
    Outcome.POSTPONED: (Verdict.FAILED, "the host asked for patience, so the page was not asked for"),
    Outcome.CANCELLED: (Verdict.FAILED, "the run ended first"),
    Outcome.INTERNAL: (Verdict.FAILED, "a fault of our own"),
}
"""Every outcome without a usable body. A proxy's failure is `unreachable`, because behind a proxy an unreachable host
can only be seen as one."""

BODY_OUTCOMES = (Outcome.TRUNCATED, Outcome.TOO_LARGE, Outcome.DECODE_ERROR)
"""Outcomes with a complete status line: an error status still counts; only for a 2xx does the body matter."""

STATUSES: dict[int, tuple[Verdict, str]] = {
    304: (Verdict.UNREACHABLE, "not modified, though we had nothing to compare with"),
    401: (Verdict.RESTRICTED, "authentication required"),
    402: (Verdict.RESTRICTED, "payment required"),
    403: (Verdict.BLOCKED, "forbidden"),
    404: (Verdict.MISSING, "not found"),
    406: (Verdict.BLOCKED, "not acceptable"),
    407: (Verdict.RESTRICTED, "proxy authentication required"),
    408: (Verdict.UNREACHABLE, "the server waited in vain for our request"),
    410: (Verdict.MISSING, "gone"),
    418: (Verdict.BLOCKED, "a server's way to say no to robots"),
    421: (Verdict.UNREACHABLE, "a server that does not answer for this host"),
    423: (Verdict.RESTRICTED, "locked"),
    425: (Verdict.UNREACHABLE, "too early"),
    428: (Verdict.BLOCKED, "precondition required"),
    429: (Verdict.BLOCKED, "too many requests"),
    440: (Verdict.RESTRICTED, "login time-out"),
    444: (Verdict.BLOCKED, "connection closed without an answer"),
    451: (Verdict.LEGAL, "unavailable for legal reasons"),
    499: (Verdict.UNREACHABLE, "the request was given up on the way"),
    511: (Verdict.FAILED, "our own network asks for a login"),
    999: (Verdict.BLOCKED, "a site's way to say no to robots"),
}
"""The statuses with a meaning of their own; for the others of each class see `by_status`."""


def by_outcome(fetch: Fetch) -> Evidence | None:
    """`outcome-<name>`: the verdict of a Fetch without a usable response. None: the status decides.

    A 2xx with a body larger than our limit is `alive`: no error page is that large. Everything else is as in
    `OUTCOMES`. Source: the table of verdicts.
    """
    if fetch.outcome not in OUTCOMES:
        return None
    verdict, meaning = OUTCOMES[fetch.outcome]
    if fetch.outcome in BODY_OUTCOMES and fetch.status is not None:
        if not 200 <= fetch.status < 300:
            return None
        if fetch.outcome is Outcome.TOO_LARGE:
            verdict = Verdict.ALIVE
    detail = said_once(meaning, fetch.error or "")
    return Evidence(rule=f"outcome-{fetch.outcome.replace('_', '-')}", verdict=verdict, detail=detail)


def by_status(fetch: Fetch) -> Evidence | None:
    """`status-<code>`: the verdict of the status. None: a 2xx, whose body decides.

    Other statuses by class: a 3xx that leads nowhere is `unreachable`; a 4xx is `blocked` (the server refuses this
    request, which does not mean that the page is gone); a 5xx is `unreachable`, and so is anything that is not an HTTP
    status. Source: RFC 9110 section 15, "treat an unrecognized status code as being equivalent to the x00 status code
    of that class".
    """
    status = fetch.status
    if status is None:
        return Evidence(rule="status-none", verdict=Verdict.FAILED, detail="a response without a status")
    if 200 <= status < 300 and status != 206:
        return None
    verdict, meaning = STATUSES.get(status) or _by_class(status)
    detail = f"HTTP {status}: {meaning}"
    if waits := fetch.header("retry-after"):
        detail += f"; retry-after: {waits[:40]}"
    if status in (301, 302, 303, 307, 308):
        location = fetch.header("location")
        detail += f"; location: {location[:200]}" if location else "; no location"
    return Evidence(rule=f"status-{status}", verdict=verdict, detail=detail)


def _by_class(status: int) -> tuple[Verdict, str]:
    if status == 206:
        return Verdict.UNREACHABLE, "a part of the page, though the whole was asked for"
    if 300 <= status < 400:
        return Verdict.UNREACHABLE, "a redirect that leads nowhere"
    if 400 <= status < 500:
        return Verdict.BLOCKED, "the request was refused"
    if 500 <= status < 600:
        return Verdict.UNREACHABLE, "the server failed"
    return Verdict.UNREACHABLE, "not a status of HTTP"
