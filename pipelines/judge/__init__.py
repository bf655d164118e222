"""Judges a Fetch, with its Capture, against the Page's History: a Verdict and the Evidence for it. Pure.

statuses.py      outcome and status: two tables
signals.py       what rules read (`View`) and return (`Signal`), and when several signals are enough
challenges.py    rules for `blocked`
walls.py         rules for `restricted`
usurped.py       rules for `usurped`: compared with the last good text
error_pages.py   rules for `soft_404`, and for server faults with a 2xx status
parking.py       rules for domains that are parked or for sale: `soft_404`, or `usurped` if there was a good text
comparisons.py   the page compared with its last good text and with the host's response to a random path
words.py         how titles and sentences are compared

counts.py        several Fetches together: when `missing` becomes `dead`, and when a redirect counts as `moved`

docs/verdicts.md has the table of verdicts and every rule by its ID.
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
"""A page with at least this many characters of text is `alive` without a note (table of verdicts). With less, and
nothing else wrong, it is `alive` with a note: short pages exist, and a wrong `dead` costs more than a wrong `alive`."""

_JUDGED = (
    (Verdict.BLOCKED, challenges.RULES),
    (Verdict.RESTRICTED, walls.RULES),
    (Verdict.USURPED, usurped.RULES),
    (Verdict.SOFT_404, error_pages.RULES),
    (Verdict.UNREACHABLE, error_pages.SERVER_RULES),
)
"""The first group whose signals are enough decides: a challenge may have a login form, a login page may be titled "not
found". A page that identifies itself as an error is `usurped` only if it is parked, for sale or spam."""

_OVERRULED = (Verdict.MISSING, Verdict.UNREACHABLE, Verdict.BLOCKED)
"""Verdicts of a status that a challenge in the body overrides: the challenge was sent instead of the server's response.
It also overrides 401, which some vendors send with their challenges.
"""

_PERMANENT = (301, 308)
_READ_AS_TEXT = ("text/", "application/xhtml+xml", "application/xml", "application/json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on a Page after a Fetch, and why."""

    verdict: Verdict  # of this Fetch, compared with the last good text
    effective_verdict: Verdict | None  # with the Page's earlier checks; None: the Fetch is inconclusive
    evidence: tuple[Evidence, ...]  # that of the verdict first, then everything else; never empty
    undecided: bool = False  # some signals of an error page or changed ownership, not enough: a probe could decide
    doubt: str | None = None  # what the page may be instead, in one line: the points were nearly enough


def judge(fetch: Fetch, history: History = NOTHING) -> Judgement:
    """Judge a Page after this Fetch.

    `fetch.capture` is the extracted body, also of an error response. Without one the status still counts. Never raises,
    whatever the server sent.
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
    """`status-304`: the Capture and its verdict still hold; a good page may have moved since."""
    effective = view.fetch.page.validators.verdict
    found = Evidence(rule="status-304", verdict=effective, detail="HTTP 304: not modified")
    moved = _moved(view) if effective.good else None
    return (moved.verdict, (moved, found)) if moved else (Verdict.ALIVE if effective.good else effective, (found,))


def _with_status(view: View, status: Evidence) -> FetchVerdict:
    """The status decides unless the body is a challenge."""
    if status.verdict not in _OVERRULED and view.fetch.status != 401:
        return status.verdict, (status,)
    signals = _apply(challenges.RULES, view)
    if not convincing(signals, view.chars):
        return status.verdict, (status,)
    seen = tuple(signal.evidence for signal in signals)
    return Verdict.BLOCKED, (status, *seen) if status.verdict is Verdict.BLOCKED else (*seen, status)


def _empty(view: View) -> FetchVerdict:
    """`empty-body`: a success without a body. A bot filter (AWS WAF) sends 202; with any other status the server failed
    to send what it promised. Never `soft_404`: nothing indicates that the page is gone.
    """
    status = view.fetch.status
    verdict = Verdict.BLOCKED if status == 202 else Verdict.UNREACHABLE
    challenged = [signal.evidence for signal in challenges.challenge_header(view) if signal.within]
    if challenged:
        verdict = Verdict.BLOCKED
    found = Evidence(rule="empty-body", verdict=verdict, detail=f"HTTP {status} with an empty body")
    return verdict, (*challenged, found)


def _with_body(view: View) -> FetchVerdict:
    """The verdict of a 2xx with a body, by the kind of page that it is."""
    capture = view.capture
    seen: list[Signal] = []
    if capture is None or capture.media_type.startswith(_READ_AS_TEXT):
        for verdict, rules in _JUDGED:
            signals = _apply(rules, view)
            seen += [signal for signal in signals if signal.within]  # a supporting signal on its own is noise
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
    """`text-shrunk`: less than half of the last good text. Unknown if the text could not be extracted."""
    detail = comparisons.shrunk(view)
    return Evidence(rule="text-shrunk", verdict=Verdict.DEGRADED, detail=detail) if detail else None


def _random_path_note(view: View) -> tuple[Evidence, ...]:
    """`sibling-404`, a note: the host answers a random path with a proper 404, so what it sends with 200 exists."""
    detail = comparisons.random_path_absent(view)
    return (Evidence(rule="sibling-404", verdict=Verdict.ALIVE, detail=detail),) if detail else ()


def _moved(view: View) -> Evidence | None:
    """`permanent-redirect`: every hop to the page is 301 or 308: `moved`. `temporary-redirect`: one hop is not, so the
    cited URL is still the page's own. Source: RFC 9110 sections 15.4.2 and 15.4.9.
    """
    if not view.redirected:
        return None
    statuses = [hop.status for hop in view.fetch.redirects]
    detail = f"HTTP {', '.join(str(status) for status in statuses)} to {view.final_url[:300]}"
    if all(status in _PERMANENT for status in statuses):
        return Evidence(rule="permanent-redirect", verdict=Verdict.MOVED, detail=detail)
    return Evidence(rule="temporary-redirect", verdict=Verdict.ALIVE, detail=detail)


def _alive_evidence(capture: Capture | None, view: View) -> Evidence:
    """`good-text`, `little-text`, `only-description`, `needs-script`, `good-media` or `not-read` (an extractor's fault
    does not affect the verdict).
    """
    if capture is None:
        rule, detail = "not-read", "the body was not read"
    elif capture.extractor == "description":
        rule, detail = "only-description", capture.doubt or "only the page's description"
    elif not capture.text and (capture.doubt or "").startswith("needs JavaScript"):
        rule, detail = "needs-script", f"no content without scripts; {capture.doubt}"
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
