"""citecache beside other ways to get the text of many pages. `make bench`.

    python -m bench.speed [WEB_DIR] [--pages N] [--rounds N] [--only NAME,...] [--write]

Serves our own corpus, or a recorded web (bench/recorded_web.py), on loopback and runs every contender on the same
pages, one after the other, round by round (A B C, A B C). A figure is the median of the rounds with the least and the
most; a ratio is taken within a round. Each contender also fetches one page alone: what it costs to start. Then ours run
once more under a sampler, which tells what each stage costs.

Printed is Markdown; with --write it also replaces the section of docs/benchmarks.md for these pages.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench.speed import report
from bench.speed.contenders import CRAWLS, REFRESHES, Contender, Run, Site, sampled
from bench.speed.report import Measured
from bench.speed.sections import replace_section
from bench.speed.web import ROOT, digest_of, served_pages

DOCUMENT = ROOT / "docs" / "benchmarks.md"


def main() -> int:
    """Measure and report."""
    options = _options()
    with served(options.web, options.pages) as site, tempfile.TemporaryDirectory(prefix="citecache-bench-") as name:
        text = _measure(site, Path(name), options)
    print(text)
    if options.write:
        section = "own pages" if options.web is None else "recorded pages"
        DOCUMENT.write_text(replace_section(DOCUMENT.read_text(encoding="utf-8"), section, text), encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="citecache beside other ways to get the text of many pages.")
    parser.add_argument("web", nargs="?", type=Path, help="a recorded web; default: our own corpus")
    parser.add_argument("--pages", type=int, help="at most so many of its pages, evenly chosen")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="parts of the names of the contenders besides ours, with commas")
    parser.add_argument("--write", action="store_true", help=f"replace the section of {DOCUMENT.relative_to(ROOT)}")
    return parser.parse_args()


@contextmanager
def served(web: Path | None, limit: int | None) -> Iterator[Site]:
    """The pages on loopback, by a process of its own."""
    pages = served_pages(web, limit)
    command = [sys.executable, "-m", "bench.speed.server"]
    command += ["--web", str(web.absolute())] if web else []
    command += ["--pages", str(limit)] if limit else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        with tempfile.TemporaryDirectory(prefix="citecache-bytecode-") as bytecode:
            yield Site(pages, ready["port"], ready["ca"], Path(bytecode))
    finally:
        process.terminate()
        process.wait()


def _measure(site: Site, top: Path, options: argparse.Namespace) -> str:
    wanted = [part for part in options.only.split(",") if part]
    is_wanted: Callable[[Contender], bool] = lambda one: not wanted or any(part in one.name for part in wanted)  # noqa: E731
    crawls = [CRAWLS[0], *filter(is_wanted, CRAWLS[1:])]
    crawled, refreshed = rounds(crawls, site, top, options.rounds)
    folder = top / "sampled"
    stages = [(name, sampled(ours, folder, site)) for name, ours in (("crawl", CRAWLS[0]), ("refresh", REFRESHES[0]))]
    count = len(site.pages)
    size = sum(len(page.body) for page in site.pages) / count / 1000
    served_are = f"{count} pages of {size:,.1f} KB on the average (digest `{digest_of(list(site.pages))}`)"
    ran_on = f"{options.rounds} rounds, {datetime.now(UTC):%Y-%m-%d}. {report.machine()}."
    tables = (report.crawls(crawled), report.refreshes(refreshed), report.stages(stages, count))
    return "\n\n".join((f"{served_are}, {ran_on}", *tables))


def rounds(crawls: Sequence[Contender], site: Site, top: Path, count: int) -> tuple[list[Measured], list[Measured]]:
    """(crawls, refreshes) of all rounds; a refresh follows in the folder of our crawl."""
    found = {one.name: Measured(one.name, len(site.pages), [], []) for one in (*crawls, *REFRESHES)}
    list(_round(crawls, site.only(1), top / "warm"))  # modules are compiled, files are read
    for number in range(count):
        for one, run, single in _round_of_both(crawls, site, top / str(number)):
            found[one.name].whole.append(run)
            found[one.name].single.append(single)
            print(f"{number + 1}: {one.name}: {1000 * run.usage.cpu / len(site.pages):.1f} ms", file=sys.stderr)
    return [found[one.name] for one in crawls], [found[one.name] for one in REFRESHES]


def _round_of_both(crawls: Sequence[Contender], site: Site, top: Path) -> Iterator[tuple[Contender, Run, Run]]:
    top.mkdir()
    yield from zip(
        (*crawls, *REFRESHES),
        _round(crawls, site, top / "whole"),
        _round(crawls, site.only(1), top / "single"),
        strict=True,
    )


def _round(crawls: Sequence[Contender], site: Site, top: Path) -> Iterator[Run]:
    top.mkdir()
    folders = {one.name: top / str(at) for at, one in enumerate((*crawls, *REFRESHES))}
    folders[REFRESHES[0].name] = folders[CRAWLS[0].name]
    for one in (*crawls, *REFRESHES):
        yield one.run(folders[one.name], site)


if __name__ == "__main__":
    sys.exit(main())
