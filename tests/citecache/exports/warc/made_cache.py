"""A cache with Fetches that a test has made, exported as an archive file and read back."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archive_reading import WrittenRecord, read_back

from citecache.exports.formats import FORMATS
from citecache.exports.selection import CardSelection
from crawler.cache import CacheFile, bodies
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.captures import CaptureOrigin, append_capture
from crawler.cache.write.fetches import store_fetches
from crawler.cache.write.ingest import ingest
from crawler.model import ALL_CARDS, Capture, Evidence, Fetch, Metadata, Outcome, Page, Selection, Verdict
from crawler.sources.reading import read_all

START = datetime(2026, 4, 9, 8, 30, tzinfo=UTC)
SITE = "https://example.org"


class Shelf:
    """A cache, Fetches put into it, and what an export makes of them."""

    def __init__(self, folder: Path) -> None:
        self.cache = CacheFile.open(folder / "citecache.db", create=True)
        self.folder = folder
        self.days = 0

    def cite(self, *urls: str) -> None:
        note = self.folder / "note.md"
        before = note.read_text() if note.exists() else ""
        note.write_text(before + "".join(f"Said [there]({url}).\n\n" for url in urls))
        ingest(self.cache, read_all([str(note)]), now=START)

    def page(self, url: str) -> Page:
        self.cite(url)
        now = START + timedelta(days=self.days)
        (batch,) = due_pages(self.cache, Selection(urls=(url,)), cutoff=10**9, now=now)
        return batch[0]

    def fetch(self, url: str, body: bytes | None = b"<p>The tide.</p>", **changes: object) -> Fetch:
        """Store a Fetch of this URL, a day after the one before; with a text of its own unless told otherwise."""
        text = changes.pop("text", None if body is None else body.decode("latin-1"))
        reservations = changes.pop("reservations", ())
        media_type = changes.pop("media_type", "text/html")
        at = START + timedelta(days=self.days)
        self.days += 1
        capture = Capture(
            media_type=str(media_type),
            text=text,  # type: ignore[arg-type]
            metadata=Metadata(title="The tide"),
            extractor="plain",
            extractor_version="1",
            reservations=reservations,  # type: ignore[arg-type]
        )
        fetch = Fetch(
            page=self.page(url),
            started_at=at,
            elapsed=0.25,
            outcome=Outcome.RESPONSE,
            status=200,
            final_url=url,
            headers=(("content-type", "text/html"),),
            ip_address="192.0.2.1",
            body=body,
            capture=None if body is None else capture,
            extraction=str(body),
            verdict=Verdict.ALIVE,
            effective_verdict=Verdict.ALIVE,
            evidence=(Evidence(rule="good-text", verdict=Verdict.ALIVE, detail="12 characters\nof text"),),
        )
        fetch = replace(fetch, **changes)  # type: ignore[arg-type]
        run = runs.begin(self.cache, Selection(everything=True), now=at)
        store_fetches(self.cache, [fetch], run_id=run.id)
        return fetch

    def copy(self, url: str, body: bytes, *, of: str, **changes: str) -> None:
        """Store a copy of a Page that an archive or a file gave."""
        page = self.page(url)
        with self.cache.write() as db:
            origin = CaptureOrigin(
                page_id=page.id,
                fetch_id=None,
                captured_at="2026-03-01T00:00:00Z",
                status=200,
                url=of,
                body_sha256=bodies.store(db, body),
                content_type="text/html\r\nWARC-Type: response",
                **changes,
            )
            capture = Capture(media_type="text/html", text=body.decode(), extractor="plain", extractor_version="1")
            id_ = append_capture(db, origin, capture)
            db.execute("UPDATE pages SET archived_capture_id = ?, verdict = 'dead' WHERE id = ?", [id_, page.id])

    def export(self, format: str = "warc", **options: object) -> bytes:
        self.selection = CardSelection(self.cache, ALL_CARDS, **options)  # type: ignore[arg-type]
        out = io.BytesIO()
        with self.cache.snapshot():
            FORMATS[format].file_writer()(self.selection, out)
        return out.getvalue()

    def records(self, type: str | None = None, **options: object) -> list[WrittenRecord]:
        return [one for one in read_back(self.export(**options)) if type is None or one.type == type]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.cache.close()
