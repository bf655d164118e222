"""One Fetch as records: redirects, response or revisit, request, the text as a conversion, and metadata."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from hashlib import sha256

from citecache.exports.warc import http, metadata
from citecache.exports.warc.fields import CONTENT_TYPE, target_uri
from citecache.exports.warc.records import (
    IDENTICAL,
    NOT_MODIFIED,
    REQUEST,
    RESPONSE,
    TEXT,
    ArchiveRecord,
    record_id,
)
from crawler.cache.scratch import WrittenPayload
from crawler.model import Hop, Outcome, RecordedCapture, RecordedPage, Recording, Verdict

_EMPTY = sha256(b"").hexdigest()


class BodyState(StrEnum):
    """What the file has of the body of an answer, as the metadata record says it."""

    WRITTEN = "in the record with the same date and URL"
    REPEATED = "as in the record that the revisit record refers to"
    DROPPED = "no longer kept (CITECACHE_KEEP)"
    SAME_TEXT = "never stored: other bytes with the same text as before"
    UNSTORED = "never stored"
    WITHHELD = "withheld"
    NONE = "none was received"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchEvent:
    """A Fetch, and what may be written of it."""

    page: RecordedPage
    recording: Recording
    nth: int  # among the Page's Fetches of the same second
    state: BodyState
    withheld: str | None = None  # why, where the state is WITHHELD
    body: bytes = field(default=b"", repr=False)  # where it is WRITTEN
    same_as: WrittenPayload | None = None  # where it is REPEATED
    conditions: tuple[tuple[str, str], ...] = ()  # that a 304 answered
    verdict: Verdict | None = None  # the Page's present one, with its newest Fetch
    with_text: bool = True

    @property
    def date(self) -> str:
        return self.recording.fetch.started_at

    @property
    def uri(self) -> str:
        """Of the final response."""
        return target_uri(self.recording.fetch.final_url or self.page.url)

    @property
    def is_not_modified(self) -> bool:
        return self.recording.fetch.outcome is Outcome.NOT_MODIFIED

    def id(self, *of: object) -> str:
        """The id of a record of this Fetch."""
        return record_id(*of, self.page.url, self.date, self.nth)


def records(event: FetchEvent) -> Iterator[ArchiveRecord]:
    """The records of a Fetch; the metadata record, which there always is, is the last."""
    answer = None
    head: http.HttpHead | None = None
    if event.state is not BodyState.WITHHELD:
        fetch = event.recording.fetch
        yield from _redirects(fetch.redirects, fetch.final_url, date=event.date, id_of=partial(event.id, "redirect"))
    if event.state in (BodyState.WRITTEN, BodyState.REPEATED):
        answer, head = _answer(event)
        yield answer
        yield _request(event, answer.id)
    capture = event.recording.capture
    if capture is not None and event.with_text and event.state is not BodyState.WITHHELD:
        uri = _text_uri(event, capture)
        yield from conversion(capture, uri=uri, date=event.date, of=None if answer is None else answer.id)
    named = [] if answer is None else [("WARC-Concurrent-To", answer.id), ("WARC-Refers-To", answer.id)]
    yield ArchiveRecord(
        type="metadata",
        id=event.id("metadata"),
        date=event.date,
        uri=event.uri,
        content_type=CONTENT_TYPE,
        payload=metadata.of_fetch(event.page, event.recording, body=_told(event), head=head, verdict=event.verdict),
        named=tuple(named),
    )


def conversion(capture: RecordedCapture, *, uri: str, date: str, of: str | None) -> Iterator[ArchiveRecord]:
    """The text of a Capture, if it is here, as a record of its own (WARC 1.1, section 6.8)."""
    if capture.text is None:
        return
    text = capture.text.encode("utf-8", "replace")
    digest = sha256(text).hexdigest()
    named = [("WARC-Identified-Payload-Type", TEXT)]
    if of is not None:
        named.append(("WARC-Refers-To", of))
    yield ArchiveRecord(
        type="conversion",
        id=record_id("conversion", uri, date, of, digest),
        date=date,
        uri=uri,
        content_type=TEXT,
        payload=text,
        payload_sha256=digest,
        named=tuple(named),
    )


def _text_uri(event: FetchEvent, capture: RecordedCapture) -> str:
    """The URI of a text: that of its page; or one of its own, as Webrecorder's crawler has, where pywb would replay the
    text in place of the page.

    pywb looks up conversions like pages. Of two records of one second it takes the first in the order of the lines of
    its index, which is by declared type, then by identified type.
    """
    types = (_declared_type(event.recording) or "unk", capture.media_type)
    first = event.state is BodyState.WRITTEN and types <= ("text/plain", "text/plain")
    return event.uri if first else f"urn:text:{event.uri}"


def _declared_type(recording: Recording) -> str | None:
    found = next((value for name, value in recording.fetch.headers if name.lower() == "content-type"), "")
    return re.split("[; ]", found)[0] or None


def _told(event: FetchEvent) -> str:
    return event.state.value + (f": {event.withheld}" if event.withheld else "")


def _redirects(
    hops: Sequence[Hop], final_url: str | None, *, date: str, id_of: Callable[[int], str]
) -> Iterator[ArchiveRecord]:
    urls = [*(hop.url for hop in hops), final_url]
    for number, hop in enumerate(hops):
        target = urls[number + 1]
        yield ArchiveRecord(
            type="response",
            id=id_of(number),
            date=date,
            uri=target_uri(hop.url),
            content_type=RESPONSE,
            head=http.redirect_head(hop.status, None if target == hop.url else target),
            payload_sha256=_EMPTY,
            status=hop.status,
            named=(("X-Citecache-Known", "status and target"),),
        )


def _answer(event: FetchEvent) -> tuple[ArchiveRecord, http.HttpHead | None]:
    """The response with its body; or a revisit, which names the record that has it."""
    fetch, capture = event.recording.fetch, event.recording.capture
    digest, named = event.recording.body_sha256, list[tuple[str, str]]()
    if fetch.ip_address is not None:
        named.append(("WARC-IP-Address", fetch.ip_address))
    if capture is not None and event.same_as is None:
        named.append(("WARC-Identified-Payload-Type", capture.media_type))
    status = fetch.status or 200
    head = None
    if not event.is_not_modified:
        length = len(event.body) if event.same_as is None else fetch.body_bytes or 0
        head = http.response_head(status, fetch.headers, length=length)
    if event.same_as is not None:
        named += [
            ("WARC-Profile", NOT_MODIFIED if event.is_not_modified else IDENTICAL),
            ("WARC-Refers-To", event.same_as.record_id),
            ("WARC-Refers-To-Target-URI", event.same_as.uri),
            ("WARC-Refers-To-Date", event.same_as.date),
        ]
    if event.same_as is not None and not event.is_not_modified:
        named.append(("WARC-Truncated", "length"))
    elif fetch.outcome is Outcome.TRUNCATED:
        named.append(("WARC-Truncated", "disconnect"))
    record = ArchiveRecord(
        type="response" if event.same_as is None else "revisit",
        id=event.id("answer"),
        date=event.date,
        uri=event.uri,
        content_type=RESPONSE,
        head=b"" if head is None else head.data,  # of a 304 none: programs would replay the empty answer itself
        payload=event.body,
        payload_sha256=digest,
        status=status,
        mime=_declared_type(event.recording) or (None if capture is None else capture.media_type),
        named=tuple(named),
    )
    return record, head


def _request(event: FetchEvent, answer: str) -> ArchiveRecord:
    return ArchiveRecord(
        type="request",
        id=event.id("request"),
        date=event.date,
        uri=event.uri,
        content_type=REQUEST,
        head=http.request_head(event.recording.fetch.final_url or event.page.url, event.conditions),
        payload_sha256=_EMPTY,
        named=(("WARC-Concurrent-To", answer), ("X-Citecache-Known", "method and URL")),
    )


def copy_records(
    page: RecordedPage, capture: RecordedCapture, body: bytes | None, *, told: str, with_text: bool
) -> Iterator[ArchiveRecord]:
    """A copy that an archive or a file gave, under the URL that it is from; None: without its body, as is told."""
    uri, date = target_uri(capture.url), capture.captured_at
    id_ = record_id("copy", page.url, capture.url, date, capture.body_sha256)
    if body is not None:
        named = partial(record_id, "copy redirect", page.url, date, capture.body_sha256)
        yield from _redirects(capture.redirects, capture.url, date=date, id_of=named)
        yield ArchiveRecord(
            type="resource",
            id=id_,
            date=date,
            uri=uri,
            content_type=capture.content_type or capture.media_type,
            payload=body,
            payload_sha256=capture.body_sha256,
            mime=capture.media_type,
        )
        if with_text:
            yield from conversion(capture, uri=f"urn:text:{uri}", date=date, of=id_)
    yield ArchiveRecord(
        type="metadata",
        id=record_id("copy metadata", page.url, capture.url, date, capture.body_sha256),
        date=date,
        uri=uri,
        content_type=CONTENT_TYPE,
        payload=metadata.of_copy(page, capture, body=told),
        named=(("WARC-Concurrent-To", id_), ("WARC-Refers-To", id_)) if body is not None else (),
    )
