"""A finding in words: ours, the page's or a person's; and its place in the document."""

from collections.abc import Callable

from citecache.render.clean import one_line
from citecache.render.findings.severity import PROBLEMS, verdict_name
from citecache.render.listing import jump_to
from crawler.model import Finding, Outcome, Verdict
from crawler.text.reasons import said_once

QUOTED_CHARS = 200
"""Length to which a page's or a person's words are cut. Heuristic, not measured. `citecache why` has them whole."""

WORDINGS = {
    Verdict.ALIVE: "alive",
    Verdict.SOFT_404: "an error page, though the status is good",
    Verdict.USURPED: "another site's page now",
    Verdict.DEGRADED: "much of its text is gone: a person should check",
    Verdict.RESTRICTED: "restricted: a login, a paywall or a consent gate",
    Verdict.BLOCKED: "blocked: automated access is refused",
    Verdict.LEGAL: "withheld for legal reasons",
    Verdict.DISALLOWED: "disallowed",
    Verdict.UNREACHABLE: "unreachable",
    Verdict.UNSAFE: "unsafe: never fetched",
    Verdict.FAILED: "failed: a fault of our own",
    Verdict.UNCHECKED: "not fetched yet",
}

QUOTE_WORDINGS = {
    "verbatim": "stands as quoted",
    "altered": "quoted with other words",
    "vanished": "quoted words that are gone",
    "absent": "quoted words that are nowhere in the text",
    "no_text": "no text to look for quoted words in",
}

_QUOTING = frozenset({*WORDINGS} - {Verdict.ALIVE, Verdict.UNCHECKED, Verdict.LEGAL})
"""Verdicts whose first evidence says more than our wording."""

_COUNTED = {"not found": "not found", "410": "gone", "the host name does not exist": "the host name does not exist"}
"""The heads of the judge's counts (pipelines/judge/counts.py), and our wording for them."""


def place(finding: Finding) -> str:
    """Where an editor jumps to: `docs/llama.md:41:7`; without a line where there is none."""
    return jump_to(finding.document, finding.line, finding.column)


def status(finding: Finding) -> str:
    """The status that matters: of a redirect the first one; where there was no response, how it ended."""
    if finding.link or finding.quote:
        return verdict_name(finding)
    if finding.verdict is Verdict.MOVED and finding.redirects:
        return str(finding.redirects[0].status)
    if finding.http_status is not None:
        return str(finding.http_status)
    if finding.undefined:
        return "undefined"
    ended = finding.outcome not in (None, Outcome.RESPONSE, Outcome.NOT_MODIFIED)
    return one_line(finding.outcome or "") if ended else finding.verdict.value


def moved_to(finding: Finding) -> str | None:
    """The URL that a moved page has now."""
    return finding.final_url if finding.verdict is Verdict.MOVED and not finding.marked_at else None


def wording(finding: Finding) -> str:
    """The effective verdict in our own words."""
    if finding.quote_status is not None:
        return QUOTE_WORDINGS[finding.quote_status]
    if finding.link:
        return one_line(finding.detail or verdict_name(finding))
    if finding.marked_at:
        return f"marked {finding.verdict.value.replace('_', '-')} by a person"
    if finding.undefined:
        return "no record defines this Resource ID"
    if finding.verdict is Verdict.MOVED:
        return "moved"
    cause, checks = _cause(finding)
    return f"{'dead: ' if finding.verdict is Verdict.DEAD else ''}{cause}" + (f" ({checks})" if checks else "")


def _cause(finding: Finding) -> tuple[str, str]:
    """Why it seems to be gone, or what it is; and how many of the required checks agree."""
    head, _, tally = (finding.counted or "").partition(": ")
    checks = tally.partition(",")[0]
    if finding.verdict in (Verdict.MISSING, Verdict.DEAD):
        if not head:
            head = "the host name does not exist" if finding.outcome == Outcome.NXDOMAIN else "not found"
        return _COUNTED.get(head, one_line(head)), checks
    return WORDINGS[finding.verdict], checks


def quoted(finding: Finding) -> str | None:
    """The words of the page, or of the person who marked it, on one line."""
    if finding.marked_at:
        words = finding.marked_note
    else:
        words = finding.seen if finding.verdict in _QUOTING and not finding.undefined else None
    return cut(words or "") or None


def cut(words: str) -> str:
    """Words of strangers on one line, and not too many."""
    clean = one_line(words)
    return clean[:QUOTED_CHARS] + " ..." if len(clean) > QUOTED_CHARS else clean


def last_good(finding: Finding) -> str | None:
    """The day on which a page that is a problem was last seen to be good."""
    return finding.last_good_at[:10] if finding.last_good_at and finding.verdict in PROBLEMS else None


def archived(finding: Finding) -> str | None:
    """An archive's copy of a page that is a problem."""
    return finding.archived_url if finding.verdict in PROBLEMS else None


def message(finding: Finding, *, link: Callable[[str], str] = one_line, excerpt: Callable[[str], str] = str) -> str:
    """All of it on one line: `dead: not found (3 of 3 checks), last good 2026-03-01; archived copy: URL`.

    `link` and `excerpt` give a URL and words of strangers the form of the output.
    """
    text = wording(finding)
    if finding.quote is not None:
        return f"{text}: “{excerpt(cut(finding.quote))}”" + (f"; {excerpt(finding.detail)}" if finding.detail else "")
    if target := moved_to(finding):
        text += f" to {link(target)}"
    whole = said_once(text, quoted(finding) or "")
    if whole.startswith(f"{text}: "):
        text += f": {excerpt(whole.removeprefix(f'{text}: '))}"
    if day := last_good(finding):
        text += f", last good {one_line(day)}"
    if copy := archived(finding):
        text += f"; archived copy: {link(copy)}"
    return text
