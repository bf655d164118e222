"""Pages that an archive is to capture as they are now: which, and which not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.cache.database import CacheFile, utc
from crawler.model import Page, Verdict
from crawler.model.archive_save import DECLINED, SAVED, SAVING, WantedSave
from crawler.net.confidential import confidential

GOOD = (Verdict.ALIVE, Verdict.MOVED)
"""Verdicts of Pages that are there for everybody, as they were cited."""

RECENT = timedelta(days=30)
"""A copy of this age is as good as one of now; so is any that is not older than our own text. A heuristic."""

DECLINED_LASTS = timedelta(days=30)
SAVING_LASTS = timedelta(days=1)
"""An archive that declined is asked again after this time; one that did not tell the end of a capture, after this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveCandidate:
    """A Page, and why it is not sent to an archive, if so."""

    wanted: WantedSave
    left_out: str | None = None


_COLUMNS = """
    p.id, p.url, p.problem, p.unsafe, p.verdict, c.captured_at, c.reservations
    FROM pages p LEFT JOIN captures c ON c.id = p.last_good_capture_id
"""


def candidates(cache: CacheFile, *, archive: str, now: datetime, again: bool = False) -> Iterator[SaveCandidate]:
    """The Pages that are good and that this archive has no copy of which we know, those that most places cite first.

    Left out silently are those that it was asked for already: `again` asks for them, too.
    """
    sql = f"""
        SELECT {_COLUMNS} JOIN resources r ON r.page_id = p.id LEFT JOIN citations t ON t.resource_id = r.id
        WHERE p.verdict IN (SELECT value FROM json_each(:good)) AND (:again OR NOT EXISTS (
            SELECT 1 FROM mementos m WHERE m.page_id = p.id AND m.archive = :archive AND m.looked_at <= :now AND (
                (m.outcome = :saved AND coalesce(m.memento_datetime, m.looked_at) >=
                    min(:recent, coalesce(c.captured_at, :recent)))
                OR (m.outcome = :declined AND m.looked_at > :declined_since)
                OR (m.outcome = :saving AND m.looked_at > :saving_since)
            )
        ))
        GROUP BY p.id ORDER BY count(t.id) DESC, p.id
    """
    since = {"recent": now - RECENT, "declined_since": now - DECLINED_LASTS, "saving_since": now - SAVING_LASTS}
    values = {name: utc(moment) for name, moment in {"now": now, **since}.items()}
    values |= {"good": json.dumps(GOOD), "archive": archive, "saved": SAVED, "declined": DECLINED, "saving": SAVING}
    for row in list(cache.query(sql, {**values, "again": again})):
        yield _candidate(row, now)


def candidate(cache: CacheFile, id_: str, *, now: datetime) -> SaveCandidate:
    """The Page of a Resource, whatever was asked before."""
    sql = f"SELECT {_COLUMNS} WHERE p.id = (SELECT page_id FROM resources WHERE id = ?)"
    return _candidate(next(cache.query(sql, [id_])), now)


def _candidate(row: dict[str, Any], now: datetime) -> SaveCandidate:
    captured = now if row["captured_at"] is None else datetime.fromisoformat(row["captured_at"]).astimezone(UTC)
    wanted = WantedSave(
        page=Page(id=row["id"], url=row["url"], problem=row["problem"], unsafe=bool(row["unsafe"])),
        verdict=Verdict(row["verdict"]),
        since=min(now - RECENT, captured),
    )
    return SaveCandidate(wanted=wanted, left_out=_left_out(row))


def _left_out(row: dict[str, Any]) -> str | None:
    """Why no archive is asked for a Page: it is not good, not public, or wants no copies."""
    if row["problem"]:
        return str(row["problem"])
    if row["verdict"] not in GOOD:
        return f"it is {row['verdict'].replace('_', '-')}"
    if reason := confidential(row["url"]):
        return reason
    reserved = json.loads(row["reservations"] or "[]")
    return "it wants no archived copies (noarchive)" if "noarchive" in reserved else None
