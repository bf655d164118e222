"""What the commands of citecache cost on caches of two sizes, or more.

Each size: the lists are added, then added again unchanged; a tenth of the pages get a Fetch, and 4.5 % of all a second
one with another text; then the commands that read are measured. The same on a cache of 100 pages tells what a
command costs before it has read anything: the modules that it imports.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.measured import Measured, measured
from bench.scale.cache import Plan, fetch, write_lists
from crawler.cache import CacheFile

CITECACHE = str(Path(sys.executable).parent / "citecache")
FETCHED, CHANGED = 0.1, 0.045
"""Shares of the pages: 45,000 of a million have another text than at first."""

ROUNDS, ENOUGH = 5, 5.0
"""A command is run again until that number of rounds, or of seconds of CPU, is reached; its least times count."""

NOISE = 0.02
"""Seconds of CPU: ratios of less say nothing."""

PROBLEMS = 3
"""The exit status of `check` where something cited is gone."""

FEW = 100
"""Pages of a cache that costs hardly more than its opening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One command on caches of all sizes."""

    name: str
    taken: Mapping[int, Measured]  # pages -> what it took, start-up included
    has_startup: bool = True

    def beyond(self, size: int, startup: Measured) -> tuple[float, float]:
        """Seconds of wall and CPU time beyond start-up."""
        one = self.taken[size]
        if not self.has_startup:
            return one.wall, one.cpu
        return max(0.0, one.wall - startup.wall), max(0.0, one.cpu - startup.cpu)


def table(folder: Path, sizes: Sequence[int], *, rounds: int = ROUNDS, only: str = "") -> str:
    """Measure what has `only` in its name, and give the table as Markdown; other rows are as measured before."""
    store = Measurements(folder / "measured.json")
    startup = least([CITECACHE, "--version"], rounds)
    for size in (FEW, *sizes):
        for name, one in of_size(folder / str(size), size, rounds, only):
            print(f"{size:>9,} {name}: {one.wall:.3f} s, {one.cpu:.3f} s of CPU", file=sys.stderr, flush=True)
            store.keep(name, size, one)
    rows = [
        Row(name=name, taken=found, has_startup=name != BATCH)
        for name, found in sorted(store.taken.items(), key=lambda row: place(row[0]))
        if found.keys() >= {FEW, *sizes}
    ]
    return "\n".join(rendered(rows, sizes, startup))


class Measurements:
    """What has been measured, in a file beside the caches."""

    def __init__(self, path: Path) -> None:
        self.path = path
        stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self.taken = {
            name: {int(size): Measured(*one) for size, one in found.items()} for name, found in stored.items()
        }

    def keep(self, name: str, size: int, one: Measured) -> None:
        """Add one, in place of an earlier one."""
        self.taken.setdefault(name, {})[size] = one
        stored = {name: {size: astuple(one) for size, one in found.items()} for name, found in self.taken.items()}
        self.path.write_text(json.dumps(stored), encoding="utf-8")


BATCH = "next batch of due pages"


def of_size(folder: Path, size: int, rounds: int, only: str) -> Iterator[tuple[str, Measured]]:
    """Each command measured on a cache of so many pages: that in the folder, or a new one."""
    plan = Plan(pages=size, fetched=FETCHED, changed=round(size * CHANGED))
    path, lists = folder / "citecache.db", folder / "lists"
    is_there = path.exists()
    if not is_there or only in "`add`, unchanged":
        write_lists(lists, plan)
        target = folder / "added.db" if is_there else path
        target.unlink(missing_ok=True)  # of a run that was interrupted
        for name in ("`add`", "`add`, unchanged"):
            yield name, measured([CITECACHE, "--db", str(target), "add", str(lists)])
        if is_there:
            target.unlink()
    with CacheFile.open(path) as cache:
        if not is_there:
            fetch(cache, plan, now=datetime.now(UTC))
        url = cache.db.execute("SELECT url FROM pages WHERE last_good_capture_id IS NOT NULL LIMIT 1").fetchone()[0]
    for name, arguments in reading(url, size):
        if only in name:
            yield name, least([CITECACHE, "--db", str(path), *arguments], rounds, good=(0, PROBLEMS))
    if only in BATCH:
        yield BATCH, batch(path)


def place(name: str) -> int:
    """Where a row stands."""
    names = ["`add`", "`add`, unchanged", *(name for name, _ in reading("", 0)), BATCH]
    return names.index(name)


def reading(url: str, size: int) -> Iterator[tuple[str, list[str]]]:
    """The commands that read: the name, the arguments."""
    yield "`status`", ["status"]
    yield "`list --limit 20`", ["list", "--limit", "20"]
    yield "`list --verdict dead --limit 20`", ["list", "--verdict", "dead", "--limit", "20"]
    yield "`list --doubt --limit 20`", ["list", "--doubt", "--limit", "20"]
    yield "`list --type video --limit 20`", ["list", "--type", "video", "--limit", "20"]
    yield "`search`, a word of one text", ["search", str(size // 20)]
    yield "`search`, a word of every text", ["search", "tide"]
    yield "`show`", ["show", url]
    yield "`why`", ["why", url]
    yield "`crawl --dry-run --limit 20`", ["crawl", "--dry-run", "--limit", "20"]
    yield "`crawl --dry-run`", ["crawl", "--dry-run"]
    yield "`check --format json`", ["check", "--format", "json"]
    yield "`changes --since 60d`", ["changes", "--since", "60d"]


def least(command: Sequence[str], rounds: int, *, good: Sequence[int] = (0,)) -> Measured:
    """The least times of several rounds, and the highest peak."""
    found: list[Measured] = []
    while len(found) < rounds and sum(one.cpu for one in found) < ENOUGH:
        found.append(measured(command, good=good))
    return Measured(min(one.wall for one in found), min(one.cpu for one in found), max(one.peak for one in found))


def batch(path: Path) -> Measured:
    """The next batch of due Pages, as a crawl asks for it: without the start of the process that asks."""
    output = path.with_name("batch.txt")
    peak = measured([sys.executable, "-m", "bench.scale", "batch", str(path)], output=output).peak
    wall, cpu = map(float, output.read_text().split())
    return Measured(wall, cpu, peak)


def rendered(rows: Sequence[Row], sizes: Sequence[int], startup: Measured) -> Iterator[str]:
    """The lines of the table. The ratio is of what the last size and the one before it cost beyond the smallest."""
    yield f"Start-up (`citecache --version`), subtracted below: {startup.wall:.2f} s, {startup.cpu:.2f} s of CPU."
    yield ""
    heads = " | ".join(f"{size:,}: s | CPU s | MB" for size in sizes)
    yield f"| pages | {FEW}: CPU s | {heads} | ratio |"
    yield "|---" * (3 + 3 * len(sizes)) + "|"
    for row in rows:
        found = {size: row.beyond(size, startup) for size in (FEW, *sizes)}
        cells = [
            f"{wall:.3f} | {cpu:.3f} | {row.taken[size].peak / 2**20:.0f}"
            for size, (wall, cpu) in found.items()
            if size != FEW
        ]
        growth = ratio([cpu for _, cpu in found.values()])
        yield f"| {row.name} | {found[FEW][1]:.3f} | {' | '.join(cells)} | {growth} |"


def ratio(costs: Sequence[float]) -> str:
    """How many times more the last costs than the one before it, both beyond the first; "-": hardly anything.

    >>> ratio([0.1, 0.3, 2.1]), ratio([0.1, 0.1, 0.11])
    ('10.0', '-')
    """
    start, few, many = costs[0], costs[-2], costs[-1]
    return "-" if many - start < NOISE else f"{(many - start) / max(few - start, NOISE):.1f}"
