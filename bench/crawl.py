"""Speed of a crawl without delays between requests. `make speed`.

    python bench/crawl.py [WEB_DIR]

Crawls a recorded web (see bench/recorded_web.py) through a replaying proxy on loopback, with DOWNLOAD_DELAY=0,
then refreshes all of it. The proxy is a program that takes `--web DIR` and prints {"port", "ca"}; its path is
CITECACHE_REPLAY, else ../shared/replay/replay.py beside the repository. Printed: pages per second of wall
time, CPU milliseconds per page of the crawl and its workers (not of the proxy), and the delay of the event
loop. Machines are noisy: compare figures of the same run only. Exit status 2 when there are no data.
"""

import asyncio
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
TICK = 0.01
"""Seconds between two measurements of the event loop."""


class Lag:
    """A Scrapy extension that measures the delay of the event loop."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:  # noqa: ANN401 - a Scrapy Crawler
        from scrapy import signals  # noqa: PLC0415 - only the crawl has Scrapy loaded

        lag = cls()
        crawler.signals.connect(lag.opened, signals.spider_opened)
        crawler.signals.connect(lag.closed, signals.spider_closed)
        return lag

    def opened(self) -> None:
        self.task = asyncio.ensure_future(self.watch())

    async def watch(self) -> None:
        while True:
            due = monotonic() + TICK
            await asyncio.sleep(TICK)
            self.late.append(monotonic() - due)

    def closed(self) -> None:
        assert self.task is not None
        self.task.cancel()
        late = sorted(self.late) or [0.0]
        figures = {"median": late[len(late) // 2], "p99": late[len(late) * 99 // 100], "max": late[-1]}
        Path(os.environ["LAG_FILE"]).write_text(json.dumps(figures))


def main() -> int:
    """Print the figures; return the exit status."""
    web = Path(
        sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CITECACHE_WEB", ROOT.parent / "shared" / "web-dev")
    )
    replay = Path(os.environ.get("CITECACHE_REPLAY", ROOT.parent / "shared" / "replay" / "replay.py"))
    if not (web / "index.jsonl").is_file() or not replay.is_file():
        print("speed: no data: see the head of bench/crawl.py")
        return 2
    with tempfile.TemporaryDirectory(prefix="citecache-bench-") as name:
        folder = Path(name)
        listed = [sys.executable, str(replay), "--web", str(web), "--urls"]
        (folder / "urls.txt").write_bytes(subprocess.run(listed, check=True, capture_output=True).stdout)
        with proxied(replay, web) as environment:
            crawl(folder, environment | {"LAG_FILE": str(folder / "lag.json")}, "crawl", "urls.txt")
            crawl(folder, environment | {"LAG_FILE": str(folder / "lag.json")}, "refresh", "--all")
    return 0


@contextlib.contextmanager
def proxied(replay: Path, web: Path) -> Iterator[dict[str, str]]:
    """Environment variables that send a crawl through the proxy."""
    proxy = subprocess.Popen([sys.executable, str(replay), "--web", str(web)], stdout=subprocess.PIPE)
    try:
        assert proxy.stdout is not None
        ready = json.loads(proxy.stdout.readline())
        url = f"http://127.0.0.1:{ready['port']}"
        yield os.environ | {"http_proxy": url, "https_proxy": url, "SSL_CERT_FILE": ready["ca"]}
    finally:
        proxy.terminate()
        proxy.wait()


def crawl(folder: Path, environment: dict[str, str], *arguments: str) -> None:
    """Run one command and print its speed."""
    code = "import sys; sys.argv[0] = 'citecache'; from citecache.cli import main; main()"
    fast = ("-s", "DOWNLOAD_DELAY=0", "-s", 'EXTENSIONS={"crawl.Lag": 0}', "--json")
    environment |= {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "bench")))}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments, *fast],
        cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    result = json.loads(done.stdout)
    late = json.loads((folder / "lag.json").read_text())
    pages, seconds = result["fetched"], result["elapsed_s"]
    print(
        f"{arguments[0]}: {pages} pages, {pages / seconds:.0f} pages/s, {1000 * cpu / pages:.1f} ms CPU per page "
        f"({cpu / seconds:.2f} cores busy); event loop late by {1000 * late['median']:.1f} ms (median), "
        f"{1000 * late['p99']:.0f} ms (99 %), {1000 * late['max']:.0f} ms (most)"
    )


if __name__ == "__main__":
    sys.exit(main())
