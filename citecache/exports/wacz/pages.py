"""pages/pages.jsonl: what there is to look at (WACZ 1.1.1, "pages.jsonl")."""

from citecache.render.json_text import line
from crawler.model import Card


def header(*, with_text: bool) -> bytes:
    """The first line, which describes the list."""
    told: dict[str, object] = {"format": "json-pages-1.0", "id": "pages", "title": "Cited pages"}
    if with_text:
        told["hasText"] = True
    return line(told).encode() + b"\n"


def page(card: Card, *, url: str, date: str) -> bytes:
    """A page as its card shows it; `url` and `date` lead to a record in the archive."""
    told: dict[str, object] = {"id": card.id, "url": url, "ts": date, "title": card.title or card.url}
    if card.url != url:
        told["citedUrl"] = card.url
    told["verdict"] = card.verdict.value
    if card.text is not None:
        told["text"] = card.text
    return line(told).encode() + b"\n"
