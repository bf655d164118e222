"""Links of HTML: ours compared with lexbor's on a folder of pages, and html5lib's tokenizer tests.

    python bench/html_links.py PAGES [--tokenizer-tests FOLDER]

PAGES holds HTML files (also .html.gz). Compared is the multiset of `href` of all `<a>` and `<area>`, as written. lexbor
(resiliparse) builds a tree, so it repeats a link that is left open in each block that follows; ours counts what
stands in the file. Those repetitions are told apart by counting each `href` of a page once.

FOLDER: `tokenizer/` of html5lib-tests (MIT), which the source distribution of html5lib holds in
`html5lib/tests/testdata/`. Counted are the tests that start in the data state and hold a start tag.
"""

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from resiliparse.parse.html import HTMLTree, NodeType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler.sources.parsing.encodings import decode
from crawler.sources.parsing.html.tags import Tag
from crawler.sources.parsing.html.tokens import html_parts


def our_links(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    templates = 0
    for part in html_parts(text):
        if isinstance(part, Tag):
            name = part.name.lower()
            templates += (name == "template") * (-1 if part.closing else 1)
            if name in ("a", "area") and not part.closing and "href" in part.attributes and templates <= 0:
                found[part.attributes["href"] or ""] += 1
    return found


def lexbor_links(text: str) -> Counter[str]:
    nodes: Iterable[Any] = HTMLTree.parse(text).document or ()  # its collections take quadratic time
    return Counter(
        node.getattr("href")
        for node in nodes
        if node.type == NodeType.ELEMENT and node.tag in ("a", "area") and node.hasattr("href")
    )


def differences(one: Counter[str], other: Counter[str]) -> int:
    return ((one - other) + (other - one)).total()


def compare_pages(folder: Path) -> None:
    total = wrong = kinds = wrong_kinds = pages = characters = 0
    seconds = 0.0
    for path in sorted(folder.rglob("*.htm*")):
        data = path.read_bytes()
        text = decode(gzip.decompress(data) if path.suffix == ".gz" else data).text
        start = time.perf_counter()
        ours = our_links(text)
        seconds += time.perf_counter() - start
        theirs = lexbor_links(text)
        pages, characters, total = pages + 1, characters + len(text), total + theirs.total()
        kinds += len(theirs)
        wrong_kinds += len(set(ours) ^ set(theirs))
        if count := differences(ours, theirs):
            wrong += count
            print(f"{path.name}: {count}, e.g. {next(iter((ours - theirs) + (theirs - ours)))[:80]}")
    print(f"{pages} pages, {characters / 1e6 / seconds:.1f} MB/s")
    print(f"{total:,} links, {wrong} differ: {100 - 100 * wrong / total:.3f} % equal")
    print(f"{kinds:,} distinct links of a page, {wrong_kinds} differ: {100 - 100 * wrong_kinds / kinds:.3f} % equal")


def tokenizer_tests(folder: Path) -> Iterator[tuple[str, str, list[tuple[str, dict[str, str]]]]]:
    """The description, input and start tags of each test."""
    for path in sorted(folder.glob("*.test")):
        for test in json.loads(path.read_text("utf-8")).get("tests", ()):
            if test.get("doubleEscaped") or "Data state" not in test.get("initialStates", ["Data state"]):
                continue
            tags = [(token[1], token[2]) for token in test["output"] if token[0] == "StartTag"]
            if tags:
                yield test["description"], test["input"].replace("\r\n", "\n").replace("\r", "\n"), tags


def run_tokenizer_tests(folder: Path) -> None:
    passed = total = 0
    for description, text, expected in tokenizer_tests(folder):
        tags = (part for part in html_parts(text) if isinstance(part, Tag) and not part.closing)
        found = [(tag.name.lower(), tag.attributes) for tag in tags]
        total += 1
        passed += found == expected
        if found != expected:
            print(f"{description}: {text!r} gives {found}, not {expected}")
    print(f"html5lib's tokenizer tests with a start tag: {passed} of {total}, {100 * passed / total:.1f} %")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--tokenizer-tests", type=Path)
    arguments = parser.parse_args()
    compare_pages(arguments.pages)
    if arguments.tokenizer_tests:
        run_tokenizer_tests(arguments.tokenizer_tests)


if __name__ == "__main__":
    main()
