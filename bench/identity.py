"""How often the grade of a Capture is right: real citations and pages against each other. `python bench/identity.py`.

    python bench/identity.py [WEB_DIR] [WIKI_DIR]

WEB_DIR is as in bench/accuracy.py (CITECACHE_WEB); WIKI_DIR (else CITECACHE_WIKI, else ../shared/wiki-sample beside the
repository) holds `citation-archive/*.yaml`: real footnotes, each with its `linkText`, and with the `pageTitle` and
`contentSnippet` that an earlier check of its `url` has seen.

Right pairs: what was cited, and its own page. Wrong pairs: the same citation, and the page of another one. On the
recorded web nobody cites the pages; there the slug of a page's URL, which its publisher has made from some headline,
stands for the citing title, and the page's own authors, given names shortened, for the cited ones. "Cited by another
page's headline" asks of right pages what one false sign does. Exit status 1 when more than
FALSE of the right pairs are called wrong, 2 when there are no data.
"""

import json
import os
import random
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from accuracy import ROOT, find_web, load

from crawler.model import Capture, Card, CitedAs, CitedBy, ShownCapture, Verdict
from crawler.text.languages import SPOKEN, UNKNOWN_AFTER, function_words, languages
from crawler.text.similarity import share
from crawler.text.words import words
from pipelines.extract import extract
from pipelines.identity import Grade, grade
from pipelines.identity.sides import LEAST_WORDS, Cited, Retrieved
from pipelines.identity.signs import UNLIKE, _alike
from pipelines.preview import preview

FALSE = 0.005
"""Right pages called wrong: one in two hundred."""

NOT_RIGHT = frozenset(
    (
        "https://carnegieendowment.org/posts/2024/10/californias-ai-bills-a-new-model-for-tech-governance",
        "https://www.pnas.org/doi/10.1073/pnas.2023301118",
    )
)
"""Pages of the wiki that the earlier check took for right, and that are none, looked at by hand: an error page, and one
of which nothing but the site's name was seen. They are counted apart."""

STRANGERS = 30
"""Wrong pages tried for each citation of the wiki; on the recorded web, 5."""


def main() -> int:
    """Print the figures; answer the exit status."""
    web, wiki = find_web(sys.argv[1:2]), find_wiki(sys.argv[2:3])
    if web is None or wiki is None:
        print(
            "identity: no data: give two directories, or set CITECACHE_WEB and CITECACHE_WIKI (see bench/identity.py)"
        )
        return 2
    chosen = random.Random(4)
    right = list(of_wiki(wiki))
    wrong = list(swapped(right, STRANGERS, chosen))
    report("wiki, not what was cited, by hand", [page for page in right if page.url in NOT_RIGHT], show=True)
    right = [page for page in right if page.url not in NOT_RIGHT]
    false = report("wiki, right", right, show=True)
    report("wiki, wrong", wrong)
    report("wiki, wrong, of the same host", list(neighbours(right)))
    known, others = coverage("wiki, right", right), coverage("wiki, wrong", wrong)
    print(f"    area under the curve: {area(known, others):.3f}")
    pages = list(of_web(web))
    false = max(false, report("web, right", pages, show=True))
    report("web, right, cited by another page's headline", list(misnamed(pages, chosen)), show=True)
    report("web, wrong", list(swapped(pages, 5, chosen)))
    headlined = [replace(page, cited_as=replace(page.cited_as, title=page.found.title)) for page in pages if page.found]
    report("web, wrong, cited by its headline", list(swapped(headlined, 5, chosen)))
    report(
        "web, wrong, cited by its headline, no authors",
        list(swapped([replace(page, cited_as=CitedAs(title=page.cited_as.title)) for page in headlined], 5, chosen)),
    )
    spoken(pages)
    return 1 if false > FALSE else 0


def find_wiki(arguments: list[str]) -> Path | None:
    """The directory of the wiki's sample, None when there is none."""
    given = arguments[0] if arguments else os.environ.get("CITECACHE_WIKI")
    wiki = Path(given) if given else ROOT.parent / "shared" / "wiki-sample"
    return wiki if (wiki / "citation-archive").is_dir() else None


def of_wiki(wiki: Path) -> Iterator[Card]:
    """A card for each footnote whose page was HTML, each wording once."""
    seen: set[tuple[str, str]] = set()
    for path in sorted((wiki / "citation-archive").glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text())["citations"]:
            said, title = unescape(entry["linkText"] or ""), unescape(entry["pageTitle"] or "")
            if not title or title == "(PDF document)" or (entry["url"], said) in seen:
                continue
            seen.add((entry["url"], said))
            start = unescape(entry["contentSnippet"] or "")
            found = ShownCapture(url=entry["url"], title=title, start=start)
            by = CitedBy(document=path.stem, line=1, label=str(entry["footnote"]), link_text=said)
            yield card(entry["url"], CitedAs(), (by,), found, size=entry["contentLength"] or len(start))


def of_web(web: Path) -> Iterator[Card]:
    """A card for each recorded page whose URL has a slug."""
    lines = (web / "index.jsonl").read_text(encoding="utf-8").splitlines()
    for url, content_type, body in load(
        web, {entry["url"] for entry in map(json.loads, lines) if entry["status"] == 200}
    ):
        capture = extract(body, url=url, content_type=content_type)
        slug = Cited(card(url, CitedAs(), (), None)).slug
        if slug and capture.text:
            authors = tuple(shortened(author) for author in capture.metadata.authors)
            cited = CitedAs(title=" ".join(slug), authors=authors)
            yield card(url, cited, (), found_of(capture, url), size=len(capture.text.encode()), capture=capture)


def shortened(author: str) -> str:
    """An author as bibliographies have it: "Ada King" is "A. King"."""
    *given, family = author.split()
    return " ".join([*(f"{name[0]}." for name in given), family])


def found_of(capture: Capture, url: str) -> ShownCapture:
    """What a card would show of a Capture."""
    said = capture.metadata
    start = preview(capture.text or "")[0]
    return ShownCapture(
        url=url, title=said.title, authors=said.authors, headings=capture.headings, facts=capture.facts, start=start
    )


def card(
    url: str,
    cited: CitedAs,
    by: tuple[CitedBy, ...],
    found: ShownCapture | None,
    *,
    size: int = 0,
    capture: Capture | None = None,
) -> Card:
    """A card of an ordinary page."""
    said = capture.metadata if capture else None
    return Card(
        id="0" * 16, stable_id="sid_0000000000", url=url, title=None, type=None, importance=None, tags=(), summary=None,
        key_points=(), authors=(), published_date=None, cited_by=by, verdict=Verdict.ALIVE, http_status=200,
        final_url=url, redirects=(), fetched_at=None, content_type=None, text_bytes=size, preview=None, truncated=False,
        media_type=capture.media_type if capture else "text/html", text=None, language=said.language if said else None,
        description=said.description if said else None, sitename=said.sitename if said else None, extractor=None,
        extractor_version=None, body_sha256=None, coverage=None, page_type=None, last_good_at="2026-04-09T08:00:00Z",
        cited_by_count=1, error=None, no_text=None, doubt=capture.doubt if capture else None, sources={},
        cited_as=cited, found=found,
    )  # fmt: skip


def with_page(citing: Card, page: Card) -> Card:
    """A citation, and the page retrieved for it, which answers under the cited URL."""
    found = replace(page.found, url=citing.url) if page.found else None
    return replace(
        citing, found=found, text_bytes=page.text_bytes, description=page.description, sitename=page.sitename
    )


def swapped(cards: list[Card], each: int, chosen: random.Random) -> Iterator[Card]:
    """Every citation with pages of other hosts, in its language where that is known."""
    by_language: dict[str, list[Card]] = {}
    for page in cards:
        by_language.setdefault((page.language or "")[:2].lower(), []).append(page)
    for citing in cards:
        others = by_language[(citing.language or "")[:2].lower()]
        for page in chosen.sample(others, min(each, len(others))):
            if urlsplit(page.url).netloc != urlsplit(citing.url).netloc:
                yield with_page(citing, page)


def neighbours(cards: list[Card]) -> Iterator[Card]:
    """Every citation with the other pages of its host."""
    for citing in cards:
        for page in cards:
            if page.url != citing.url and urlsplit(page.url).netloc == urlsplit(citing.url).netloc:
                yield with_page(citing, page)


def misnamed(cards: list[Card], chosen: random.Random) -> Iterator[Card]:
    """Right pages, cited under the headline of another page, without authors: one sign, and a false one."""
    for page in cards:
        for other in chosen.sample(cards, 5):
            if other is not page and other.found and other.found.title:
                yield replace(page, cited_as=CitedAs(title=other.found.title))


def report(name: str, cards: list[Card], *, show: bool = False) -> float:
    """Print how the cards are graded; answer the share of wrong_document."""
    graded = [(card, grade(card)) for card in cards]
    counts = Counter(identity.grade for _, identity in graded)
    matched = sum(any("match" in reason for reason in identity.reasons) for _, identity in graded)
    doubted = sum(
        identity.grade is not Grade.WRONG_DOCUMENT and any(reason.startswith("cited") for reason in identity.reasons)
        for _, identity in graded
    )
    total = len(cards)
    wrong = counts[Grade.WRONG_DOCUMENT]
    print(
        f"{name}: {total} pairs; something matches {matched / total:.1%}, wrong_document {wrong} ({wrong / total:.1%}),"
        f" title in doubt {doubted / total:.1%}"
    )
    if show:
        for card, identity in graded:
            if identity.grade is Grade.WRONG_DOCUMENT:
                print(f"    {card.url[:100]}: {'; '.join(identity.reasons)}")
    return wrong / total


def coverage(name: str, cards: Iterable[Card]) -> list[float]:
    """Print how many of the cited words the pages have, and how many titles are alike; answer the shares, sorted."""
    known, alike = [], []
    for card in cards:
        cited, retrieved = Cited(card), Retrieved(card, card.found) if card.found else None
        for entry in cited.texts:
            if retrieved and len(wanted := retrieved.apart_from_site(entry.text)) >= LEAST_WORDS:
                known.append(share(wanted, retrieved.stems))
                alike.append(any(_alike(retrieved, entry.text, title) for title in retrieved.titles))
    known.sort()
    percents = (1, 2, 5, 10, 25, 50, 75, 90, 95, 99)
    points = "  ".join(f"{part}% {known[len(known) * part // 100]:.2f}" for part in percents)
    below = sum(value < UNLIKE for value in known)
    print(
        f"{name}: cited words known of the page: {points}; below {UNLIKE}: {below}; alike {sum(alike) / len(alike):.1%}"
    )
    return known


def area(right: list[float], wrong: list[float]) -> float:
    """The chance that a right page has a larger share than a wrong one: the area under the ROC curve."""
    lower = (bisect_left(wrong, value) + bisect_right(wrong, value) for value in right)
    return sum(lower) / 2 / len(right) / len(wrong)


def spoken(cards: Iterable[Card]) -> None:
    """Print how well function words tell a text's language, and what share of it they are, by the page's own tag."""
    shares: list[float] = []
    right = total = 0
    for card in cards:
        said, tag = words(card.found.start) if card.found else [], (card.language or "")[:2].lower()
        if len(said) >= UNKNOWN_AFTER and tag in function_words():
            total += 1
            right += tag in languages(said, SPOKEN)
            shares.append(sum(word in function_words()[tag] for word in said) / len(said))
    shares.sort()
    print(
        f"languages: {right} of {total} texts speak that of their tag; its function words' share: least"
        f" {shares[0]:.2f}, 5% {shares[total // 20]:.2f}, 50% {shares[total // 2]:.2f}, most {shares[-1]:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
