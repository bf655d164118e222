"""How a cache stands as a whole: what a maintainer asks first. Reading only."""

from collections.abc import MutableMapping
from datetime import datetime, timedelta

from citecache.render.html.overview_views import ChangedPage, Overview
from citecache.usecases.grades import CaptureGrade, some_grades
from citecache.usecases.todo import poor_reason
from crawler.cache import CacheFile, utc
from crawler.cache.read import changes, events, overview
from crawler.cache.read.pages import verdict_counts
from crawler.cache.read.tallies import tally
from crawler.cache.read.worklist import page_verdicts
from crawler.model import ChangeEvent, PoorCapture

WEEK = timedelta(days=7)

BROKEN, CHANGED, POOR, HOSTS = 15, 8, 8, 8
"""Entries of each list."""

MOST_GRADED = 100
"""Captures that are graded for one count, as far as nobody did before: some 5 ms each."""

MOST_STAMPED = 5_000
"""Resources of a cache whose grades are looked up: it takes longer than the grades are worth here in a larger one."""


def overview_of(
    cache: CacheFile, *, now: datetime, known_grades: MutableMapping[str, CaptureGrade] | None = None
) -> Overview:
    """Everything on the dashboard but the run under way."""
    since = utc(now - WEEK)
    broken_count, broken = overview.broken_since(cache, since, limit=BROKEN)
    changed_count, changed, churned = _changed(cache, since)
    counted = tally(cache)
    poor_count, poor, ungraded = _poor(cache, {} if known_grades is None else known_grades, counted.resources)
    host_count, hosts = overview.hosts_in_trouble(cache, now=now, limit=HOSTS)
    return Overview(
        tally=counted,
        verdicts=verdict_counts(cache),
        since=since,
        broken_count=broken_count,
        broken=broken,
        changed_count=changed_count,
        changed=changed,
        churned=churned,
        poor_count=poor_count,
        poor=poor,
        ungraded=ungraded,
        host_count=host_count,
        hosts=hosts,
        years=overview.cited_years(cache, now=now),
        ages=overview.page_ages(cache, now=now),
        due=overview.due_pages_by_time(cache, now=now),
    )


def _changed(cache: CacheFile, since: str) -> tuple[int, list[ChangedPage], int]:
    """How many Pages have another text, the most cited of them, and how many differ in churn only."""
    newest: dict[int, ChangeEvent] = {}
    churned = set()
    for event in events.change_events(cache):
        if event.at < since:
            break
        if event.kind == "text":
            newest.setdefault(event.page_id, event)
        elif event.kind == "churn":
            churned.add(event.page_id)
    kept = overview.most_cited(cache, {*newest, *churned})  # without the Pages that nothing cites any more
    changed = [page for page in kept if page in newest]
    first = changed[:CHANGED]
    pages = changes.cited(cache, first)
    listed = [
        ChangedPage(
            id=pages[page].id,
            url=pages[page].url,
            title=pages[page].title,
            at=newest[page].at,
            cited_by_count=pages[page].cited_by_count,
        )
        for page in first
        if page in pages
    ]
    return len(changed), listed, len(kept) - len(changed)


def _poor(
    cache: CacheFile, known: MutableMapping[str, CaptureGrade], resources: int
) -> tuple[int, list[PoorCapture], int]:
    """How many Captures are poor, the most cited of them, and how many were not graded."""
    why = overview.doubts(cache)
    ungraded = 0
    if resources <= MOST_STAMPED:
        grades, ungraded = some_grades(cache, known, most=MOST_GRADED)
        for id_, (_, verdict) in page_verdicts(cache, grades).items():
            if reason := poor_reason(grades[id_], verdict):
                why[id_] = reason
    return len(why), overview.poor_captures(cache, why, limit=POOR), ungraded
