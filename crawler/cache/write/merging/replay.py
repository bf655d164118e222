"""A Page that has new Fetches, judged again from its first Fetch to its last, as if they had come in this order."""

from collections.abc import Callable
from dataclasses import replace

from crawler.cache.connection import SqlConnection
from crawler.cache.network import NETWORK_FAILURES
from crawler.cache.read.changes import NEWEST
from crawler.cache.read.replays import replay
from crawler.cache.storing import insert, update
from crawler.cache.write.pages import update_page
from crawler.model import Evidence, Fetch, History, Verdict

Ruling = tuple[Verdict, Verdict | None, tuple[Evidence, ...]]
"""The verdict of a Fetch, the effective one, and the evidence."""

Judge = Callable[[Fetch, History], Ruling]


def replay_page(db: SqlConnection, page: int, judge: Judge) -> None:
    """Verdict, last good Capture and schedule of a Page, from all of its Fetches. A person's mark stays.

    A Fetch that was inconclusive stays so: its run was offline. So does the verdict on one whose text is not kept.
    """
    cleared = "streak = 0, interval_s = NULL, due_at = NULL, last_fetch_id = NULL, last_good_capture_id = NULL"
    cleared += ", fetched_at = NULL, verdict_doubt = NULL"
    verdict = "verdict = iif(marked_at IS NULL, 'unchecked', verdict)"
    db.execute(f"UPDATE pages SET {cleared}, last_good_at = NULL, {verdict} WHERE id = ?", [page])
    db.execute("UPDATE fetches SET good = 0, changed = NULL WHERE page_id = ?", [page])
    ids = [row[0] for row in db.execute("SELECT id FROM fetches WHERE page_id = ? ORDER BY id", [page])]
    for id_ in ids:
        fetch, capture = _judged(db, id_, judge)
        update_page(db, fetch, id_, capture)
    _apply_network_failure(db, page)
    newest = f"SELECT {NEWEST} FROM fetches f WHERE f.page_id = ? AND f.good ORDER BY f.id DESC LIMIT 1"
    row = db.execute(newest, [page]).fetchone()
    if row and row[0] is not None:
        update(db, "pages", page, {"last_good_capture_id": row[0]})


def _judged(db: SqlConnection, id_: int, judge: Judge) -> tuple[Fetch, int | None]:
    (capture,) = db.execute("SELECT capture_id FROM fetches WHERE id = ?", [id_]).fetchone()
    stored = replay(db, id_)
    then = replace(stored.fetch, verdict=stored.verdict, effective_verdict=stored.effective_verdict)
    if not stored.kept:
        return then, capture
    verdict, effective, evidence = judge(stored.fetch, stored.history)
    if stored.effective_verdict is None:
        effective = None
    if (verdict, effective) != (stored.verdict, stored.effective_verdict):
        update(db, "fetches", id_, {"verdict": verdict, "effective_verdict": effective})
        db.execute("DELETE FROM evidence WHERE fetch_id = ?", [id_])
        for found in evidence:
            insert(
                db, "evidence", {"fetch_id": id_, "rule": found.rule, "verdict": found.verdict, "detail": found.detail}
            )
    return replace(then, verdict=verdict, effective_verdict=effective), capture


def _apply_network_failure(db: SqlConnection, page: int) -> None:
    """What the end of its run had decided of a network failure (outages.py): it counts, or is due again at once."""
    db.execute(
        "UPDATE pages SET verdict = f.effective_verdict,"
        " verdict_at = iif(pages.verdict = f.effective_verdict, verdict_at, f.started_at) FROM fetches f"
        " WHERE pages.id = ? AND f.id = pages.last_fetch_id AND pages.marked_at IS NULL"
        f" AND f.effective_verdict IS NOT NULL AND f.outcome IN {NETWORK_FAILURES}",
        [page],
    )
    db.execute(
        "UPDATE pages SET due_at = f.started_at FROM fetches f WHERE pages.id = ? AND f.id = pages.last_fetch_id"
        f" AND f.effective_verdict IS NULL AND f.outcome IN {NETWORK_FAILURES}",
        [page],
    )
