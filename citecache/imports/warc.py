"""WARC archives: their heads into an index, then the copies that are wanted."""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from citecache.imports import http, own
from citecache.imports.found import FoundCopy, Problems, ResourceLine, date_problem, moment
from citecache.imports.index import COMPLETE, REDIRECTS, ArchiveIndex, CopyHead, WantedRecord
from citecache.imports.records import BrokenRecord, WarcEntry, entries
from crawler.net.urls import page_url

HEAD = 64 * 1024
"""Bytes of a block that are read for its head."""

_REFRESH = re.compile(r"\s*\d+\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"\s]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A WARC file, or one within a WACZ. `name` is for messages."""

    name: str
    format: str  # warc, wacz
    file: str  # without folders
    open: Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(slots=True)
class ArchiveHeads:
    """What was learnt of archives by their heads."""

    index: ArchiveIndex = field(default_factory=ArchiveIndex)
    resources: list[ResourceLine] = field(default_factory=list)
    own: set[int] = field(default_factory=set)  # the archives that we have written


def read_heads(archives: Collection[Archive], problems: Problems, *, now: datetime) -> ArchiveHeads:
    """The first reading."""
    found = ArchiveHeads()
    for number, archive in enumerate(archives):
        for entry in _entries_of(archive, problems):
            try:
                _read_head(entry, number, found, problems, now)
            except BrokenRecord as error:
                problems.add(archive.name, entry.place, str(error))
    return found


def _entries_of(archive: Archive, problems: Problems) -> Iterator[WarcEntry]:
    """Its records; one that cannot be opened, as an encrypted one, has none."""
    try:
        with archive.open() as file:
            yield from entries(file, archive.name, problems)
    except (OSError, RuntimeError, NotImplementedError, ValueError) as error:
        problems.add(archive.name, "the file", str(error))


def _read_head(entry: WarcEntry, archive: int, found: ArchiveHeads, problems: Problems, now: datetime) -> None:
    kind = entry.type
    if kind == "metadata" and "warc-fields" in entry.header("Content-Type"):
        lines = own.resources(entry.start(own.MAX_BLOCK))
        found.resources += lines
        if lines:
            found.own.add(archive)
            return
    if not kind:
        raise BrokenRecord("no WARC-Type")
    if kind not in ("response", "revisit", "resource"):
        problems.left_out[f"of type {kind}"] += 1
        return
    entry.length()
    page = page_url(entry.uri)
    if page.problem is not None:
        if not entry.uri.lower().startswith(("http:", "https:")):
            problems.left_out[f"of type {kind}, of no web page"] += 1
            return
        raise BrokenRecord(page.problem)
    written = entry.header("WARC-Date").strip()
    at = moment(written)
    if at is None:
        raise BrokenRecord(f"WARC-Date is no date: {written[:40]}" if written else "no WARC-Date")
    if problem := date_problem(at, now):
        raise BrokenRecord(problem)
    head = _head(entry, page.url, at, archive)
    if head is None:
        problems.left_out["with the status of an error"] += 1
    else:
        found.index.add(head)


def _head(entry: WarcEntry, key: str, at: datetime, archive: int) -> CopyHead | None:
    """The head; None: of an error."""
    status: int | None = None
    media, location = entry.header("Content-Type"), None
    if entry.type != "resource" and (block := entry.start(HEAD)):
        message = http.parse(block)
        status, media = message.status, message.header("content-type") or ""
        location = _location(message)
        if status not in COMPLETE | REDIRECTS | {304}:
            return None
    if entry.type == "response" and entry.header("WARC-Truncated") and location is None:
        raise BrokenRecord(f"WARC-Truncated: {entry.header('WARC-Truncated')[:40]}")
    refers = None
    if entry.type == "revisit" and location is None:
        url = entry.header("WARC-Refers-To-Target-URI").strip("<> ") or entry.uri
        refers = page_url(url).url, moment(entry.header("WARC-Refers-To-Date"))
    elif status in REDIRECTS | {304} and location is None:
        return None
    return CopyHead(
        key=key,
        url=entry.uri,
        at=at,
        archive=archive,
        place=entry.place,
        status=status,
        media_type=media.partition(";")[0].strip().lower(),
        location=location,
        digest=entry.header("WARC-Payload-Digest").strip().lower(),
        refers=refers,
    )


def _location(message: http.HttpMessage) -> str | None:
    if message.status in REDIRECTS:
        return message.header("location")
    refresh = _REFRESH.match(message.header("refresh") or "")
    return refresh[1] if refresh and message.header("content-length") == "0" else None


def read_copies(
    archives: Collection[Archive], wanted: Collection[WantedRecord], problems: Problems
) -> Iterator[FoundCopy]:
    """The second reading: the copies, in the order in which their bodies stand in the archives."""
    places: dict[tuple[int, str], list[WantedRecord]] = {}
    for one in wanted:
        places.setdefault((one.body.archive, one.body.place), []).append(one)
    needed = {one.body.archive for one in wanted}
    for number, archive in enumerate(archives):
        if number not in needed:
            continue
        for entry in _entries_of(archive, problems):
            try:
                if uses := places.get((number, entry.place)):
                    yield from _copies(entry, archive, uses)
            except BrokenRecord as error:
                problems.add(archive.name, entry.place, str(error))


def _copies(entry: WarcEntry, archive: Archive, uses: list[WantedRecord]) -> Iterator[FoundCopy]:
    block = entry.block()
    if entry.type == "resource":
        headers: tuple[tuple[str, str], ...] = (("content-type", entry.header("Content-Type")),)
        status, body = None, block
    else:
        message = http.parse(block)
        status, headers = message.status, message.headers
        body = http.plain_body(message, entry.header("WARC-Payload-Digest"))
    if not body:
        raise BrokenRecord("no body")
    for use in uses:
        yield FoundCopy(
            url=use.url,
            final_url=use.final_url,
            at=use.at,
            format=archive.format,
            file=archive.file,
            place=entry.place,
            status=status,
            headers=headers,
            redirects=use.redirects,
            body=body,
        )
