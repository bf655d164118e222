"""A wiki about a harbour, and ten weeks of what it cites: pages die, move, change hands and are edited.

Everything in it is invented. The pictures in docs/ are of it (docs/screenshots.py), and tests that need a history.
"""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cited_web import DAY, NOW, Answer, archive, fill

from citecache import Cache
from crawler.model import Evidence, Metadata, Outcome, Verdict, document_key, resource_id

HARBOUR = Path(__file__).parent / "harbour"
LEAK = (HARBOUR / "leak.txt").read_text(encoding="utf-8").strip()
EDITED = LEAK.replace("eleven modified copies", "fourteen modified copies") + (
    "\n\nCorrection, April 12: an earlier version gave the number of modified copies as eleven."
)
HEADINGS = ("A disagreement with two old camps", "Nine days is a long time at sea")


def prose(about: str, paragraphs: int = 4) -> str:
    """A text about something, of so many paragraphs."""
    return "\n\n".join(
        f"{start} {about} was written down at every turn of the tide, and the book was kept for years. {end}"
        for start, end in (
            ("What is known of", "The pages are in the harbour office, and anybody may read them on a weekday."),
            ("In the spring of 1954", "Two of the readings disagree by a hand’s breadth; nobody knows which is right."),
            ("Each entry on", "The ink has faded, but the figures can be made out with a lamp held low."),
            ("A second hand", "It is smaller and more careful, and leaves out the Sundays."),
            ("The last page on", "After it there are only tables."),
        )[:paragraphs]
    )


ALIVE, GONE = Verdict.ALIVE, Verdict.MISSING


def _answer(about: str, code: str) -> Answer:
    """One letter of a history."""
    if code in "ab":
        return _good(about, edited=code == "b")
    if code in "md":
        verdict, rule = (GONE, "status-404") if code == "m" else (Verdict.DEAD, "gone-not-found")
        said = "HTTP 404" if code == "m" else "404 in 3 checks over 14 days"
        return Answer(None, status=404, verdict=verdict, fetch=_evidence(rule, verdict, said))
    verdict, status, rule, said = {
        "s": (Verdict.SOFT_404, 200, "error-title", "the title is “Page not found”"),
        "u": (Verdict.USURPED, 200, "for-sale", "“this domain is for sale”"),
        "g": (Verdict.DEGRADED, 200, "text-shrunk", "212 characters of 3,900 are left"),
        "v": (Verdict.MOVED, 200, "moved-agreed", "the previous check saw the same redirect"),
        "r": (Verdict.RESTRICTED, 200, "paywall-text", "“subscribe to continue reading”"),
        "k": (Verdict.BLOCKED, 403, "challenge-header", "cf-mitigated: challenge"),
        "x": (Verdict.UNREACHABLE, 503, "status-503", "HTTP 503"),
        "n": (Verdict.DISALLOWED, 0, "outcome-robots_denied", "robots.txt forbids it"),
    }[code]
    if code == "n":
        return Answer(
            None, status=0, verdict=verdict, outcome=Outcome.ROBOTS_DENIED, fetch=_evidence(rule, verdict, said)
        )
    text = {"g": prose(about, 1), "v": prose(about), "r": prose(about, 1)}.get(code)
    fetch = _evidence(rule, verdict, said)
    if code == "v":
        fetch |= {"final_url": "http://fieldnotes.example/2026/reading-the-appendix-first"}
    return Answer(text, status=status, verdict=verdict, title=about, fetch=fetch)


def _good(about: str, *, edited: bool) -> Answer:
    leaked = about.startswith("Halyard, Port")
    text = (EDITED if edited else LEAK) if leaked else prose(about, 5 if edited else 4)
    named = {"authors": ("Imke Sandoval",), "sitename": "The Meridian Post", "published_date": "2026-03-08"}
    capture = {
        "metadata": Metadata(title=about, language="en", **(named if leaked else {})),
        "headings": HEADINGS if leaked else (),
        "coverage": 0.97,
    }
    return Answer(text, capture=capture, fetch=_evidence("good-text", ALIVE, f"{len(text):,} characters of text"))


def _evidence(rule: str, verdict: Verdict, detail: str) -> dict[str, object]:
    return {"evidence": (Evidence(rule=rule, verdict=verdict, detail=detail),)}


@dataclass(frozen=True)
class CitedPage:
    """A page, and what it answered in each of ten weeks; a dot where it was not asked."""

    url: str
    title: str
    weeks: str


POST, TIDES, NOTES = "http://meridian-post.example", "http://tides.port-selwyn.example", "http://fieldnotes.example"
PAGES = (
    CitedPage(
        f"{POST}/2026/3/8/halyard-tide-model-leak",
        "Halyard, Port Selwyn’s prized tide model, has leaked online",
        ".aa.aa.bbb",
    ),
    CitedPage(f"{POST}/2024/ferry-stairs-survey", "A survey of the ferry stairs", "a.a.a.ammd"),
    CitedPage(f"{POST}/members/comments/halyard", "Readers on Halyard", "n.n...n..n"),
    CitedPage(f"{TIDES}/reports/7/appendix-f", "Residuals by lead time", "a..a..a..a"),
    CitedPage(f"{TIDES}/news/announcing-halyard", "Announcing Halyard", "aaa.mmdddd"),
    CitedPage(f"{TIDES}/tables/1954/notes", "Notes to the edition of 1954", "a....a...a"),
    CitedPage(f"{TIDES}/gauges/lower-quay", "The gauge at Lower Quay", "a.a.ag.ggg"),
    CitedPage("http://gauges.port-selwyn.example/live", "The gauges, live", "ax.x.xxxxx"),
    CitedPage(f"{NOTES}/2026/reading-the-appendix-first", "Reading the appendix first", "a.b..b.bb."),
    CitedPage(f"{NOTES}/2017/tables-against-models", "Tables against models", "aaa.a.a.ss"),
    CitedPage("http://old.fieldnotes.example/appendix", "Reading the appendix first (former address)", "a.v.v.v..v"),
    CitedPage("http://the-ledger.example/2026/insurers-halyard", "Insurers quietly price in the leak", "r..r..r..r"),
    CitedPage("http://the-ledger.example/2025/harbour-dues", "What harbour dues pay for", "a..a..r..r"),
    CitedPage("http://guarded.example/boards/sailing/halyard-mirror", "The sailors’ board", "k...k...k."),
    CitedPage("http://old-mole.example/history", "A history of the old mole", "aaaa.a..uu"),
    CitedPage("http://aldermoor.example/hydro/vance-2025", "Uncertainty is the forecast", "a...a...ba"),
    CitedPage("http://aldermoor.example/hydro/lecture-4", "Lecture 4: harmonic constants", "a.....a..a"),
    CitedPage("http://pilots.example/guild/statement", "A statement by the pilots’ guild", "......ab.b"),
    CitedPage("http://vestnik-zaliva.example/2026/fal", "Приливная модель «Фал» и старые мели", "a..a..a..a"),
    CitedPage("http://almanac.example/tides/nineteen-years", "Why nineteen years", "a.....a..m"),
)


def build(folder: Path) -> Path:
    """The wiki in that folder, and its cache."""
    shutil.copytree(HARBOUR / "wiki", folder / "wiki")
    path = folder / "citecache.db"
    with Cache(path, create=True) as cache:
        cache.add(folder / "wiki")
    for week in range(10):
        asked = {page.url: [_answer(page.title, page.weeks[week])] for page in PAGES if page.weeks[week] != "."}
        fill(path, asked, start=NOW - (9 - week) * 7 * DAY - timedelta(hours=6))
    archive(path, f"{TIDES}/news/announcing-halyard", "http://archive.example/web/20260302/announcing-halyard")
    return path


def paths() -> dict[str, str]:
    """The address of each kind of page, by a name."""
    leak, gone = (f"/resources/{resource_id(url)}" for url in (PAGES[0].url, f"{TIDES}/news/announcing-halyard"))
    return {
        "overview": "/",
        "sources": "/search",
        "found": "/search?q=tide",
        "nothing": "/search?q=zzzz",
        "source": leak,
        "text": f"{leak}/text",
        "comparison": f"{leak}/compare",
        "dead": gone,
        "documents": "/documents",
        "document": f"/documents/{document_key('wiki/halyard.md', 'halyard')}",
        "changes": "/changes",
        "runs": "/runs",
        "error": "/no-such-page",
    }
