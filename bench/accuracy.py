"""Accuracy and speed of text extraction on a recorded web of real pages. `make accuracy`.

    python bench/accuracy.py [WEB_DIR]

WEB_DIR (else the environment's CITECACHE_WEB, else ../shared/web-dev beside the repository) holds
`index.jsonl` ({url, content_type, file}: a gzip-compressed body), `ground-truth.json` ({url: article body})
and `snippets.json` ({url: {"with": [...], "without": [...]}}).

F1, precision and recall are computed exactly as evaluate.py of scrapinghub/article-extraction-benchmark does:
multisets of 4-word shingles per page, true and false positives and false negatives scaled to a sum of 1,
precision and recall averaged over the pages, F1 from the two averages. Exit status 1 when F1 is below FLOOR,
2 when there are no data.
"""

import asyncio
import gzip
import json
import os
import re
import resource
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crawler.model import Capture  # noqa: E402 - runs from a checkout, installed or not
from pipelines.extract import Pool  # noqa: E402 - likewise

FLOOR = 0.955
WORKERS = 2

Page = tuple[str, str | None, bytes]
Counts = tuple[float, float, float]


def main() -> int:
    """Print the figures; return the exit status."""
    web = find_web(sys.argv[1:])
    if web is None:
        print("accuracy: no data: give a directory, or set CITECACHE_WEB (see the head of bench/accuracy.py)")
        return 2
    truth: dict[str, str] = _json(web / "ground-truth.json")
    snippets: dict[str, dict[str, list[str]]] = _json(web / "snippets.json")
    captures, wall, cpu = asyncio.run(extract_all(load(web, truth.keys() | snippets.keys())))
    texts = {url: capture.text or "" for url, capture in captures.items()}
    f1, precision, recall = score(truth, texts)
    kept, avoided = score_snippets(snippets, texts)
    print(f"F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  ({len(truth)} pages)")
    print(f"snippets: with {kept:.4f}  without {avoided:.4f}  ({len(snippets)} pages)")
    count = len(captures)
    print(f"speed: {count / wall:.0f} pages/s with {WORKERS} workers, {1000 * cpu / count:.1f} ms CPU per page")
    if f1 < FLOOR:
        print(f"F1 {f1:.4f} is below the floor of {FLOOR}", file=sys.stderr)
        return 1
    return 0


def find_web(arguments: list[str]) -> Path | None:
    """The directory of the recorded web; None if there is none."""
    given = arguments[0] if arguments else os.environ.get("CITECACHE_WEB")
    web = Path(given) if given else ROOT.parent / "shared" / "web-dev"
    return web if (web / "ground-truth.json").is_file() else None


def load(web: Path, urls: set[str]) -> list[Page]:
    """`(url, content type, body)` of the pages with these URLs."""
    with (web / "index.jsonl").open(encoding="utf-8") as lines:
        entries = [entry for entry in map(json.loads, lines) if entry["url"] in urls and entry["file"]]
    return [
        (entry["url"], entry["content_type"], gzip.decompress((web / entry["file"]).read_bytes())) for entry in entries
    ]


def load_all(web: Path) -> list[Page]:
    """All pages with status 200."""
    with (web / "index.jsonl").open(encoding="utf-8") as lines:
        entries = [entry for entry in map(json.loads, lines) if entry["status"] == 200]
    return load(web, {entry["url"] for entry in entries})


async def extract_all(pages: list[Page]) -> tuple[dict[str, Capture], float, float]:
    """The Captures by URL, seconds of wall time, and seconds of CPU time of parent and workers."""
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


def score(truth: dict[str, str], texts: dict[str, str]) -> tuple[float, float, float]:
    """`(F1, precision, recall)` over the pages of the ground truth; a page without text counts as empty."""
    counts = [match(true, texts.get(url, "")) for url, true in truth.items()]
    precision = statistics.mean(_ratio(tp, fp, fn) for tp, fp, fn in counts if tp + fp > 0)
    recall = statistics.mean(_ratio(tp, fn, fp) for tp, fp, fn in counts if tp + fn > 0)
    return 2 * precision * recall / (precision + recall), precision, recall


def match(true: str, predicted: str) -> Counts:
    """True positives, false positives and false negatives, scaled to a sum of 1."""
    expected, found = _shingles(true), _shingles(predicted)
    tp = float((expected & found).total())
    fp, fn = found.total() - tp, expected.total() - tp
    total = tp + fp + fn
    return (tp / total, fp / total, fn / total) if total else (0.0, 0.0, 0.0)


def score_snippets(snippets: dict[str, dict[str, list[str]]], texts: dict[str, str]) -> tuple[float, float]:
    """The shares of "with" snippets that are present and of "without" snippets that are not, ignoring white space."""
    flat = {url: " ".join(texts.get(url, "").split()) for url in snippets}
    kept = [" ".join(text.split()) in flat[url] for url, entry in snippets.items() for text in entry["with"]]
    avoided = [" ".join(text.split()) not in flat[url] for url, entry in snippets.items() for text in entry["without"]]
    return statistics.mean(kept), statistics.mean(avoided)


def _ratio(hits: float, errors: float, others: float) -> float:
    if errors == others == 0:
        return 1.0
    return hits / (hits + errors) if hits + errors else 0.0


def _shingles(text: str, n: int = 4) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    starts = range(max(1, len(tokens) - n + 1))
    return Counter(shingle for start in starts if (shingle := tuple(tokens[start : start + n])))


def _json(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return json.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
