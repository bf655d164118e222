"""Our language tools compared with libraries: accuracy and CPU time.

    python bench/libraries.py [SECTION...]

Sections: languages, sentences, graphemes, months; all of them by default (matching: bench/matching_libraries.py). The
libraries are not dependencies of citecache:

    pip install py3langid sentencex pysbd regex babel

Libraries that are not installed are skipped. `languages` and `graphemes` need a recorded web (CITECACHE_WEB, one
directory or several separated by `:`, laid out as bench/accuracy.py describes); `sentences` uses test cases.
Labels: a page's own `<html lang>` for its language, the slug of its URL for its title.
"""

import importlib
import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from accuracy import ROOT, load_all
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from resiliparse.parse.lang import detect_fast

from crawler.text.churn import is_moment
from crawler.text.dates import find_date
from crawler.text.languages import SPOKEN, Speech, function_words, languages
from crawler.text.scripts import main_script
from crawler.text.sentences import spans
from crawler.text.words import words
from pipelines import preview

CHARS = 3_000
"""Characters of a page's text whose language is detected: as many as in a preview."""

Page = tuple[str, str, str, str]
"""URL, language by `<html lang>`, title, text."""


def main() -> int:
    """Run the requested sections."""
    for name in sys.argv[1:] or SECTIONS:
        print(f"\n{name}")
        SECTIONS[name]()
    return 0


def library(name: str) -> Any:  # noqa: ANN401 - a library without types
    """A module; None, with a printed line, if it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"  {name}: not installed")
        return None


def timed(call: Callable[[Any], object], values: Sequence[Any]) -> tuple[list[Any], float]:
    """The results of a call for each value, and the microseconds of CPU time per value."""
    started = time.process_time()
    found = [call(value) for value in values]
    return found, (time.process_time() - started) * 1e6 / max(1, len(values))


def loading(*modules: str) -> str:
    """Seconds of CPU time and MB of memory that importing modules and one first call add to an interpreter."""
    code = (
        "import os,time,sys\npage=os.sysconf('SC_PAGE_SIZE')/2**20\n"
        "m=lambda: int(open('/proc/self/statm').read().split()[1])*page\n"
        "a,t=m(),time.process_time()\nfor line in sys.argv[1:]: exec(line)\n"
        "print(f'{time.process_time()-t:.2f} s, {m()-a:.0f} MB to load')"
    )
    run = subprocess.run([sys.executable, "-c", code, *modules], capture_output=True, text=True, cwd=ROOT, check=True)
    return run.stdout.strip()


def recorded() -> list[Page]:
    """The pages of the recorded web that name their language and have 200 characters of text or more."""
    found: list[Page] = []
    for folder in filter(None, os.environ.get("CITECACHE_WEB", "").split(":")):
        for url, kind, body in load_all(Path(folder)):
            if kind and "html" not in kind:
                continue
            tree = HTMLTree.parse_from_bytes(body)
            text = extract_plain_text(tree, main_content=True, alt_texts=False)[:CHARS]
            root = tree.document.query_selector("html")
            language = ((root.getattr("lang") if root else None) or "").lower().replace("_", "-").partition("-")[0]
            if len(text) >= 200 and len(language) == 2:
                found.append((url, language, (tree.title or "").strip(), text))
    if not found:
        print("  no recorded web: set CITECACHE_WEB")
    return found


# --- languages ----------------------------------------------------------------------------------------------


def ours(text: str) -> str | None:
    """The language of a text by our function words; None in doubt."""
    found = languages(words(text), SPOKEN)
    return min(found) if len(found) == 1 else None


def detectors() -> dict[str, Callable[[str], str | None]]:
    """Language detectors by name."""
    found: dict[str, Callable[[str], str | None]] = {
        "function words": ours,
        "resiliparse": lambda text: detect_fast(text)[0],
    }
    if langid := library("py3langid"):
        found["py3langid"] = lambda text: langid.classify(text)[0]
    return found


def measure_languages() -> None:
    """Accuracy on texts and titles against the pages' own tags; then the question that `foreign_to` answers."""
    pages = recorded()
    labels = [page[1] for page in pages]
    known = set(function_words())
    print(f"  {len(pages)} texts: {dict(Counter(labels).most_common(12))}")
    print(f"  function words: {loading('import crawler.text.languages')}")
    print(f"  py3langid: {loading('import py3langid', 'py3langid.classify(chr(97))')}")
    for name, detect in detectors().items():
        if not pages:
            return
        detect("warm up")
        for kind, place in (("texts", 3), ("titles", 2)):
            detected, cost = timed(detect, [page[place] for page in pages])
            rows = [(label, answer) for label, answer in zip(labels, detected, strict=True) if label in known]
            right = sum(label == answer for label, answer in rows) / len(rows)
            wrong = sum(label != answer and answer not in (None, "unknown") for label, answer in rows) / len(rows)
            by: dict[str, list[bool]] = defaultdict(list)
            for label, answer in rows:
                by[label].append(label == answer)
            each = ", ".join(f"{label} {sum(found)}/{len(found)}" for label, found in sorted(by.items()))
            print(f"  {name}, {kind}: right {right:.1%}, wrong {wrong:.1%} of {len(rows)}, {cost:.0f} µs; {each}")
        foreign(name, detect, pages)


def foreign(name: str, detect: Callable[[str], str | None], pages: list[Page]) -> None:
    """How often a title is called foreign to its own text, and to texts of another language."""
    chance = random.Random(1)

    def is_foreign(title: str, text: str) -> bool:
        if name == "function words":
            return Speech(text).foreign_to(title)
        return main_script(title) != main_script(text) or detect(title) != detect(text)

    titled = [page for page in pages if len(page[2].split()) >= 3]
    own = [is_foreign(page[2], page[3]) for page in titled]
    pairs = [(page, other) for page in titled for other in chance.sample(pages, 3) if other[1] != page[1]]
    other = [is_foreign(page[2], text[3]) for page, text in pairs]
    print(
        f"  {name}: foreign to its own text {sum(own) / len(own):.1%} of {len(own)} titles,"
        f" to a text in another language {sum(other) / len(other):.1%} of {len(other)}"
    )


# --- sentences ----------------------------------------------------------------------------------------------


def measure_sentences() -> None:
    """The labelled cases of tests/crawler/text/test_sentences.py."""
    sys.path.insert(0, str(ROOT / "tests" / "crawler" / "text"))
    tests = importlib.import_module("test_sentences")
    cases: list[list[str]] = tests.test_sentences_end_where_a_reader_expects.pytestmark[0].args[1]
    texts = [" ".join(case) for case in cases]
    cutters: dict[str, Callable[[str], list[str]]] = {"ours": lambda text: [text[a:b] for a, b in spans(text)]}
    if sentencex := library("sentencex"):
        cutters["sentencex"] = lambda text: [piece.strip() for piece in sentencex.segment("en", text)]
    if pysbd := library("pysbd"):
        segmenter = pysbd.Segmenter(language="en", clean=False)
        cutters["pysbd"] = lambda text: [piece.strip() for piece in segmenter.segment(text)]
    prose = [page[3] for page in recorded()][:100]
    for name, cut in cutters.items():
        found = [cut(text) for text in texts]
        missed = [case for case, pieces in zip(cases, found, strict=True) if case != pieces]
        cost = timed(cut, prose)[1] if prose else 0.0
        right = len(cases) - len(missed)
        print(f"  {name}: {right} of {len(cases)} cases, {cost:.0f} µs per text of {CHARS} characters")
        for case in missed:
            print(f"    different from the label: {case}")


# --- graphemes ----------------------------------------------------------------------------------------------

EMOJI = ("👩‍👩‍👧‍👦", "👍🏽", "🇩🇪🇫🇷", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "1️⃣", "é", "각", "क्षि", "நி", "ก็", "\r\n", "ë̈̈")


def measure_graphemes() -> None:
    r"""Where a hard cut is allowed: our rules of the preview against `\X` of regex (UAX 29)."""
    regex = library("regex")
    texts = [*("".join(random.Random(seed).choices(EMOJI, k=40)) for seed in range(200)), *(p[3] for p in recorded())]
    if regex is None:
        return
    cluster, joined = regex.compile(r"\X"), preview._joined  # noqa: SLF001 - the function that is measured
    differ = total = 0
    for text in texts:
        ends = {match.end() for match in cluster.finditer(text)}
        places = range(1, len(text))
        total += len(places)
        differ += sum((place not in ends) != joined(text, place) for place in places)
    print(f"  {differ} of {total} places differ")
    _, one = timed(lambda text: joined(text, len(text) - 1), texts)
    _, other = timed(lambda text: [m.end() for m in cluster.finditer(text[-64:])], texts)
    print(f"  one place: ours {one:.1f} µs; regex over the last 64 characters {other:.1f} µs")
    print(f"  regex: {loading('import regex')}")


# --- months -------------------------------------------------------------------------------------------------

LANGUAGES = "en de fr es it pt nl sv da nb fi pl cs hu ro el ru uk tr id vi ja zh ko".split()


def measure_months() -> None:
    """How many dates in CLDR's long form, one per month, our tables parse."""
    babel = library("babel.dates")
    if babel is None:
        return
    read, lines = {}, {}
    for code in LANGUAGES:
        days = [date(2023, month, 17) for month in range(1, 13)]
        written = [(day, babel.format_date(day, "long", locale=code)) for day in days]
        read[code] = sum(find_date(text) == day.isoformat() for day, text in written)
        lines[code] = sum(is_moment(text) for _, text in written)
    print("  dates parsed, of 12: " + ", ".join(f"{code} {number}" for code, number in read.items()))
    print("  lines recognised as dates, of 12: " + ", ".join(f"{code} {number}" for code, number in lines.items()))
    print(f"  babel.dates: {loading('import babel.dates', 'babel.dates.get_month_names(locale=chr(101)+chr(110))')}")


SECTIONS: dict[str, Callable[[], None]] = {
    "languages": measure_languages,
    "sentences": measure_sentences,
    "graphemes": measure_graphemes,
    "months": measure_months,
}


if __name__ == "__main__":
    sys.exit(main())
