"""A cache of many pages: documents and citations through the real `add`, the rest through the writer of a crawl.

What is written is the same for the same arguments, but for ids that are drawn.
"""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from bench.scale.hosts import host_sizes, urls
from citecache.usecases.add import add
from crawler.cache import CacheFile, run_lock
from crawler.cache.write import runs
from crawler.cache.write.fetches import store_fetches
from crawler.model import Capture, Fetch, Hop, Metadata, Outcome, Page, Selection, Verdict

LINES = 1_000
"""URLs of one list, unless a plan says otherwise."""

BATCH = 5_000
"""Fetches in one transaction: a hundred times what a crawl has, for speed."""

WORDS = "tide gauge harbour model leak weights release after before report says under water level hour".split()
PARAGRAPHS = 1
DAYS = 90
"""The first Fetches were this long ago at most."""

CHANGED_DAYS = 45
"""The second ones, of the pages whose text changed."""

MIX = (
    (86, Verdict.ALIVE, 200),
    (90, Verdict.MOVED, 200),
    (94, Verdict.DEAD, 404),
    (95, Verdict.MISSING, 404),
    (97, Verdict.BLOCKED, 403),
    (98, Verdict.SOFT_404, 200),
    (100, Verdict.UNREACHABLE, 503),
)
"""Up to which of a hundred pages there is what verdict and status: heuristic, not measured."""


RARE = 100
"""One of so many texts carries a doubt, and one is of a video: heuristic, not measured."""

ALL_ALIVE = ((100, Verdict.ALIVE, 200),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a cache is to hold."""

    pages: int
    cited: int = 1  # lists that each page stands in
    lines: int = LINES  # of each list
    fetched: float = 0.5  # share of the pages that have been fetched
    mix: tuple[tuple[int, Verdict, int], ...] = MIX
    changed: int = 0  # pages of these whose text has changed since: at most those that are alive
    paragraphs: int = PARAGRAPHS  # of each text, of 500 characters each


def make(path: Path, plan: Plan, *, now: datetime | None = None) -> float:
    """Write the cache, and its URL lists into the folder `lists` beside it; gives the CPU seconds of the Fetches."""
    now = now or datetime.now(UTC)
    lists = path.with_name("lists")
    write_lists(lists, plan)
    with CacheFile.open(path, create=True) as cache:
        add(cache, [str(lists)], stdin=io.BytesIO(), now=now - timedelta(days=DAYS + 1))
        begun = time.process_time()
        fetch(cache, plan, now=now)
        return time.process_time() - begun


def write_lists(folder: Path, plan: Plan) -> None:
    """The citing documents: plain lists of URLs."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for _ in range(plan.cited):
        found = urls(host_sizes(plan.pages))
        while lines := [f"{url}\n" for url in islice(found, plan.lines)]:
            (folder / f"list-{number:05}.txt").write_text("".join(lines), encoding="utf-8")
            number += 1


def fetch(cache: CacheFile, plan: Plan, *, now: datetime) -> None:
    """The Fetches: one run for the first of each page, one for the texts that changed."""
    count = round(plan.pages * plan.fetched)
    rows = cache.db.execute("SELECT id, url FROM pages ORDER BY id LIMIT ?", [count]).fetchall()
    pages = [Page(id=id_, url=url) for id_, url in rows]
    first = (first_fetch(page, at, plan, now) for at, page in enumerate(pages))
    _run(cache, first, now=now - timedelta(days=DAYS))
    alive = (at for at in range(len(pages)) if verdict_of(at, plan.mix)[0] is Verdict.ALIVE)
    again = (changed_fetch(pages[at], at, plan, now) for at in islice(alive, plan.changed))
    if plan.changed:
        _run(cache, again, now=now - timedelta(days=CHANGED_DAYS))


def _run(cache: CacheFile, fetches: Iterator[Fetch], *, now: datetime) -> None:
    with run_lock(cache.path):
        run = runs.begin(cache, Selection(), now=now)
        while batch := list(islice(fetches, BATCH)):
            store_fetches(cache, batch, run_id=run.id)
        runs.finish(cache, run, now=now)


def verdict_of(at: int, mix: tuple[tuple[int, Verdict, int], ...] = MIX) -> tuple[Verdict, int]:
    """The verdict and the status of the page at that place; pages of all verdicts are spread over all hosts.

    >>> verdict_of(0)
    (<Verdict.ALIVE: 'alive'>, 200)
    """
    place = at * 37 % 100
    return next((verdict, status) for below, verdict, status in mix if place < below)


def first_fetch(page: Page, at: int, plan: Plan, now: datetime) -> Fetch:
    """The first Fetch of a page: some time in the last DAYS."""
    verdict, status = verdict_of(at, plan.mix)
    started = now - timedelta(seconds=DAYS * 86_400 * ((at * 7919) % 10_007 + 1) / 10_007)
    fetch = Fetch(
        page=page, started_at=started, elapsed=0.3, latency=0.1, outcome=Outcome.RESPONSE, status=status,
        final_url=page.url, headers=(("content-type", "text/html; charset=utf-8"), ("etag", f'"{at}"')),
        ip_address="192.0.2.1", verdict=verdict, effective_verdict=verdict,
    )  # fmt: skip
    if verdict is Verdict.MOVED:
        fetch = replace(fetch, redirects=(Hop(url=page.url, status=301),), final_url=f"{page.url}-now")
    return _with_text(fetch, at, plan.paragraphs, version=1) if status == 200 else fetch


def changed_fetch(page: Page, at: int, plan: Plan, now: datetime) -> Fetch:
    """A later Fetch with other words."""
    started = now - timedelta(seconds=CHANGED_DAYS * 86_400 * ((at * 7919) % 10_007) / 10_007)
    return _with_text(replace(first_fetch(page, at, plan, now), started_at=started), at, plan.paragraphs, version=2)


def _with_text(fetch: Fetch, at: int, paragraphs: int, *, version: int) -> Fetch:
    title, text = f"Article {at}", text_of(at, paragraphs, version=version)
    capture = Capture(
        media_type="text/html", charset="utf-8", text=text, coverage=1.0, page_type="article", preview=text[:3000],
        metadata=Metadata(
            title=title, authors=("A. Writer",), language="en", sources={"title": "title"},
            kind="video" if at % RARE == 11 else "article",
        ),
        doubt="the text holds 40% of what the page shows" if at % RARE == 7 else None,
        headings=(title,), extractor="bench", extractor_version="1", elapsed=0.01,
    )  # fmt: skip
    body = f"<!DOCTYPE html><title>{title}</title><h1>{title}</h1><p>{text}".encode()
    return replace(fetch, body=body, capture=capture)


def text_of(at: int, paragraphs: int = PARAGRAPHS, *, version: int = 1) -> str:
    """About 500 characters a paragraph, which differ from page to page; of version 2, one word in each is another."""
    return "\n\n".join(_paragraph(at, part, version) for part in range(paragraphs))


def _paragraph(at: int, part: int, version: int) -> str:
    words = [WORDS[(at * 31 + part * 17 + place * place) % len(WORDS)] for place in range(75)]
    if version > 1:
        words[at % 75] = "corrected"
    return f"Of {at} in {part}: {' '.join(words)}."


def describe(path: Path) -> dict[str, int]:
    """What a cache holds: rows, and bytes of the file."""
    with CacheFile.open(path) as cache:
        tables = ("documents", "citations", "pages", "fetches", "captures")
        counts = {name: cache.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    return counts | {"bytes": path.stat().st_size}
