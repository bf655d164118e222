"""The types of the tables: a Behaviour, the Fetch expected from it, and how the two are compared.

A Behaviour is served in four roles ("ways"): as the page, as the robots.txt of its origin (with a good page behind it),
as the target of a redirect from a good page, and as the tdmrep.json of its origin (with a good page before it).
`expected` gives the result of each; with several Expected in a tuple, any one of them is right.
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
"""A password that the server puts into URLs. It must not occur anywhere in the cache."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """One right result of a Fetch. Fields that are None are not compared."""

    outcome: Outcome
    verdict: Verdict
    status: int | None = None
    error: str | None = None  # contained in the Fetch's error, ignoring case
    flag: str | None = None
    text: str | None = None  # contained in the text of the Capture; "": there must be no text
    kept: bool = False  # the body's bytes are stored
    hops: int | None = None
    title_chars: int | None = None  # at most
    charset: str | None = None

    @property
    def good(self) -> bool:
        return self.verdict in GOOD_VERDICTS

    def wrong(self, row: Mapping[str, Any]) -> str | None:
        """The fields of a row of FETCHES that are not as expected; None if all are."""
        found = row["text"] or ""
        checks = (
            (row["outcome"] == self.outcome, "outcome"),
            (row["verdict"] == self.verdict, "verdict"),
            (self.status is None or row["status"] == self.status, "status"),
            (self.error is None or self.error.lower() in (row["error"] or "").lower(), f"error without {self.error!r}"),
            (self.flag is None or self.flag in row["flags"], f"no flag {self.flag}"),
            (not self.text or self.text in found, "not the text"),
            (self.text != "" or not found, "text where there is none"),
            (not self.kept or row["body_bytes"], "no bytes stored"),
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
"""In every good text that a behaviour serves; the good pages of the first epoch have "first" instead."""

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
"""If the status is known, a body over the limit is evidence for `alive`, since the limit is ours."""

ALLOWED: Either = (FIRST,)
DISALLOWED: Either = (
    fails(Outcome.ROBOTS_UNREACHABLE, Verdict.DISALLOWED),
    fails(Outcome.ROBOTS_ERROR, Verdict.DISALLOWED),
)


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """What a server does, and the expected result in each role."""

    name: str
    sends: Sender
    expected: Mapping[str, Either]  # way -> what is right
    tls: str | None = None  # https: the context's name in certificates.py, or "raw" for bytes below TLS
    slow: bool = False  # lasts until the Fetch's timeout
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
    """A row of the tables. The default for robots.txt follows from RFC 9309; a tdmrep.json never affects its page."""
    behind = robots or (DISALLOWED if tls and not page[0].good else behind_robots(page))
    expected = {"page": page, "robots": behind, "redirect": redirect or page, "tdmrep": ALLOWED}
    return Behaviour(name=name, sends=sends, expected=expected, tls=tls, **more)


def behind_robots(answer: Either) -> Either:
    """The result for a good page whose robots.txt ends like this (RFC 9309, 2.3.1).

    Read, or "unavailable" (4xx, or more than five redirects): allowed. Anything else is "unreachable": 5xx, no answer,
    an answer that is not HTTP or is incomplete, a redirect to a forbidden address.
    A body over our limit was read as far as the RFC requires (500 KiB, 2.5); a bomb or an invalid length was not.
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
