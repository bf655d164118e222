"""What has happened to Pages, event by event: other verdicts, other texts, marks.

What the first Fetch of a Page found is no event, and neither is what says nothing of it (an outage of ours).
"""

import json
from collections.abc import Collection, Iterator

from crawler.cache.database import CacheFile
from crawler.cache.read.changes import NEWEST
from crawler.model import ChangeEvent, ComparedTexts, Verdict

_AGAIN = "SELECT page_id FROM fetches GROUP BY page_id HAVING count(*) > 1"
"""What has one Fetch has no events; most rows of a young cache need not be read."""


def change_events(cache: CacheFile) -> Iterator[ChangeEvent]:
    """All events, the newest first: take as many as are wanted.

    `churn`: the page answered with other bytes, and its text differs in nothing that matters (`fetches.changed`).
    """
    rows = cache.execute(
        f"""
        WITH again AS MATERIALIZED ({_AGAIN}),
        verdicts AS (
            SELECT started_at, page_id, id, effective_verdict AS after,
                lag(effective_verdict) OVER (PARTITION BY page_id ORDER BY id) AS before
            FROM fetches WHERE page_id IN again AND effective_verdict IS NOT NULL
        ),
        texts AS (
            SELECT started_at, page_id, id, effective_verdict AS after, changed, capture_id,
                lag(capture_id) OVER (PARTITION BY page_id ORDER BY id) AS before
            FROM fetches WHERE page_id IN again AND good AND effective_verdict IS NOT NULL
        )
        SELECT started_at AS at, page_id, 'verdict' AS kind, id, before, after, NULL, NULL
        FROM verdicts WHERE before <> after
        UNION ALL
        SELECT started_at, page_id, iif(changed, 'text', 'churn'), id, NULL, after, before, capture_id
        FROM texts WHERE changed IS NOT NULL AND before <> capture_id
        UNION ALL
        SELECT marked_at, id, 'mark', 0, NULL, verdict, NULL, NULL FROM pages WHERE marked_at IS NOT NULL
        ORDER BY at DESC, page_id, id DESC, kind DESC
        """
    )
    for at, page_id, kind, fetch_id, before, after, capture_before, capture_after in rows:
        yield ChangeEvent(
            at=at,
            page_id=page_id,
            kind=kind,
            fetch_id=fetch_id,
            before=None if before is None else Verdict(before),
            after=Verdict(after),
            capture_before=capture_before,
            capture_after=capture_after,
        )


def legal_pages(cache: CacheFile, pages: Collection[int]) -> set[int]:
    """Those of the Pages that are withheld for legal reasons."""
    sql = "SELECT p.id FROM json_each(?) AS wanted JOIN pages p ON p.id = wanted.value WHERE p.verdict = 'legal'"
    return {row[0] for row in cache.execute(sql, [json.dumps([*pages])])}


def compared_texts(cache: CacheFile, event: ChangeEvent) -> ComparedTexts | str:
    """The Captures whose texts show what an event changed: the newest extractions of both bodies. Else why there are
    none.
    """
    sql = (
        "SELECT c.id, c.dropped_at, c.body_sha256, c.extractor || ' ' || c.extractor_version, c.text_bytes,"
        """ c.reservations LIKE '%"nosnippet"%'"""
        f" FROM (SELECT ? AS capture_id) AS f JOIN captures c ON c.id = {NEWEST}"
    )
    found = [cache.execute(sql, [capture]).fetchone() for capture in (event.capture_before, event.capture_after)]
    before, after = found
    if before is None or after is None or before[1] or after[1]:
        return "one of the two texts is no longer kept"
    if before[3] != after[3] and before[2] != after[2]:
        return "the two texts were read by different versions of the extractor"
    return ComparedTexts(
        before=before[0],
        after=after[0],
        text_bytes=(before[4] or 0) + (after[4] or 0),
        quotable=not (before[5] or after[5]),
    )
