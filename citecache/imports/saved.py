"""A page saved by a browser: SingleFile, "save page as", PDF. A person vouches for it: it is what they saw."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from citecache.imports.found import FoundCopy, NotImportable, date_problem, moment
from crawler.net.urls import page_url

MAX_BODY = 64 * 2**20
"""Bytes: pages saved in one file have their pictures in them."""

HEAD = 64 * 1024
_SINGLEFILE = re.compile(rb"Page saved with SingleFile(.{0,8192}?)-->", re.DOTALL)
_URL = re.compile(r"^\s*url:\s*(\S+)", re.MULTILINE)
_DATE = re.compile(r"^\s*saved date:\s*(.+?)\s*$", re.MULTILINE)
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{4}\)(\S+)\s*-->")
"""The Mark of the Web that browsers write ("Mark of the Web", Microsoft)."""

_JAVASCRIPT_DATE = "%a %b %d %Y %H:%M:%S GMT%z"
"""Date.prototype.toString (ECMA-262, 21.4.4.41)."""


def is_singlefile(head: bytes) -> bool:
    """Whether SingleFile has saved it."""
    return _SINGLEFILE.search(head) is not None


def read(path: Path, kind: str, *, url: str | None, at: datetime | None, now: datetime) -> FoundCopy:
    """The page in a file. A URL and a date that are given count more than what the file says.

    Raises:
        NotImportable: it is too large, or its URL is not known.
    """
    body = whole(path, MAX_BODY)
    told, date = _singlefile(body[:HEAD]) if kind == "singlefile" else (_saved_from(body[:HEAD]), None)
    return copy(path, kind, body, url=url or told, at=at or date, now=now)


def copy(
    path: Path,
    kind: str,
    body: bytes,
    *,
    url: str | None,
    at: datetime | None,
    now: datetime,
    content_type: str | None = None,
) -> FoundCopy:
    """A copy of a page as it was saved; without a date, it is of when the file was written.

    Raises:
        NotImportable: its URL or date cannot be.
    """
    if url is None:
        raise NotImportable(f"{path}: the file does not say which page it is: name it with --url URL")
    if problem := page_url(url).problem:
        raise NotImportable(f"{path}: {url[:200]}: {problem}: name the page with --url URL")
    if at is None:
        at = min(datetime.fromtimestamp(path.stat().st_mtime, UTC), now)
    if problem := date_problem(at, now):
        raise NotImportable(f"{path}: {problem}: give the date with --date DATE")
    if content_type is None:
        content_type = "application/pdf" if kind == "pdf" else "text/html"
    return FoundCopy(
        url=url,
        final_url=page_url(url).url,
        at=at,
        format=kind,
        file=path.name,
        place="the page",
        headers=(("content-type", content_type),),
        body=body,
        vouched=True,
    )


def whole(path: Path, most: int) -> bytes:
    """All of a file.

    Raises:
        NotImportable: it is larger.
    """
    with path.open("rb") as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise NotImportable(f"{path}: over {most // 2**20} MB")
    return found


def _singlefile(head: bytes) -> tuple[str | None, datetime | None]:
    comment = _SINGLEFILE.search(head)
    text = comment[1].decode("utf-8", "replace") if comment else ""
    url, date = _URL.search(text), _DATE.search(text)
    return url[1] if url else None, _date(date[1]) if date else None


def _date(text: str) -> datetime | None:
    """A date as SingleFile writes it: `Tue Apr 09 2024 10:13:01 GMT+0200 (Central European Summer Time)`.

    >>> _date("Tue Apr 09 2024 10:13:01 GMT+0200 (CEST)").isoformat()
    '2024-04-09T08:13:01+00:00'
    """
    with suppress(ValueError):
        return datetime.strptime(text.partition("(")[0].strip(), _JAVASCRIPT_DATE).astimezone(UTC)
    return moment(text)


def _saved_from(head: bytes) -> str | None:
    found = _SAVED_FROM.search(head)
    return found[1].decode("utf-8", "replace") if found else None
