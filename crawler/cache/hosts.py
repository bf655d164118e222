"""What is remembered of hosts from run to run: robots.txt, tdmrep.json, and until when they asked to be left alone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.cache.database import CacheFile, utc
from crawler.cache.schedule import MAX_RETRY_AFTER

FRESH = timedelta(hours=24)
"""RFC 9309, 2.4: a robots.txt should not be used from a cache for longer. TDMRep names no time: the same is ours."""

TdmRules = tuple[tuple[str, bool], ...]
"""(location, reserved) of each rule of a tdmrep.json, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """The last answer of an origin's robots.txt."""

    origin: str  # "https://example.org", with the port where it is not the scheme's
    fetched_at: datetime
    text: str  # at most 500 KiB of it; "" where there is none
    failing_since: datetime | None = None  # it cannot be read, since then

    def fresh(self, now: datetime) -> bool:
        """Whether it may be used without asking again."""
        return self.failing_since is None and timedelta(0) <= now - self.fetched_at < FRESH


@dataclass(frozen=True, slots=True, kw_only=True)
class TdmFile:
    """The last answer of an origin's `/.well-known/tdmrep.json`."""

    origin: str
    fetched_at: datetime
    rules: TdmRules  # none where there is no such file

    def fresh(self, now: datetime) -> bool:
        """Whether it may be used without asking again."""
        return timedelta(0) <= now - self.fetched_at < FRESH


class HostMemory:
    """What a run knows of hosts: what earlier runs left, and what it learns. One per run; `flush` keeps it."""

    FLUSH_AT = 200
    """Files learnt between two writes: a kill costs their being asked for again."""

    def __init__(self, cache: CacheFile, *, now: datetime) -> None:
        self.cache = cache
        self.pauses = pauses(cache, now=now)  # host -> until when; written to by whoever hears a host ask
        self._learnt: dict[str, RobotsFile] = {}
        self._learnt_tdm: dict[str, TdmFile] = {}

    def robots(self, origin: str) -> RobotsFile | None:
        """What is known of an origin's robots.txt."""
        return self._learnt.get(origin) or robots(self.cache, origin)

    def learn(self, file: RobotsFile) -> None:
        """Remember an answer of a robots.txt."""
        self._learnt[file.origin] = file
        self._flush_many()

    def tdm(self, origin: str) -> TdmFile | None:
        """What is known of an origin's tdmrep.json."""
        return self._learnt_tdm.get(origin) or tdm(self.cache, origin)

    def learn_tdm(self, file: TdmFile) -> None:
        """Remember an answer of a tdmrep.json."""
        self._learnt_tdm[file.origin] = file
        self._flush_many()

    def _flush_many(self) -> None:
        if len(self._learnt) + len(self._learnt_tdm) >= self.FLUSH_AT:
            self.flush()

    def flush(self) -> None:
        """Write what was learnt."""
        remember(self.cache, self._learnt.values(), self.pauses, self._learnt_tdm.values())
        self._learnt.clear()
        self._learnt_tdm.clear()


def robots(cache: CacheFile, origin: str) -> RobotsFile | None:
    """What is known of an origin's robots.txt."""
    sql = "SELECT fetched_at, text, failing_since FROM robots WHERE origin = ?"
    row = cache.db.execute(sql, [origin]).fetchone()
    if row is None:
        return None
    since = datetime.fromisoformat(row[2]) if row[2] else None
    return RobotsFile(origin=origin, fetched_at=datetime.fromisoformat(row[0]), text=row[1], failing_since=since)


def tdm(cache: CacheFile, origin: str) -> TdmFile | None:
    """What is known of an origin's tdmrep.json."""
    row = cache.db.execute("SELECT fetched_at, rules FROM tdmrep WHERE origin = ?", [origin]).fetchone()
    if row is None:
        return None
    rules = tuple((location, bool(reserved)) for location, reserved in json.loads(row[1]))
    return TdmFile(origin=origin, fetched_at=datetime.fromisoformat(row[0]), rules=rules)


def pauses(cache: CacheFile, *, now: datetime) -> dict[str, datetime]:
    """Host -> until when it asked to be left alone; those that are over are left out.

    No pause is longer than a day: one that seems to be was noted while the clock was wrong.
    """
    latest = now + timedelta(seconds=MAX_RETRY_AFTER)
    rows = cache.db.execute("SELECT host, until FROM pauses WHERE until > ? AND until <= ?", [utc(now), utc(latest)])
    return {host: datetime.fromisoformat(until) for host, until in rows}


def remember(
    cache: CacheFile, files: Iterable[RobotsFile], paused: dict[str, datetime], tdm_files: Iterable[TdmFile] = ()
) -> None:
    """Keep what a run has learnt."""
    with cache.write() as db:
        for file in files:
            since = utc(file.failing_since) if file.failing_since else None
            sql = "INSERT OR REPLACE INTO robots (origin, fetched_at, text, failing_since) VALUES (?, ?, ?, ?)"
            db.execute(sql, [file.origin, utc(file.fetched_at), file.text, since])
        for tdm_file in tdm_files:
            sql = "INSERT OR REPLACE INTO tdmrep (origin, fetched_at, rules) VALUES (?, ?, ?)"
            rules = json.dumps(tdm_file.rules, ensure_ascii=False)
            db.execute(sql, [tdm_file.origin, utc(tdm_file.fetched_at), rules])
        for host, until in paused.items():
            db.execute("INSERT OR REPLACE INTO pauses (host, until) VALUES (?, ?)", [host, utc(until)])
