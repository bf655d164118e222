"""A Page's History, read back: what the judge may know besides the Fetch. Reading only.

As it is now, for a crawl; as it was before a Fetch, for `citecache why --replay`.
"""

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.header_sets import SET_OF_FETCH, headers_of
from crawler.model import Check, History, LastGood, Outcome, PageFacts, Verdict
from crawler.net.http_dates import host_time

LAST_CHECKS = 1_000
"""More than any count needs: of a check every hour, as of a job that asks for everything at each push, six weeks."""

LINK_TEXTS = 20
"""A page that is cited more often is known well enough by these."""

COUNTED = (Verdict.MISSING.value, Verdict.SOFT_404.value)
"""Of these the time between two checks matters, and so the host's clock."""


_CHECKS = (
    "SELECT run_id, started_at, verdict, outcome, status, final_url, capture_id, ip_address,"
    f" iif(verdict IN {COUNTED}, headers, NULL), {SET_OF_FETCH} FROM fetches f"
    " WHERE page_id = ? AND effective_verdict IS NOT NULL AND id < ? ORDER BY id DESC LIMIT ?"
)


def history(db: SqlConnection, page_id: int, *, before: int | None = None, text: bool = True) -> History:
    """What is known of a Page, or was known before the Fetch of that id; the last good text only if it is needed."""
    last_good = _last_good(db, page_id, before) if text else None
    cited_as = link_texts(db, page_id) if text else ()
    return History(checks=checks(db, page_id, before=before), last_good=last_good, link_texts=cited_as)


def link_texts(db: SqlConnection, page_id: int) -> tuple[str, ...]:
    """The texts of links that cite a Page now, each once; LINK_TEXTS at most."""
    rows = db.execute(
        "SELECT DISTINCT c.link_text FROM resources r JOIN citations c ON c.resource_id = r.id"
        " WHERE r.page_id = ? AND c.link_text IS NOT NULL AND c.link_text <> r.url LIMIT ?",
        [page_id, LINK_TEXTS],
    ).fetchall()
    return tuple(row[0] for row in rows)


def checks(db: SqlConnection, page_id: int, *, before: int | None = None) -> tuple[Check, ...]:
    """The Fetches that said something of the Page since the last good one, that one included, the oldest first.

    No count looks further back; and if all were read, each check of a Page would take longer than the one before.
    """
    found = []
    with closing(db.execute(_CHECKS, [page_id, _bound(before), LAST_CHECKS])) as rows:
        for row in rows:
            found.append(_check(row))
            if found[-1].verdict.good:
                break
    return tuple(reversed(found))


def _check(row: Sequence[Any]) -> Check:
    return Check(
        run_id=row[0],
        at=datetime.fromisoformat(row[1]),
        verdict=Verdict(row[2]),
        outcome=Outcome(row[3]),
        status=row[4],
        final_url=row[5],
        capture_id=row[6],
        host_at=host_time(() if row[8] is None else headers_of(row[8], row[9]), row[7]),
    )


def _last_good(db: SqlConnection, page_id: int, before: int | None) -> LastGood | None:
    """The text of the last good Fetch: the newest extraction of its content, for `reextract` adds to it."""
    row = db.execute(
        "SELECT f.started_at, c.text, c.title, c.language, c.sitename, c.facts FROM fetches f"
        " JOIN captures g ON g.id = f.capture_id JOIN captures c ON c.page_id = g.page_id"
        " AND c.fetch_id = g.fetch_id AND +c.body_sha256 = g.body_sha256"  # the plus: see changes.py
        " WHERE f.page_id = ? AND f.good AND f.id < ?"
        " ORDER BY f.id DESC, c.id DESC LIMIT 1",
        [page_id, _bound(before)],
    ).fetchone()
    if row is None:
        return None
    at, text, title, language, sitename, _ = row
    facts = PageFacts.from_json(json.loads(row[5]))
    return LastGood(
        at=datetime.fromisoformat(at),
        text=text,
        title=title,
        page_title=facts.title,
        language=language,
        sitename=sitename,
        facts=facts,
    )


def twins(db: SqlConnection, page_id: int, text_sha256: str | None) -> int:
    """How many other Pages of the same host have this very text as their newest answer."""
    row = db.execute(
        "SELECT count(*) FROM captures c JOIN pages p ON p.id = c.page_id JOIN fetches f ON f.id = p.last_fetch_id"
        " WHERE c.text_sha256 = ? AND f.capture_id = c.id AND p.id <> ?"
        " AND p.host = (SELECT host FROM pages WHERE id = ?)",
        [text_sha256, page_id, page_id],
    ).fetchone()
    return int(row[0])


def _bound(before: int | None) -> int:
    return 2**62 if before is None else before
