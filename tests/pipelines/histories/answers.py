"""Responses that a check can get, by a short name, as Fetches with the real extractor's Captures."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from casefiles import files, page

from crawler.model import Capture, Fetch, Hop, Outcome, Page
from pipelines.extract import extract

BODIES = {path.stem: page(path).encode() for path in files(Path(__file__).parent / "answers")}
"""The pages of `answers/` by their names."""

ERROR = "<!DOCTYPE html><html lang='en'><head><title>Error</title></head><body><main><p>{status}</p></main></body>"
STATUSES = {name: int(name) for name in ("401", "403", "404", "410", "429", "451", "503")}
OUTCOMES = {
    "nxdomain": Outcome.NXDOMAIN,
    "servfail": Outcome.DNS_ERROR,
    "timeout": Outcome.TIMEOUT,
    "refused": Outcome.REFUSED,
    "tls": Outcome.TLS_ERROR,
    "robots": Outcome.ROBOTS_DENIED,
    "internal": Outcome.INTERNAL,
    "postponed": Outcome.POSTPONED,
    "truncated": Outcome.TRUNCATED,
}
REDIRECTS = {
    "to-new": (301, "https://new.example/harbour"),
    "to-other": (308, "https://other.example/harbour"),
    "via-302": (302, "https://new.example/harbour"),
}


@cache
def capture(name: str, url: str) -> Capture:
    return extract(BODIES[name], url=url, content_type="text/html; charset=utf-8")


def answer(name: str, asked: Page, now: datetime) -> Fetch:
    """The Fetch of a Page with the response of that name."""
    fetch = Fetch(page=asked, started_at=now, elapsed=0.5, outcome=Outcome.RESPONSE, final_url=asked.url)
    if name in OUTCOMES:
        status = 200 if name == "truncated" else None
        return replace(fetch, outcome=OUTCOMES[name], status=status, error="as the test has it")
    if name in STATUSES:
        body = ERROR.format(status=name).encode()
        return replace(fetch, status=STATUSES[name], body=body, capture=extract(body, url=asked.url, content_type=None))
    if name == "304":
        return replace(fetch, outcome=Outcome.NOT_MODIFIED, status=304)
    if name.startswith("empty"):
        return replace(fetch, status=int(name.removeprefix("empty")), body=b"")
    status, body = 200, name
    if name == "challenge404":
        status, body = 404, "challenge"
    if name in REDIRECTS:
        code, target = REDIRECTS[name]
        fetch, body = replace(fetch, final_url=target, redirects=(Hop(url=asked.url, status=code),)), "good"
    return replace(fetch, status=status, body=BODIES[body], capture=capture(body, asked.url))
