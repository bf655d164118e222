"""Accuracy of the judge on labelled pages and on a recorded web of real ones. `make verdicts`.

    python bench/verdicts.py [WEB_DIR]

First the labelled pages of the tests, each through the real extractor: the confusion matrix (rows: the label,
columns: the judge's verdict), macro-F1, and how many good pages would be given up. Exit status 1 when macro-F1 is
below FLOOR or any good page is given up. Then the eight batches of tests/pipelines/judge/batches (docs/verdicts.md says
which of them the scorecard was fitted on): how many verdicts are right, and the mistakes that cost most.

Then, if there is a recorded web (see bench/accuracy.py), the data behind the thresholds of
pipelines/judge/comparisons.py: how similar the words of related and of unrelated texts are, and how each page is judged
when its last good text is that of another, and the CPU time of a judgement. Pairs are drawn with a fixed seed. Exit
status 1 when a page is `usurped` without a second signal.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "pipelines" / "judge")]

import judge_labelled  # noqa: E402 - runs from a checkout, installed or not
import judge_scores  # noqa: E402 - likewise
from accuracy import extract_all, find_web, load_all  # noqa: E402 - likewise
from labelled_pages import PAGES, batch  # noqa: E402 - likewise

from crawler.model import Capture, Fetch, History, LastGood, Outcome, Page, Verdict  # noqa: E402 - likewise
from crawler.text import topics  # noqa: E402 - likewise
from crawler.text.languages import primary  # noqa: E402 - likewise
from crawler.text.similarity import cosine, likeness  # noqa: E402 - likewise
from pipelines.judge import comparisons, judge  # noqa: E402 - likewise

BATCHES = (1, 2, 3, 4, 5, 6, 7, 8)
WALLS = frozenset(("blocked", "restricted"))
GONE = frozenset((Verdict.SOFT_404, Verdict.USURPED, Verdict.DEAD))

PAIRS = 8
"""The number of other pages that each page is compared with."""

LEAST = 600
"""Fewest characters of each half of a text for the comparison of its halves."""

Pages = dict[str, Capture]


def main() -> int:
    """Print the figures; return the exit status."""
    failed = labelled()
    for number in BATCHES:
        in_batch(number)
    web = find_web(sys.argv[1:])
    if web is None:
        print("\nno recorded web: give a directory, or set CITECACHE_WEB (see the head of bench/accuracy.py)")
        return failed
    captures = asyncio.run(extract_all(load_all(web)))[0]
    pages = {url: capture for url, capture in captures.items() if capture.text and len(capture.text) >= 200}
    print(f"\n{len(pages)} recorded pages with 200 characters of text or more")
    measure(pages)
    return max(failed, replay(pages))


def labelled() -> int:
    """Judge the labelled pages; return the exit status."""
    verdicts = [(case, str(judge_labelled.judged(case)[0])) for case in PAGES]
    counted = judge_scores.confusion((case.verdict, verdict) for case, verdict in verdicts)
    print(judge_scores.table(counted))
    score, lost = judge_scores.macro_f1(counted), judge_scores.given_up(counted)
    for case, verdict in verdicts:
        if verdict != case.verdict:
            print(f"wrong: {case.name}: {verdict}, labelled {case.verdict}")
    traps = sum(case.trap for case in PAGES)
    print(f"macro-F1 {score:.3f}  good pages given up {lost}  ({len(PAGES)} labelled pages, {traps} of them traps)")
    return int(score < judge_scores.FLOOR or lost > 0)


def in_batch(number: int) -> None:
    """Print how one batch is judged."""
    cases = batch(number)
    verdicts = [(case, judge_labelled.judgement(case)) for case in cases]
    right = sum(found.verdict == case.verdict for case, found in verdicts)
    lost = judge_scores.given_up(judge_scores.confusion((case.verdict, str(found.verdict)) for case, found in verdicts))
    walls = sum(case.verdict in WALLS and found.verdict in GONE for case, found in verdicts)
    doubts = sum(found.verdict != case.verdict and found.doubt is not None for case, found in verdicts)
    print(
        f"batch {number}: {right} of {len(cases)} right ({right / len(cases):.1%}); good pages given up {lost};"
        f" walls called gone {walls}; mistakes with a doubt {doubts} of {len(cases) - right}"
    )
    wrong = Counter((case.verdict, str(found.verdict)) for case, found in verdicts if found.verdict != case.verdict)
    print("  " + ", ".join(f"{label} -> {said}: {times}" for (label, said), times in wrong.most_common()))


def measure(pages: Pages) -> None:
    """Print the similarities that the thresholds are based on."""
    content = {url: topics.content(capture.text or "") for url, capture in pages.items()}
    grammar = {url: topics.grammar(capture.text or "") for url, capture in pages.items()}
    tags = {url: primary(capture.metadata.language) for url, capture in pages.items()}
    pairs = list(_pairs(list(pages)))
    akin = [(one, other) for one, other in _pairs_of_a_tag(tags) if one != other]
    halves = [cosine(*map(topics.content, half)) for half in map(_halves, pages.values()) if half]
    limit = comparisons.LOST
    _below("topic, the halves of one article", halves, limit)
    _below("topic, pages that name the same language", [cosine(content[a], content[b]) for a, b in akin], limit)
    _below("topic, any two pages", [cosine(content[a], content[b]) for a, b in pairs], limit)
    limit = comparisons.SAME_LANGUAGE
    same = [cosine(grammar[a], grammar[b]) for a, b in akin]
    apart = [(a, b) for a, b in pairs if tags[a] and tags[b] and tags[a] != tags[b]]
    _below("small words, pages that name the same language", same, limit)
    _below("small words, different ones", [cosine(grammar[a], grammar[b]) for a, b in apart], limit)
    hosts: dict[str, list[str]] = {}
    for url in pages:
        hosts.setdefault(urlsplit(url).netloc.removeprefix("www."), []).append(url)
    near = [(a, b) for urls in hosts.values() for place, a in enumerate(urls) for b in urls[place + 1 :]]
    alike = sorted(likeness(pages[a].text or "", pages[b].text or "") or 0 for a, b in near)
    print(f"likeness, {len(near)} pairs of pages of one host: the highest {', '.join(f'{x:.2f}' for x in alike[-3:])}")


def replay(pages: Pages) -> int:
    """Judge each page with its own text as the last good one, and with that of another page in the same language."""
    tags = {url: primary(capture.metadata.language) for url, capture in pages.items()}
    own = Counter(str(_after(url, pages[url], pages[url])) for url in pages)
    began = time.process_time()  # the first time its data files are read, and the lexicons of its languages
    for url in pages:
        _after(url, pages[url], pages[url])
    spent = time.process_time() - began
    other = Counter(str(_after(a, pages[a], pages[b])) for a, b in _pairs_of_a_tag(tags) if a != b)
    twins = Counter(str(_after(a, pages[a], pages[b], twins=3)) for a, b in _pairs_of_a_tag(tags) if a != b)
    for name, found in (("itself", own), ("another page", other), ("another page, its text on 3 more pages", twins)):
        print(f"after {name}: " + ", ".join(f"{verdict} {number}" for verdict, number in found.most_common()))
    print(f"a page after itself takes {1000 * spent / len(pages):.2f} ms of CPU")
    return int(own["usurped"] + own["degraded"] + other["usurped"] > 0)


def _after(url: str, now: Capture, before: Capture, twins: int = 0) -> str:
    metadata = before.metadata
    title = before.facts.title
    good = LastGood(
        at=datetime.now(UTC),
        text=before.text,
        title=metadata.title,
        page_title=title,
        language=metadata.language,
        sitename=metadata.sitename,
    )
    fetch = Fetch(
        page=Page(id=1, url=url),
        started_at=datetime.now(UTC),
        elapsed=0.1,
        outcome=Outcome.RESPONSE,
        status=200,
        final_url=url,
        body=b"x",
        capture=now,
        twins=twins,
    )
    return judge(fetch, History(last_good=good)).verdict


def _pairs(urls: list[str]) -> list[tuple[str, str]]:
    chance = random.Random(1)
    return [(url, other) for url in urls for other in chance.sample(urls, PAIRS) if other != url]


def _pairs_of_a_tag(tags: dict[str, str | None]) -> list[tuple[str, str]]:
    by_tag: dict[str, list[str]] = {}
    for url, tag in tags.items():
        by_tag.setdefault(tag or "", []).append(url)
    chance = random.Random(1)
    named = [(url, by_tag[tag]) for url, tag in tags.items() if tag]
    return [(url, other) for url, urls in named for other in chance.sample(urls, min(PAIRS, len(urls)))]


def _halves(capture: Capture) -> tuple[str, str] | None:
    """A text's paragraphs up to its middle, and the rest; None if either is short."""
    paragraphs = (capture.text or "").split("\n\n")
    first, length = [], 0
    for paragraph in paragraphs:
        if length * 2 >= len(capture.text or ""):
            break
        first.append(paragraph)
        length += len(paragraph)
    halves = "\n\n".join(first), "\n\n".join(paragraphs[len(first) :])
    return halves if min(map(len, halves)) >= LEAST else None


def _below(name: str, values: list[float], limit: float) -> None:
    share = sum(value < limit for value in values) / len(values)
    middle = sorted(values)[len(values) // 2]
    print(f"{name}: {share:.1%} of {len(values)} below {limit} (median {middle:.2f})")


if __name__ == "__main__":
    sys.exit(main())
