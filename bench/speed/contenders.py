"""The commands that are compared, and what each of them has to have done.

Each runs in an empty folder of its own. Ours are the first: `citecache crawl` of a file of URLs, and `citecache
refresh` of what that has stored, with no delay between requests and everything else as delivered.
"""

import json
import os
import sys
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bench.speed import measure
from bench.speed.server import direct_url
from bench.speed.stages import add_up
from bench.speed.web import ROOT, ServedPage

HERE = Path(__file__).parent
CITECACHE = (sys.executable, "-c", "import sys; sys.argv[0] = 'citecache'; from citecache.cli import main; main()")
UNDELAYED = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "--json")
CONFIG = "[DEFAULT]\nSLEEP_TIME = 0\nSSRF_PROTECTION = off\n"


@dataclass(frozen=True, slots=True)
class Site:
    """The server that all contenders ask."""

    pages: Sequence[ServedPage]
    port: int
    authority: str
    bytecode: Path
    """Where all Python programs keep their compiled modules, so that none of them compiles in a measured run."""

    def only(self, count: int) -> "Site":
        """The same server, asked for its first pages only."""
        return replace(self, pages=self.pages[:count])

    def environment(self) -> dict[str, str]:
        """Environment variables that send a program through the proxy."""
        proxy = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        return kept | {
            "http_proxy": proxy,
            "https_proxy": proxy,
            "SSL_CERT_FILE": self.authority,
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(self.bytecode),
        }

    def counts(self) -> Counter[int]:
        """What was asked since the last time, by status."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{self.port}/-/counts") as told:
            return Counter({int(status): count for status, count in json.load(told).items()})


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one contender."""

    usage: measure.Usage
    asked: Counter[int]  # by status
    texts: int  # pages of which a text was got
    seconds: float | None = None  # from its first request to its end, where it tells that itself


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to get what there is on many pages."""

    name: str
    command: Callable[[Path, Site], Sequence[str]]  # prepares a folder, gives the command
    outcome: Callable[[Path, str], tuple[int, float | None]]  # (texts, seconds) of a folder and what was printed
    good: tuple[int, ...] = (0,)  # exit statuses of a run that counts

    def run(self, folder: Path, site: Site, *options: str, **environment: str) -> Run:
        """Run it once, perhaps with further options."""
        folder.mkdir(exist_ok=True)
        command = (*self.command(folder, site), *options)
        site.counts()
        usage = measure.run(command, folder=folder, environment=site.environment() | environment, good=self.good)
        asked = site.counts()
        texts, seconds = self.outcome(folder, usage.output)
        return Run(usage, asked, texts, seconds)


def _urls(folder: Path, urls: Sequence[str]) -> str:
    (folder / "urls.txt").write_text("\n".join(urls) + "\n", encoding="utf-8")
    return "urls.txt"


def _crawl(folder: Path, site: Site) -> Sequence[str]:
    return (*CITECACHE, "crawl", _urls(folder, [page.url for page in site.pages]), *UNDELAYED)


def _refresh(folder: Path, _: Site) -> Sequence[str]:
    assert (folder / "citecache.db").is_file(), "nothing was crawled here before"
    return (*CITECACHE, "refresh", "--all", *UNDELAYED)


def _texts_of_cache(folder: Path, output: str) -> tuple[int, float]:
    import sqlite3  # noqa: PLC0415 - only here

    with sqlite3.connect(folder / "citecache.db") as db:
        (texts,) = db.execute("SELECT count(DISTINCT page_id) FROM captures WHERE text <> ''").fetchone()
    return texts, json.loads(output)["elapsed_s"]


def _pipeline(extractor: str) -> Callable[[Path, Site], Sequence[str]]:
    def command(folder: Path, site: Site) -> Sequence[str]:
        urls = _urls(folder, [page.url for page in site.pages])
        return (sys.executable, str(HERE / "pipeline.py"), extractor, urls, "pages.db")

    return command


def _texts_told(_: Path, output: str) -> tuple[int, None]:
    return json.loads(output)["texts"], None


def _trafilatura(folder: Path, site: Site) -> Sequence[str]:
    """Its downloader knows no HTTP proxy, so it asks the server directly, without TLS and by one address."""
    urls = _urls(folder, [direct_url(page.url, site.port) for page in site.pages])
    (folder / "settings.cfg").write_text(CONFIG, encoding="utf-8")
    program = str(Path(sys.executable).parent / "trafilatura")
    cores = str(os.cpu_count() or 1)
    options = ("--parallel", cores, "--config-file", "settings.cfg", "--json", "--with-metadata", "--no-comments")
    return (program, "-i", urls, *options)  # not into files: it names them alike where texts are similar


def _lines_of_json(_: Path, output: str) -> tuple[int, None]:
    return sum(line.startswith("{") for line in output.splitlines()), None


def _bare(settings: str) -> Callable[[Path, Site], Sequence[str]]:
    def command(folder: Path, site: Site) -> Sequence[str]:
        tags = {page.url: page.etag for page in site.pages}
        (folder / "tags.json").write_text(json.dumps(tags), encoding="utf-8")
        return (sys.executable, str(HERE / "bare_spider.py"), settings, "tags.json")

    return command


def _answers_told(_: Path, output: str) -> tuple[int, float]:
    told = json.loads(output)
    return told["pages"], told["seconds"]


CRAWLS = (
    Contender("citecache crawl", _crawl, _texts_of_cache),
    Contender("hand-written, trafilatura", _pipeline("trafilatura"), _texts_told),
    Contender("hand-written, trafilatura fast", _pipeline("fast"), _texts_told),
    Contender("hand-written, trafilatura, text only", _pipeline("text"), _texts_told),
    Contender("hand-written, trafilatura fast, text only", _pipeline("fast-text"), _texts_told),
    Contender("hand-written, resiliparse", _pipeline("resiliparse"), _texts_told),
    Contender("trafilatura -i", _trafilatura, _lines_of_json, good=(0, 1)),  # 1: a page had no text,
)
REFRESHES = (
    Contender("citecache refresh", _refresh, _texts_of_cache),
    Contender("bare Scrapy", _bare("default"), _answers_told),
    Contender("bare Scrapy, one task for items", _bare("lean"), _answers_told),
)


@dataclass(frozen=True, slots=True)
class SampledRun:
    """A run under the sampler: slower, but it tells the stages."""

    run: Run
    seconds: dict[str, float]  # CPU time by stage; adds up to the run's
    late: dict[str, float]  # of the event loop, in seconds


def sampled(contender: Contender, folder: Path, site: Site) -> SampledRun:
    """One run of ours under the sampler."""
    samples = folder / "samples"
    samples.mkdir(parents=True)
    paths = os.pathsep.join((str(HERE / "sampling"), str(ROOT)))
    lag = folder / "lag.json"
    extension = ("-s", 'EXTENSIONS={"bench.speed.event_loop.Lag": 0}')
    run = contender.run(folder, site, *extension, PYTHONPATH=paths, CITECACHE_SAMPLES=str(samples), LAG_FILE=str(lag))
    found = []
    for path in samples.glob("*.json"):
        with suppress(ValueError):  # cut off as its process was killed
            found.append(json.loads(path.read_text(encoding="utf-8")))
        path.unlink()
    samples.rmdir()
    late = json.loads(lag.read_text(encoding="utf-8"))
    return SampledRun(run, add_up(found, run.usage.cpu), late)
