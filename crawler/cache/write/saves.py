"""Requests to an archive to capture a Page: a row of `mementos` each, with outcomes of their own."""

from datetime import datetime

from crawler.cache.database import CacheFile, insert, utc
from crawler.model.archive_save import SaveOutcome, WantedSave
from crawler.net.credentials import without_credentials


def store_save(cache: CacheFile, wanted: WantedSave, found: SaveOutcome, *, archive: str, now: datetime) -> None:
    """Store what came of a request."""
    row = {
        "page_id": wanted.page.id,
        "looked_at": utc(now),
        "archive": without_credentials(archive),
        "wanted": utc(wanted.since),
        "url": found.url and without_credentials(found.url),
        "memento_datetime": utc(found.at) if found.at else None,
        "outcome": found.outcome,
        "detail": found.detail,
    }
    with cache.write() as db:
        insert(db, "mementos", row)
