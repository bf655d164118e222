"""The metadata records: what the cache holds true, on what evidence, and how the message was sent (docs/warc.md).

application/warc-fields rather than JSON: WARC 1.1, section 6.6, recommends it, and programs that index JSON records
would take each one for a page.
"""

from collections.abc import Iterator

from citecache.exports.warc.fields import as_json, block
from citecache.exports.warc.http import HttpHead
from crawler.model import FetchRecord, RecordedCapture, RecordedPage, Recording, Verdict

_PREFIX = "X-Citecache-"

Field = tuple[str, str]


def of_fetch(
    page: RecordedPage, recording: Recording, *, body: str, head: HttpHead | None, verdict: Verdict | None
) -> bytes:
    """The block that describes a Fetch."""
    fetch = recording.fetch
    found = [("fetchTimeMs", str(fetch.elapsed_ms)), *_of_page(page), *_of_outcome(fetch)]
    if verdict is not None:
        found.append((_PREFIX + "Present-Verdict", verdict.value))
    found += _of_evidence(fetch)
    found.append((_PREFIX + "Body", body))
    if recording.body_sha256 is not None:
        found.append((_PREFIX + "Body-SHA256", recording.body_sha256))
    if recording.capture is not None:
        found += _of_capture(recording.capture)
    found += _of_headers(fetch, head)
    return block(found)


def of_copy(page: RecordedPage, capture: RecordedCapture, *, body: str) -> bytes:
    """The block that describes a copy of a Page that an archive or a file gave."""
    found = [*_of_page(page), (_PREFIX + "Source", capture.source)]
    if capture.memento_datetime is not None:
        found.append((_PREFIX + "Memento-Datetime", capture.memento_datetime))
    if capture.status is not None:
        found.append((_PREFIX + "Status", str(capture.status)))
    found += [(_PREFIX + "Body", body), (_PREFIX + "Body-SHA256", capture.body_sha256)]
    return block([*found, *_of_capture(capture)])


def _of_page(page: RecordedPage) -> Iterator[Field]:
    yield _PREFIX + "Page", page.url
    for one in page.resources:
        yield _PREFIX + "Resource", as_json({"id": one.id, "stable_id": one.stable_id, "url": one.url})


def _of_outcome(fetch: FetchRecord) -> Iterator[Field]:
    yield _PREFIX + "Outcome", fetch.outcome.value
    if fetch.status is not None:
        yield _PREFIX + "Status", str(fetch.status)
    if fetch.error is not None:
        yield _PREFIX + "Error", fetch.error
    if fetch.redirects:
        yield _PREFIX + "Redirects", as_json([{"url": hop.url, "status": hop.status} for hop in fetch.redirects])
    yield _PREFIX + "Fetched-By", f"citecache/{fetch.version}"


def _of_evidence(fetch: FetchRecord) -> Iterator[Field]:
    """What this Fetch alone speaks for, what was held true after it, and why."""
    yield _PREFIX + "Verdict", fetch.verdict.value
    if fetch.effective_verdict is not None:
        yield _PREFIX + "Effective-Verdict", fetch.effective_verdict.value
    for one in fetch.evidence:
        told = {"rule": one.rule, "verdict": one.verdict.value, "detail": one.detail}
        yield _PREFIX + "Evidence", as_json(told)


def _of_capture(capture: RecordedCapture) -> Iterator[Field]:
    yield _PREFIX + "Media-Type", capture.media_type
    if capture.title:
        yield _PREFIX + "Title", capture.title
    if capture.text_sha256 is not None:
        yield _PREFIX + "Text-SHA256", capture.text_sha256
    yield _PREFIX + "Extractor", f"{capture.extractor} {capture.extractor_version}".strip()
    if capture.reservations:
        yield _PREFIX + "Reservations", ", ".join(capture.reservations)


def _of_headers(fetch: FetchRecord, head: HttpHead | None) -> Iterator[Field]:
    """Headers that are in no other record: all of them, or those that had to give way."""
    if head is None:
        for name, value in fetch.headers:
            yield _PREFIX + "Header", as_json([name, value])
        return
    for name, value in head.replaced:
        yield _PREFIX + name, value
    for name, value in head.refused:
        yield _PREFIX + "Refused-Header", as_json([name, value])
