"""The whole of joining another cache: all of it in one transaction, or nothing."""

from datetime import datetime, timedelta

from crawler.cache.connection import SqlConnection
from crawler.cache.database import CacheFile, utc
from crawler.cache.write.creation import kept_url
from crawler.cache.write.merging.documents import DocumentJoin
from crawler.cache.write.merging.history import HistoryJoin
from crawler.cache.write.merging.marks import join_mark
from crawler.cache.write.merging.replay import Judge, replay_page
from crawler.cache.write.merging.resources import ResourceJoin
from crawler.cache.write.merging.rows import OtherRows
from crawler.cache.write.pruning import without_foreign_keys
from crawler.model import MergeReport

CLOCKS_DIFFER = timedelta(days=1)
"""A Fetch of the other cache may be this much later than now."""


def merge(cache: CacheFile, other: CacheFile, *, judge: Judge, now: datetime) -> MergeReport:
    """Join what another cache has. Call under `run_lock`.

    Ours is kept where both have something. Captures are the same if their hashes are; a Page that both have fetched is
    judged again, from its first Fetch to its last. What was learnt of hosts (robots.txt, pauses) is not joined: the
    next run asks again.
    """
    other.db.conn.text_factory = lambda raw: raw.decode("utf-8", "replace")
    report = MergeReport()
    with without_foreign_keys(cache), cache.write() as db:
        rows = OtherRows(other.db, db, report.left_out)
        resources = _resources(db, rows, report, utc(now))
        DocumentJoin(db, rows, report, resources.ids).join()
        _former_urls(db, rows, resources)
        pages = _pages(db, rows, resources)
        history = HistoryJoin(db, rows, report, utc(now + CLOCKS_DIFFER))
        for theirs, ours in pages.items():
            history.recognise_runs(theirs, ours)
        for theirs, ours in pages.items():
            both = db.execute("SELECT 1 FROM fetches WHERE page_id = ? LIMIT 1", [ours]).fetchone() is not None
            if history.join(theirs, ours):
                report.judged_again += both
                replay_page(db, ours, judge)
            for page in rows.of("pages", "id = ?", theirs):
                join_mark(db, page, ours, report)
        counted = "(SELECT count(*) FROM fetches WHERE run_id = runs.id)"
        db.execute(f"UPDATE runs SET fetched = {counted} WHERE fetched < {counted}")
    return report


def _resources(db: SqlConnection, rows: OtherRows, report: MergeReport, now: str) -> ResourceJoin:
    join = ResourceJoin(db, report, now)
    for row in rows.of("resources"):
        join.join(row)
    join.finish()
    return join


def _former_urls(db: SqlConnection, rows: OtherRows, resources: ResourceJoin) -> None:
    for row in rows.of("former_urls"):
        if ours := resources.ids.get(row["resource_id"]):
            values = [kept_url(row["url"]), ours, row["replaced_at"]]
            db.execute("INSERT OR IGNORE INTO former_urls (url, resource_id, replaced_at) VALUES (?, ?, ?)", values)


def _pages(db: SqlConnection, rows: OtherRows, resources: ResourceJoin) -> dict[int, int]:
    """The other's Page -> ours, for the Pages of Resources of the same URL."""
    found: dict[int, int] = {}
    for row in rows.of("resources"):
        ours = resources.ids.get(row["id"])
        mine = db.execute("SELECT url, page_id FROM resources WHERE id = ?", [ours]).fetchone()
        if mine and mine[0] == kept_url(row["url"]):
            found.setdefault(row["page_id"], mine[1])
    return found
