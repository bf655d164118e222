"""Judges a Fetch, with its Capture, against the Page's History: a Verdict and the Evidence for it. Pure.

statuses.py      outcome and status: two tables
signals.py       what rules read (`View`) and return (`Signal`)
scorecard.py     what each signal is worth, by the points in scorecard.toml, and when they are enough
bodies.py        the verdict of a 2xx with a body: the scores of all hypotheses, and which one prevails

challenges.py    rules for `blocked`
walls.py         rules for `restricted`
usurped.py       rules for `usurped`: compared with the last good text
sites.py         likewise with the last good page's site: its name, menu, footer
error_pages.py   rules for `soft_404`, and for server faults with a 2xx status
parking.py       rules for domains that are parked or for sale: `soft_404`, or `usurped` if there was a good text
hosts.py         rules by the host's other answers: its home page, a random path, its other Pages; by its name
meetings.py      rules by the concepts that meet in one sentence, for all of these verdicts
notices.py       rules by what single sentences say
classifier.py    their classifier; its weights are in notices.zst
contents.py      rules that concern all of them; most speak against
comparisons.py   the page compared with its last good text and with the host's response to a random path
naming.py        whether a title names what was asked for
words.py         how titles and sentences are compared

counts.py        several Fetches together: when `missing` becomes `dead`, and when a redirect counts as `moved`

docs/verdicts.md has the table of verdicts and every rule by its ID.
"""

from dataclasses import dataclass

from crawler.model import NOTHING, Evidence, Fetch, History, Outcome, Verdict
from pipelines.judge import bodies, challenges, counts
from pipelines.judge.bodies import FetchFinding
from pipelines.judge.scorecard import score
from pipelines.judge.signals import View
from pipelines.judge.statuses import by_outcome, by_status

__all__ = ["Judgement", "judge"]

_OVERRULED = (Verdict.MISSING, Verdict.UNREACHABLE, Verdict.BLOCKED)
"""Verdicts of a status that a challenge in the body overrides: the challenge was sent instead of the server's response.
It also overrides 401, which some vendors send with their challenges.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on a Page after a Fetch, and why."""

    verdict: Verdict  # of this Fetch, compared with the last good text
    effective_verdict: Verdict | None  # with the Page's earlier checks; None: the Fetch is inconclusive
    evidence: tuple[Evidence, ...]  # that of the verdict first, then everything else; never empty
    undecided: bool = False  # a probe of the host could decide, or confirm
    doubt: str | None = None  # what the page may be instead, in one line: the points were nearly enough


def judge(fetch: Fetch, history: History = NOTHING) -> Judgement:
    """Judge a Page after this Fetch.

    `fetch.capture` is the extracted body, also of an error response. Without one the status still counts. Never raises,
    whatever the server sent.
    """
    view = View(fetch, history)
    found = _single_fetch(view)
    effective, counted = counts.effective_verdict(fetch, found.verdict, history)
    ordered = (*found.evidence, *counted) if effective is found.verdict else (*counted, *found.evidence)
    return Judgement(
        verdict=found.verdict,
        effective_verdict=effective,
        evidence=ordered,
        undecided=found.undecided and fetch.probe is None,
        doubt=found.doubt,
    )


def _single_fetch(view: View) -> FetchFinding:
    """The verdict of one Fetch, without the Page's earlier checks."""
    fetch = view.fetch
    if evidence := by_outcome(fetch):
        return FetchFinding(evidence.verdict, (evidence,))
    if fetch.outcome is Outcome.NOT_MODIFIED:
        return _not_modified(view)
    if status := by_status(fetch):
        return _with_status(view, status)
    return bodies.verdict(view) if fetch.body else _empty(view)


def _not_modified(view: View) -> FetchFinding:
    """`status-304`: the Capture and its verdict still hold; a good page may have moved since."""
    effective = view.fetch.page.validators.verdict
    found = Evidence(rule="status-304", verdict=effective, detail="HTTP 304: not modified")
    moved = bodies.moved(view) if effective.good else None
    if moved:
        return FetchFinding(moved.verdict, (moved, found))
    return FetchFinding(Verdict.ALIVE if effective.good else effective, (found,))


def _with_status(view: View, status: Evidence) -> FetchFinding:
    """The status decides unless the body is a challenge."""
    if status.verdict not in _OVERRULED and view.fetch.status != 401:
        return FetchFinding(status.verdict, (status,))
    challenge = bodies.scored(view, Verdict.BLOCKED)
    if not challenge.enough:
        return FetchFinding(status.verdict, (status,))
    if status.verdict is Verdict.BLOCKED:
        return FetchFinding(Verdict.BLOCKED, (status, *challenge.evidence))
    return FetchFinding(Verdict.BLOCKED, (*challenge.evidence, status))


def _empty(view: View) -> FetchFinding:
    """`empty-body`: a success without a body. A bot filter (AWS WAF) sends 202; with any other status the server failed
    to send what it promised. Never `soft_404`: nothing indicates that the page is gone.
    """
    status = view.fetch.status
    verdict = Verdict.BLOCKED if status == 202 else Verdict.UNREACHABLE
    challenged = score(Verdict.BLOCKED, challenges.challenge_header(view), 0)
    if challenged.enough:
        verdict = Verdict.BLOCKED
    found = Evidence(rule="empty-body", verdict=verdict, detail=f"HTTP {status} with an empty body")
    seen = (signal.evidence(points) for signal, points in challenged.counted) if challenged.enough else ()
    return FetchFinding(verdict, (*seen, found))
