"""Accuracy of text extraction, by page type, beside other extractors in the same run. `make accuracy`.

    python bench/accuracy.py [WEB_DIR...] [--tools ours,trafilatura,fast,resiliparse] [--worst N] [--json FILE]
                             [--set MODULE.NAME=VALUE]

Measures the corpus of tests/pipelines/extract/corpus and each WEB_DIR (see bench/recorded_web.py); without WEB_DIR
those of the environment's CITECACHE_WEB, separated by `:`, else ../shared/web-dev and ../shared/web-types beside the
repository. Per type: word-level F1, the mean over the pages; the shares of wanted snippets found and of unwanted ones
leaked. Then the 4-word shingle F1 of articles (scrapinghub/article-extraction-benchmark), silent losses, and the CPU
time of extraction alone. CITECACHE_EXTRACTOR chooses our extractor as it does in a crawl. `--set` tries another value
of a threshold in pipelines/extract/html: `--set engine.VETO=0`, `--set structure.article.caption=2` (a rule of a page
type; 2 is never).

Exit status 1 when the shingle F1 of web-dev's articles is below FLOOR, 2 when there are no data at all.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "pipelines" / "extract"
sys.path[:0] = [str(ROOT), str(CORPUS), str(Path(__file__).parent)]

from recorded_web import Page, Truth, find_web, load, load_all, load_truth  # noqa: E402 - runs from a checkout
from scores import shingle_f1, snippet_shares, word_f1, word_recall  # noqa: E402 - likewise

from crawler.model import Capture  # noqa: E402 - likewise
from pipelines.extract import Pool, extract  # noqa: E402 - likewise

__all__ = ["ROOT", "extract_all", "find_web", "load", "load_all"]

FLOOR = 0.955
WORKERS = 2
LOSS = 0.5
"""A page whose word F1 is lower and that carries no doubt is a silent loss."""
GOOD = 0.9
"""A page whose word F1 is higher should carry no doubt."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one tool made of one page."""

    tool: str
    url: str
    text: str
    doubt: str | None
    page_type: str | None
    cpu: float  # seconds


def main() -> int:
    """Print the figures; return the exit status."""
    options = _options()
    try:
        change(tuple(options.set))
    except (ValueError, TypeError) as error:
        print(f"accuracy: --set: {error}", file=sys.stderr)
        return 2
    results: list[Extracted] = []
    status = 2
    for name, truths, pages in webs(options.web):
        found = run(pages, options.tools.split(","), tuple(options.set))
        results += found
        status = max(status % 2, report(name, truths, found, options.worst))
    if options.json:
        lines = (json.dumps(asdict(result), ensure_ascii=False) for result in results)
        options.json.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if status == 2:
        print("accuracy: no data: give a directory, or set CITECACHE_WEB (see the head of bench/recorded_web.py)")
    return status


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("web", nargs="*", type=Path)
    parser.add_argument("--tools", default=",".join(TOOLS), help="names, separated by commas")
    parser.add_argument("--worst", type=int, default=0, help="list the N pages of each type with the lowest F1")
    parser.add_argument("--set", action="append", default=[], help="another threshold: MODULE.NAME=NUMBER")
    parser.add_argument("--json", type=Path, help="write each extracted text as a line of JSON")
    return parser.parse_args()


def webs(given: list[Path]) -> Iterator[tuple[str, dict[str, Truth], list[Page]]]:
    """Name, truth and pages of our own corpus and of each recorded web that there is."""
    try:
        import corpus  # noqa: PLC0415 - of the tests, which a source distribution may lack
    except ImportError:
        print("no corpus of our own: tests/ is missing")
    else:
        own = corpus.pages()
        truths = {page.url: Truth(page.kind, page.text, page.present, page.absent) for page in own}
        yield "own corpus", truths, [(page.url, page.content_type, page.body) for page in own]
    named = [Path(name) for name in os.environ.get("CITECACHE_WEB", "").split(":") if name]
    folders = given or named or [ROOT.parent / "shared" / name for name in ("web-dev", "web-types")]
    for folder in folders:
        if (folder / "ground-truth.json").is_file():
            truths = load_truth(folder)
            yield folder.name, truths, load(folder, set(truths))


def run(pages: list[Page], tools: list[str], settings: tuple[str, ...] = ()) -> list[Extracted]:
    """Each page extracted by each tool, page by page, so that noise of the machine reaches all tools alike."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=spawn, initializer=change, initargs=(settings,)) as pool:
        parts = pool.map(run_one, pages, [tools] * len(pages), chunksize=8)
        return [extracted for part in parts for extracted in part]


def change(settings: tuple[str, ...]) -> None:
    """Set thresholds of pipelines/extract/html: "engine.VETO=0", "structure.article.caption=2".

    Raises:
        ValueError: There is no such threshold, or its value is no number.
    """
    for setting in settings:
        path, _, number = setting.partition("=")
        module_name, *names = path.split(".")
        if not names or module_name not in ("choice", "engine", "prune", "structure"):
            raise ValueError(f"no threshold: {path}")
        module = import_module(f"pipelines.extract.html.{module_name}")
        value, last = float(number), names[-1]
        if len(names) == 2 and names[0] in module.RULES:
            module.RULES[names[0]] = replace(module.RULES[names[0]], **{last: value})
        elif len(names) == 1 and isinstance(getattr(module, last, None), int | float):
            setattr(module, last, value)
        else:
            raise ValueError(f"no threshold: {path}")


def run_one(page: Page, tools: list[str]) -> list[Extracted]:
    """One page by each tool; a tool that raises has extracted nothing."""
    _warm_up(*tools)
    found = []
    for tool in tools:
        started = time.process_time()
        try:
            text, doubt, page_type = TOOLS[tool](page)
        except Exception as error:  # noqa: BLE001 - of any extractor, on any page
            text, doubt, page_type = "", f"{type(error).__name__}: {error}", None
        found.append(Extracted(tool, page[0], text, doubt, page_type, time.process_time() - started))
    return found


@cache
def _warm_up(*tools: str) -> None:
    for tool in tools:
        TOOLS[tool](
            ("http://localhost/", "text/html", b"<title>a</title><p>One sentence, so that all is imported.</p>")
        )


def _ours(page: Page) -> tuple[str, str | None, str | None]:
    url, content_type, body = page
    capture = extract(body, url=url, content_type=content_type)
    return capture.text or "", capture.doubt or capture.no_text, capture.page_type


def _trafilatura(page: Page, *, fast: bool = False) -> tuple[str, str | None, str | None]:
    import trafilatura  # noqa: PLC0415 - only where it runs

    return trafilatura.extract(page[2], url=page[0], fast=fast) or "", None, None


def _resiliparse(page: Page) -> tuple[str, str | None, str | None]:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - only where it runs
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding  # noqa: PLC0415 - likewise

    text = bytes_to_str(page[2], detect_encoding(page[2]))
    return extract_plain_text(text, main_content=True), None, None


TOOLS: dict[str, Callable[[Page], tuple[str, str | None, str | None]]] = {
    "ours": _ours,
    "trafilatura": _trafilatura,
    "fast": lambda page: _trafilatura(page, fast=True),
    "resiliparse": _resiliparse,
}


def report(name: str, truths: dict[str, Truth], results: list[Extracted], worst: int) -> int:
    """Print the tables of one web; 1 when its articles are below the floor."""
    tools = list(dict.fromkeys(result.tool for result in results))
    texts = {tool: {result.url: result.text for result in results if result.tool == tool} for tool in tools}
    f1 = {
        tool: {url: word_f1(truth.text, texts[tool].get(url, "")) for url, truth in truths.items() if truth.text}
        for tool in tools
    }
    print(f"\n{name}: {len(truths)} pages\n{'word F1':<24}{'pages':>6}" + "".join(f"{tool:>13}" for tool in tools))
    for kind in sorted({truth.kind for truth in truths.values() if truth.text}):
        urls = [url for url, truth in truths.items() if truth.text and truth.kind == kind]
        _row(kind, len(urls), [statistics.mean(f1[tool][url] for url in urls) for tool in tools])
    _row("all", len(f1[tools[0]]), [statistics.mean(f1[tool].values()) for tool in tools])
    shares = [snippet_shares(truths, texts[tool]) for tool in tools]
    _row("snippets found", sum(len(truth.present) for truth in truths.values()), [found for found, _ in shares])
    _row("snippets leaked", sum(len(truth.absent) for truth in truths.values()), [leaked for _, leaked in shares])
    articles = [(url, truth.text) for url, truth in truths.items() if truth.text and truth.kind == "article"]
    shingles = [shingle_f1((true, texts[tool].get(url, "")) for url, true in articles)[0] for tool in tools]
    _row("articles: shingle F1", len(articles), shingles)
    times = [[result.cpu * 1000 for result in results if result.tool == tool] for tool in tools]
    _row("CPU ms/page, mean", len(texts[tools[0]]), [statistics.mean(spent) for spent in times], digits=1)
    _row("CPU ms/page, median", len(texts[tools[0]]), [statistics.median(spent) for spent in times], digits=1)
    if "ours" in tools:
        silence(truths, [result for result in results if result.tool == "ours"], f1["ours"], worst)
        list_worst(truths, f1["ours"], worst)
    if name == "web-dev" and "ours" in tools and shingles[tools.index("ours")] < FLOOR:
        print(f"shingle F1 of articles is below the floor of {FLOOR}", file=sys.stderr)
        return 1
    return 0


def _row(name: str, count: int, values: list[float], digits: int = 3) -> None:
    print(f"{name:<24}{count:>6}" + "".join(f"{value:>13.{digits}f}" for value in values))


def silence(truths: dict[str, Truth], ours: list[Extracted], f1: dict[str, float], listed: int) -> None:
    """Print how well doubts mark the pages that are poorly extracted."""
    doubts = {result.url: result.doubt for result in ours}
    lost = [url for url, value in f1.items() if value < LOSS]
    silent = [url for url in lost if not doubts.get(url)]
    good = [url for url, value in f1.items() if value > GOOD]
    doubted = [url for url in good if doubts.get(url)]
    print(f"silent losses: {len(silent)} of {len(lost)} pages under {LOSS} carry no doubt")
    gone = [one for one in ours if word_recall(truths[one.url].text or "", one.text) < LOSS]
    unsaid = [one.url for one in gone if not one.doubt]
    print(f"of true words: {len(unsaid)} of {len(gone)} pages that lack more than half of them carry no doubt")
    share = len(doubted) / max(1, len(good))
    print(f"false alarms: {len(doubted)} of {len(good)} pages over {GOOD} carry one ({share:.1%})")
    for url in sorted(silent, key=f1.__getitem__)[: listed * 10]:
        print(f"  {f1[url]:.2f}  {url}")


def list_worst(truths: dict[str, Truth], f1: dict[str, float], count: int) -> None:
    """Print the pages of each type with the lowest F1."""
    for kind in sorted({truths[url].kind for url in f1}) if count else ():
        print(f"lowest of {kind}:")
        for url in sorted((url for url in f1 if truths[url].kind == kind), key=f1.__getitem__)[:count]:
            print(f"  {f1[url]:.2f}  {url}")


async def extract_all(pages: list[Page]) -> tuple[dict[str, Capture], float, float]:
    """The Captures by URL, seconds of wall time, and seconds of CPU time of parent and workers, by a Pool."""
    pool = Pool(size=WORKERS, recycle_after=len(pages) + 2)
    warm_up = (pool.extract(b"<p>", url="http://localhost/", content_type="text/html") for _ in range(WORKERS))
    await asyncio.gather(*warm_up)
    spent = time.process_time()
    started = time.perf_counter()
    found = await asyncio.gather(*(pool.extract(body, url=url, content_type=kind) for url, kind, body in pages))
    wall = time.perf_counter() - started
    spent = time.process_time() - spent
    await pool.close()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)  # workers that have ended, including their imports
    cpu = spent + children.ru_utime + children.ru_stime
    return {page[0]: capture for page, capture in zip(pages, found, strict=True)}, wall, cpu


if __name__ == "__main__":
    sys.exit(main())
