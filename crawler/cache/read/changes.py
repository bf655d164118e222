"""What has changed: the good texts of a Page in time, and what is another now than at a moment before. Reading only.

A good text is that of a Fetch which made a Capture the last good one, or confirmed it; `reextract` adds Captures of the
same body, and the newest of them is the one that is compared. Archived copies are no Captures of ours: they have no
Fetch, and so no place here.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any

from crawler.cache.database import CacheFile
from crawler.model import CitedPage, KeptCounts, TextChange, TextVersion, Verdict, VerdictChange, WordCounts
from crawler.model.card_fields import names

AS_STORED = "1"
"""The stamp of a comparison of two texts as they are stored. Raise it when `crawler.text.difference` can count other
words in the same texts: what was kept is then out of date."""

NEWEST = """(SELECT max(c.id) FROM captures g JOIN captures c ON c.page_id = g.page_id AND c.fetch_id = g.fetch_id
    AND +c.body_sha256 = g.body_sha256 WHERE g.id = f.capture_id)"""
"""The newest extraction of what a Fetch `f` captured. The plus keeps SQLite from looking at all pages with that body,
which may be thousands.
"""

_MADE = {
    "id": "{}.id",
    "kept": "{}.dropped_at IS NULL",
    "text_sha256": "{}.text_sha256",
    "body_sha256": "{}.body_sha256",
    "extractor": "{0}.extractor || ' ' || {0}.extractor_version",
}
"""What a version has of its Capture."""

_VERSION = ", ".join(f"{sql.format('c')} AS {name}" for name, sql in _MADE.items())


def versions(cache: CacheFile, id_: str) -> list[TextVersion]:
    """The good texts of a Resource's Page, the oldest first; one that came back stands here again."""
    rows = cache.query(
        f"SELECT f.started_at, {_VERSION} FROM resources r JOIN fetches f ON f.page_id = r.page_id AND f.good"
        f" JOIN captures c ON c.id = {NEWEST} WHERE r.id = ? ORDER BY f.id",
        [id_],
    )
    found = []
    for _, group in groupby(rows, key=_content):
        seen = list(group)
        found.append(_version(seen[-1], first_at=seen[0]["started_at"], last_at=seen[-1]["started_at"]))
    return found


def _content(row: dict[str, Any]) -> str:
    """What makes a text another one; where there is none, the bytes."""
    return str(row["text_sha256"] or row["body_sha256"])


def extractions(cache: CacheFile, version: TextVersion) -> list[TextVersion]:
    """What was made of the same body, each text once, the oldest first and `version` last."""
    rows = cache.query(
        f"SELECT {_VERSION} FROM captures c JOIN captures o ON o.page_id = c.page_id"
        " AND o.body_sha256 = +c.body_sha256 AND c.fetch_id IS NOT NULL WHERE o.id = ? AND c.id <= o.id ORDER BY c.id",
        [version.capture_id],
    )
    found = {row["text_sha256"]: _version(row, first_at=version.first_at, last_at=version.last_at) for row in rows}
    return [*(one for digest, one in found.items() if digest != version.text_sha256), version]


def _version(row: dict[str, Any], *, first_at: str, last_at: str) -> TextVersion:
    made = {name: row[name] for name in ("text_sha256", "body_sha256", "extractor", "kept")}
    made["kept"] = bool(made["kept"])
    return TextVersion(capture_id=row["id"], first_at=first_at, last_at=last_at, **made)


def text(cache: CacheFile, capture_id: int) -> str:
    """A Capture's text; empty where it has none, or is gone."""
    row = cache.execute("SELECT text FROM captures WHERE id = ?", [capture_id]).fetchone()
    return (row and row[0]) or ""


def headings(cache: CacheFile, capture_id: int) -> tuple[str, ...]:
    """The headings of a Capture's text."""
    found: str | None = cache.execute("SELECT headings FROM captures WHERE id = ?", [capture_id]).fetchone()[0]
    return names(found)


# --- since a moment -----------------------------------------------------------------------------------------


def texts_since(cache: CacheFile, since: str) -> Iterator[TextChange]:
    """The Pages that had a good text at a moment (UTC, ISO 8601 with Z), and have another one now, with what is kept of
    the comparison of the two.
    """
    before, now = ", ".join(_columns("c", "old")), ", ".join(_columns("n", "new"))
    rows = cache.query(
        f"SELECT p.id AS page_id, p.last_good_at, f.started_at, n.captured_at, {before}, {now},"
        " (SELECT max(started_at) FROM fetches WHERE page_id = p.id AND good AND changed AND started_at >= :since)"
        " AS changed_at, d.stamp, d.cause, d.words_added, d.words_removed, d.coarse FROM pages p"
        " JOIN fetches f ON f.id = (SELECT max(id) FROM fetches WHERE page_id = p.id AND good AND started_at < :since)"
        f" JOIN captures c ON c.id = {NEWEST} JOIN captures n ON n.id = p.last_good_capture_id"
        " LEFT JOIN differences d ON d.capture_id = n.id AND d.before_id = c.id"
        " WHERE p.last_good_at >= :since AND c.id <> n.id"
        " AND coalesce(c.text_sha256, c.body_sha256) <> coalesce(n.text_sha256, n.body_sha256) ORDER BY p.id",
        {"since": since},
    )
    for row in rows:
        old, new = ({name: row[f"{side}_{name}"] for name in _MADE} for side in ("old", "new"))
        started, last = row["started_at"], row["last_good_at"]
        yield TextChange(
            page_id=row["page_id"],
            before=_version(old, first_at=started, last_at=started),
            now=_version(new, first_at=row["changed_at"] or row["captured_at"], last_at=last),
            kept=None if row["stamp"] is None else _kept(row),
        )


def _columns(table: str, side: str) -> Iterator[str]:
    return (f"{_MADE[name].format(table)} AS {side}_{name}" for name in _MADE)


def _kept(row: dict[str, Any]) -> KeptCounts:
    made = {name: row[name] for name in ("cause", "words_added", "words_removed")}
    return KeptCounts(stamp=row["stamp"], counts=WordCounts(**made, coarse=bool(row["coarse"])))


def verdicts_since(cache: CacheFile, since: str, verdicts: Collection[Verdict] = ()) -> list[VerdictChange]:
    """The Pages with another verdict now than at a moment; only those that have one of these `verdicts` now, if any.

    A person's mark counts with its time; one from before the moment is no change, whatever the evidence has shown
    since.
    """
    pages = (
        "SELECT id, url, verdict, verdict_at, marked_at,"
        " (SELECT effective_verdict FROM fetches WHERE page_id = pages.id AND effective_verdict IS NOT NULL"
        " AND started_at < :since ORDER BY id DESC LIMIT 1) AS before FROM pages"
        " WHERE verdict_at >= :since AND verdict <> 'unchecked' AND (marked_at IS NULL OR marked_at >= :since)"
    )
    if verdicts:
        pages += " AND verdict IN (SELECT value FROM json_each(:verdicts))"
    # Since when the Fetches have said what the last one says.
    since_when = (
        "SELECT min(started_at) FROM fetches WHERE page_id = p.id AND effective_verdict = p.verdict AND id >"
        " (SELECT coalesce(max(id), 0) FROM fetches WHERE page_id = p.id AND effective_verdict <> p.verdict)"
    )
    rows = cache.query(
        f"SELECT id AS page_id, url, before, verdict AS after, coalesce(marked_at, ({since_when}), verdict_at) AS at,"
        f" marked_at IS NOT NULL AS marked FROM ({pages}) AS p WHERE before IS NOT verdict ORDER BY id",
        {"since": since, "verdicts": json.dumps([*verdicts])},
    )
    return [
        VerdictChange(
            page_id=row["page_id"],
            url=row["url"],
            before=row["before"] and Verdict(row["before"]),
            after=Verdict(row["after"]),
            at=row["at"],
            marked=bool(row["marked"]),
        )
        for row in rows
    ]


def cited(cache: CacheFile, page_ids: Iterable[int]) -> dict[int, CitedPage]:
    """Page id -> the Page by its most cited Resource."""
    rows = cache.query(
        "SELECT r.page_id, k.id, k.url, k.title, max(r.importance) OVER page AS importance, (SELECT count(DISTINCT"
        " document_id) FROM citations t JOIN resources o ON o.id = t.resource_id WHERE o.page_id = r.page_id)"
        " AS cited_by_count FROM json_each(?) AS wanted JOIN resources r ON r.page_id = wanted.value"
        " JOIN cards k ON k.id = r.id WINDOW page AS (PARTITION BY r.page_id)"
        " ORDER BY r.page_id, k.cited_by_count DESC, r.importance DESC, r.rowid",
        [json.dumps(sorted(set(page_ids)))],
    )
    return {page_id: CitedPage(**next(group)) for page_id, group in groupby(rows, key=lambda row: row.pop("page_id"))}
