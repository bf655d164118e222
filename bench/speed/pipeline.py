"""What one writes by hand in an afternoon: aiohttp, a process pool, an extractor, SQLite with full-text search.

    python pipeline.py EXTRACTOR URLS DATABASE

Fetches with 64 requests under way, extracts in as many processes as there are cores, and writes a transaction for
every 64 pages. It stores url, status, title, author, date and text; no bodies, no history, no verdicts, no robots.txt.
Prints {"pages", "texts"}. It imports nothing of citecache.
"""

import asyncio
import json
import os
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import aiohttp

AT_ONCE = 64
GROUP = 64
Found = tuple[str | None, str | None, str | None, str | None]
"""Title, author, date, text."""
Row = tuple[str, int | None, str | None, str | None, str | None, str | None]

SCHEMA = """
CREATE TABLE pages (
    id INTEGER PRIMARY KEY, url TEXT UNIQUE, status INTEGER, title TEXT, author TEXT, date TEXT, text TEXT
);
CREATE VIRTUAL TABLE pages_fts USING fts5(title, text, content=pages, content_rowid=id);
CREATE TRIGGER pages_ai AFTER INSERT ON pages BEGIN
    INSERT INTO pages_fts(rowid, title, text) VALUES (new.id, new.title, new.text);
END;
"""


def by_trafilatura(body: bytes, url: str, *, metadata: bool, fast: bool) -> Found:
    """What trafilatura finds; without metadata a title at the most."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - only the pool extracts

    found: Any = bare_extraction(body, url=url, include_comments=False, with_metadata=metadata, fast=fast)
    return (found.title, found.author, found.date, found.text) if found else (None, None, None, None)


def trafilatura_default(body: bytes, url: str) -> Found:
    return by_trafilatura(body, url, metadata=True, fast=False)


def trafilatura_fast(body: bytes, url: str) -> Found:
    return by_trafilatura(body, url, metadata=True, fast=True)


def trafilatura_text(body: bytes, url: str) -> Found:
    """What trafilatura.extract does unless it is told otherwise: no author, no date."""
    return by_trafilatura(body, url, metadata=False, fast=False)


def trafilatura_fast_text(body: bytes, url: str) -> Found:
    """The least that trafilatura can be asked for."""
    return by_trafilatura(body, url, metadata=False, fast=True)


def resiliparse(body: bytes, url: str) -> Found:  # noqa: ARG001 - as the others
    """The title and the main content; resiliparse reads no authors and no dates."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - only the pool extracts
    from resiliparse.parse.encoding import detect_encoding  # noqa: PLC0415 - likewise
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415 - likewise

    tree = HTMLTree.parse_from_bytes(body, detect_encoding(body) or "utf-8")
    return tree.title, None, None, extract_plain_text(tree, main_content=True)


EXTRACTORS: dict[str, Callable[[bytes, str], Found]] = {
    "trafilatura": trafilatura_default,
    "fast": trafilatura_fast,
    "text": trafilatura_text,
    "fast-text": trafilatura_fast_text,
    "resiliparse": resiliparse,
}


class Table:
    """The database, written in groups."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path)
        self.db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {SCHEMA}")
        self.rows: list[Row] = []
        self.pages = self.texts = 0

    def add(self, row: Row) -> None:
        self.rows.append(row)
        self.pages += 1
        self.texts += bool(row[-1])
        if len(self.rows) >= GROUP:
            self.flush()

    def flush(self) -> None:
        with self.db:
            insert = "INSERT INTO pages (url, status, title, author, date, text) VALUES (?, ?, ?, ?, ?, ?)"
            self.db.executemany(insert, self.rows)
        self.rows.clear()


async def crawl(urls: list[str], extractor: str, table: Table) -> None:
    """Fetch, extract and store all pages."""
    waiting = iter(urls)
    timeout = aiohttp.ClientTimeout(total=30)
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        async with aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=True) as session:

            async def worker() -> None:
                loop = asyncio.get_running_loop()
                for url in waiting:
                    try:
                        async with session.get(url) as response:
                            body, status = await response.read(), response.status
                        found = await loop.run_in_executor(pool, EXTRACTORS[extractor], body, url)
                    except (aiohttp.ClientError, TimeoutError) as error:
                        print(url, repr(error), file=sys.stderr)
                        table.add((url, None, None, None, None, None))
                        continue
                    table.add((url, status, *found))

            await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    table.flush()


def main() -> None:
    """Crawl the URLs of a file, one a line."""
    extractor, urls, database = sys.argv[1:]
    table = Table(Path(database))
    asyncio.run(crawl(Path(urls).read_text(encoding="utf-8").split(), extractor, table))
    print(json.dumps({"pages": table.pages, "texts": table.texts}))


if __name__ == "__main__":
    main()
