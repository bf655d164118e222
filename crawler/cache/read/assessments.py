"""What was computed from stored data and kept: which of it is up to date.

An assessment has a stamp, the digest of everything that it was computed from. Nobody has to delete one that is out of
date: its stamp does not match any more.
"""

import hashlib
import json
from collections.abc import Collection, Iterator

from crawler.cache.database import CacheFile
from crawler.cache.read.card_filters import SHOWN, VERDICT_DOUBT
from crawler.model import Assessment, Verdict

GRADE, PASSAGE, JUDGEMENT = "grade", "passage", "judgement"
"""Kinds of assessments: of a Resource's Capture; of the passage that a Citation leans on; of a claim and a text, by a
language model."""

_SHOWN = f"""
    SELECT p.id, p.verdict, p.last_good_at IS NULL AS never_good, f.status, {SHOWN} AS capture_id,
        {VERDICT_DOUBT} AS verdict_doubt
    FROM pages p LEFT JOIN fetches f ON f.id = p.last_fetch_id
"""


def stamp(*parts: object) -> str:
    """The digest of what an assessment was computed from."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()[:32]


def stored(cache: CacheFile, kind: str, keys: Collection[str] | None = None) -> dict[str, Assessment]:
    """Key -> what was kept, of that kind, and of these keys only if any are given."""
    sql = "SELECT key, stamp, result FROM assessments WHERE kind = ?"
    if keys is None:
        rows = cache.execute(sql, [kind])
    else:
        rows = cache.execute(f"{sql} AND key IN (SELECT value FROM json_each(?))", [kind, json.dumps([*keys])])
    return {key: Assessment(of, json.loads(result)) for key, of, result in rows}


def next_resources(cache: CacheFile, after: str, limit: int) -> list[str]:
    """The next `limit` Resources by ID."""
    rows = cache.execute("SELECT id FROM resources WHERE id > ? ORDER BY id LIMIT ?", [after, limit])
    return [id_ for (id_,) in rows]


def grade_stamps(cache: CacheFile, rules: int, ids: Collection[str] | None = None) -> dict[str, str]:
    """The stamp of each Resource that has a Capture to show, by URL. One pass; `ids`: of these Resources only.

    It is made of all that a grade depends on (pipelines/identity): the Capture, what the newest answer with its text
    says otherwise, the Page's state, the record and the citations; and of the version of the `rules`.
    """
    seen = """
        SELECT iif(seen IS NULL, 0, id) FROM fetches
        WHERE page_id = p.id AND capture_id = p.capture_id AND outcome <> 'not_modified' ORDER BY id DESC LIMIT 1
    """
    wanted = "" if ids is None else " IN (SELECT value FROM json_each(:ids))"
    narrowed = wanted and f"AND r.id{wanted}"
    cited = f"""
        SELECT resource_id, count(*) AS number, sum(id) AS ids, max(id) AS newest, sum(length(link_text)) AS letters
        FROM citations WHERE resource_id {wanted or "IS NOT NULL"} GROUP BY resource_id
    """
    rows = cache.execute(
        f"SELECT r.id, p.verdict, p.never_good, p.status, p.capture_id, p.verdict_doubt, ({seen}), r.url, r.title,"
        f" r.authors, r.doi, r.type, t.number, t.ids, t.newest, t.letters FROM resources r"
        f" JOIN ({_SHOWN}) p ON p.id = r.page_id LEFT JOIN ({cited}) t ON t.resource_id = r.id"
        f" WHERE p.capture_id IS NOT NULL {narrowed}"
        " ORDER BY r.url, r.id",
        {"ids": json.dumps([*(ids or ())])},
    )
    return {id_: stamp(rules, *parts) for id_, *parts in rows}


def without_capture(cache: CacheFile) -> Iterator[tuple[str, Verdict]]:
    """Each Resource that has no Capture to show, with its Page's verdict."""
    rows = cache.execute(
        f"SELECT r.id, p.verdict FROM resources r JOIN ({_SHOWN}) p ON p.id = r.page_id WHERE p.capture_id IS NULL"
    )
    return ((id_, Verdict(verdict)) for id_, verdict in rows)
