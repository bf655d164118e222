"""The crawl and the refreshes, each a run of the installed command."""

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.measured import Measured, measured
from bench.soak.web import SoakWeb

COMMAND = (sys.executable, "-c", "import sys; sys.argv[0] = 'citecache'; from citecache.cli import main; main()")
SETTINGS = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", "RETRY_TIMES=0", "DOWNLOAD_TIMEOUT=3", "CITECACHE_WORKERS=1")
"""No pauses, since the hosts are ours; hardly any waiting for those that stall. One process extracts, so that what an
epoch costs does not depend on the number of cores."""

AGED, NEW = "aged.db", "new.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """What one run came to."""

    number: int  # the first is 1: the crawl of what is new
    fetched: int
    new_texts: int
    outcomes: dict[str, int]
    cost: Measured
    used: int  # bytes of the file in use, afterwards

    @property
    def by_wall(self) -> float:
        """Pages a second."""
        return self.fetched / self.cost.wall

    @property
    def by_cpu(self) -> float:
        """Pages a second of CPU time, which other work on the machine changes little."""
        return self.fetched / self.cost.cpu


def epochs(web: SoakWeb, folder: Path, count: int) -> Iterator[Epoch]:
    """Crawl once, then refresh all pages until there were so many epochs."""
    (folder / "urls.txt").write_text("".join(f"{url}\n" for url in web.urls()), encoding="utf-8")
    for web.epoch in range(1, count + 1):
        yield _run(web, folder / AGED)


def against_new(web: SoakWeb, folder: Path) -> float:
    """The throughput of the aged cache, of that of one that is crawled anew: two epochs, refreshed by both in turns.

    By CPU time, and whatever else the machine does slows both.
    """
    _run(web, folder / NEW)
    spent = {AGED: 0.0, NEW: 0.0}
    for turns in ((AGED, NEW), (NEW, AGED)):
        web.epoch += 1
        for name in turns:
            spent[name] += _run(web, folder / name).cost.cpu
    return spent[NEW] / spent[AGED]


def _run(web: SoakWeb, database: Path) -> Epoch:
    """Crawl into a cache that is not there yet, refresh all pages of one that is."""
    options = ["--json", "--allow-address", "127.0.0.0/8", *(part for one in SETTINGS for part in ("-s", one))]
    command = ["refresh", "--all"] if database.exists() else ["crawl"]
    if not database.exists():
        measured([*COMMAND, "--db", str(database), "add", str(database.with_name("urls.txt"))])
    return _epoch(database, web.epoch, measured([*COMMAND, "--db", str(database), *command, *options]))


def _epoch(database: Path, number: int, cost: Measured) -> Epoch:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        pages, free, size = (
            db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        last = "run_id = (SELECT max(id) FROM runs)"
        outcomes = dict(
            db.execute(f"SELECT outcome || coalesce(' ' || status, ''), count(*) FROM fetches WHERE {last} GROUP BY 1")
        )
        new = db.execute(
            f"SELECT count(*) FROM captures c JOIN fetches f ON f.id = c.fetch_id WHERE f.{last} AND c.text <> ''"
        )
        return Epoch(
            number=number,
            fetched=sum(outcomes.values()),
            new_texts=new.fetchone()[0],
            outcomes=outcomes,
            cost=cost,
            used=(pages - free) * size,
        )


def line(epoch: Epoch, before: Epoch | None) -> str:
    """An epoch for a person."""
    grown = (epoch.used - (before.used if before else 0)) / 1e6
    return (
        f"{epoch.number:>5} {epoch.fetched:>8,} {epoch.new_texts:>8,} {grown:>8.2f} {epoch.cost.peak / 2**20:>8.0f}"
        f" {epoch.by_wall:>8.1f} {epoch.by_cpu:>11.1f}  {json.dumps(epoch.outcomes)}"
    )


HEAD = "epoch  fetches    texts grown MB  peak MB  pages/s pages/CPU s  outcomes"
