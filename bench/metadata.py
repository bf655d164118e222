"""Titles, authors and dates of real pages, beside trafilatura's and htmldate's in the same run.

    python bench/metadata.py [WEB_DIR] [--half development|held-out|both] [--tools ours,...] [--wrong FIELD...]

WEB_DIR is a recorded web (see bench/recorded_web.py) whose ground truth has title, author and date; without it the
environment's CITECACHE_WEB_TYPES, else ../shared/web-types beside the repository.

Pages are divided by a hash of their host: rules are written by looking at the development half only, and what is
reported is the held-out half. A value is right when

    title    it has the same words in the same order, without regard to case and punctuation
    author   it has the same words in any order, without words that only join names ("and", "by"); several authors
             count together, so that one missing or one too many is wrong
    date     it is the same day; a year or a month for a day is wrong

The share right is of the pages for which the truth has a value. `given` is the share of the other pages for which the
tool gives a value all the same: some are wrong, others are missing from the truth. The time is the median CPU time per
page of all that a tool does after parsing.
"""

import argparse
import hashlib
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import htmldate  # noqa: E402 - runs from a checkout
import trafilatura  # noqa: E402 - likewise
from lxml.html import HtmlElement  # noqa: E402 - likewise
from recorded_web import load_all  # noqa: E402 - likewise

from pipelines.extract.decode import to_text  # noqa: E402 - likewise
from pipelines.extract.elements import collect  # noqa: E402 - likewise
from pipelines.extract.html.markup import parse  # noqa: E402 - likewise
from pipelines.extract.metadata import fields, tags  # noqa: E402 - likewise

FIELDS = ("title", "author", "date")
JOINING = frozenset(("and", "by", "und", "et", "y", "e", "og", "och", "en"))

Values = dict[str, str]
Tool = Callable[[HtmlElement, str], Values]


def main() -> int:
    """Print the figures; return the exit status: 2 without data."""
    options = _options()
    web = options.web or Path(os.environ.get("CITECACHE_WEB_TYPES") or ROOT.parent / "shared" / "web-types")
    if not (web / "ground-truth.json").is_file():
        print("metadata: no data: give a directory, or set CITECACHE_WEB_TYPES")
        return 2
    truths: dict[str, dict[str, Any]] = json.loads((web / "ground-truth.json").read_text(encoding="utf-8"))
    pages = [page for page in load_all(web) if page[0] in truths and options.half in ("both", half(page[0]))]
    tools = {name: TOOLS[name] for name in options.tools.split(",")}
    results: dict[str, dict[str, Values]] = {name: {} for name in tools}
    spent: dict[str, list[float]] = {name: [] for name in tools}
    for url, content_type, body in pages:
        _, html = to_text(body, content_type)
        for name, tool in tools.items():
            tree, _ = parse(html)  # each tool its own: trafilatura changes what it reads
            if tree is None:
                continue
            started = time.process_time()
            results[name][url] = tool(tree, url)
            spent[name].append(time.process_time() - started)
    _print(results, spent, {url: truths[url] for url, _, _ in pages}, options)
    return 0


def half(url: str) -> str:
    """The half of the pages that a URL belongs to; all pages of a host to one."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return "held-out" if hashlib.sha256(host.encode()).digest()[0] & 1 else "development"


def right(field: str, value: str, truth: str) -> bool:
    """Whether a value matches the truth, as the head of this file defines it."""
    if field == "date":
        return value == truth
    found, expected = (re.findall(r"\w+", text.casefold()) for text in (value, truth))
    if field == "title":
        return found == expected
    return sorted(word for word in found if word not in JOINING) == sorted(
        word for word in expected if word not in JOINING
    )


def _ours(tree: HtmlElement, url: str) -> Values:
    elements = collect(tree)
    said = fields.read(tags.collect(elements), elements, url=url)
    return {"title": said.title or "", "author": "; ".join(said.authors), "date": said.published_date or ""}


def _trafilatura(tree: HtmlElement, url: str) -> Values:
    said = trafilatura.extract_metadata(tree, default_url=url)
    return {field: getattr(said, field, None) or "" for field in FIELDS}


def _htmldate(tree: HtmlElement, url: str) -> Values:
    return {"date": htmldate.find_date(tree, url=url, original_date=True) or ""}


TOOLS: dict[str, Tool] = {"ours": _ours, "trafilatura": _trafilatura, "htmldate": _htmldate}


def _print(
    results: dict[str, dict[str, Values]],
    spent: dict[str, list[float]],
    truths: dict[str, dict[str, Any]],
    options: argparse.Namespace,
) -> None:
    print(f"{len(truths)} pages ({options.half})")
    for field in FIELDS:
        told = {url: str(truth[field]) for url, truth in truths.items() if truth[field]}
        untold = truths.keys() - told.keys()
        for name, values in results.items():
            if field == "date" or name != "htmldate":
                correct = sum(right(field, values.get(url, {}).get(field, ""), truth) for url, truth in told.items())
                given = sum(bool(values.get(url, {}).get(field)) for url in untold)
                share = f"given {given / len(untold):.3f} of {len(untold)}" if untold else ""
                print(f"{field:8}{name:13}{correct / max(1, len(told)):.3f} of {len(told)}   {share}")
        if field in options.wrong:
            _print_wrong(field, told, results["ours"])
    for name, seconds in spent.items():
        print(f"time    {name:13}{statistics.median(seconds) * 1000:.2f} ms CPU per page (median)")


def _print_wrong(field: str, told: Values, ours: dict[str, Values]) -> None:
    for url, truth in told.items():
        value = ours.get(url, {}).get(field, "")
        if not right(field, value, truth):
            print(f"    {url}\n        is {value!r}, not {truth!r}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("web", nargs="?", type=Path)
    parser.add_argument("--half", choices=("development", "held-out", "both"), default="held-out")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--wrong", choices=FIELDS, nargs="*", default=(), help="list what is wrong; for development")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
