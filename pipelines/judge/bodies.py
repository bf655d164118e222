"""The verdict of a success with a body: every hypothesis is scored, and one prevails, or the page is what was cited."""

import math
from dataclasses import dataclass
from itertools import chain

from crawler.model import Capture, Evidence, Verdict
from crawler.net.urls import is_home
from pipelines.judge import challenges, comparisons, contents, error_pages, notices, scorecard, usurped, walls
from pipelines.judge.scorecard import Score
from pipelines.judge.signals import Rule, Signal, View

GOOD_CHARS = 200
"""A page with at least this many characters of text is `alive` without a note (table of verdicts). With less, and
nothing else wrong, it is `alive` with a note: short pages exist, and a wrong `dead` costs more than a wrong `alive`."""

PROBED_CHARS = 1_000
"""A first visit to a page with less text may be confirmed by a probe of its host: a page may be short, an error page
in any language is. Measured on 660 recorded article pages: 87 are shorter."""

PROBED_POINTS = 0.4
"""Points for an error page, or a new owner, from which a probe is worth a request, if one signal alone has as many: a
title on a long page. Heuristic, chosen on the labelled pages."""

PROBED_TWINS = 2
"""Other Pages of the host with exactly this text from which a probe is worth a request: one may be its twin by URL."""

RULES: dict[Verdict, tuple[Rule, ...]] = {
    Verdict.BLOCKED: (*challenges.RULES, notices.rule_of(Verdict.BLOCKED)),
    Verdict.RESTRICTED: (*walls.RULES, notices.rule_of(Verdict.RESTRICTED)),
    Verdict.USURPED: usurped.RULES,
    Verdict.SOFT_404: (*error_pages.RULES, notices.rule_of(Verdict.SOFT_404)),
    Verdict.UNREACHABLE: (*error_pages.SERVER_RULES, notices.rule_of(Verdict.UNREACHABLE)),
}
"""What speaks for each verdict; `_prevailing` says which of them holds where several have enough points."""

CLEARLY = 0.5
"""Points by which a page must say more clearly that it is gone than that it is a wall; half of it for a new owner, who
is compared with the former one. Heuristic, not measured."""

RATHER = 0.25
"""Points by which a page must say more clearly that it is gone than that there is a fault: "will be unavailable on
Tuesday" is half of both. Heuristic, not measured."""

STEEPNESS = 4.0
"""What a point adds to the logarithm of a verdict's odds. Heuristic, chosen on the labelled pages."""

LEAST_TOGETHER = 0.6
"""Points of the likeliest of several verdicts that are enough together. Heuristic, likewise."""

COMMON: dict[Verdict, tuple[Rule, ...]] = {
    hypothesis: () if hypothesis is Verdict.USURPED else contents.common(hypothesis) for hypothesis in RULES
}
"""Rules that matter only where one of the others says what the page is; some of them read all of a text."""

_WALLS = (Verdict.BLOCKED, Verdict.RESTRICTED)
_GONE = (Verdict.USURPED, Verdict.SOFT_404)

_PERMANENT = (301, 308)
_READ_AS_TEXT = ("text/", "application/xhtml+xml", "application/xml", "application/json")


@dataclass(frozen=True, slots=True)
class FetchFinding:
    """What one Fetch alone speaks for."""

    verdict: Verdict
    evidence: tuple[Evidence, ...]
    undecided: bool = False
    doubt: str | None = None


def verdict(view: View) -> FetchFinding:
    """The verdict of a 2xx with a body, by the kind of page that it is."""
    capture = view.capture
    scores: dict[Verdict, Score] = {}
    if capture is None or capture.media_type.startswith(_READ_AS_TEXT):
        scores = {hypothesis: scored(view, hypothesis) for hypothesis in RULES}
    asserted = [one for one in scores.values() if one.asserted]
    if prevailing := _prevailing(scores):
        return FetchFinding(prevailing.verdict, _evidence(asserted, prevailing))
    if likeliest := _together(asserted):
        evidence = (_note(asserted, likeliest), *_evidence(asserted, likeliest))
        return FetchFinding(likeliest.verdict, evidence, undecided=_undecided(view, asserted))
    return _content(view, asserted)


def _evidence(asserted: list[Score], first: Score | None = None) -> tuple[Evidence, ...]:
    """That of the first, then that of the others."""
    ordered = (*((first,) if first else ()), *(one for one in asserted if one is not first))
    return tuple(chain.from_iterable(one.evidence for one in ordered))


def signals(view: View, hypothesis: Verdict) -> list[Signal]:
    """What speaks for one hypothesis and against it; nothing where nothing says by itself that the page is this."""
    found = list(chain.from_iterable(rule(view) for rule in RULES[hypothesis]))
    if not scorecard.asserting(hypothesis, found):
        return []
    return [*found, *chain.from_iterable(rule(view) for rule in COMMON[hypothesis])]


def scored(view: View, hypothesis: Verdict) -> Score:
    """The score of one hypothesis."""
    found = signals(view, hypothesis)
    return scorecard.score(hypothesis, found, view.length) if found else scorecard.unasserted(hypothesis)


def _prevailing(scores: dict[Verdict, Score]) -> Score | None:
    """The verdict with enough points.

    A wall is never gone: what speaks for a challenge or a wall vetoes `usurped` and `soft_404`, unless the page itself
    says far more clearly that it is gone, or its code says so while mere words hint at a wall. That the host sends the
    same for every path is true of walls and faults, too: between them counts what the page itself says.
    """
    enough = {one.verdict: one for one in scores.values() if one.enough}
    walls = [scores[wall] for wall in _WALLS if wall in scores and scores[wall].hinted]
    wall = max(walls, key=lambda one: one.points, default=None)
    new_owner, gone = enough.get(Verdict.USURPED), enough.get(Verdict.SOFT_404)
    if wall:
        if not wall.marked and new_owner and new_owner.points - wall.points >= CLEARLY / 2:
            return new_owner
        if not wall.marked and gone and (gone.said - wall.said >= CLEARLY or gone.points - wall.points >= 2 * CLEARLY):
            return gone
        if gone and gone.marked and not (wall.marked or wall.enough) and gone.points - wall.points >= CLEARLY:
            return gone
        return wall if wall.enough else enough.get(Verdict.UNREACHABLE)
    return new_owner or _gone_or_fault(gone, scores.get(Verdict.UNREACHABLE))


def _gone_or_fault(gone: Score | None, fault: Score | None) -> Score | None:
    """Whether the page is gone or may work later, where both are asserted; None where it says half of each."""
    if not (gone and fault and fault.asserted):
        return gone or (fault if fault and fault.enough else None)
    clearer = gone.said - fault.said
    in_front = fault.enough and (clearer < 0 or (fault.has("host-closed") and clearer < CLEARLY))
    if gone.by_probe_alone or in_front:
        return fault
    if not gone.marked and clearer < RATHER:
        return fault if fault.enough else None
    return gone


def _together(asserted: list[Score]) -> Score | None:
    """The likeliest verdict that does not give the page up, where several are near: whichever it is, this is not what
    was cited.

    Together they have the points of a verdict that is as likely as all of them, which exclude each other.
    """
    kept = max((one for one in asserted if one.verdict not in _GONE), key=lambda one: one.points, default=None)
    if kept is None or kept.points < LEAST_TOGETHER:
        return None
    odds = sum(math.exp(STEEPNESS * one.points) for one in asserted)
    return kept if math.log(odds) / STEEPNESS >= scorecard.ENOUGH else None


def _note(asserted: list[Score], likeliest: Score) -> Evidence:
    """`together`: none of the verdicts prevails, and all of them together have enough points."""
    near = sorted(asserted, key=lambda one: -one.points)
    detail = f"hardly what was cited: {', '.join(f'{one.verdict.value} {one.points:.2f}' for one in near)} points"
    return Evidence(rule="together", verdict=likeliest.verdict, detail=detail)


def _content(view: View, asserted: list[Score]) -> FetchFinding:
    """The page is what was cited, or less of it; with the doubts that are left."""
    doubts = _evidence(asserted)
    doubtful = max((one for one in asserted if one.near), key=lambda one: one.points, default=None)
    doubt = _doubt(doubtful) if doubtful else None
    shrunk = _degraded(view)
    undecided = _undecided(view, asserted) or shrunk is not None
    if shrunk:
        evidence = (shrunk, *_random_path_note(view), *doubts)
        return FetchFinding(Verdict.DEGRADED, evidence, undecided=undecided, doubt=doubt)
    redirected = moved(view)
    good = redirected.verdict if redirected else Verdict.ALIVE
    seen = (*((redirected,) if redirected else ()), _alive_evidence(view.capture, view), *_random_path_note(view))
    return FetchFinding(good, (*seen, *doubts), undecided=undecided, doubt=doubt)


def _doubt(one: Score) -> str:
    """In one line without a word of the page, since it stands where pages that allow no excerpts are listed, too."""
    rules = ", ".join(signal.rule for signal, points in one.counted if points > 0)
    return f"may be {one.verdict.value} ({one.points:.2f} of {one.needed:.1f} points): {rules}"


def _undecided(view: View, asserted: list[Score]) -> bool:
    """Whether a probe of the host is worth a request: something speaks for an error page or a new owner; other Pages of
    the host have exactly this text; or the page is seen for the first time, is short, and has hardly any word of what
    was asked for.
    """
    gone = [one for one in asserted if one.verdict in _GONE]
    if any(min(one.points, one.counted[0][1]) >= PROBED_POINTS for one in gone):
        return True
    if view.fetch.twins >= PROBED_TWINS and not is_home(view.fetch.page.url):
        return True
    if view.history.last_good is not None or view.capture is None or "html" not in view.capture.media_type:
        return False
    return (view.length or 0) < PROBED_CHARS and any(True for _ in error_pages.cited_absent(view))


def _degraded(view: View) -> Evidence | None:
    """`text-shrunk`: less than half of the last good text. Unknown if the text could not be extracted."""
    detail = comparisons.shrunk(view)
    return Evidence(rule="text-shrunk", verdict=Verdict.DEGRADED, detail=detail) if detail else None


def _random_path_note(view: View) -> tuple[Evidence, ...]:
    """`sibling-404`, a note: the host answers a random path with a proper 404, so what it sends with 200 exists."""
    detail = comparisons.random_path_absent(view)
    return (Evidence(rule="sibling-404", verdict=Verdict.ALIVE, detail=detail),) if detail else ()


def moved(view: View) -> Evidence | None:
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
