"""JSON with lychee's names where its words mean the same, and our own beside them.

lychee's (lychee-bin/src/formatters/stats/json.rs): `total, unique, successful, unknown, unsupported, timeouts,
redirects, excludes, errors`, and the maps `success_map, error_map, timeout_map, redirect_map, excluded_map,
suggestion_map` from Document to `{url, status: {text, code?, redirects?}, span: {line, column}}`. All else is ours.
"""

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from citecache.render.findings.report import Judged, Report, Severity, key, state_name, verdict_name
from citecache.render.findings.words import message
from citecache.render.json_text import escaped
from crawler.model import Finding, Outcome, Verdict

COUNTS = {
    "successful": "success_map",
    "errors": "error_map",
    "timeouts": "timeout_map",
    "redirects": "redirect_map",
    "excludes": "excluded_map",
    "unknown": None,
    "unsupported": None,
    "known": None,
}
"""lychee's count -> its map; `known` is ours. Each citation is counted once, so they add up to `total`."""

_LISTED = (Severity.PROBLEM, Severity.KNOWN, Severity.WARNING, Severity.UNKNOWN)


def render(report: Report) -> str:
    """One object, readable."""
    return escaped(json.dumps(as_object(report), ensure_ascii=False, indent=2)) + "\n"


def as_object(report: Report) -> dict[str, Any]:
    """The report as JSON values."""
    kinds = [(_kind(one), one) for one in report.judged]
    counts = Counter(kind for kind, _ in kinds)
    maps: dict[str, dict[str, list[dict[str, Any]]]] = {name: {} for name in COUNTS.values() if name}
    for kind, one in kinds:
        if name := COUNTS[kind]:
            maps[name].setdefault(key(one.finding)[0], []).append(_response(one))
    return {
        "total": len(report.judged),
        "unique": len({one.finding.url for one in report.judged}),
        **{kind: counts[kind] for kind in COUNTS},
        **maps,
        "suggestion_map": _suggestions(report),
        "detailed_stats": True,
        **({} if report.tally is None else asdict(report.tally)),
        "strict": report.strict,
        "problems": len(report.of(Severity.PROBLEM)),
        "warnings": len(report.of(Severity.WARNING)),
        "verdicts": dict(sorted(Counter(verdict_name(one.finding) for one in report.judged).items())),
        "findings": [_finding(one) for one in report.of(*_LISTED)],
    }


def _kind(one: Judged) -> str:
    """The one of lychee's counts that a citation belongs to."""
    finding = one.finding
    match one.severity:
        case Severity.PROBLEM:
            return "errors"
        case Severity.KNOWN:
            return "known"
        case Severity.EXCLUDED:
            return "excludes"
        case Severity.UNKNOWN:
            if finding.verdict is Verdict.UNSAFE:
                return "unsupported"
            return "timeouts" if finding.outcome == Outcome.TIMEOUT else "unknown"
        case _:
            moved = finding.verdict is Verdict.MOVED and finding.quote is None
            return "redirects" if moved else "successful"


def _response(one: Judged) -> dict[str, Any]:
    """A citation as lychee has a response."""
    finding = one.finding
    text = f"Excluded: {one.left_out}" if one.left_out else message(finding)
    status: dict[str, Any] = {"text": text}
    if finding.http_status is not None:
        status["code"] = finding.http_status
    if finding.redirects:
        urls = [*(hop.url for hop in finding.redirects[1:]), finding.final_url]
        hops = zip(urls, finding.redirects, strict=True)
        followed = [{"url": url, "code": hop.status} for url, hop in hops]
        status["redirects"] = {"origin": finding.redirects[0].url, "redirects": followed}
    shown: dict[str, Any] = {"url": finding.url, "status": status}
    if finding.line is not None:
        shown["span"] = {"line": finding.line, "column": finding.column}
    return shown


def _suggestions(report: Report) -> dict[str, list[dict[str, str]]]:
    """What could be cited instead: an archive's copy of what is gone."""
    found: dict[str, list[dict[str, str]]] = {}
    for one in report.of(Severity.PROBLEM, Severity.KNOWN):
        if one.finding.archived_url and one.finding.quote is None:
            pair = {"original": one.finding.url, "suggestion": one.finding.archived_url}
            found.setdefault(key(one.finding)[0], []).append(pair)
    return found


_PLAIN = (
    *("document", "file", "line", "column", "label", "link_text", "url", "id", "http_status", "outcome", "final_url"),
    *("error", "fetched_at", "last_good_at", "marked_at", "marked_note", "archived_url", "archived_at"),
)


def _finding(one: Judged) -> dict[str, Any]:
    finding: Finding = one.finding
    head = {"severity": one.severity.value, "verdict": state_name(finding), "reason": message(finding)}
    quoted = {} if finding.quote is None else {"quote": finding.quote}
    return head | {name: getattr(finding, name) for name in _PLAIN} | quoted
