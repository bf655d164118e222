"""Is the cache what was written? Every check by name, none of them changes anything.

`damaged` is said of data only; `missing` of an optional part of the installation or of its settings.
"""

import os
import sqlite3
import ssl
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from crawler.cache import bodies
from crawler.cache.database import Cache
from crawler.errors import CacheDamaged

INVARIANTS: tuple[tuple[str, str, str], ...] = (
    (
        "captures",
        "pages whose last good capture is not theirs",
        """SELECT count(*) FROM pages p LEFT JOIN captures c ON c.id = p.last_good_capture_id
        WHERE p.last_good_capture_id IS NOT NULL AND c.page_id IS NOT p.id""",
    ),
    (
        "duplicates",
        "captures stored twice",
        """SELECT count(*) - count(DISTINCT page_id || '/' || body_sha256 || '/' || coalesce(text_sha256, '')
        || '/' || extractor || extractor_version || '/' || coalesce(status, '')) FROM captures""",
    ),
    (
        "fetches",
        "pages fetched more than once in a run",
        "SELECT count(*) FROM (SELECT 1 FROM fetches GROUP BY run_id, page_id HAVING count(*) > 1)",
    ),
    (
        "search index",
        "captures that cannot be found by their text",
        "SELECT count(*) FROM captures c LEFT JOIN captures_fts_docsize d ON d.id = c.id WHERE d.id IS NULL",
    ),
)
"""(check, what a row means, SQL that counts such rows): all zero in a sound cache."""

LIBRARIES = ("Scrapy", "trafilatura", "resiliparse", "pypdfium2", "sqlite-utils")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check: `state` is ok, damaged, ready or missing."""

    check: str
    state: str
    detail: str = ""


def examine(cache: Cache) -> list[Finding]:
    """All checks, in order; reads every body, so it takes about a second per 100 MB."""
    return [_sqlite(cache), _foreign_keys(cache), _bodies(cache), *_invariants(cache), *_installation()]


def _sqlite(cache: Cache) -> Finding:
    try:
        answer = [row[0] for row in cache.db.execute("PRAGMA integrity_check(5)")]
    except sqlite3.DatabaseError as error:
        answer = [str(error)]
    good = answer == ["ok"]
    return Finding(check="database", state="ok" if good else "damaged", detail="" if good else "; ".join(answer))


def _foreign_keys(cache: Cache) -> Finding:
    broken = cache.db.execute("PRAGMA foreign_key_check").fetchall()
    detail = "" if not broken else f"{len(broken)} rows point to nothing, the first in {broken[0][0]}"
    return Finding(check="references", state="damaged" if broken else "ok", detail=detail)


def _bodies(cache: Cache) -> Finding:
    count, size, bad = 0, 0, list[str]()
    for (digest,) in cache.db.execute("SELECT sha256 FROM bodies").fetchall():
        try:
            size += len(bodies.load(cache.db, digest))
            count += 1
        except CacheDamaged as error:
            bad.append(str(error))
    if bad:
        return Finding(check="bodies", state="damaged", detail=f"{len(bad)} of {count + len(bad)}: {bad[0]}")
    return Finding(check="bodies", state="ok", detail=f"{count:,} match their SHA-256, {size / 2**20:,.1f} MB")


def _invariants(cache: Cache) -> list[Finding]:
    findings = []
    for check, meaning, sql in INVARIANTS:
        wrong = cache.db.execute(sql).fetchone()[0]
        detail = f"{wrong:,} {meaning}" if wrong else ""
        findings.append(Finding(check=check, state="damaged" if wrong else "ok", detail=detail))
    return findings


def _installation() -> list[Finding]:
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    contact = os.environ.get("CITECACHE_CONTACT")
    absent = "no host can tell you to stop; set it to your URL or mail address"
    roots = os.environ.get("SSL_CERT_FILE") or ssl.get_default_verify_paths().cafile
    return [
        Finding(check="libraries", state="ready", detail=versions),
        Finding(check="CITECACHE_CONTACT", state="ready" if contact else "missing", detail=contact or absent),
        Finding(
            check="certificates",
            state="ready" if roots and Path(roots).exists() else "missing",
            detail=roots or "no https page can be verified; install ca-certificates or set SSL_CERT_FILE",
        ),
    ]
