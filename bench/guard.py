"""A guard against slower extraction that does not depend on the machine.

    python bench/guard.py             fails if extraction lost more than 15 % against what is recorded
    python bench/guard.py --record    records what is measured (bench/guard.json), to be committed with its reason

Measured is a ratio: CPU time of extracting our own pages over that of a fixed reference workload on the same pages in
the same process, which only lxml and Python's own types do. Rounds of both alternate, and the median of the rounds'
ratios counts, so that a busy machine slows both. The ratio depends on Python's version: each has its own.
"""

import argparse
import gc
import hashlib
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import lxml.html

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests"))
from casefiles import files, read  # noqa: E402 - runs from a checkout, installed or not

from pipelines.extract import extract  # noqa: E402 - likewise

PAGES = ROOT / "tests" / "pipelines" / "judge" / "pages"
RECORD = Path(__file__).with_suffix(".json")
LOSS = 0.15
ROUNDS = 9
JOINED = 12
"""Pages that are joined into one: ours are short, and those that people cite are not."""

_WORD = re.compile(r"\w+")
_MENU = "".join(f'<li class="item item-{n}"><a href="/section/{n}">Section {n}</a></li>' for n in range(60))


def pages() -> list[bytes]:
    """Every third labelled page of the judge's tests, and all of them in groups."""
    bodies = [body for path in files(PAGES) if (body := read(path)[1].strip()).startswith("<")]
    groups = ("".join(bodies[start : start + JOINED]) for start in range(0, len(bodies), JOINED))
    joined = [f'<html><body><ul class="menu">{_MENU}</ul><main>{group}</main></body></html>' for group in groups]
    return [page.encode() for page in (*bodies[::3], *joined)]


def reference(bodies: Sequence[bytes]) -> None:
    """Parse, visit every element, count words: what extraction consists of, but never changed."""
    for body in bodies:
        words: Counter[str] = Counter()
        for element in lxml.html.document_fromstring(body).iter("*"):
            text = f"{element.get('class') or ''} {element.text or ''} {element.tail or ''}"
            words.update(_WORD.findall(text.lower()))
        sorted(words, key=lambda word: (-words[word], word))


def extraction(bodies: Sequence[bytes]) -> None:
    """What is guarded."""
    for body in bodies:
        extract(body, url="https://town.example/2024/03/page", content_type="text/html; charset=utf-8")


def ratio(bodies: Sequence[bytes]) -> tuple[float, list[float]]:
    """The median of the rounds' ratios, and the ratios."""
    for work in (reference, extraction):  # imports, caches
        work(bodies)
    gc.freeze()
    ratios = []
    for _ in range(ROUNDS):
        before = _seconds(reference, bodies)
        measured = _seconds(extraction, bodies)
        ratios.append(2 * measured / (before + _seconds(reference, bodies)))
    return statistics.median(ratios), sorted(ratios)


def _seconds(work: Callable[[Sequence[bytes]], None], bodies: Sequence[bytes]) -> float:
    gc.collect()
    started = time.process_time()
    work(bodies)
    return time.process_time() - started


def main() -> int:
    """Measure; compare or record."""
    parser = argparse.ArgumentParser(description="Fail if extraction became slower than recorded.")
    parser.add_argument("--record", action="store_true", help="record what is measured")
    record = parser.parse_args().record
    bodies = pages()
    digest = hashlib.sha256(b"\0".join(bodies)).hexdigest()[:16]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    measured, ratios = ratio(bodies)
    print(f"extraction / reference: {measured:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f} in {ROUNDS} rounds)")
    known = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    if record:
        kept = known["ratios"] if known.get("pages") == digest else {}
        ratios_by_version = dict(sorted((kept | {version: round(measured, 3)}).items()))
        RECORD.write_text(json.dumps({"pages": digest, "ratios": ratios_by_version}, indent=2) + "\n", encoding="utf-8")
        return 0
    if known.get("pages") != digest:
        print("the pages are not those that were recorded: python bench/guard.py --record")
        return 1
    if (expected := known["ratios"].get(version)) is None:
        print(f"nothing is recorded for Python {version}: not compared")
        return 0
    change = measured / expected - 1
    print(f"recorded {expected:.2f}: {change:+.1%}, allowed +{LOSS:.0%}")
    if change < -LOSS:
        print("record that: until then as much may be lost again")
    return int(change > LOSS)


if __name__ == "__main__":
    sys.exit(main())
