"""Is the cache what was written? Every check by name, none of them changes anything.

`damaged` is said of data only; `foreign` of what others put into the schema and could do harm; `missing` of an optional
part of the installation or of its settings.
"""

import os
import sqlite3
import ssl
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from crawler.cache import bodies
from crawler.cache.database import CacheFile
from crawler.cache.read.counted import WRONG_COPIES, WRONG_COUNTS
from crawler.cache.schema import Harm, expected
from crawler.cache.schema_version import SCHEMA_VERSION
from crawler.cache.values import wrong_values
from crawler.extras import install_command
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
        "imports",
        "pages whose imported copy is not theirs",
        """SELECT count(*) FROM pages p LEFT JOIN captures c ON c.id = p.imported_capture_id
        WHERE p.imported_capture_id IS NOT NULL AND (c.page_id IS NOT p.id OR c.source IS NOT 'imported')""",
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
    ("counters", "counters that are wrong: `citecache doctor --recount` counts anew", WRONG_COUNTS),
    (
        "newest fetches",
        "pages that tell otherwise of their newest fetch: `citecache doctor --recount` mends them",
        WRONG_COPIES,
    ),
)
"""(check, what a row means, SQL that counts such rows): all zero in a sound cache."""

MOST_LISTED = 5
"""Foreign objects, or wrong values, in a detail."""

MOST_COUNTED = 1_000
"""Wrong values, after which there is nothing left to count."""

UNPACKED_TIMES = 100
MOST_UNPACKED = 4 * 2**30
"""Bodies that unpack to more bytes than this, and than so many times the file, were made to (pages: five times)."""

LIBRARIES = ("Scrapy", "trafilatura", "resiliparse", "pypdfium2", "sqlite-utils")

EXTRAS = (
    ("documents", "pyarrow", "Parquet files are not read as citing documents"),
    ("parquet", "pyarrow", "no `export parquet`, and no tables in Python"),
    ("mcp", "mcp", "`citecache mcp` serves no language model"),
    ("web", "uvicorn", "`citecache serve` shows nothing in a browser, and there is no HTTP API"),
    ("llm", "llm", "no model judges claims: `citecache claims --model`"),
    ("metrics", "prometheus_client", "no `crawl --metrics-port`, and no `--metrics-file`"),
    ("cluster", "distributed", "no `crawl --cluster`: one machine crawls"),
    ("timestamp", "rfc3161_client", "`export wacz` has no --timestamp"),
)
"""Optional parts of the installation: (extra, the module that it brings, what its absence costs)."""


def examine(cache: CacheFile) -> list[HealthCheck]:
    """All checks, in order; reads every body, so it takes about a third of a second per 100 MB.

    Of a file whose tables or view are not ours, only its schema: what is in it would be computed by others.
    """
    cache.end_snapshot()  # the search index is compared by what is an INSERT to SQLite
    if any(one.harm is Harm.READING and not one.missing for one in cache.foreign):
        return [*_schema(cache), *_installation()]
    findings = [
        *_schema(cache),
        _made("database", cache, _sqlite),
        _made("values", cache, _values),
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


def _schema(cache: CacheFile) -> list[HealthCheck]:
    """Each object of others that could do harm, then the others in one line."""
    harmful = [one for one in cache.foreign if one.harm > Harm.NOTHING]
    others = ", ".join(one.what for one in cache.foreign if one.harm is Harm.NOTHING)
    found = [
        HealthCheck(
            check="schema",
            state="damaged" if one.missing else "foreign",
            detail=f"{one.what}{one.remedy and f': {one.remedy} removes it'}",
        )
        for one in harmful[:MOST_LISTED]
    ]
    if len(harmful) > MOST_LISTED:
        found.append(HealthCheck(check="schema", state="foreign", detail=f"{len(harmful) - MOST_LISTED:,} more"))
    if others or not found:
        found.append(
            HealthCheck(check="schema", state="ok", detail=others and f"not ours, and harmless: {others[:1000]}")
        )
    return found


def _sqlite(cache: CacheFile) -> HealthCheck:
    """SQLite's own check; where others have something in the file, of our tables alone, for it would compute theirs."""
    names = [
        name
        for kind, name in expected(SCHEMA_VERSION)
        if kind == "table" and not name.startswith(("captures_fts", "segments_fts"))
    ]
    asked = [f'PRAGMA integrity_check("{name}")' for name in names] if cache.foreign else ["PRAGMA integrity_check(5)"]
    answer = [row[0] for sql in asked for row in cache.execute(sql) if row[0] != "ok"]
    return HealthCheck(check="database", state="damaged" if answer else "ok", detail="; ".join(answer[:5]))


def _values(cache: CacheFile) -> HealthCheck:
    """Whether every column holds what citecache can have written."""
    found = list(islice(wrong_values(cache), MOST_COUNTED))
    if not found:
        return HealthCheck(check="values", state="ok")
    count = f"{len(found):,}" if len(found) < MOST_COUNTED else f"over {MOST_COUNTED - 1:,}"
    shown = "; ".join(map(str, found[:MOST_LISTED]))
    return HealthCheck(check="values", state="damaged", detail=f"{count} not citecache's: {shown}")


def _foreign_keys(cache: CacheFile) -> HealthCheck:
    broken = cache.execute("PRAGMA foreign_key_check").fetchall()
    detail = "" if not broken else f"{len(broken)} rows point to nothing, the first in {broken[0][0]}"
    return HealthCheck(check="references", state="damaged" if broken else "ok", detail=detail)


def _bodies(cache: CacheFile) -> HealthCheck:
    count, size, bad = 0, 0, list[str]()
    most = MOST_UNPACKED + UNPACKED_TIMES * cache.pragma("page_count") * cache.pragma("page_size")
    bases = dict[str, bytes]()
    in_order = "SELECT sha256 FROM bodies WHERE length(data) > 0 ORDER BY coalesce(base, sha256), rowid"
    for (digest,) in cache.execute(in_order).fetchall():
        try:
            size += bodies.verify(cache, digest, bases)
            count += 1
        except CacheDamaged as error:
            bad.append(str(error))
        if size > most:
            bad.append(f"they unpack to over {UNPACKED_TIMES} times the file: the others were not unpacked")
            break
    if bad:
        return HealthCheck(check="bodies", state="damaged", detail=f"{len(bad)} of {count + len(bad)}: {bad[0]}")
    return HealthCheck(check="bodies", state="ok", detail=f"{count:,} match their SHA-256, {size / 2**20:,.1f} MB")


def _invariant(check: str, meaning: str, sql: str, cache: CacheFile) -> HealthCheck:
    wrong = cache.execute(sql).fetchone()[0]
    return HealthCheck(check=check, state="damaged" if wrong else "ok", detail=f"{wrong:,} {meaning}" if wrong else "")


def _index(cache: CacheFile) -> HealthCheck:
    """FTS5's own comparison of the index with the texts (sqlite.org/fts5.html#the_integrity_check_command)."""
    try:
        cache.conn.execute("INSERT INTO captures_fts (captures_fts, rank) VALUES ('integrity-check', 1)")
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
    detail = f"{module} {version(module)}" if ready else f"{cost}: {install_command(extra)}"
    return HealthCheck(check=f"extra {extra}", state="ready" if ready else "missing", detail=detail)
