"""The installed command, an archive that is a program of others (pywb), and one that the tests script themselves."""

import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.cache import CacheFile
from crawler.cache.read import resources
from crawler.cache.write import marks
from crawler.cache.write.ingest import ingest
from crawler.model import Verdict
from crawler.sources.reading import read_all

BIN = Path(sys.executable).parent
PYWB = Path(__file__).resolve().parents[3] / ".venv-pywb" / "bin"


@dataclass
class Desk:
    """A folder with a cache in it, and the command `citecache` run there in a clean environment."""

    folder: Path
    options: tuple[str, ...] = (
        *("--allow-address", "127.0.0.0/8", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"),
        *("-s", "RETRY_TIMES=0", "-s", "CITECACHE_WORKERS=1"),
    )
    cited: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.folder / "citecache.db"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        environment = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8"}
        environment |= self.environment
        streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
        command = [str(BIN / "citecache"), *arguments]
        return subprocess.Popen(command, cwd=self.folder, env=environment, text=True, **streams)

    def run(self, *arguments: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments)
        try:
            out, error = process.communicate(timeout=60)
        finally:
            process.kill()
        assert process.returncode == expect, f"exit {process.returncode}\n{out}\n{error}"
        assert "Traceback" not in error, error
        return subprocess.CompletedProcess(arguments, process.returncode, out, error)

    def cite(self, url: str, *, accessed: str | None = None, verdict: str = "dead") -> str:
        """A Document that cites the URL, accessed on that day; the page is marked with that verdict."""
        self.cited.append(url)
        when = f" (accessed {accessed})" if accessed else ""
        note = self.folder / f"note{len(self.cited)}.md"
        note.write_text(f"As it was said.[^1]\n\n[^1]: {url}{when}\n")
        with CacheFile.open(self.path, create=True) as cache:
            ingest(cache, read_all([str(note)]), now=datetime.now(UTC))
            marks.mark(cache, resources.find(cache, url), Verdict(verdict), note=None, now=datetime.now(UTC))
        return url

    def archive(self, endpoint: str, *arguments: str, expect: int = 0) -> dict[str, Any]:
        """The output of `citecache archive --json`."""
        run = self.run("archive", "--archive", endpoint, *self.options, "--json", *arguments, expect=expect)
        return json.loads(run.stdout)

    def save(self, template: str, *arguments: str, expect: int = 0) -> dict[str, Any]:
        """The output of `citecache archive --save --json`."""
        settings = ("-s", f"CITECACHE_ARCHIVE_SAVE={template}", "-s", "CITECACHE_SAVE_DELAY=0")
        run = self.run("archive", "--save", *settings, *self.options, "--json", *arguments, expect=expect)
        return json.loads(run.stdout)

    def look(self, endpoint: str, *arguments: str) -> dict[str, Any]:
        """The same of a cache with one page: what came of it."""
        (result,) = self.archive(endpoint, *arguments)["results"]
        return result

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        ((value,),) = self.rows(sql, *values)
        return value

    def kept(self, url: str) -> dict[str, Any] | None:
        """The archived copy of a Page: its row of captures."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            sql = "SELECT c.* FROM captures c JOIN pages p ON p.archived_capture_id = c.id WHERE p.url = ?"
            row = connection.execute(sql, [url]).fetchone()
            return None if row is None else dict(row)

    def sound(self) -> None:
        """`doctor` is content."""
        findings = json.loads(self.run("doctor", "--json").stdout)
        assert [finding for finding in findings if finding["state"] == "damaged"] == []


def start_port() -> int:
    """A port without a listener."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
