"""The text of a page as of a moment, by the rules by which a card chooses the text that it shows."""

from crawler.cache.database import CacheFile
from crawler.cache.read import capture_records, changes
from crawler.cache.read.imports import copies_of_resource
from crawler.model import Card
from crawler.model.errors import NotFound


def text_at(cache: CacheFile, card: Card, moment: str) -> str:
    """The text that stood at a moment (UTC, ISO 8601 with Z).

    It is our own good text; a copy from a file, where it is later than when that was last seen; an archive's copy,
    where there is neither.

    Raises:
        NotFound: none is known, or it is no longer kept.
    """
    stood = [version for version in changes.versions(cache, card.id) if version.first_at <= moment]
    kept = {record.id: record for record in capture_records.copies(cache, card.id) if record.text_sha256}
    imported = [
        (copy.captured_at, copy.capture_id)
        for copy in copies_of_resource(cache, card.id)
        if copy.captured_at <= moment and copy.capture_id in kept
    ]
    if imported and not (stood and stood[-1].last_at >= imported[0][0]):
        return changes.text(cache, imported[0][1])
    if stood:
        if not stood[-1].kept:
            raise NotFound(f"the text of {card.url} as of {moment} is no longer kept (CITECACHE_KEEP)")
        return changes.text(cache, stood[-1].capture_id)
    archived = [record for record in kept.values() if record.memento_datetime and record.memento_datetime <= moment]
    if not archived:
        raise NotFound(f"there is no text of {card.url} as of {moment}")
    return changes.text(cache, archived[-1].id)
