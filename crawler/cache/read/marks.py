"""Marks: the verdicts that persons have given."""

from crawler.cache.database import CacheFile
from crawler.model import Mark, StoredMark, Verdict
from crawler.net.urls import page_url


def stored_marks(cache: CacheFile) -> list[StoredMark]:
    """Every Mark, by the URL of its Page."""
    rows = cache.query(
        "SELECT p.url, p.verdict, p.marked_at, p.marked_note, p.marked_by, p.marked_file, (SELECT id FROM resources"
        " WHERE page_id = p.id ORDER BY rowid LIMIT 1) AS id, coalesce((SELECT effective_verdict FROM fetches"
        " WHERE page_id = p.id AND effective_verdict IS NOT NULL ORDER BY id DESC LIMIT 1), 'unchecked') AS evidence"
        " FROM pages p WHERE p.marked_at IS NOT NULL ORDER BY p.url"
    )
    return [
        StoredMark(
            mark=Mark(
                url=row["url"],
                verdict=Verdict(row["verdict"]),
                reason=row["marked_note"],
                at=row["marked_at"],
                by=row["marked_by"],
            ),
            id=row["id"],
            file=row["marked_file"],
            evidence=Verdict(row["evidence"]),
        )
        for row in rows
    ]


def resource_of_page(cache: CacheFile, url: str) -> str | None:
    """A Resource of the Page that this URL is fetched from; None: there is no such Page."""
    sql = "SELECT r.id FROM resources r JOIN pages p ON p.id = r.page_id WHERE p.url = ? ORDER BY r.rowid LIMIT 1"
    row = cache.execute(sql, [page_url(url).url]).fetchone()
    return None if row is None else str(row[0])
