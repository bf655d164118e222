"""Lists as pieces of HTML. Each says how many there are, and shows the first."""

from collections.abc import Iterable, Sequence
from itertools import islice

from citecache.render.card import day
from citecache.render.findings.report import Report
from citecache.render.findings.severity import Judged, Severity, verdict_name
from citecache.render.findings.words import message, place
from citecache.render.notebook.markup import link, table, text
from citecache.render.tables import plural
from citecache.render.worklist.items import Worklist
from citecache.render.worklist.words import details, rounded, total
from crawler.model import Card, SearchHit

SHOWN = 20
"""Rows of a table."""

SHOWN_PLACES = 3
DETAIL_CHARS = 400


def cards(some: Iterable[Card], count: int) -> str:
    """`count`: how many there are."""
    shown = list(islice(some, SHOWN))
    rows = [
        (
            text(card.verdict.replace("_", "-")),
            link(card.url, card.title),
            text(card.url),
            str(card.cited_by_count),
            text(day(card.fetched_at)),
        )
        for card in shown
    ]
    return table(("Verdict", "Title", "URL", "Cited by", "Fetched"), rows, _caption(len(shown), count, "card"))


def search_hits(hits: Sequence[SearchHit]) -> str:
    rows = [
        (
            link(hit.url, hit.title),
            text(hit.snippet),
            text(hit.verdict.replace("_", "-")),
            text(day(hit.archived_at or hit.imported_at or hit.last_good_at)),
        )
        for hit in hits[:SHOWN]
    ]
    return table(("Title", "Found", "Verdict", "Text of"), rows, _caption(len(rows), len(hits), "page"))


def report(found: Report) -> str:
    """What calls for a look, problems first; what is fine is counted."""
    order = (Severity.PROBLEM, Severity.WARNING, Severity.UNKNOWN, Severity.KNOWN)
    listed = [one for severity in order for one in found.of(severity)]
    rows = [_judged(one) for one in listed[:SHOWN]]
    more = f" · {len(listed) - SHOWN:,} more in `.judged`" if len(listed) > SHOWN else ""
    return table(("", "Place", "URL", "State", ""), rows, found.total + more)


def _judged(one: Judged) -> tuple[str, ...]:
    meaning = {Severity.UNKNOWN: "inconclusive"}.get(one.severity, one.severity.value)
    finding = one.finding
    url = text(finding.url) if finding.is_local else link(finding.url)
    return meaning, text(place(finding)), url, text(verdict_name(finding)), text(message(finding), DETAIL_CHARS)


def worklist(found: Worklist) -> str:
    rows = []
    for item in found.items[:SHOWN]:
        places = [text(place(one)) for one in item.places[:SHOWN_PLACES]]
        if len(item.places) > SHOWN_PLACES:
            places.append(f"and {len(item.places) - SHOWN_PLACES:,} more")
        steps = [text(step.text) + (f": {link(step.replacement)}" if step.replacement else "") for step in item.steps]
        what = "<br>".join(text(detail, DETAIL_CHARS) for detail in details(item))
        rows.append((rounded(item.score), link(item.url), what, "<br>".join(places), "<br>".join(steps)))
    left = len(found.items) - len(rows)
    more = f" · the first {len(rows):,} are shown" if left else ""
    return table(("Score", "URL", "What", "Cited at", "To do"), rows, total(found) + more)


def _caption(shown: int, count: int, noun: str) -> str:
    whole = plural(count, noun)
    return whole if shown == count else f"the first {shown:,} of {whole}"
