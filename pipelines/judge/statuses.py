"""What an outcome or a status says by itself: two tables, and the rule that reads them.

Sources: RFC 9110 section 15 and the IANA registry of status codes; for the unregistered ones the manuals of
nginx (444, 494 to 499), Cloudflare (520 to 530), IIS (440) and LinkedIn's 999. The leaning is always the same: what is
not surely "gone" is never counted towards `dead`, so anything odd is `blocked` (they would not serve us) or
`unreachable` (it did not work this time).
"""

from crawler.model import Evidence, Fetch, Outcome, Verdict

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
"""Every outcome without a usable body. A proxy's failure is `unreachable`: behind a proxy it is the only face that
an unreachable host has."""

BODY_OUTCOMES = (Outcome.TRUNCATED, Outcome.TOO_LARGE, Outcome.DECODE_ERROR)
"""The status line of these arrived whole: if it is an error, it speaks; only of a 200 the body is missed."""

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
"""The statuses that have a meaning of their own; `by_status` says what the others of each class mean."""


def by_outcome(fetch: Fetch) -> Evidence | None:
    """`outcome-<name>`: what a Fetch without a usable response says. None: look at the status.

    A body larger than is fetched under a 2xx status speaks for `alive`: no error page has that size, and the
    limit is ours. Everything else is as `OUTCOMES` has it. Source: the table of verdicts.
    """
    if fetch.outcome not in OUTCOMES:
        return None
    verdict, meaning = OUTCOMES[fetch.outcome]
    if fetch.outcome in BODY_OUTCOMES and fetch.status is not None:
        if not 200 <= fetch.status < 300:
            return None
        if fetch.outcome is Outcome.TOO_LARGE:
            verdict = Verdict.ALIVE
    detail = f"{meaning}: {fetch.error}" if fetch.error else meaning
    return Evidence(rule=f"outcome-{fetch.outcome.replace('_', '-')}", verdict=verdict, detail=detail)


def by_status(fetch: Fetch) -> Evidence | None:
    """`status-<code>`: what the status says by itself. None: a 2xx, whose body decides.

    Other statuses of a class: 3xx that led nowhere is `unreachable` (the page was said to be elsewhere, not
    where); 4xx is `blocked` (the server refuses this request, not this page); 5xx is `unreachable`; anything
    else is no status of HTTP, `unreachable`. Source: RFC 9110 section 15, "treat an unrecognized status code
    as being equivalent to the x00 status code of that class".
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
