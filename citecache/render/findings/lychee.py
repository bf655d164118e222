"""JSON with lychee's names where its words mean the same, and our own beside them.

lychee's (lychee-bin/src/formatters/stats/json.rs): `total, unique, successful, unknown, unsupported, timeouts,
redirects, excludes, errors`, and the maps `success_map, error_map, timeout_map, redirect_map, excluded_map,
suggestion_map` from Document to `{url, status: {text, code?, redirects?}, span: {line, column}}`. All else is ours.
"""

from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any, Self

from citecache.render.findings.report import ReportStream
from citecache.render.findings.severity import Judged, Severity, key, state_name
from citecache.render.findings.spool import Spool
from citecache.render.findings.words import message
from citecache.render.json_text import escaped, indented
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


def render(report: ReportStream) -> Iterator[str]:
    """One object, readable. Its counts stand first, so the lists wait in temporary files."""
    counts, urls = Counter[str](), DistinctTexts()
    with ExitStack() as stack:
        maps = {name: stack.enter_context(MapOfLists()) for name in (*COUNTS.values(), "suggestion_map") if name}
        found = stack.enter_context(Spool())
        for one in report:
            kind, document = _kind(one), key(one.finding)[0]
            counts[kind] += 1
            urls.add(one.finding.url)
            if name := COUNTS[kind]:
                maps[name].add(document, _response(one))
            if suggestion := _suggestion(one):
                maps["suggestion_map"].add(document, suggestion)
            if one.severity in _LISTED:
                found.write(f"{',' if found else ''}\n    {escaped(indented(_finding(one), 2))}")
        numbers = {"total": report.counts.judged, "unique": len(urls), **{kind: counts[kind] for kind in COUNTS}}
        yield "{" + ",".join(_members(numbers))
        for name, lists in maps.items():
            yield f',\n  "{name}": '
            yield from lists.read()
        yield "," + ",".join(_members(_last(report)))
        yield ',\n  "findings": ['
        yield from found.read()
        yield "\n  ]\n}\n" if found else "]\n}\n"


def _last(report: ReportStream) -> dict[str, Any]:
    """What stands after the maps."""
    return {
        "detailed_stats": True,
        **({} if report.counts.tally is None else asdict(report.counts.tally)),
        "strict": report.strict,
        "problems": report.counts.of(Severity.PROBLEM),
        "warnings": report.counts.of(Severity.WARNING),
        "verdicts": report.counts.verdicts,
    }


def _members(values: dict[str, Any]) -> Iterator[str]:
    """Members of the object, without commas."""
    return (f"\n  {indented(name)}: {escaped(indented(value, 1))}" for name, value in values.items())


class MapOfLists:
    """An object from Documents to lists, as the text of a member. Each Document's items come one after the other."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._document: str | None = None

    def add(self, document: str, item: object) -> None:
        """The next item, of the same Document as the last one, or of another."""
        if document != self._document:
            end = "\n    ],\n" if self._document is not None else "\n"
            self._spool.write(f"{end}    {escaped(indented(document))}: [\n      ")
            self._document = document
        else:
            self._spool.write(",\n      ")
        self._spool.write(escaped(indented(item, 3)))

    def read(self) -> Iterator[str]:
        """The whole object."""
        yield "{"
        yield from self._spool.read()
        yield "\n    ]\n  }" if self._spool else "}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.clear()


class DistinctTexts:
    """How many different texts there are, by their hashes: eight bytes of memory for each one added, the same or not.

    Of two among a million texts having one hash, of 64 bits, the odds are one in 30 million.
    """

    PARTS = 32

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, text: str) -> None:
        self._hashes.append(hash(text))

    def __len__(self) -> int:
        return sum(len({one for one in self._hashes if one % self.PARTS == part}) for part in range(self.PARTS))


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


def _suggestion(one: Judged) -> dict[str, str] | None:
    """What could be cited instead: an archive's copy of what is gone."""
    finding = one.finding
    if one.severity not in (Severity.PROBLEM, Severity.KNOWN) or not finding.archived_url or finding.quote is not None:
        return None
    return {"original": finding.url, "suggestion": finding.archived_url}


_PLAIN = (
    *("document", "file", "line", "column", "label", "link_text", "url", "id", "http_status", "outcome", "final_url"),
    *("error", "fetched_at", "last_good_at", "marked_at", "marked_note", "archived_url", "archived_at"),
)


def _finding(one: Judged) -> dict[str, Any]:
    finding: Finding = one.finding
    head = {"severity": one.severity.value, "verdict": state_name(finding), "reason": message(finding)}
    quoted = {} if finding.quote is None else {"quote": finding.quote}
    return head | {name: getattr(finding, name) for name in _PLAIN} | quoted
