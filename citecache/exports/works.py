"""What the entry of a bibliography says of a card, whatever the format: dates, DOI, verdict, summary."""

import re

from citecache.render.clean import one_line
from crawler.model import Card, Verdict
from crawler.model.capture import IMPORTED
from crawler.sources.registry import is_bibliography

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")


def bibliography_type(card: Card) -> str | None:
    """The type, in small letters, if a bibliography gave it. In records and pages the words are free: there an
    "article" need be in no journal, and a "reference" no work of reference.
    """
    format = card.sources.get("type", "").partition(":")[0]
    return card.type.strip().lower() if card.type and is_bibliography(format) else None


def published(card: Card) -> str | None:
    """When the work was published, as far as it is known: "2023", "2023-03" or "2023-03-08"."""
    return _date(card.published_date)


def accessed(card: Card, cited: str | None = None) -> str | None:
    """The day of the last good answer, or of the imported copy, when what the card shows was last seen to stand there;
    else the one `cited`.
    """
    return _date(card.imported_at if card.source == IMPORTED else card.last_good_at) or _date(cited)


def archived(card: Card) -> str | None:
    """The day of the archived copy."""
    return _date(card.archived_at)


def _date(text: str | None) -> str | None:
    match = _DATE.match(text or "")
    return match[0] if match else None


def doi(card: Card) -> str | None:
    """The DOI that a bibliography or record gives, without its resolver."""
    match = _DOI.fullmatch((card.cited_as.doi or "").strip())
    return match[0] if match else None


def verdict_note(card: Card) -> str:
    """What is held true of the page, and since which check.

    The note has no URL: whoever reads the bibliography as a citing document would take it for a work's.
    """
    if card.verdict is Verdict.UNCHECKED or not card.fetched_at:
        return str(card.verdict)
    status = f" (HTTP {card.http_status})" if card.http_status and card.http_status != 200 else ""
    return f"{card.verdict}{status}, checked {card.fetched_at[:10]}"


def abstract(card: Card) -> str | None:
    """The abstract that a bibliography gives, else the summary, else the page's own description, on one line."""
    return one_line(card.cited_as.abstract or card.summary or card.description or "") or None
