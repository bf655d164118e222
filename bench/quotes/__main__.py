"""Looks up a set of made quotations and prints how many answers are right. `make quotes`.

    python -m bench.quotes [WEB_DIR] [--each N] [--half 0|1] [--mistakes N] [--megabytes N]

The texts: the true ones of our own pages (tests/pipelines/extract/corpus), then what our extraction makes of a recorded
web (bench/recorded_web.py), then its true texts, looked up in what the extraction made of their pages. The thresholds
of pipelines/quotes were looked at on half 0 of a recorded web; the other half is the measure. Exit status 1 when fewer
than 98 in 100 answers are right, or an altered or foreign quotation is called verbatim.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from bench.quotes.drawing import PageText
from bench.quotes.made import MadeQuote, quote_set
from bench.quotes.measure import RIGHT, Looked, look_up, mistakes, speed, table
from bench.recorded_web import ROOT, Page, find_web, load_all, load_truth
from pipelines.extract import extract

LEAST_CHARS = 500
"""Characters of a text of which quotations are made."""


def main() -> int:
    options = _options()
    status = 0
    items: list[MadeQuote] = []
    for name, found in _sets(options):
        answers = list(look_up(found))
        print(f"\n{name}: {len({one.url for one in found})} pages\n{table(answers)}", flush=True)
        for line in mistakes(answers, options.mistakes):
            print(line)
        if "extraction" not in name:
            status = max(status, _judged(answers))
            items = items or found
    if options.megabytes:
        print(f"\n{speed(items, options.megabytes)}")
    return status


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("web", nargs="?", help="the folder of a recorded web")
    parser.add_argument("--each", type=int, default=2, help="quotations of every kind for each page")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only these pages of the recorded web")
    parser.add_argument("--mistakes", type=int, default=0, metavar="N", help="show so many wrong answers of each set")
    parser.add_argument("--megabytes", type=int, default=10, help="the text of which the search is timed; 0: none")
    return parser.parse_args()


def _sets(options: argparse.Namespace) -> Iterator[tuple[str, list[MadeQuote]]]:
    yield "true texts of our own pages", list(quote_set(own_pages(), options.each))
    web = find_web([options.web] if options.web else [])
    if web is None:
        return
    with ProcessPoolExecutor(2) as pool:
        texts = dict(pool.map(_extracted, load_all(web), chunksize=8))
    for half in (0, 1) if options.half is None else (options.half,):
        of_half = [PageText(url, text) for url, text in sorted(texts.items()) if half_of(url) == half]
        pages = [page for page in of_half if len(page.text) >= LEAST_CHARS]
        yield f"{web.name}, half {half}", list(quote_set(pages, options.each))
    true = [page for page in true_pages(web) if options.half in (None, half_of(page.url))]
    untouched = {page.text for page in true}  # of the others, the edit is in the text
    found = [one for one in quote_set(true, options.each) if one.text in untouched]
    moved = [replace(one, text=texts.get(one.url, ""), start=None, end=None) for one in found]
    yield f"{web.name}, true texts in our extraction", moved


def own_pages() -> list[PageText]:
    """The true texts of the pages in the repository."""
    sys.path.insert(0, str(ROOT / "tests" / "pipelines" / "extract"))
    import corpus  # noqa: PLC0415 - of the tests, which a source distribution may lack

    return [PageText(page.url, page.text) for page in corpus.pages() if len(page.text) >= LEAST_CHARS]


def true_pages(web: Path) -> list[PageText]:
    """The true texts of a recorded web, where they are known."""
    truths = sorted(load_truth(web).items())
    return [PageText(url, one.text) for url, one in truths if one.text and len(one.text) >= LEAST_CHARS]


def half_of(url: str) -> int:
    """0 or 1, by the digest of the URL; its last bit has been used to divide the recorded webs themselves."""
    return hashlib.sha256(url.encode()).digest()[0] % 2


def _extracted(page: Page) -> tuple[str, str]:
    url, content_type, body = page
    return url, extract(body, url=url, content_type=content_type).text or ""


def _judged(answers: list[Looked]) -> int:
    believed = sum(one.believed for one in answers)
    right = sum(one.right for one in answers) / len(answers)
    return int(believed > 0 or right < RIGHT)


if __name__ == "__main__":
    sys.exit(main())
