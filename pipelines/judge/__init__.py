"""Judges a Fetch, with its Capture, against the Page's History: a Verdict and the Evidence for it. Pure.

statuses.py      outcome and status: two tables
signals.py       what rules read (`View`) and return (`Signal`), and when several signals are enough
challenges.py    rules for `blocked`
walls.py         rules for `restricted`
usurped.py       rules for `usurped`, compared with the last good text
error_pages.py   rules for `soft_404`, and for a server's fault under a 2xx status
parking.py       rules for names parked or for sale: `soft_404`, and `usurped` where there was a good text
comparisons.py   the page compared with its last good text and with the host's answer to a random path
words.py         how titles and sentences are compared

counts.py        what several Fetches add up to: `dead`, and when `moved` counts

docs/verdicts.md has the table of verdicts and every rule by its id.
"""

from dataclasses import dataclass
from itertools import chain

from crawler.model import NOTHING, Capture, Evidence, Fetch, History, Outcome, Verdict
from pipelines.judge import challenges, comparisons, counts, error_pages, usurped, walls
from pipelines.judge.signals import Rule, Signal, View, convincing
from pipelines.judge.statuses import by_outcome, by_status

__all__ = ["Judgement", "judge"]

FetchVerdict = tuple[Verdict, tuple[Evidence, ...]]

GOOD_CHARS = 200
"""Characters of text from which a page is beyond doubt (table of verdicts). Less is `alive` with a note if nothing else
is wrong: short pages exist, and a wrong `dead` costs more than a wrong `alive`."""

_JUDGED = (
    (Verdict.BLOCKED, challenges.RULES),
    (Verdict.RESTRICTED, walls.RULES),
    (Verdict.USURPED, usurped.RULES),
    (Verdict.SOFT_404, error_pages.RULES),
    (Verdict.UNREACHABLE, error_pages.SERVER_RULES),
)
"""The first group that convinces decides: a challenge may have a login form, a login page may be "not found". A page
that calls itself an error is `usurped` only if it is parked, for sale or sells what spammers sell."""

_OVERRULED = (Verdict.MISSING, Verdict.UNREACHABLE, Verdict.BLOCKED)
"""Verdicts of a status that a challenge page in the body overrules: the challenge answered before the server could. It
also overrules 401, under which some vendors send theirs.
"""

_PERMANENT = (301, 308)
_READ_AS_TEXT = ("text/", "application/xhtml+xml", "application/xml", "application/json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on a Page after a Fetch, and why."""

    verdict: Verdict  # by this Fetch alone, compared with the last good text
    effective_verdict: Verdict | None  # with the Page's earlier checks; None: the Fetch tells nothing about the Page
    evidence: tuple[Evidence, ...]  # for the verdict first, then what else was seen; never empty
    undecided: bool = False  # signals of an error page or of changed ownership, not enough: a probe could decide


def judge(fetch: Fetch, history: History = NOTHING) -> Judgement:
    """Judge a Page after this Fetch.

    `fetch.capture` is the extraction of the body, also of an error response. Without one the status still counts. Never
    raises for anything that a server can send.
    """
    view = View(fetch, history)
    verdict, evidence = _single_fetch(view)
    effective, counted = counts.effective_verdict(fetch, verdict, history)
    undecided = (
        fetch.probe is None
        and (verdict.good or verdict is Verdict.DEGRADED)
        and any(found.verdict in (Verdict.SOFT_404, Verdict.USURPED, Verdict.DEGRADED) for found in evidence)
    )
    ordered = (*evidence, *counted) if effective is verdict else (*counted, *evidence)
    return Judgement(verdict=verdict, effective_verdict=effective, evidence=ordered, undecided=undecided)


def _single_fetch(view: View) -> FetchVerdict:
    """The verdict of one Fetch, without the Page's earlier checks."""
    fetch = view.fetch
    if evidence := by_outcome(fetch):
        return evidence.verdict, (evidence,)
    if fetch.outcome is Outcome.NOT_MODIFIED:
        return _not_modified(view)
    if status := by_status(fetch):
        return _with_status(view, status)
    if not fetch.body:
        return _empty(view)
    return _with_body(view)


def _not_modified(view: View) -> FetchVerdict:
    """`status-304`: the Capture and its verdict still stand; a good page may have moved since."""
    effective = view.fetch.page.validators.verdict
    found = Evidence(rule="status-304", verdict=effective, detail="HTTP 304: not modified")
    moved = _moved(view) if effective.good else None
    return (moved.verdict, (moved, found)) if moved else (Verdict.ALIVE if effective.good else effective, (found,))


def _with_status(view: View, status: Evidence) -> FetchVerdict:
    """The status decides, unless the body is a challenge."""
    if status.verdict not in _OVERRULED and view.fetch.status != 401:
        return status.verdict, (status,)
    signals = _apply(challenges.RULES, view)
    if not convincing(signals, view.chars):
        return status.verdict, (status,)
    seen = tuple(signal.evidence for signal in signals)
    return Verdict.BLOCKED, (status, *seen) if status.verdict is Verdict.BLOCKED else (*seen, status)


def _empty(view: View) -> FetchVerdict:
    """`empty-body`: a success without a body. 202 is the answer of a bot filter (AWS WAF); under any other status the
    server failed to send what it promised. Never `soft_404`: nothing indicates that the page is gone.
    """
    status = view.fetch.status
    verdict = Verdict.BLOCKED if status == 202 else Verdict.UNREACHABLE
    challenged = [signal.evidence for signal in challenges.challenge_header(view) if signal.within]
    if challenged:
        verdict = Verdict.BLOCKED
    found = Evidence(rule="empty-body", verdict=verdict, detail=f"HTTP {status} with an empty body")
    return verdict, (*challenged, found)


def _with_body(view: View) -> FetchVerdict:
    """A 2xx with a body: what kind of page is it?"""
    capture = view.capture
    seen: list[Signal] = []
    if capture is None or capture.media_type.startswith(_READ_AS_TEXT):
        for verdict, rules in _JUDGED:
            signals = _apply(rules, view)
            seen += [signal for signal in signals if signal.within]  # support without anything to support is noise
            if convincing(signals, view.chars):
                rest = [signal for signal in seen if signal not in signals]
                return verdict, tuple(signal.evidence for signal in (*signals, *rest))
    doubts = tuple(signal.evidence for signal in seen)
    if evidence := _degraded(view):
        return Verdict.DEGRADED, (evidence, *_random_path_note(view), *doubts)
    moved = _moved(view)
    verdict = moved.verdict if moved else Verdict.ALIVE
    return verdict, (*((moved,) if moved else ()), _alive_evidence(capture, view), *_random_path_note(view), *doubts)


def _apply(rules: tuple[Rule, ...], view: View) -> tuple[Signal, ...]:
    return tuple(chain.from_iterable(rule(view) for rule in rules))


def _degraded(view: View) -> Evidence | None:
    """`text-shrunk`: less than half of the last good text. Unknown where the text could not be extracted."""
    detail = comparisons.shrunk(view)
    return Evidence(rule="text-shrunk", verdict=Verdict.DEGRADED, detail=detail) if detail else None


def _random_path_note(view: View) -> tuple[Evidence, ...]:
    """`sibling-404`: the host answers a random path with a proper 404, so what it sends under 200 exists. A note."""
    detail = comparisons.random_path_absent(view)
    return (Evidence(rule="sibling-404", verdict=Verdict.ALIVE, detail=detail),) if detail else ()


def _moved(view: View) -> Evidence | None:
    """`permanent-redirect`: every hop to the page is 301 or 308: `moved`. `temporary-redirect`: one hop is not, so the
    cited URL is still the page's own. Source: RFC 9110 sections 15.4.2 and 15.4.9.
    """
    if not view.redirected:
        return None
    statuses = [hop.status for hop in view.fetch.redirects]
    chain_of = ", ".join(str(status) for status in statuses)
    if all(status in _PERMANENT for status in statuses):
        detail = f"HTTP {chain_of} to {view.final_url[:300]}"
        return Evidence(rule="permanent-redirect", verdict=Verdict.MOVED, detail=detail)
    detail = f"HTTP {chain_of} to {view.final_url[:300]}"
    return Evidence(rule="temporary-redirect", verdict=Verdict.ALIVE, detail=detail)


def _alive_evidence(capture: Capture | None, view: View) -> Evidence:
    """`good-text`, `little-text` (with the number), `good-media`, `not-read` (the extractor produced no text: its
    fault costs the text, never the status).
    """
    if capture is None:
        rule, detail = "not-read", "the body was not read"
    elif capture.text and len(capture.text) >= GOOD_CHARS:
        rule, detail = "good-text", f"{len(capture.text):,} characters of text"
    elif not capture.media_type.startswith(_READ_AS_TEXT):
        length = f"{len(capture.text):,} characters of text" if capture.text else capture.no_text or "no text"
        rule, detail = "good-media", f"{capture.media_type}, {length}"
    elif view.chars is None:
        rule, detail = "not-read", capture.no_text or "no text was extracted"
    elif capture.text:
        rule, detail = "little-text", f"little text: {len(capture.text)} characters"
    else:
        rule, detail = "little-text", f"no text was extracted; the page shows {view.chars:,} characters"
    return Evidence(rule=rule, verdict=Verdict.ALIVE, detail=detail)
