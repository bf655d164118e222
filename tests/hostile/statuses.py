"""Status lines: invalid numbers, unsolicited answers, bodies where none are allowed."""

from dataclasses import replace

from terms import (
    ALLOWED,
    DISALLOWED,
    GOOD,
    HEADERS,
    NO_BODY,
    PROTOCOL,
    RESET,
    TIMEOUT,
    UNSUPPORTED,
    answers,
    behaviour,
    fails,
)
from wire import PAGE, drip, forever, head, raw, whole

from crawler.model import Outcome, Verdict

POSTPONED = (fails(Outcome.POSTPONED, Verdict.FAILED),)
EMPTY_204 = answers(204, Verdict.UNREACHABLE)
HINTS = head("103 Early Hints", ("Link", "</style.css>; rel=preload"))

TABLE = (
    behaviour("status-0", raw(whole(status="0 Zero")), PROTOCOL),
    behaviour("status-99", raw(whole(status="99 Low")), PROTOCOL),
    behaviour("status-600", raw(whole(status="600 High")), PROTOCOL),
    behaviour("status-999", raw(whole(status="999 Request denied")), answers(999, Verdict.BLOCKED)),
    behaviour("status-1000", raw(whole(status="1000 Higher")), PROTOCOL),
    behaviour("status-text", raw(whole(status="OK fine")), PROTOCOL),
    behaviour("status-negative", raw(whole(status="-200 OK")), PROTOCOL),
    behaviour("status-plus", raw(whole(status="+200 OK")), PROTOCOL),
    behaviour("status-float", raw(whole(status="200.5 OK")), PROTOCOL),
    behaviour("status-missing", raw(b"HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"), PROTOCOL),
    behaviour("status-fullwidth-digits", raw(whole(status="２００ OK")), PROTOCOL),
    behaviour("status-without-reason", raw(b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + PAGE), GOOD),
    behaviour("status-reason-15-kb", raw(whole(status="200 " + "OK " * 5000)), GOOD),
    behaviour("status-299", raw(whole(status="299 Unknown")), answers(299, Verdict.ALIVE)),
    behaviour("status-599", raw(whole(status="599 Unknown")), answers(599, Verdict.UNREACHABLE)),
    behaviour("204-with-body", raw(whole(status="204 No Content")), EMPTY_204),
    behaviour(
        "205-with-body",
        raw(whole(status="205 Reset Content")),
        answers(205, Verdict.ALIVE),
        answers(205, Verdict.UNREACHABLE),
    ),
    behaviour(
        "304-unasked",
        raw(head("304 Not Modified")),
        answers(304, Verdict.UNREACHABLE),
    ),
    behaviour("304-with-body", raw(whole(status="304 Not Modified")), answers(304, Verdict.UNREACHABLE)),
    behaviour("100-flood", forever(b"", head("100 Continue") * 100), HEADERS),
    behaviour("103-flood", forever(b"", HINTS * 100), HEADERS),
    behaviour("100-then-200", raw(head("100 Continue"), HINTS, whole()), GOOD),
    behaviour("100-drip", forever(b"", head("100 Continue"), pause=0.5), TIMEOUT, slow=True, long=True),
    behaviour(
        "101-unasked",
        raw(head("101 Switching Protocols", ("Upgrade", "websocket"), ("Connection", "Upgrade")), b"\x81\x05hello"),
        PROTOCOL,
        UNSUPPORTED,
        RESET,
        answers(101, Verdict.UNREACHABLE),
        robots=DISALLOWED,
    ),
    behaviour("status-line-drip", drip(b"", b"HTTP/1.1 200 OK" + b" " * 60), TIMEOUT, slow=True),
    behaviour(
        "206-unasked",
        raw(whole(PAGE, "206 Partial Content", ("Content-Range", f"bytes 0-{len(PAGE) - 1}/99999"))),
        answers(206, Verdict.UNREACHABLE),
    ),
    behaviour("200-empty", raw(whole(b"")), NO_BODY),
    behaviour("202-empty", raw(whole(b"", "202 Accepted")), answers(202, Verdict.BLOCKED)),
    behaviour("401", raw(whole(status="401 Unauthorized")), answers(401, Verdict.RESTRICTED)),
    behaviour("404", raw(whole(status="404 Not Found")), answers(404, Verdict.MISSING)),
    behaviour("410", raw(whole(status="410 Gone")), answers(410, Verdict.MISSING)),
    behaviour("451", raw(whole(status="451 Unavailable For Legal Reasons")), answers(451, Verdict.LEGAL)),
    behaviour("500", raw(whole(status="500 Internal Server Error")), answers(500, Verdict.UNREACHABLE)),
    behaviour(
        "404-cut",
        raw(head("404 Not Found", ("Content-Type", "text/html"), ("Content-Length", "99999")), PAGE),
        fails(Outcome.TRUNCATED, Verdict.MISSING, status=404),
        robots=(*ALLOWED, *DISALLOWED),
    ),
    # The page behind such a robots.txt waits for the host's pause, or is postponed to a later run.
    behaviour(
        "429-a-century",
        raw(whole(b"wait", "429 Too Many Requests", ("Retry-After", "9" * 40))),
        answers(429, Verdict.BLOCKED),
        robots=POSTPONED,
    ),
    behaviour(
        "429-yesterday",
        raw(whole(b"wait", "429 Too Many Requests", ("Retry-After", "Mon, 01 Jan 2001 00:00:00 GMT"))),
        answers(429, Verdict.BLOCKED),
    ),
    behaviour(
        "503-year-10000",
        raw(whole(b"wait", "503 Service Unavailable", ("Retry-After", "Fri, 31 Dec 99999 23:59:59 GMT"))),
        answers(503, Verdict.UNREACHABLE),
        robots=(*DISALLOWED, *POSTPONED),
    ),
    behaviour(
        "503-negative-wait",
        raw(whole(b"wait", "503 Service Unavailable", ("Retry-After", "-5"))),
        answers(503, Verdict.UNREACHABLE),
    ),
    behaviour("300-without-location", raw(whole(status="300 Multiple Choices")), answers(300, Verdict.UNREACHABLE)),
    behaviour("302-without-location", raw(whole(status="302 Found")), answers(302, Verdict.UNREACHABLE)),
    behaviour(
        "399", raw(whole(status="399 Unknown")), replace(answers(399, Verdict.UNREACHABLE), hops=0), ways=("page",)
    ),
)
