"""The words of the tables: a Behaviour, what is expected of a Fetch that meets it, and how that is compared.

A Behaviour is served in four ways: as the page, as the robots.txt of its origin (with a good page behind it), as what
a good page redirects to, and as the tdmrep.json of its origin (with a good page before it). `expected` says what each
way must end as; a tuple of several Expected means that any one of them is right.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from crawler.model import Outcome, Verdict

if TYPE_CHECKING:
    from wire import Wire

Sender = Callable[["Wire"], Awaitable[None]]
GOOD_VERDICTS = (Verdict.ALIVE, Verdict.MOVED)
WAYS = ("page", "robots", "redirect", "tdmrep")
SECRET = "hunter2-of-the-hostile-tests"
"""A password that the server puts into URLs. It must stand nowhere in the cache."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """One way for a Fetch to be right. None: not looked at."""

    outcome: Outcome
    verdict: Verdict
    status: int | None = None
    error: str | None = None  # stands in the Fetch's error, case ignored
    flag: str | None = None
    text: str | None = None  # stands in the text of the Capture; "" means that there must be no text
    kept: bool = False  # bytes of the body are kept
    hops: int | None = None
    title_chars: int | None = None  # at most
    charset: str | None = None

    @property
    def good(self) -> bool:
        return self.verdict in GOOD_VERDICTS

    def wrong(self, row: Mapping[str, Any]) -> str | None:
        """What of a row of `records.rows` is not as expected; None when all is."""
        found = row["text"] or ""
        checks = (
            (row["outcome"] == self.outcome, "outcome"),
            (row["verdict"] == self.verdict, "verdict"),
            (self.status is None or row["status"] == self.status, "status"),
            (self.error is None or self.error.lower() in (row["error"] or "").lower(), f"error without {self.error!r}"),
            (self.flag is None or self.flag in row["flags"], f"no flag {self.flag}"),
            (not self.text or self.text in found, "not the text"),
            (self.text != "" or not found, "text where there is none"),
            (not self.kept or row["body_bytes"], "no bytes kept"),
            (self.hops is None or row["hops"] == self.hops, f"not {self.hops} hops"),
            (self.title_chars is None or len(row["title"] or "") <= self.title_chars, "title too long"),
            (self.charset is None or row["charset"] == self.charset, f"charset is {row['charset']}"),
        )
        return ", ".join(what for right, what in checks if not right) or None

    def __str__(self) -> str:
        status = f" {self.status}" if self.status else ""
        return f"{self.outcome}/{self.verdict}{status}"


Either = tuple[Expected, ...]


def fails(outcome: Outcome, verdict: Verdict = Verdict.UNREACHABLE, **more: Any) -> Expected:
    return Expected(outcome=outcome, verdict=verdict, **more)


def answers(status: int, verdict: Verdict, **more: Any) -> Expected:
    return Expected(outcome=Outcome.RESPONSE, verdict=verdict, status=status, **more)


SECOND = "This is the second edition"
"""Stands in every good text that a behaviour serves; the good pages of the first epoch have "first" there."""

GOOD = answers(200, Verdict.ALIVE, text=SECOND)
MOVED = answers(200, Verdict.MOVED, text=SECOND)
FIRST = answers(200, Verdict.ALIVE, text="This is the first edition")
PROTOCOL = fails(Outcome.PROTOCOL_ERROR)
UNSUPPORTED = fails(Outcome.PROTOCOL_UNSUPPORTED)
HEADERS = fails(Outcome.HEADERS_TOO_LARGE)
TRUNCATED = fails(Outcome.TRUNCATED, status=200)
CUT = replace(TRUNCATED, kept=True)
UNDECODED = fails(Outcome.DECODE_ERROR, status=200, kept=True)
RESET = fails(Outcome.RESET)
TIMEOUT = fails(Outcome.TIMEOUT)
LOOP = fails(Outcome.REDIRECT_LOOP)
TLS = fails(Outcome.TLS_ERROR)
UNSAFE = fails(Outcome.UNSAFE, Verdict.UNSAFE)
NO_BODY = answers(200, Verdict.UNREACHABLE)
TOO_LARGE: Either = (fails(Outcome.TOO_LARGE), fails(Outcome.TOO_LARGE, Verdict.ALIVE, status=200))
"""With the status known, a body over the limit speaks for `alive`: the limit is ours."""

ALLOWED: Either = (FIRST,)
DISALLOWED: Either = (
    fails(Outcome.ROBOTS_UNREACHABLE, Verdict.DISALLOWED),
    fails(Outcome.ROBOTS_ERROR, Verdict.DISALLOWED),
)


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """What a server does, and what must come of it in each way of meeting it."""

    name: str
    sends: Sender
    expected: Mapping[str, Either]  # way -> what is right
    tls: str | None = None  # https: the context's name in certificates.py, or "raw" for bytes below TLS
    slow: bool = False  # takes the whole time of a Fetch
    long: bool = False  # left out of the short form
    ways: tuple[str, ...] = field(default=WAYS)


def behaviour(
    name: str,
    sends: Sender,
    *page: Expected,
    robots: Either | None = None,
    redirect: Either | None = None,
    tls: str | None = None,
    **more: Any,
) -> Behaviour:
    """A line of the tables. What is not said of robots.txt follows from RFC 9309; no tdmrep.json does a page harm."""
    behind = robots or (DISALLOWED if tls and not page[0].good else behind_robots(page))
    expected = {"page": page, "robots": behind, "redirect": redirect or page, "tdmrep": ALLOWED}
    return Behaviour(name=name, sends=sends, expected=expected, tls=tls, **more)


def behind_robots(answer: Either) -> Either:
    """What becomes of a good page whose robots.txt ends like this (RFC 9309, 2.3.1).

    Read, or "unavailable" (4xx, or five redirects that led nowhere): allowed. Anything else is "unreachable":
    5xx, no answer, an answer that is no HTTP or is incomplete, one that redirects to where we never go.
    A body over our limit was read as far as the RFC asks for (500 KiB, 2.5), a bomb or a nonsense length was not.
    """
    found: dict[Expected, None] = {}
    for one in answer:
        if one.outcome is Outcome.RESPONSE:
            found |= dict.fromkeys(ALLOWED if (one.status or 0) < 500 else DISALLOWED)
        elif one.outcome is Outcome.REDIRECT_LOOP:
            found |= dict.fromkeys(ALLOWED)
        elif one.outcome in (Outcome.UNSAFE, Outcome.INVALID_URL):
            found |= dict.fromkeys((*DISALLOWED, replace(UNSAFE, outcome=one.outcome, verdict=one.verdict)))
        elif one.outcome is Outcome.PROTOCOL_UNSUPPORTED:  # the page would fail the same way
            found |= dict.fromkeys((*DISALLOWED, UNSUPPORTED))
        else:
            found |= dict.fromkeys(DISALLOWED)
    return tuple(found)
