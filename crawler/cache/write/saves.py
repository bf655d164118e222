"""Requests to an archive to capture a Page: a row of `mementos` each, with outcomes of their own."""

from datetime import datetime
from typing import Any

from crawler.cache.database import CacheFile, utc
from crawler.cache.storing import insert, update
from crawler.model.archive_save import SAVING, SaveOutcome, WantedSave
from crawler.net.credentials import without_credentials


def begin_save(cache: CacheFile, wanted: WantedSave, *, archive: str, now: datetime) -> int:
    """Store that an archive is about to be asked, as not finished: whatever ends this process, it has been asked."""
    return _insert(cache, wanted, SaveOutcome(outcome=SAVING, detail="the run ended first"), archive=archive, now=now)


def finish_save(cache: CacheFile, id_: int, found: SaveOutcome) -> None:
    """Store what came of the request that `begin_save` gave this id."""
    with cache.write() as db:
        update(db, "mementos", id_, _columns(found))


def drop_save(cache: CacheFile, id_: int) -> None:
    """Forget a request that was never sent."""
    with cache.write() as db:
        db.execute("DELETE FROM mementos WHERE id = ? AND outcome = ?", [id_, SAVING])


def store_save(cache: CacheFile, wanted: WantedSave, found: SaveOutcome, *, archive: str, now: datetime) -> None:
    """Store what came of a request, or that there was no need of one."""
    _insert(cache, wanted, found, archive=archive, now=now)


def _insert(cache: CacheFile, wanted: WantedSave, found: SaveOutcome, *, archive: str, now: datetime) -> int:
    row = {
        "page_id": wanted.page.id,
        "looked_at": utc(now),
        "archive": without_credentials(archive),
        "wanted": utc(wanted.since),
        **_columns(found),
    }
    with cache.write() as db:
        return insert(db, "mementos", row)


def _columns(found: SaveOutcome) -> dict[str, Any]:
    return {
        "url": found.url and without_credentials(found.url),
        "memento_datetime": utc(found.at) if found.at else None,
        "outcome": found.outcome,
        "detail": found.detail,
    }
