"""Pages as a crawl has fetched them, without a crawl."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Capture, Fetch, Metadata, Outcome, Selection, Verdict
from pipelines.preview import preview

SITE = "https://example.org"
BRIDGE = (
    "It rained all summer.\n\nThe bridge at Vardal opened on 3 May 1998 and cost 14 million crowns, said Anna Holm."
)


@dataclass(frozen=True)
class Page:
    """What a page answered."""

    text: str | None = BRIDGE
    verdict: Verdict = Verdict.ALIVE
    title: str = "The Vardal bridge"
    capture: Mapping[str, Any] = field(default_factory=dict)
    body: bytes | None = None  # None: a page with that text, if it has one


def fetch(database: Path, pages: Mapping[str, Page], now: datetime | None = None) -> None:
    """Fetch these pages, which are cited already."""
    now = now or datetime.now(UTC)
    with CacheFile.open(database) as cache:
        run = runs.begin(cache, Selection(urls=tuple(pages)), now=now)
        for (page,) in list(due_pages(cache, run.selection, cutoff=run.cutoff, now=now, batch=1)):
            answer = pages[page.url]
            text = answer.text or ""
            given = {"media_type": "text/html", "text": text, "preview": preview(text)[0]} | dict(answer.capture)
            fetched = Fetch(
                page=page,
                started_at=now,
                elapsed=0.1,
                outcome=Outcome.RESPONSE,
                status=200 if answer.text else 404,
                final_url=page.url,
                body=answer.body or (f"<html><p>{text}</p></html>".encode() if answer.text else None),
                capture=Capture(**{"metadata": Metadata(title=answer.title)} | given) if answer.text else None,
                verdict=answer.verdict,
                effective_verdict=answer.verdict,
            )
            store_fetches(cache, [fetched], run_id=run.id)
        runs.finish(cache, run, now=now)
