"""What the cache of these tests holds: a small wiki, and pages with a history each.

Pages are named by the last part of their URL (`SITE/alive`). Each has a list of answers, one a day from `START`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from citecache import Cache
from crawler.cache import CacheFile
from crawler.cache.read.due import due_pages
from crawler.cache.read.mementos import wanted_of_resource
from crawler.cache.read.resources import find
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.cache.write.mementos import store_lookup
from crawler.model import ArchivedCopy, Capture, Evidence, Fetch, LookupResult, Metadata, Outcome, Selection, Verdict
from pipelines.preview import preview

DAY = timedelta(days=1)
START = datetime(2026, 4, 1, 12, tzinfo=UTC)
NOW = START + 30 * DAY
"""The clock of the server."""

SITE = "https://example.org"
ARCHIVED = "https://archive.example/20260301120000/https://example.org/dead"
BOARD = "The board approved the plan in 2023, which cost $12 million. " * 6
LATER = "The board did not approve the plan. It cost $12 million [1] in all, and nobody was told of it. " * 6
LONG = "# Tides\n\n" + "".join(f"Paragraph {number} is about tides and moons.\n\n" for number in range(1, 400)).strip()


@dataclass(frozen=True)
class Answer:
    """What a page answered on one day: a text, or none."""

    text: str | None
    status: int = 200
    verdict: Verdict = Verdict.ALIVE
    outcome: Outcome = Outcome.RESPONSE
    title: str | None = None
    capture: Mapping[str, Any] = field(default_factory=dict)  # fields of its Capture
    fetch: Mapping[str, Any] = field(default_factory=dict)  # fields of the Fetch


PAGES: dict[str, list[Answer]] = {
    "alive": [Answer(BOARD, title="The plan of the board")],
    "changed": [Answer(BOARD, title="The plan of the board"), Answer(LATER, title="The plan of the board, revised")],
    "long": [Answer(LONG, title="On tides", capture={"headings": ("Tides",)})],
    "moved": [Answer(BOARD, verdict=Verdict.MOVED, title="Moved", fetch={"final_url": f"{SITE}/alive"})],
    "dead": [
        Answer("What was to be read here is gone now, but it was long enough once. " * 6, title="A page that died"),
        *[Answer(None, status=404, verdict=Verdict.MISSING)] * 2,
        *[Answer(None, status=404, verdict=Verdict.DEAD)] * 2,
    ],
    "missing": [Answer(None, status=404, verdict=Verdict.MISSING)],
    "soft": [Answer("Nothing found.", verdict=Verdict.SOFT_404, title="Oops")],
    "blocked": [Answer(None, status=403, verdict=Verdict.BLOCKED)],
    "unreachable": [Answer(None, outcome=Outcome.TIMEOUT, status=0, verdict=Verdict.UNREACHABLE)],
    "teaser": [Answer("Subscribe to read on. " * 12, verdict=Verdict.RESTRICTED)],
    "report.pdf": [Answer("The gauge failed. " * 20, title="Report 7", capture={"media_type": "application/pdf"})],
    "tdm": [Answer("The reserved words stand here alone. " * 8, capture={"reservations": ("tdm",)})],
    "nosnippet": [Answer("The quiet words ask for no excerpt. " * 8, capture={"reservations": ("nosnippet",)})],
    "noarchive": [Answer("The public words ask for no archive. " * 8, capture={"reservations": ("noarchive",)})],
    "legal": [
        Answer("The forbidden words were once here. " * 8),
        Answer(None, status=451, verdict=Verdict.LEGAL),
    ],
    "arabic": [Answer("كتب المد والجزر في الميناء القديم. " * 12, title="كتاب المد", capture={"charset": "utf-8"})],
}

WIKI = {
    "wiki/plan.md": (
        f"# The plan\n\nThe board “approved the plan in 2023” they say.[^1] It [changed]({SITE}/changed) later.\n\n"
        f"A page that is [gone]({SITE}/dead), one that [moved]({SITE}/moved), and [one more]({SITE}/never).\n\n"
        f"[^1]: {SITE}/alive\n"
    ),
    "wiki/tides.md": "# Tides\n\n" + "\n\n".join(f"What of [{name}]({SITE}/{name})?" for name in PAGES),
    "wiki/more.md": f"# More\n\nGone as [well]({SITE}/dead), and [alive]({SITE}/alive).\n",
}


def build(folder: Path, pages: Mapping[str, Sequence[Answer]] = PAGES, wiki: Mapping[str, str] = WIKI) -> Path:
    """A wiki in that folder, and the cache of what it cites: `add`ed, and fetched on several days."""
    for name, text in wiki.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    path = folder / "citecache.db"
    with Cache(path, create=True) as cache:
        cache.add(*(folder / name for name in wiki))
    fill(path, {f"{SITE}/{name}": answers for name, answers in pages.items()})
    return path


def fill(path: Path, pages: Mapping[str, Sequence[Answer]], start: datetime = START) -> None:
    """Fetch pages that are cited already, one answer of each a day, in one run a day."""
    with CacheFile.open(path) as cache:
        for day in range(max(map(len, pages.values()))):
            now = start + day * DAY
            run = runs.begin(cache, Selection(urls=tuple(pages), everything=True), now=now)
            for batch in list(due_pages(cache, run.selection, cutoff=run.cutoff, now=now, batch=100)):
                fetches = [fetch(page, pages[page.url][day], now) for page in batch if day < len(pages[page.url])]
                store_fetches(cache, fetches, run_id=run.id)
            runs.finish(cache, run, now=now + timedelta(minutes=3))
        if f"{SITE}/dead" in pages:
            _archive(cache, f"{SITE}/dead", ARCHIVED)


def fetch(page: Any, answer: Answer, now: datetime) -> Fetch:
    given: dict[str, Any] = {"media_type": "text/html", "metadata": Metadata(title=answer.title)}
    if answer.text is not None:
        given |= {"text": answer.text, "preview": preview(answer.text)[0], "extractor": "trafilatura"}
    has_body = answer.text is not None or answer.capture
    fields = {
        "elapsed": 0.2,
        "evidence": (Evidence(rule="a-rule", verdict=answer.verdict, detail="as it was seen"),),
        "status": answer.status or None,
        "final_url": page.url,
        "headers": (("content-type", "text/html; charset=utf-8"),),
        "body": f"<p>{answer.text}".encode() if has_body else None,
    }
    return Fetch(
        page=page,
        started_at=now,
        outcome=answer.outcome,
        capture=Capture(**given | answer.capture) if has_body else None,
        verdict=answer.verdict,
        effective_verdict=answer.verdict,
        **fields | answer.fetch,
    )


def archive(path: Path, url: str, copy_url: str) -> None:
    """Keep an archived copy of a page, as `citecache archive` does."""
    with CacheFile.open(path) as cache:
        _archive(cache, url, copy_url)


def _archive(cache: CacheFile, url: str, copy_url: str) -> None:
    wanted = wanted_of_resource(cache, find(cache, url), now=NOW)
    text = "What was to be read here is gone now, but an archive has it. " * 6
    copy = ArchivedCopy(
        url=copy_url,
        memento_datetime=START - 31 * DAY,
        fetched_at=NOW,
        status=200,
        content_type="text/html",
        body=text.encode(),
        capture=Capture(media_type="text/html", text=text, preview=preview(text)[0]),
    )
    kept = LookupResult(
        outcome="kept", detail="", url=copy.url, memento_datetime=copy.memento_datetime, verdict=Verdict.ALIVE
    )
    store_lookup(cache, wanted, [kept], copy, archive="https://archive.example/", now=NOW)
