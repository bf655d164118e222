"""Is the cache what was written? Every check by name, none of them changes anything.

`damaged` is said of data only; `missing` of an optional part of the installation or of its settings.
"""

import os
import sqlite3
import ssl
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from crawler.cache import bodies
from crawler.cache.database import CacheFile
from crawler.model import HealthCheck
from crawler.model.errors import CacheDamaged

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
        # By different Fetches; `reextract` adds a Capture to the same Fetch.
        """SELECT count(*) FROM (SELECT 1 FROM captures GROUP BY page_id, body_sha256, text_sha256, status
        HAVING count(DISTINCT fetch_id) > 1)""",
    ),
    (
        "fetches",
        "pages fetched more than once in a run",
        "SELECT count(*) FROM (SELECT 1 FROM fetches GROUP BY run_id, page_id HAVING count(*) > 1)",
    ),
)
"""(check, what a row means, SQL that counts such rows): all zero in a sound cache."""

LIBRARIES = ("Scrapy", "trafilatura", "resiliparse", "pypdfium2", "sqlite-utils")

EXTRAS = (("documents", "pyarrow", "Parquet files are not read as citing documents"),)
"""Optional parts of the installation: (extra, the module that it brings, what its absence costs)."""


def examine(cache: CacheFile) -> list[HealthCheck]:
    """All checks, in order; reads every body, so it takes about a third of a second per 100 MB."""
    cache.end_snapshot()  # the search index is compared by what is an INSERT to SQLite
    findings = [
        _made("database", cache, _sqlite),
        _made("references", cache, _foreign_keys),
        _made("bodies", cache, _bodies),
        *(_made(check, cache, partial(_invariant, check, meaning, sql)) for check, meaning, sql in INVARIANTS),
        _made("search index", cache, _index),
    ]
    return [*findings, *_installation()]


def _made(name: str, cache: CacheFile, check: Callable[[CacheFile], HealthCheck]) -> HealthCheck:
    """What the check finds; where the damage is such that it cannot even look, that."""
    try:
        return check(cache)
    except sqlite3.DatabaseError as error:
        return HealthCheck(check=name, state="damaged", detail=f"cannot be read: {error}")


def _sqlite(cache: CacheFile) -> HealthCheck:
    answer = [row[0] for row in cache.db.execute("PRAGMA integrity_check(5)")]
    good = answer == ["ok"]
    return HealthCheck(check="database", state="ok" if good else "damaged", detail="" if good else "; ".join(answer))


def _foreign_keys(cache: CacheFile) -> HealthCheck:
    broken = cache.db.execute("PRAGMA foreign_key_check").fetchall()
    detail = "" if not broken else f"{len(broken)} rows point to nothing, the first in {broken[0][0]}"
    return HealthCheck(check="references", state="damaged" if broken else "ok", detail=detail)


def _bodies(cache: CacheFile) -> HealthCheck:
    count, size, bad = 0, 0, list[str]()
    for (digest,) in cache.db.execute("SELECT sha256 FROM bodies").fetchall():
        try:
            size += len(bodies.load(cache.db, digest))
            count += 1
        except CacheDamaged as error:
            bad.append(str(error))
    if bad:
        return HealthCheck(check="bodies", state="damaged", detail=f"{len(bad)} of {count + len(bad)}: {bad[0]}")
    return HealthCheck(check="bodies", state="ok", detail=f"{count:,} match their SHA-256, {size / 2**20:,.1f} MB")


def _invariant(check: str, meaning: str, sql: str, cache: CacheFile) -> HealthCheck:
    wrong = cache.db.execute(sql).fetchone()[0]
    return HealthCheck(check=check, state="damaged" if wrong else "ok", detail=f"{wrong:,} {meaning}" if wrong else "")


def _index(cache: CacheFile) -> HealthCheck:
    """FTS5's own comparison of the index with the texts (sqlite.org/fts5.html#the_integrity_check_command)."""
    try:
        cache.db.conn.execute("INSERT INTO captures_fts (captures_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.OperationalError as error:  # it is an INSERT to SQLite, though it changes nothing
        return HealthCheck(check="search index", state="ok", detail=f"not compared with the texts: {error}")
    return HealthCheck(check="search index", state="ok", detail="agrees with the texts")


def _installation() -> list[HealthCheck]:
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    contact = os.environ.get("CITECACHE_CONTACT")
    absent = "no host can tell you to stop; set it to your URL or mail address"
    roots = os.environ.get("SSL_CERT_FILE") or ssl.get_default_verify_paths().cafile
    return [
        HealthCheck(check="libraries", state="ready", detail=versions),
        *(_extra(*extra) for extra in EXTRAS),
        HealthCheck(check="CITECACHE_CONTACT", state="ready" if contact else "missing", detail=contact or absent),
        HealthCheck(
            check="certificates",
            state="ready" if roots and Path(roots).exists() else "missing",
            detail=roots or "no https page can be verified; install ca-certificates or set SSL_CERT_FILE",
        ),
    ]


def _extra(extra: str, module: str, cost: str) -> HealthCheck:
    ready = find_spec(module) is not None
    detail = f"{module} {version(module)}" if ready else f"{cost}: pip install 'citecache[{extra}]'"
    return HealthCheck(check=f"extra {extra}", state="ready" if ready else "missing", detail=detail)
