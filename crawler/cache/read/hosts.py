"""What earlier runs learnt about hosts: robots.txt, tdmrep.json, how they answer, until when they asked to wait."""

import json
from datetime import datetime, timedelta

from crawler.cache.database import CacheFile, utc
from crawler.cache.schedule import MAX_RETRY_AFTER
from crawler.model import HostAnswer, HostQuestion, RobotsFile, TdmFile


def robots(cache: CacheFile, origin: str) -> RobotsFile | None:
    """What is known of an origin's robots.txt."""
    sql = "SELECT fetched_at, text, failing_since FROM robots WHERE origin = ?"
    row = cache.execute(sql, [origin]).fetchone()
    if row is None:
        return None
    since = datetime.fromisoformat(row[2]) if row[2] else None
    return RobotsFile(origin=origin, fetched_at=datetime.fromisoformat(row[0]), text=row[1], failing_since=since)


def tdm(cache: CacheFile, origin: str) -> TdmFile | None:
    """What is known of an origin's tdmrep.json."""
    row = cache.execute("SELECT fetched_at, rules FROM tdmrep WHERE origin = ?", [origin]).fetchone()
    if row is None:
        return None
    rules = tuple((location, bool(reserved)) for location, reserved in json.loads(row[1]))
    return TdmFile(origin=origin, fetched_at=datetime.fromisoformat(row[0]), rules=rules)


def answer(cache: CacheFile, origin: str, question: HostQuestion) -> HostAnswer | None:
    """What a host answered to a question."""
    sql = "SELECT asked_at, url, final_url, status, sketch FROM host_answers WHERE origin = ? AND kind = ?"
    row = cache.execute(sql, [origin, question.value]).fetchone()
    if row is None:
        return None
    asked_at = datetime.fromisoformat(row[0])
    return HostAnswer(
        origin=origin, question=question, asked_at=asked_at, url=row[1], final_url=row[2], status=row[3], sketch=row[4]
    )


def pauses(cache: CacheFile, *, now: datetime) -> dict[str, datetime]:
    """Host -> until when it asked to be left alone; those that are over are left out.

    No pause is longer than a day: one that seems to be was noted while the clock was wrong.
    """
    latest = now + timedelta(seconds=MAX_RETRY_AFTER)
    rows = cache.execute("SELECT host, until FROM pauses WHERE until > ? AND until <= ?", [utc(now), utc(latest)])
    return {host: datetime.fromisoformat(until) for host, until in rows}
