"""MHTML (RFC 2557): a page and its parts as a mail message. Only the main part is read."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from citecache.imports.found import FoundCopy, NotImportable
from citecache.imports.saved import MAX_BODY, copy, whole

MAX_FILE = 256 * 2**20
MAX_PARTS = 10_000


def is_mhtml(head: bytes) -> bool:
    """Whether the file begins with the headers of such a message."""
    lower = head[:8192].lower()
    return b"multipart/related" in lower and b"mime-version:" in lower and head.lstrip()[:1] != b"<"


def read(path: Path, *, url: str | None, at: datetime | None, now: datetime) -> FoundCopy:
    """The page in it.

    Raises:
        NotImportable: it has none, or its URL is not known.
    """
    message = message_from_bytes(whole(path, MAX_FILE))
    located = _header(message, "Snapshot-Content-Location")
    part = _main(message, located)
    body = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(body, bytes) or not body.strip():
        raise NotImportable(f"{path}: no page in this MHTML file")
    if len(body) > MAX_BODY:
        raise NotImportable(f"{path}: the page is over {MAX_BODY // 2**20} MB")
    charset = part.get_content_charset()
    content_type = part.get_content_type() + (f"; charset={charset}" if charset else "")
    told = url or located or _header(part, "Content-Location")
    return copy(path, "mhtml", body, url=told, at=at or _date(message), now=now, content_type=content_type)


def _main(message: Message, located: str | None) -> Message | None:
    """The part that `start` names (RFC 2387, 3.2), or of the page's own address, or the first page."""
    parts = [part for _, part in zip(range(MAX_PARTS), message.walk(), strict=False) if not part.is_multipart()]
    start = message.get_param("start")
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    for name, wanted in (("Content-ID", start), ("Content-Location", located)):
        for part in pages:
            if isinstance(wanted, str) and _header(part, name) == wanted:
                return part
    return pages[0] if pages else None


def _header(message: Message, name: str) -> str | None:
    value = message.get(name)
    return "".join(str(value).split()) or None if value is not None else None


def _date(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("Date")))
    except (ValueError, TypeError, OverflowError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
