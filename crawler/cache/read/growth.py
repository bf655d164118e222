"""What takes how much space, and which earlier bodies and texts a policy does not keep."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from crawler.cache.database import CacheFile, utc
from crawler.cache.policy import BodyRules, KeepPolicy
from crawler.cache.read import counted
from crawler.cache.read.index_size import index_bytes
from crawler.model import CacheSize

DROPPABLE = """
SELECT id, text_bytes FROM (
    SELECT c.id, c.text_bytes, c.page_id, coalesce((SELECT max(started_at) FROM fetches
        WHERE page_id = c.page_id AND capture_id = c.id), c.captured_at) AS seen_at,
        row_number() OVER (PARTITION BY c.page_id ORDER BY c.id DESC) AS version
    FROM captures c JOIN pages p ON p.id = c.page_id LEFT JOIN fetches f ON f.id = p.last_fetch_id
    WHERE c.dropped_at IS NULL AND c.source = 'fetched'
    AND c.id IS NOT p.last_good_capture_id AND c.id IS NOT p.archived_capture_id AND c.id IS NOT f.capture_id
    AND c.id < (SELECT max(id) FROM captures WHERE page_id = c.page_id)
) WHERE (:versions IS NULL OR version > :versions) AND (:before IS NULL OR seen_at < :before) ORDER BY id
"""
"""The Captures that are neither the last good one, nor a copy, nor the newest, the newest first by Page."""


def droppable(cache: CacheFile, policy: KeepPolicy, *, now: datetime) -> list[int]:
    """The Captures whose text and body the policy does not keep."""
    if policy.everything:
        return []
    before = None if policy.days is None else utc(now - timedelta(days=policy.days))
    values = {"versions": policy.versions, "before": before}
    return [row[0] for row in cache.execute(DROPPABLE, values)]


_STANDING = """
    c.id IS p.last_good_capture_id OR c.id IS p.archived_capture_id OR c.id IS p.imported_capture_id
    OR c.id IS f.capture_id OR c.id = (SELECT max(id) FROM captures WHERE page_id = c.page_id)
"""
"""Whether a Capture is the last good one, the newest, or a copy that is shown."""

DROPPABLE_BODIES = f"""
SELECT b.sha256, length(b.data) FROM bodies b JOIN (
    SELECT *, row_number() OVER (PARTITION BY page_id, standing ORDER BY id DESC) AS version FROM (
        SELECT c.id, c.page_id, c.body_sha256, c.source = 'fetched' AS fetched, ({_STANDING}) AS standing,
            coalesce((SELECT max(started_at) FROM fetches WHERE page_id = c.page_id AND capture_id = c.id),
                c.captured_at) AS seen_at
        FROM captures c JOIN pages p ON p.id = c.page_id LEFT JOIN fetches f ON f.id = p.last_fetch_id
    )
) c ON c.body_sha256 = b.sha256
WHERE length(b.data) > 0 AND (:larger_than IS NULL OR b.size > :larger_than)
GROUP BY b.sha256 HAVING min(
    c.fetched AND (:last_good OR NOT c.standing) AND (:before IS NULL OR c.seen_at < :before)
    AND (:versions IS NULL OR c.standing OR c.version > :versions)
)
ORDER BY b.base IS NULL, b.rowid
"""
"""Bodies all of whose Captures fulfil the rules, those that others may refer to last."""

_NEXT_BASE = """
SELECT b.base, min(length(b.data)) FROM bodies b WHERE b.base IS NOT NULL AND length(b.data) > 0
AND b.sha256 NOT IN (SELECT value FROM json_each(?)) GROUP BY b.base
"""
"""The bodies that those which stay refer to, with the bytes of the smallest difference."""


def droppable_bodies(cache: CacheFile, rules: BodyRules, *, now: datetime) -> dict[str, int]:
    """The names of the bodies that the rules drop, with about as many bytes as each frees: those that it takes; but of
    one that others refer to, which need another one then, only as many as a difference.
    """
    if rules.nothing:
        return {}
    before = None if rules.seconds is None else utc(now - timedelta(seconds=rules.seconds))
    named = {"larger_than": rules.larger_than, "versions": rules.versions, "last_good": rules.last_good}
    found = dict[str, int](cache.execute(DROPPABLE_BODIES, named | {"before": before}).fetchall())
    staying = dict[str, int](cache.execute(_NEXT_BASE, [json.dumps([*found])]).fetchall())
    return {digest: min(size, staying.get(digest, size)) for digest, size in found.items()}


_ANY_TIME = datetime(9999, 1, 1, tzinfo=UTC)


def earlier_body_bytes(cache: CacheFile) -> int:
    """About as many bytes as are freed with the bodies that no last good Capture, newest answer or copy has."""
    return int(sum(droppable_bodies(cache, BodyRules(versions=0), now=_ANY_TIME).values()))


def cache_size(cache: CacheFile, unkept: Sequence[int] = ()) -> CacheSize:
    """Bytes by what they hold; of `unkept` Captures, how many there are."""
    return CacheSize(
        file=cache.pragma("page_count") * cache.pragma("page_size"),
        unused=cache.pragma("freelist_count") * cache.pragma("page_size"),
        bodies=counted.total(cache, "body_bytes"),
        texts=counted.total(cache, "text_bytes"),
        index=sum(index_bytes(cache, name) for name in ("captures_fts", "segments_fts")),
        dropped=counted.total(cache, "dropped"),
        unkept=len(unkept),
    )
