"""What a page takes in the file, and what each check of it adds: `python -m bench.file_size [WEB_DIR]`.

    python -m bench.file_size [WEB_DIR] [--pages N] [--rounds N] [--headers] [--keep FOLDER]
    python -m bench.file_size [WEB_DIR] [--pages N] --levels

Crawls our own pages, or a recorded web (bench/recorded_web.py), from a server on loopback into a cache of their own.
Then checks all of them where nothing has changed (each is a 304), and `--rounds` times after a sentence has been added
to the longest paragraph of every page. Printed is Markdown: bytes per page by table with its indexes, and what a check
adds in either case; and what a year of weekly checks comes to. Sizes are of whole pages of the file, as SQLite's dbstat
tells them (sqlite.org/dbstat.html); pages that are free for new rows are not counted.

With --levels, nothing is crawled: bytes and CPU time of packing the bodies at several levels of zstd, each alone, and
each further one of a host as its difference to the host's first.
"""

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from bench.sent_headers import sent_headers
from bench.speed.contenders import CRAWLS, REFRESHES, Site
from bench.speed.server import LoopbackWeb
from bench.speed.web import END_OF_TEXT, ServedPage, digest_of, served_pages
from crawler.cache import bodies
from crawler.net import zstd

LEVELS = (3, 4, 5, 6, 7, 9)
WEEKS = 52
SHARES = (0.0, 0.02, 0.1, 1.0)
"""Of the pages, those that change in a week."""

SHOWN = 20
"""Bytes a page from which a table or column is listed."""

COLUMNS = {
    "captures": ("text", "preview", "facts", "headings", "sources", "description"),
    "fetches": ("headers", "final_url", "extraction", "redirects"),
    "bodies": ("data",),
}
"""Columns whose bytes are told apart. Those that are computed take none."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What is in the file at one moment."""

    by_table: Mapping[str, int]  # bytes with indexes
    by_column: Mapping[str, int]  # bytes of "table.column"
    fetches: int
    captures: int

    @property
    def total(self) -> int:
        return sum(self.by_table.values())


def read_state(path: Path) -> FileState:
    """Sizes by table and column.

    Raises:
        SystemExit: this SQLite was built without dbstat.
    """
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        tables: dict[str, str] = dict(db.execute("SELECT name, tbl_name FROM sqlite_schema"))
        found: Counter[str] = Counter()
        try:
            sizes = db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
        except sqlite3.OperationalError as error:
            sys.exit(
                f"bench.file_size: this SQLite cannot tell sizes ({error}): use one with SQLITE_ENABLE_DBSTAT_VTAB"
            )
        for name, size in sizes:
            table = tables.get(name, name)
            found["captures_fts" if table.startswith(("captures_fts", "segments_fts")) else table] += size
        columns = {f"{table}.{name}": _bytes(db, table, name) for table, names in COLUMNS.items() for name in names}
        count = {name: _one(db, f"SELECT count(*) FROM {name}") for name in ("fetches", "captures")}
    return FileState(found, columns, **count)


def _one(db: sqlite3.Connection, sql: str) -> int:
    return int(db.execute(sql).fetchone()[0] or 0)


def _bytes(db: sqlite3.Connection, table: str, column: str) -> int:
    computed = {row[1] for row in db.execute(f"PRAGMA table_xinfo({table})") if row[6]}
    return 0 if column in computed else _one(db, f"SELECT sum(length(CAST({column} AS BLOB))) FROM {table}")


def revised(page: ServedPage, number: int) -> ServedPage:
    """The page with another sentence at the end of its longest paragraph; one without paragraphs stays as it is."""
    ends = [found.start() for found in END_OF_TEXT.finditer(page.body)]
    if not ends:
        return page
    at = max(ends, key=lambda end: end - page.body.rfind(b">", 0, end))
    added = b" In revision %d of this page, %d readers had asked for a correction." % (number, 1000 + 37 * number)
    return replace(page, body=page.body[:at] + added + page.body[at:])


class ChangingWeb:
    """Pages on loopback, by a thread of this process."""

    def __init__(self, pages: Sequence[ServedPage], *, headers: bool = False) -> None:
        self.pages = pages
        self.web = LoopbackWeb(pages, partial(sent_headers, drawn=Random(1)) if headers else None)

    def revise(self, number: int) -> None:
        """Serve the pages with another sentence from now on."""
        self.web.answers = LoopbackWeb(revised(page, number) for page in self.pages).answers

    @contextmanager
    def served(self) -> Iterator[Site]:
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        starting = asyncio.start_server(self.web.serve, "127.0.0.1", 0, backlog=1024)
        server = asyncio.run_coroutine_threadsafe(starting, loop).result()
        try:
            with tempfile.TemporaryDirectory(prefix="citecache-bench-") as name:
                authority = Path(name) / "ca.pem"
                self.web.write_authority(authority)
                yield Site(self.pages, server.sockets[0].getsockname()[1], str(authority), Path(name) / "bytecode")
        finally:
            loop.call_soon_threadsafe(server.close)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()


@dataclass(frozen=True, slots=True)
class Measured:
    """The file after the crawl, after a check without changes, after those with changes; CPU seconds of the crawl."""

    crawled: FileState
    unchanged: FileState
    changed: FileState
    seconds: float


def measure(web: ChangingWeb, folder: Path, rounds: int) -> Measured:
    """Crawl, and check."""
    with web.served() as site:
        crawl, refresh, path = CRAWLS[0], REFRESHES[0], folder / "citecache.db"
        seconds = crawl.run(folder, site).usage.cpu
        crawled = read_state(path)
        refresh.run(folder, site)
        unchanged = read_state(path)
        for number in range(1, rounds + 1):
            web.revise(number)
            refresh.run(folder, site)
        return Measured(crawled, unchanged, read_state(path), seconds)


def report(found: Measured, pages: Sequence[ServedPage], rounds: int) -> str:
    """The measurement as Markdown."""
    count = len(pages)
    size = sum(len(page.body) for page in pages) / count / 1000
    texts = (found.changed.captures - found.unchanged.captures) / (count * rounds)
    first, check, change = figures = [
        sum(row) for row in zip(*_rows(found, count, rounds, "by_table").values(), strict=True)
    ]
    about = (
        f"{count} pages of {size:,.1f} KB on the average (digest `{digest_of(list(pages))}`), {rounds} checks after"
        f" changes ({texts:.0%} gave a new text). The crawl took {1000 * found.seconds / count:.1f} ms of CPU a page."
    )
    tables = _table("table, with its indexes", _rows(found, count, rounds, "by_table") | {"all": figures})
    columns = _table("of these, the values of", _rows(found, count, rounds, "by_column"))
    return "\n\n".join((about, tables, columns, _years(first, check, change)))


def _rows(found: Measured, count: int, rounds: int, field: str) -> dict[str, list[float]]:
    """Name -> bytes per page: after the crawl, added by a check without a change, and by one with a change."""
    crawled, unchanged, changed = (getattr(one, field) for one in (found.crawled, found.unchanged, found.changed))
    return {
        name: [
            crawled[name] / count,
            (unchanged[name] - crawled[name]) / count,
            (changed[name] - unchanged[name]) / count / rounds,
        ]
        for name in sorted(crawled, key=lambda name: -crawled[name])
    }


def _table(title: str, rows: Mapping[str, Sequence[float]]) -> str:
    head = f"| {title} | bytes a page, first crawl | a check adds, unchanged | changed |\n|---|---:|---:|---:|"
    lines = [
        f"| {name} | {' | '.join(f'{one:,.0f}' for one in row)} |" for name, row in rows.items() if max(row) >= SHOWN
    ]
    return "\n".join((head, *lines))


def _years(first: float, check: float, change: float) -> str:
    lines = [
        "| pages that change in a week | bytes a page after the first crawl | a year of weekly checks adds |",
        "|---:|---:|---:|",
    ]
    for share in SHARES:
        year = WEEKS * (share * change + (1 - share) * check)
        lines.append(f"| {share:.0%} | {first:,.0f} | {year:,.0f} |")
    return "\n".join(lines)


def levels(pages: Sequence[ServedPage]) -> str:
    """What packing costs and gives, as Markdown."""
    first: dict[str, bytes] = {}
    pairs = [(page.body, first.setdefault(urlsplit(page.url).netloc, page.body)) for page in pages]
    further = [(body, base) for body, base in pairs if body is not base and bodies.Base("", base, 0).suits(body)]
    lines = [
        f"{len(pages)} pages on {len(first)} hosts; {len(further)} are further ones of a host.\n",
        "| level | bytes a page | ms of CPU | further pages alone | as differences | ms of CPU |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for level in LEVELS:
        alone, took = _packed(level, ((body, b"") for body, _ in pairs))
        before, _ = _packed(level, ((body, b"") for body, _ in further))
        after, took_after = _packed(level, further)
        lines.append(f"| {level} | {alone:,.0f} | {took:.2f} | {before:,.0f} | {after:,.0f} | {took_after:.2f} |")
    return "\n".join(lines)


def _packed(level: int, pairs: Iterable[tuple[bytes, bytes]]) -> tuple[float, float]:
    """Bytes, and milliseconds of CPU, of a body on the average; alone where its base is empty."""
    sizes, start = list[int](), time.process_time()
    for body, base in pairs:
        sizes.append(len(zstd.compress_against(body, base, level) if base else zstd.compress(body, level)))
    return sum(sizes) / max(len(sizes), 1), 1000 * (time.process_time() - start) / max(len(sizes), 1)


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description="What a page takes in the file, and what each check of it adds.")
    parser.add_argument("web", nargs="?", type=Path, help="a recorded web; default: our own pages")
    parser.add_argument("--pages", type=int, help="at most so many of its pages, evenly chosen")
    parser.add_argument("--rounds", type=int, default=3, help="checks after changes")
    parser.add_argument("--keep", type=Path, help="leave the cache in this folder")
    parser.add_argument("--headers", action="store_true", help="about 1 KB of headers with each answer")
    parser.add_argument("--levels", action="store_true", help="only what packing costs and gives")
    options = parser.parse_args()
    pages = served_pages(options.web, options.pages)
    if options.levels:
        print(levels(pages))
        return 0
    with tempfile.TemporaryDirectory(prefix="citecache-bench-") as name:
        folder = options.keep or Path(name) / "cache"
        found = measure(ChangingWeb(pages, headers=options.headers), folder, options.rounds)
        print(report(found, pages, options.rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
