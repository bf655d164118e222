"""What the overview of a cache shows: what is gone, whose hosts are in trouble, rot by year, ages, what is due.

The state of a Page is its verdict now. These count all there is, so they take a second in a cache of 100,000.
"""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.cache.database import CacheFile, utc
from crawler.cache.read import changes
from crawler.cache.read.card_filters import SHOWN
from crawler.cache.read.citing import ONCE
from crawler.cache.read.hosts import pauses
from crawler.model import (
    BrokenPage,
    CitedPage,
    CitedYear,
    DuePages,
    HostTrouble,
    PageAge,
    PoorCapture,
    Verdict,
    VerdictChange,
)

GONE = (Verdict.DEAD, Verdict.MISSING, Verdict.SOFT_404, Verdict.USURPED, Verdict.DEGRADED)
"""What was cited does not stand there any more, or not all of it."""

GOOD = (Verdict.ALIVE, Verdict.MOVED)
NO_TROUBLE = (*GOOD, Verdict.UNCHECKED, Verdict.UNSAFE, Verdict.FAILED, Verdict.LEGAL)
"""These say nothing against a host."""

_CITING = (
    "SELECT r.page_id, count(DISTINCT t.document_id) AS documents, max(r.importance) AS importance"
    " FROM json_each(?) AS wanted JOIN resources r ON r.page_id = wanted.value"
    " LEFT JOIN citations t ON t.resource_id = r.id GROUP BY r.page_id"
)


def most_cited(cache: CacheFile, pages: Collection[int]) -> list[int]:
    """The Pages that most Documents cite first; of two, the more important one. Without those of no Resource."""
    rows = cache.execute(
        f"SELECT page_id FROM ({_CITING}) ORDER BY documents DESC, importance DESC NULLS LAST, page_id",
        [json.dumps(sorted(pages))],
    )
    return [row[0] for row in rows]


def broken_since(cache: CacheFile, since: str, *, limit: int) -> tuple[int, list[BrokenPage]]:
    """How many Pages have come to be gone, or more so, since a moment (UTC, ISO 8601 with Z); those that matter most.

    A Page whose first Fetch found it gone is one of them: nobody knew before.
    """
    found = {one.page_id: one for one in changes.verdicts_since(cache, since, GONE)}
    known = most_cited(cache, found)
    first = known[:limit]
    shown = changes.cited(cache, first)
    copies, earlier = _archived(cache, first), _earlier_verdicts(cache, first)
    listed = [replace(found[page], before=found[page].before or earlier.get(page)) for page in first if page in shown]
    return len(known), [_broken(one, shown, copies) for one in listed]


def _broken(change: VerdictChange, shown: dict[int, CitedPage], copies: set[int]) -> BrokenPage:
    page = shown[change.page_id]
    return BrokenPage(
        page_id=change.page_id,
        id=page.id,
        url=page.url,
        title=page.title,
        verdict=change.after,
        before=change.before,
        at=change.at,
        marked=change.marked,
        cited_by_count=page.cited_by_count,
        importance=page.importance,
        archived=change.page_id in copies,
    )


def _earlier_verdicts(cache: CacheFile, pages: Collection[int]) -> dict[int, Verdict]:
    """Page id -> the last verdict that was another than the present one, if there ever was one."""
    rows = cache.execute(
        "SELECT p.id, (SELECT effective_verdict FROM fetches WHERE page_id = p.id AND effective_verdict <> p.verdict"
        " ORDER BY id DESC LIMIT 1) FROM json_each(?) AS wanted JOIN pages p ON p.id = wanted.value",
        [json.dumps([*pages])],
    )
    return {page: Verdict(verdict) for page, verdict in rows if verdict is not None}


def _archived(cache: CacheFile, pages: Collection[int]) -> set[int]:
    sql = (
        "SELECT p.id FROM json_each(?) AS wanted JOIN pages p ON p.id = wanted.value"
        " WHERE p.archived_capture_id IS NOT NULL"
    )
    return {row[0] for row in cache.execute(sql, [json.dumps([*pages])])}


def doubts(cache: CacheFile) -> dict[str, str]:
    """Resource ID -> what is doubtful about the text that its card shows. Not of Pages that a person has marked."""
    rows = cache.execute(
        f"SELECT r.id, c.doubt FROM pages p LEFT JOIN fetches f ON f.id = p.last_fetch_id"
        f" JOIN captures c ON c.id = {SHOWN} JOIN resources r ON r.page_id = p.id"
        " WHERE p.id IN (SELECT page_id FROM captures WHERE doubt IS NOT NULL)"
        " AND c.doubt IS NOT NULL AND p.marked_at IS NULL"
    )
    return dict(rows.fetchall())


def poor_captures(cache: CacheFile, why: dict[str, str], *, limit: int) -> list[PoorCapture]:
    """The most cited of the Resources whose ids are the keys of `why`."""
    rows = cache.execute(
        "WITH first AS MATERIALIZED (SELECT r.id, count(DISTINCT t.document_id) AS documents, r.importance FROM"
        " json_each(?) AS wanted JOIN resources r ON r.id = wanted.value LEFT JOIN citations t ON t.resource_id = r.id"
        " GROUP BY r.id ORDER BY documents DESC, r.importance DESC NULLS LAST, r.url, r.id LIMIT ?)"
        " SELECT k.id, k.url, k.title, first.documents FROM first JOIN cards k ON k.id = first.id"
        " ORDER BY first.documents DESC, first.importance DESC NULLS LAST, k.url, k.id",
        [json.dumps([*why]), limit],
    )
    return [
        PoorCapture(id=id_, url=url, title=title, why=why[id_], cited_by_count=documents)
        for id_, url, title, documents in rows
    ]


def hosts_in_trouble(cache: CacheFile, *, now: datetime, limit: int) -> tuple[int, list[HostTrouble]]:
    """How many hosts have Pages that are gone or cannot be read, and those that have most of them."""
    troubled: dict[str, dict[Verdict, int]] = defaultdict(dict)
    rows = cache.execute(
        "SELECT host, verdict, count(*) FROM pages WHERE verdict NOT IN (SELECT value FROM json_each(?)) AND host <> ''"
        " GROUP BY host, verdict",
        [json.dumps(NO_TROUBLE)],
    )
    for host, verdict, pages in rows:
        troubled[host][Verdict(verdict)] = pages
    most = sorted(troubled, key=lambda host: (-sum(troubled[host].values()), host))[:limit]
    counts = "SELECT host, count(*) FROM pages WHERE host IN (SELECT value FROM json_each(?)) GROUP BY host"
    pages_of = dict(cache.execute(counts, [json.dumps(most)]).fetchall())
    paused = pauses(cache, now=now)
    return len(troubled), [
        HostTrouble(
            host=host,
            pages=pages_of[host],
            troubled={verdict: troubled[host][verdict] for verdict in Verdict if verdict in troubled[host]},
            paused_until=utc(paused[host]) if host in paused else None,
        )
        for host in most
    ]


def cited_years(cache: CacheFile, *, now: datetime) -> list[CitedYear]:
    """Citations by the year in which they were made: of the access date that the Document gives, else the year in
    which they were first read.
    """
    year = (
        "CASE WHEN t.accessed GLOB '[12][0-9][0-9][0-9]*' AND substr(t.accessed, 1, 4) BETWEEN '1990' AND ?"
        " THEN substr(t.accessed, 1, 4) ELSE substr(t.added_at, 1, 4) END"
    )
    rows = cache.execute(
        f"SELECT {year} AS year, p.verdict, count(*) FROM pages p JOIN resources r ON r.page_id = p.id"
        f" JOIN citations t ON t.resource_id = r.id WHERE p.verdict <> 'unchecked' AND {ONCE} GROUP BY 1, 2",
        [f"{now.year:04}"],
    )
    found: dict[int, dict[str, int]] = defaultdict(lambda: {"alive": 0, "gone": 0, "unknown": 0})
    for year_of, verdict, count in rows:
        found[int(year_of)]["alive" if verdict in GOOD else "gone" if verdict in GONE else "unknown"] += count
    return [CitedYear(year=one, **counts) for one, counts in sorted(found.items())]


AGES = (
    ("under a day", timedelta(days=1)),
    ("under a week", timedelta(days=7)),
    ("under a month", timedelta(days=30)),
    ("under a year", timedelta(days=365)),
)


def page_ages(cache: CacheFile, *, now: datetime) -> list[PageAge]:
    """Pages by the time since their last Fetch; every age is there, whether any Page has it or not."""
    since = "".join(f" WHEN f.started_at > ? THEN {number}" for number in range(len(AGES)))
    rows = cache.execute(
        f"SELECT CASE WHEN f.id IS NULL THEN -1{since} ELSE {len(AGES)} END, count(*)"
        " FROM pages p LEFT JOIN fetches f ON f.id = p.last_fetch_id GROUP BY 1",
        [utc(now - age) for _, age in AGES],
    )
    found = dict(rows.fetchall())
    names = [*(name for name, _ in AGES), "older"]
    return [
        *(PageAge(age=name, pages=found.get(number, 0)) for number, name in enumerate(names)),
        PageAge(age="never", pages=found.get(-1, 0)),
    ]


def due_pages_by_time(cache: CacheFile, *, now: datetime) -> DuePages:
    """How many Pages are due by when."""
    moments = [utc(now + timedelta(days=days)) for days in (0, 1, 7, 30)]
    counts = [
        int(cache.execute("SELECT count(*) FROM pages WHERE due_at <= ?", [moment]).fetchone()[0]) for moment in moments
    ]
    every, dated = cache.execute("SELECT count(*), count(due_at) FROM pages").fetchone()
    following = cache.execute("SELECT min(due_at) FROM pages WHERE due_at > ?", [moments[0]]).fetchone()[0]
    return DuePages(
        now=counts[0],
        day=counts[1] - counts[0],
        week=counts[2] - counts[1],
        month=counts[3] - counts[2],
        later=dated - counts[3],
        never=every - dated,
        next_at=following,
    )
