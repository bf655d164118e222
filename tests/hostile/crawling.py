"""The crawl under test: `citecache` in its own process, its output, its memory, and what it stores."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

BIN = Path(sys.executable).parent
MOST_MEMORY = 2 * 2**30
"""Bytes of resident memory at which a crawl is killed, to protect the machine."""

LONGEST = 900.0
"""Seconds after which a crawl is killed as hanging."""

FETCHES = """
SELECT p.url, f.outcome, f.verdict, f.status, f.error, f.flags, f.body_bytes, f.attempts, f.elapsed_ms, f.final_url,
    json_array_length(f.redirects) AS hops, p.verdict AS page_verdict, p.last_good_capture_id,
    c.text, c.title, c.charset, c.no_text, c.doubt, count(f.id) AS records
FROM pages p LEFT JOIN fetches f ON f.page_id = p.id AND f.run_id = (SELECT max(id) FROM runs)
LEFT JOIN captures c ON c.id = f.capture_id GROUP BY p.id ORDER BY p.id
"""


@dataclass(frozen=True, kw_only=True)
class Run:
    """The result of a crawl."""

    seconds: float
    code: int
    output: str
    log: str
    peak: int  # bytes of resident memory of the main process

    @property
    def trouble(self) -> list[str]:
        """Lines of the log that report an uncaught exception or an error."""
        return [line for line in self.log.splitlines() if "Traceback" in line or "ERROR" in line or "CRITICAL" in line]


class Desk:
    """A cache in a folder, and the installed command to work on it."""

    def __init__(
        self, folder: Path, *, settings: Iterable[str] = (), environment: dict[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "citecache.db"
        self.settings = [part for setting in settings for part in ("-s", setting)]
        self.environment = environment or {}

    def crawl(self, urls: Sequence[str], *options: str) -> Run:
        """Add these URLs and crawl their pages; without URLs, all pages."""
        if not urls:
            return self._run("crawl", "--all", "--json", *self.settings, *options)
        # As a list of citations: in text, a URL would end before some of the characters that are tried.
        listed = self.folder / "urls.json"
        listed.write_text(json.dumps([{"footnote": str(at), "url": url} for at, url in enumerate(urls)]), "utf-8")
        return self._run("crawl", "--all", "--json", *self.settings, *options, str(listed))

    def _run(self, *arguments: str) -> Run:
        environment = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8"} | self.environment
        started = monotonic()
        # Not in the folder, whose disk may be full.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
            process = subprocess.Popen(
                [str(BIN / "citecache"), *arguments],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
            peak = _Peak(process)
            try:
                output, _ = process.communicate(timeout=LONGEST)
            except subprocess.TimeoutExpired:
                process.kill()
                output, _ = process.communicate()
            finally:
                peak.stop()
            log.seek(0)
            return Run(
                seconds=monotonic() - started, code=process.returncode, output=output, log=log.read(), peak=peak.bytes
            )

    def text_of_cards(self) -> dict[str, str]:
        """URL -> the text of its card, from `citecache export`."""
        output = self._run("export", "jsonl").output
        return {card["url"]: card["text"] or "" for card in map(json.loads, output.splitlines())}

    # --- what it stores -------------------------------------------------------------------------------

    def rows(self, sql: str = FETCHES, *values: object) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]

    def fetches(self) -> dict[str, dict[str, Any]]:
        """URL of a page -> its Fetch in the last run, with the page's current state."""
        return {row["url"]: row for row in self.rows()}

    def digests(self) -> dict[int, str]:
        """Capture -> SHA-256 of its row and its body's row."""
        sql = "SELECT c.*, b.size, b.data FROM captures c LEFT JOIN bodies b ON b.sha256 = c.body_sha256"
        return {row["id"]: hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest() for row in self.rows(sql)}

    def expire_host_cache(self) -> None:
        """Make the cached robots.txt and tdmrep.json files stale, and end the hosts' pauses."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for table in ("robots", "tdmrep"):
                connection.execute(f"UPDATE {table} SET fetched_at = '2020-01-01T00:00:00Z'")
            connection.execute("DELETE FROM pauses")

    def contains(self, secret: str) -> bool:
        """Whether a string occurs anywhere in the cache's files."""
        return any(secret.encode() in path.read_bytes() for path in self.folder.glob("citecache.db*"))


class _Peak:
    """Tracks the peak resident memory of a process, and kills it above MOST_MEMORY."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.bytes = 0
        self._process = process
        self._status = Path(f"/proc/{process.pid}/status")
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.is_set():
            with suppress(OSError, IndexError, ValueError):
                line = self._status.read_text().partition("VmHWM:")[2]
                self.bytes = max(self.bytes, int(line.split()[0]) * 1024)
            if self.bytes > MOST_MEMORY:
                self._process.kill()
            sleep(0.05)

    def stop(self) -> None:
        self._over.set()
        self._thread.join()


assert os.name == "posix", "addresses of 127/8 and /proc"
