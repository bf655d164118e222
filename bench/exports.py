"""What each export costs: a cache of many resources is made, then exported in every format by the installed command.

    python bench/exports.py [--resources 100000] [--only FORMAT,...] [--cache FILE]

Printed are the seconds, the megabytes written and per second, and the peak of resident memory of the whole command
(ru_maxrss of getrusage(2)). With --cache the file is kept, and used again if it is there.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlite_utils import Database

from citecache.exports.formats import FORMATS
from crawler.cache import CacheFile
from crawler.cache.bodies import store

AT = "2026-04-09T08:00:00Z"
WORDS = "tide gauge harbour model leak weights release after before report says under water level hour".split()
BATCH = 5_000
CITATIONS = 3
"""Of each resource."""

PEAK = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""
"""Runs a command and prints its peak of memory, in KB. Between this program and the command, since a child's ru_maxrss
begins with the memory of the process that started it.
"""


def main() -> int:
    """A line for each format."""
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="citecache-bench-") as folder:
        cache = options.cache or Path(folder) / "citecache.db"
        if not cache.exists():
            make(cache, options.resources)
        print(f"{options.resources:,} resources, a cache of {cache.stat().st_size / 1e6:,.0f} MB")
        print(f"{'format':<16} {'seconds':>8} {'MB':>8} {'MB/s':>7} {'peak MB':>8}", flush=True)
        for name in options.only or FORMATS:
            for target in targets(name):
                measure(cache, name, Path(folder) / target)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resources", type=int, default=100_000)
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument("--cache", type=Path)
    return parser.parse_args()


def targets(name: str) -> Iterator[str]:
    """What a format writes to: a file, a folder, or one after the other."""
    if FORMATS[name].file is not None:
        yield f"{name}.out"
    if FORMATS[name].folder is not None:
        yield f"{name}-folder/"


def measure(cache: Path, name: str, target: Path) -> None:
    """Export once, and print the line."""
    is_folder = target.suffix == ""
    command = [str(Path(sys.executable).parent / "citecache"), "--db", str(cache), "export", name, "-o"]
    command.append(f"{target}{os.sep if is_folder else ''}")
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-S", "-c", PEAK, *command], capture_output=True, text=True, check=False)
    took = time.monotonic() - start
    label = f"{name}, folder" if is_folder else name
    if done.returncode:
        print(f"{label:<16} failed: {done.stderr.strip().splitlines()[-1:]}", flush=True)
        return
    peak = int(done.stdout.split()[-1])
    size = sum(one.stat().st_size for one in target.rglob("*") if one.is_file()) if is_folder else target.stat().st_size
    print(f"{label:<16} {took:>8.1f} {size / 1e6:>8.1f} {size / 1e6 / took:>7.1f} {peak / 1024:>8.0f}", flush=True)


def make(path: Path, resources: int) -> None:
    """A cache of so many resources, each with a fetch, a body, a text of about 4 KB and a few citations."""
    with CacheFile.open(path, create=True) as cache:
        # Captures and fetches refer to each other: each row would be looked for among all of the other table's.
        cache.db.execute("PRAGMA foreign_keys = 0")
        with cache.write() as db:
            fill(db, resources)


def fill(db: Database, resources: int) -> None:
    """All rows, in one transaction."""
    documents = max(1, resources // 50)
    rows = [{"id": number, "path": f"wiki/page-{number}.md", "name": f"wiki/page-{number}.md", "format": "markdown",
             "title": f"Page {number}", "added_at": AT} for number in range(1, documents + 1)]  # fmt: skip
    insert(db, "documents", rows)
    run = {"id": 1, "started_at": AT, "state": "finished", "selection": "{}", "cutoff": 0, "version": "bench"}
    insert(db, "runs", [run])
    for first in range(1, resources + 1, BATCH):
        numbers = range(first, min(first + BATCH, resources + 1))
        made = [resource(db, number, documents) for number in numbers]
        for table in ("pages", "resources", "captures", "fetches", "citations"):
            insert(db, table, [row for one in made for row in one[table]])
        db.conn.execute("UPDATE pages SET last_fetch_id = id, last_good_capture_id = id WHERE id >= ?", [first])
    db.conn.execute("INSERT INTO captures_fts (captures_fts) VALUES ('rebuild')")


def insert(db: Database, table: str, rows: list[dict[str, Any]]) -> None:
    """Rows that all have the same columns."""
    columns = list(rows[0])
    places = ", ".join("?" * len(columns))
    values = ([row[name] for name in columns] for row in rows)
    db.conn.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", values)


def resource(db: Database, number: int, documents: int) -> dict[str, list[dict[str, Any]]]:
    """The rows of one resource."""
    url = f"https://host-{number % 997}.example/{number % 31}/article-{number}"
    text = "\n\n".join(paragraph(number, part) for part in range(8))
    body = f"<!DOCTYPE html><title>Article {number}</title><p>{text}".encode()
    page = {
        "id": number,
        "url": url,
        "host": url.split("/")[2],
        "verdict": "alive",
        "verdict_at": AT,
        "last_good_at": AT,
        "added_at": AT,
    }
    fetch = {
        "id": number, "page_id": number, "run_id": 1, "started_at": AT, "elapsed_ms": 300, "attempts": 1,
        "outcome": "response", "status": 200, "final_url": url, "redirects": "[]", "flags": "[]",
        "headers": json.dumps([["content-type", "text/html; charset=utf-8"]]), "body_bytes": len(body),
        "verdict": "alive", "effective_verdict": "alive", "good": 1, "capture_id": number,
    }  # fmt: skip
    capture = {
        "id": number, "page_id": number, "fetch_id": number, "captured_at": AT, "status": 200, "url": url,
        "body_sha256": store(db, body, hashlib.sha256(body).hexdigest()), "content_type": "text/html; charset=utf-8",
        "media_type": "text/html", "title": f"Article {number}", "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(), "text_bytes": len(text.encode()),
        "preview": text[:3000], "authors": '["A. Writer"]', "language": "en", "sources": "{}", "headings": "[]",
        "facts": "{}", "reservations": "[]", "extractor": "bench", "extractor_version": "1", "elapsed_ms": 10,
    }  # fmt: skip
    id_ = hashlib.sha256(url.encode()).hexdigest()[:16]
    known = {
        "id": id_,
        "stable_id": f"sid_{number:010}",
        "url": url,
        "page_id": number,
        "tags": '["news"]',
        "added_at": AT,
    }
    citations = [
        {"document_id": (number * 7 + part) % documents + 1, "told_by": (number * 7 + part) % documents + 1,
         "resource_id": id_, "line": part + 1, "column": 1, "label": str(part), "link_text": "so", "added_at": AT}
        for part in range(CITATIONS)
    ]  # fmt: skip
    return {"pages": [page], "resources": [known], "fetches": [fetch], "captures": [capture], "citations": citations}


def paragraph(number: int, part: int) -> str:
    """About 500 characters that differ from one resource to the next."""
    words = [WORDS[(number * 31 + part * 17 + at * at) % len(WORDS)] for at in range(75)]
    return f"Of {number} in {part}: {' '.join(words)}."


if __name__ == "__main__":
    sys.exit(main())
