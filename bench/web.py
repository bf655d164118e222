"""How long the web view takes for each page: of a cache of many resources, as the installed command serves it.

    python bench/web.py [--resources 100000] [--cache FILE]  a line for each page; those over the limit are marked
    python bench/web.py --ratio                              for CI: fails if ten times the resources take twice as long

Measured is the time from the request to the last byte, of which the least and the median of several rounds count. The
first table is of times, which depend on the machine. The ratio is of the sums of the least times of all pages at 1,000
and at 10,000 resources, asked in turns, so that a busy machine slows both.
"""

import argparse
import http.client
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import exports  # noqa: E402 - runs from a checkout, installed or not

from crawler.cache import CacheFile  # noqa: E402 - likewise

LIST_MS, PAGE_MS = 50, 100
"""What a page may take at 100,000 resources."""

ROUNDS = 15
RATIO = 2.0
SIZES = (1_000, 10_000)


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="citecache-bench-") as folder:
        if options.ratio:
            return compare([made(Path(folder) / f"{size}.db", size) for size in SIZES])
        path = options.cache or Path(folder) / "citecache.db"
        with served(made(path, options.resources)) as port:
            return report(measured({port: pages(path)}, ROUNDS)[port])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resources", type=int, default=100_000)
    parser.add_argument("--cache", type=Path, help="kept, and used again if it is there")
    parser.add_argument("--ratio", action="store_true")
    return parser.parse_args()


def report(times: Mapping[str, list[float]]) -> int:
    """The table. 1: a page takes longer than it may."""
    print(f"{'page':<44} {'least ms':>9} {'median ms':>9} {'limit':>6}")
    over = 0
    for name, taken in times.items():
        limit = LIST_MS if name.startswith("list") else PAGE_MS
        is_over = statistics.median(taken) > limit
        over += is_over
        mark = "  over" if is_over else ""
        print(f"{name:<44} {min(taken):>9.1f} {statistics.median(taken):>9.1f} {limit:>6}{mark}")
    return 1 if over else 0


def compare(paths: list[Path]) -> int:
    """How the times grow with the resources."""
    with ExitStack() as stack:
        asked = {stack.enter_context(served(path)): pages(path) for path in paths}
        few, many = (sum(map(min, times.values())) for times in measured(asked, ROUNDS).values())
    ratio = many / few
    print(f"{SIZES[0]:,} resources {few:.0f} ms, {SIZES[1]:,} {many:.0f} ms: {ratio:.2f} times; at most {RATIO}")
    return 1 if ratio > RATIO else 0


# --- the cache ---------------------------------------------------------------------------------------------------


def made(path: Path, resources: int) -> Path:
    """The cache of bench/exports.py, whose pages are not all alike here."""
    if not path.exists():
        maker = multiprocessing.get_context("spawn").Process(target=make, args=(path, resources))
        maker.start()
        maker.join()
        if maker.exitcode:
            sys.exit(1)
    return path


def make(path: Path, resources: int) -> None:
    """Write it: one page in ten is dead, one in twenty moved; five types, four languages, 40 tags, some doubts."""
    exports.make(path, resources)
    with CacheFile.open(path) as cache, cache.write() as db:
        db.execute("UPDATE pages SET verdict = 'dead' WHERE id % 10 = 3")
        db.execute("UPDATE pages SET verdict = 'moved' WHERE id % 20 = 7")
        db.execute(
            "UPDATE captures SET kind = iif(id % 3 = 0, NULL, 'type ' || (id % 5)),"
            " language = substr('endefres', 1 + 2 * (id % 4), 2), doubt = iif(id % 17 = 0, 'little text', NULL)"
        )
        db.execute(
            "UPDATE resources SET tags = '[\"tag ' || (page_id % 40) || '\"]',"
            " importance = iif(page_id % 4 = 0, page_id % 101, NULL)"
        )


def pages(path: Path) -> dict[str, str]:
    """What is asked for: its name, its address."""
    with CacheFile.open(path) as cache:
        id_, url, host = cache.db.execute(
            "SELECT r.id, r.url, p.host FROM resources r JOIN pages p ON p.id = r.page_id LIMIT 1 OFFSET 500"
        ).fetchone()
        document = cache.anchor.parent / cache.db.execute("SELECT path FROM documents LIMIT 1").fetchone()[0]
    return {
        "list": "/search",
        "list, most cited": "/search?sort=cited",
        "list, one verdict": "/search?verdict=dead",
        "list, two verdicts, last fetched": "/search?verdict=dead&verdict=alive&sort=fetched",
        "list, a host": f"/search?host={host}",
        "list, a document": f"/search?document={quote(str(document), safe='')}",
        "list, a tag, a type and a language": "/search?tag=tag+7&type=type+2&language=fr",
        "list, in doubt": "/search?doubt=yes",
        "list, a word of one text": "/search?q=517",
        "list, a word of all texts": "/search?q=tide",
        "list, a word of all titles": "/search?q=article",
        "list, the beginning of a word": "/search?q=artic",
        "overview": "/",
        "card": f"/resources/{id_}",
        "documents": "/documents",
        "changes": "/changes",
        "runs": "/runs",
        "API: cards": "/api/cards?limit=50",
        "API: a card": f"/api/cards/{id_}",
        "API: a text": f"/api/content?url={quote(url, safe='')}",
        "API: verdicts": f"/api/verdicts?url={quote(url, safe='')}",
    }


# --- the server --------------------------------------------------------------------------------------------------


@contextmanager
def served(path: Path) -> Iterator[int]:
    """The command; its port."""
    command = [str(Path(sys.executable).parent / "citecache"), "--db", str(path), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield int(server.stdout.readline().strip().rstrip("/").rpartition(":")[2])
        finally:
            server.terminate()


def measured(asked: Mapping[int, Mapping[str, str]], rounds: int) -> dict[int, dict[str, list[float]]]:
    """Port -> name of the page -> milliseconds of each round. The first round, which fills caches, does not count."""
    found: dict[int, dict[str, list[float]]] = {port: {} for port in asked}
    for number in range(rounds + 1):
        for port, addresses in asked.items():
            for name, address in addresses.items():
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
                start = time.perf_counter()
                connection.request("GET", address)
                answer = connection.getresponse()
                answer.read()
                took = (time.perf_counter() - start) * 1000
                connection.close()
                if answer.status != 200 and not number:
                    print(f"{name}: HTTP {answer.status}, not measured", file=sys.stderr)
                if number and answer.status == 200:
                    found[port].setdefault(name, []).append(took)
    return found


if __name__ == "__main__":
    sys.exit(main())
