"""Verdicts that persons have given: one that is new here is taken, one that differs is reported."""

from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.storing import update
from crawler.cache.write.merging.resources import KEEPS_OURS, brief
from crawler.model import MergeReport

MARK = ("verdict", "marked_at", "marked_note", "marked_by")


def join_mark(db: SqlConnection, theirs: dict[str, Any], page: int, report: MergeReport) -> None:
    """The mark on one Page. A marks file is that of the cache beside it: what comes from another cache is by hand."""
    if theirs["marked_at"] is None:
        return
    ours = next(db.query(f"SELECT url, {', '.join(MARK)} FROM pages WHERE id = ?", [page]))
    note = f" ({brief(theirs['marked_note'])})" if theirs["marked_note"] else ""
    if ours["marked_at"] is None:
        values = {name: theirs[name] for name in MARK}
        update(db, "pages", page, values | {"verdict_at": theirs["marked_at"], "marked_file": None})
        report.taken.append(f"{brief(ours['url'])}: marked {theirs['verdict']} there{note}: so it is here now")
    elif ours["verdict"] != theirs["verdict"]:
        report.conflicts.append(
            f"{brief(ours['url'])}: marked {ours['verdict']} here, {theirs['verdict']} there{note}: {KEEPS_OURS}"
        )
    elif ours["marked_note"] != theirs["marked_note"]:
        report.conflicts.append(
            f"{brief(ours['url'])}: marked for {brief(ours['marked_note'])!r} here,"
            f" for {brief(theirs['marked_note'])!r} there: {KEEPS_OURS}"
        )
