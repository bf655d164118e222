"""What an archive answers to a request to capture a page. Pure.

Two forms are understood. The plain one: the answer names the copy, at once (`Content-Location` or `Location`:
`/web/20260102030405/https://example.org/`, as of the Wayback Machine; 201 with `Location`, RFC 9110, 15.3.2; a Memento
with its own link, RFC 7089, as of pywb in record mode). That of Save Page Now 2 ("SPN2 Public API Docs", Internet
Archive): the answer names a job, whose state is then asked for.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.memento.forms import date_of, wayback
from crawler.memento.links import parse
from crawler.model.archive_save import DECLINED, FAILED, SAVED, SaveOutcome
from crawler.net.credentials import hide_credentials, without_credentials
from crawler.net.http_dates import http_date

RUNTIME_ERROR = "x-archive-wayback-runtime-error"
"""The header in which the Wayback Machine says why it does not capture a page; its status is then no trouble."""

MOST_READ = 512 * 1024
"""Characters of a body in which a job is looked for."""

_JOB = re.compile(r"spn2-[0-9a-zA-Z]{6,64}")
_WORDS = re.compile(r"<[^<>]*>|\s+")

_TRANSIENT = frozenset(
    f"error:{name}"
    for name in (
        *("bad-gateway", "bandwidth-limit-exceeded", "browsing-timeout", "capture-location-error", "celery"),
        *("gateway-timeout", "internal-server-error", "job-failed", "no-browsers-available", "no-captures"),
        *("proxy-error", "read-timeout", "redis-error", "service-unavailable", "soft-time-limit-exceeded"),
        *("too-many-requests", "user-session-limit"),
    )
)
"""`status_ext` of SPN2 that says nothing of the page: another request may succeed."""

BACK_OFF = frozenset(f"error:{name}" for name in ("too-many-requests", "user-session-limit", "no-browsers-available"))
"""Those that ask for patience: nothing more is asked in this run."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. Names of headers are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Job:
    """A capture under way, at an archive."""

    id: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A redirect that is no copy, within the archive."""

    url: str


def understood(answer: Answer) -> SaveOutcome | Job | Elsewhere:
    """What an answer says. It may be that of an archive which refuses, or of something that is no archive."""
    if copy := _copy(answer):
        return copy
    if answer.status in (301, 302, 303, 307, 308):
        target = _location(answer, "location")
        if target and urlsplit(target).hostname == urlsplit(answer.url).hostname:
            return Elsewhere(target)
        return SaveOutcome(outcome=FAILED, detail=f"redirects to {str(target)[:200]}")
    if answer.status >= 400:
        return _refusal(answer)
    if answer.status in (200, 201, 202):
        found = _object(answer.text)
        if found is not None and ("status_ext" in found or found.get("status") == "error"):
            return _error(found)
        job = found.get("job_id") if found is not None else None
        name = job if isinstance(job, str) else answer.text[:MOST_READ]
        if match := _JOB.search(name):
            return Job(match[0])
    return SaveOutcome(outcome=FAILED, detail=f"HTTP {answer.status} that names no copy: is it an archive?")


def job_state(answer: Answer, copies: str) -> SaveOutcome | None:
    """The end of a job; None: it is under way. `copies`: what the addresses of copies begin with."""
    found = _object(answer.text)
    if found is None:
        return SaveOutcome(outcome=FAILED, detail=f"HTTP {answer.status} for the state of a job")
    if found.get("status") == "success":
        digits, original = found.get("timestamp"), found.get("original_url")
        url = f"{copies.rstrip('/')}/{digits}/{original}"
        at = date_of(url) if isinstance(original, str) else None
        if at is None:
            return SaveOutcome(outcome=FAILED, detail="a job that ended without naming the copy")
        return SaveOutcome(outcome=SAVED, detail="", url=without_credentials(url), at=at)
    return _error(found) if found.get("status") == "error" else None


def ends_run(answer: Answer) -> bool:
    """Whether nothing more shall be asked in this run: the archive wants patience, or other keys than ours."""
    found = _object(answer.text)
    return answer.status in (401, 407) or (found is not None and found.get("status_ext") in BACK_OFF)


def _copy(answer: Answer) -> SaveOutcome | None:
    """The copy that an answer names; an error is no copy, though it be captured."""
    if answer.status >= 400:
        return None
    for name in ("content-location", "location"):
        url = _location(answer, name)
        if url and (wayback(url) or (answer.status == 201 and name == "location")):
            at = date_of(url) or _memento_datetime(answer)
            return SaveOutcome(outcome=SAVED, detail="", url=_replayed(url), at=at)
    at = _memento_datetime(answer)
    if at is None or answer.status != 200:
        return None
    links = parse(answer.headers.get("link", ""), answer.url)
    named = next((link.target for link in links if "memento" in link.rels), None)
    return SaveOutcome(outcome=SAVED, detail="", url=named and without_credentials(named), at=at)


def _replayed(url: str) -> str:
    """The address where a copy is replayed. pywb names that where it would record again ("Recording Mode").

    >>> _replayed("http://a.example/web/record/20260102030405id_/http://e.org/record/")
    'http://a.example/web/20260102030405/http://e.org/record/'
    """
    parts = wayback(url)
    if parts is None or not parts.archive.endswith("/record/"):
        return url
    return replace(parts, archive=parts.archive.removesuffix("record/"), modifier="").url


def _memento_datetime(answer: Answer) -> datetime | None:
    at = http_date(answer.headers.get("memento-datetime", ""))
    return at and at.astimezone(UTC)


def _location(answer: Answer, name: str) -> str | None:
    value = answer.headers.get(name, "").strip()
    try:
        url = urljoin(answer.url, value) if value else ""
        return without_credentials(url) if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _refusal(answer: Answer) -> SaveOutcome:
    """By its status. 401 is about us, 5xx about the archive; any other 4xx about the page."""
    found = _object(answer.text)
    if found is not None and ("status_ext" in found or "message" in found):
        return _error(found)
    said = answer.headers.get(RUNTIME_ERROR, "")
    words = _one_line(said or _WORDS.sub(" ", answer.text[:2_000]))
    detail = f"HTTP {answer.status}" + (f": {words}" if words else "")
    about_us = answer.status in (401, 407, 408, 425, 429) or answer.status >= 500
    return SaveOutcome(outcome=FAILED if about_us and not said else DECLINED, detail=detail)


def _error(found: Mapping[str, Any]) -> SaveOutcome:
    code, message = found.get("status_ext"), found.get("message")
    words = [one for one in (code, message) if isinstance(one, str) and one]
    outcome = DECLINED if isinstance(code, str) and code not in _TRANSIENT else FAILED
    return SaveOutcome(outcome=outcome, detail=_one_line(": ".join(words)) or "an error without a reason")


def _object(text: str) -> Mapping[str, Any] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _one_line(text: str) -> str:
    return " ".join(hide_credentials(text).split())[:200]
