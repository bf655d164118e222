"""A selection as a WARC file: everything that is stored of the Pages of its cards, each Page once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from citecache.exports.selection import CardSelection
from citecache.exports.warc.events import BodyState, FetchEvent, copy_records, records
from citecache.exports.warc.fields import CONTENT_TYPE, block, target_uri
from citecache.exports.warc.records import ArchiveRecord, record_id
from citecache.exports.warc.writer import Member, RecordWriter, SupportsWrite
from citecache.render.withheld import withholds_text
from crawler.cache import CacheFile
from crawler.cache.read.recordings import body, copies, newest_at, recorded_page, recordings
from crawler.cache.scratch import Scratch, WrittenPayload
from crawler.model import Card, FetchRecord, Outcome, RecordedCapture, RecordedPage, Recording

NEVER = "1970-01-01T00:00:00Z"
"""The date of a file without a Fetch."""

DESCRIPTION = (
    "Pages that documents cite. Bodies are decoded, and headers made to match them; of requests and redirects there is "
    "what is known. X-Citecache- fields of the metadata records have the rest."
)

UNFETCHED = "page(s) never fetched"

LEFT_OUT = {
    BodyState.DROPPED: "answer(s) whose body is no longer kept (CITECACHE_KEEP)",
    BodyState.SAME_TEXT: "answer(s) of other bytes with the same text, which the cache does not store",
    BodyState.UNSTORED: "answer(s) whose body was not stored",
    BodyState.WITHHELD: "earlier answer(s) that reserved what their page no longer does",
}
"""What the file lacks because the cache does, for a person."""


Shown = tuple[bool, WrittenPayload]
"""Whether a record has the body that a card shows, and where it stands: the newest that has, else the newest."""


class ArchiveObserver:
    """What else is made of the records while they are written."""

    def record(self, record: ArchiveRecord, member: Member) -> None:
        """A record was written there."""

    def page(self, card: Card, *, url: str, date: str) -> None:
        """What a card shows was written, and is found under that URL and date."""


def write(selection: CardSelection, out: BinaryIO) -> None:
    """Write a WARC file (WARC 1.1), each record a gzip member."""
    with Scratch() as scratch:
        ArchiveExport(selection, out, scratch, ArchiveObserver()).write()


class ArchiveExport:
    """One export: where it writes, what it has written, and what it had to leave out."""

    def __init__(
        self, selection: CardSelection, out: SupportsWrite, scratch: Scratch, observer: ArchiveObserver
    ) -> None:
        self._selection = selection
        self._cache = selection.cache
        self._writer = RecordWriter(out)
        self._scratch = scratch
        self._observer = observer
        self._written = 0  # records

    def write(self) -> None:
        """Write all of it."""
        self._write(warcinfo(self._cache))
        for card in self._selection.cards(readable=True):
            page = recorded_page(self._cache, card.id)
            if page is not None and self._scratch.is_new_page(page.id):
                self._page(card, page)

    def _page(self, card: Card, page: RecordedPage) -> None:
        before = self._written
        found = [one for one in (self._fetches(card, page), self._copies(card, page)) if one is not None]
        if self._written == before:
            self._selection.left_out[UNFETCHED] += 1
        if found:
            _, place = max(found, key=lambda one: one[0])
            self._observer.page(card, url=place.uri, date=place.date)

    def _fetches(self, card: Card, page: RecordedPage) -> Shown | None:
        """Write the Fetches of a Page."""
        reserved = withholds_text(card, readable=True)
        validators: dict[int, tuple[tuple[str, str], ...]] = {}
        newest: Shown | None = None
        same_second: Counter[str] = Counter()
        for recording, is_last in _with_last(recordings(self._cache, page.id)):
            fetch = recording.fetch
            if fetch.status == 200:
                validators[fetch.id] = conditions(fetch)
            event = self._event(
                FetchEvent(
                    page=page,
                    recording=recording,
                    nth=same_second[fetch.started_at],
                    state=BodyState.NONE,
                    withheld=reserved or _reserved(recording.capture),
                    conditions=validators.get(recording.confirms or 0, ()),
                    verdict=card.verdict if is_last else None,
                    with_text=self._selection.with_text,
                )
            )
            if reserved is None:  # else the card is counted
                self._count(event.state)
            same_second[fetch.started_at] += 1
            answer = self._records(event)
            if answer is not None and not event.is_not_modified:
                if fetch.redirects:
                    answer = replace(answer, uri=target_uri(fetch.redirects[0].url))
                as_shown = recording.body_sha256 == card.body_sha256
                if newest is None or as_shown >= newest[0]:
                    newest = (as_shown, answer)
        return newest

    def _event(self, event: FetchEvent) -> FetchEvent:
        """The Fetch with its body, or with where that was written, or with why it is not there."""
        recording = event.recording
        state = body_state(recording, withheld=event.withheld)
        if state is not BodyState.WRITTEN or recording.body_sha256 is None:
            return replace(event, state=state, withheld=event.withheld if state is BodyState.WITHHELD else None)
        same_as = self._scratch.written(recording.body_sha256) if recording.fetch.body_bytes != 0 else None
        if same_as is not None:
            return replace(event, state=BodyState.REPEATED, same_as=same_as)
        if event.is_not_modified:  # what it confirms is not in the file
            return replace(event, state=BodyState.UNSTORED)
        return replace(event, state=state, body=body(self._cache, recording.body_sha256))

    def _records(self, event: FetchEvent) -> WrittenPayload | None:
        """Write the records of a Fetch; gives where its answer stands."""
        answer = None
        for record in records(event):
            self._write(record)
            if record.type in ("response", "revisit") and record.uri is not None:  # redirects come first
                answer = WrittenPayload(record_id=record.id, uri=record.uri, date=record.date)
        if answer is None or event.state not in (BodyState.WRITTEN, BodyState.REPEATED):
            return None
        if event.state is BodyState.WRITTEN and event.recording.body_sha256 is not None:
            self._scratch.remember(event.recording.body_sha256, answer)
        return answer

    def _copies(self, card: Card, page: RecordedPage) -> Shown | None:
        """Write the copies of a Page that archives and files gave."""
        page_reserves = withholds_text(card, readable=True)
        newest: Shown | None = None
        for capture, kept in copies(self._cache, page.id):
            reserved = page_reserves or _reserved(capture)
            state = BodyState.WITHHELD if reserved else BodyState.WRITTEN if kept else BodyState.DROPPED
            whole = body(self._cache, capture.body_sha256) if state is BodyState.WRITTEN else None
            if page_reserves is None:
                self._count(state)
            told = state.value + (f": {reserved}" if reserved else "")
            for record in copy_records(page, capture, whole, told=told, with_text=self._selection.with_text):
                self._write(record)
                if record.type == "resource" and record.uri is not None:
                    place = WrittenPayload(record_id=record.id, uri=record.uri, date=record.date)
                    as_shown = capture.body_sha256 == card.body_sha256
                    newest = (as_shown, place) if newest is None or as_shown >= newest[0] else newest
        return newest

    def _count(self, state: BodyState) -> None:
        if state in LEFT_OUT:
            self._selection.left_out[LEFT_OUT[state]] += 1

    def _write(self, record: ArchiveRecord) -> None:
        self._written += 1
        self._observer.record(record, self._writer.write(record))


def warcinfo(cache: CacheFile) -> ArchiveRecord:
    """The record that describes the file (WARC 1.1, section 6.2); its date is that of the newest Fetch."""
    date = newest_at(cache) or NEVER
    described = (
        ("software", "citecache"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("robots", "obeyed (RFC 9309)"),
        ("description", DESCRIPTION),
    )
    return ArchiveRecord(
        type="warcinfo",
        id=record_id("warcinfo", date),
        date=date,
        uri=None,
        content_type=CONTENT_TYPE,
        payload=block(described),
    )


def body_state(recording: Recording, *, withheld: str | None) -> BodyState:
    """What can be written of the body of an answer; whether it was written before is not known here."""
    fetch = recording.fetch
    if fetch.status is None or (fetch.body_bytes is None and fetch.outcome is not Outcome.NOT_MODIFIED):
        return BodyState.NONE
    if withheld is not None:
        return BodyState.WITHHELD
    if recording.body_sha256 is not None:
        return BodyState.WRITTEN if recording.body_kept else BodyState.DROPPED
    return BodyState.UNSTORED if recording.capture is None else BodyState.SAME_TEXT


def conditions(fetch: FetchRecord) -> tuple[tuple[str, str], ...]:
    """What a request that this answer's validators made conditional has sent (RFC 9110, section 13.1)."""
    sent = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return tuple((sent[name], value) for name, value in fetch.headers if name in sent)


def _reserved(capture: RecordedCapture | None) -> str | None:
    """What the answer that a text came from reserves, where the card's own does not."""
    found = () if capture is None else capture.reservations
    return next((name for name in ("tdm", "noarchive") if name in found), None)


def _with_last(fetches: Iterator[Recording]) -> Iterator[tuple[Recording, bool]]:
    """Each one, and whether it is the last."""
    before = None
    for recording in fetches:
        if before is not None:
            yield before, False
        before = recording
    if before is not None:
        yield before, True
