"""The beginning and the end of a run.

A run finds out at its end whether it was offline; until then, network failures have changed no verdict.
"""

from collections.abc import Callable
from datetime import datetime

from crawler import __version__
from crawler.cache.database import CacheFile, utc
from crawler.cache.read.due import count_due
from crawler.cache.read.runs import plan, selection_key
from crawler.cache.storing import insert
from crawler.cache.write import outages
from crawler.model import Run, Selection


def settle(cache: CacheFile, *, now: datetime) -> bool:
    """Close the runs that were killed; whether there were any. Call under `run_lock`: an unfinished run found here is a
    killed one.

    Whether it was online can no longer be asked: where that is in doubt, it is treated as offline.
    """
    killed = [row[0] for row in cache.db.execute("SELECT id FROM runs WHERE finished_at IS NULL ORDER BY id")]
    for run_id in killed:
        with cache.write() as db:
            outages.apply(cache, run_id, online=lambda: False)
            sql = "UPDATE runs SET state = 'interrupted', finished_at = ?, fetched ="
            db.execute(
                f"{sql} (SELECT count(*) FROM fetches WHERE run_id = ?) WHERE id = ?", [utc(now), run_id, run_id]
            )
    return bool(killed)


def begin(cache: CacheFile, selection: Selection, *, now: datetime) -> Run:
    """Open a run. Call under `run_lock`."""
    settle(cache, now=now)
    started = utc(now)
    cutoff, resumed = plan(cache, selection, now=now)
    with cache.write() as db:
        row = {"started_at": started, "state": "running", "selection": selection_key(selection), "cutoff": cutoff}
        row |= {"planned": count_due(cache, selection, cutoff=cutoff, now=now)}
        run_id = insert(db, "runs", row | {"version": __version__})
    return Run(id=run_id, selection=selection, cutoff=cutoff, started_at=started, resumed=resumed)


def finish(
    cache: CacheFile, run: Run, *, now: datetime, interrupted: bool = False, online: Callable[[], bool] = lambda: True
) -> str:
    """Close a run and give its state: finished, interrupted or offline. `online`: see `outages.apply`."""
    with cache.write() as db:
        offline = not outages.apply(cache, run.id, online=online)
        state = "interrupted" if interrupted else "offline" if offline else "finished"
        fetched = db.execute("SELECT count(*) FROM fetches WHERE run_id = ?", [run.id]).fetchone()[0]
        sql = "UPDATE runs SET finished_at = ?, state = ?, fetched = ? WHERE id = ?"
        db.execute(sql, [utc(now), state, fetched, run.id])
    return state
