"""Judge citations by what the cache knows, with excludes and a baseline."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from citecache.render.findings.report import Key, Report, assess
from citecache.usecases.baselines import outlived
from citecache.usecases.excludes import Pattern, excluding
from citecache.usecases.fragments import with_fragments
from citecache.usecases.local_links import local_findings
from citecache.usecases.quote_findings import quote_findings
from crawler.cache import CacheFile
from crawler.cache.read.findings import document_names, findings, findings_in
from crawler.cache.read.tallies import tally, tally_of
from crawler.model import Finding
from crawler.net.urls import page_url


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationScope:
    """Which citations: those of Documents (by path), and Resources named without a Document (by id)."""

    paths: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """Which links within the project, and to places in pages, are judged.

    `root` is what links that begin with `/` are relative to; None: the repository, where that is known.
    """

    relative: bool = True
    anchors: bool = True
    root: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The report, and the entries of the baseline that match no problem any more."""

    report: Report
    outlived: tuple[Key, ...]


def check(
    cache: CacheFile,
    scope: CitationScope | None = None,
    *,
    strict: bool = False,
    known: frozenset[Key] = frozenset(),
    rules: Iterable[Pattern] = (),
    links: LinkOptions = LinkOptions(),
    quotes: bool = False,
) -> CheckResult:
    """Judge the selected citations, or all. `strict`: an inconclusive one is a problem. `known`: from a baseline.

    `quotes`: quotations are judged, too.
    """
    found = _selected(cache, scope)
    if links.anchors:
        found = list(with_fragments(cache, found))
    paths = None if scope is None else scope.paths
    beside = list(local_findings(cache, paths, root=links.root, relative=links.relative, with_anchors=links.anchors))
    if quotes:
        beside += quote_findings(cache, paths, found)
    counted = tally(cache) if scope is None else tally_of(cache, scope.paths, scope.named)
    left_out = _leaving_out(rules)
    report = assess(_in_order(found, beside), strict=strict, known=known, left_out=left_out, tally=counted)
    gone = outlived(known, report, present=document_names(cache), quotes=quotes) if known else []
    return CheckResult(report=report, outlived=tuple(gone))


def pages_to_fetch(cache: CacheFile, scope: CitationScope | None, rules: Sequence[Pattern]) -> tuple[str, ...]:
    """The URLs of the Pages behind the selected citations, without those that the rules leave out."""
    left_out = excluding(rules)
    wanted = (one for one in _selected(cache, scope) if not one.undefined and not left_out(one))
    return tuple(dict.fromkeys(page_url(one.url).url for one in wanted))


def _in_order(cited: list[Finding], beside: list[Finding]) -> list[Finding]:
    """By document, line and column; last those of no document."""
    if not beside:
        return cited
    placed = [one for one in cited if one.document is not None] + beside
    placed.sort(key=lambda one: (one.document, one.line is None, one.line or 0, one.column or 0))
    return placed + [one for one in cited if one.document is None]


def _leaving_out(rules: Iterable[Pattern]) -> Callable[[Finding], tuple[str, str] | None]:
    """As `excluding`; a link to a file is also known by its `file:` URL, as lychee has it."""
    by_url = excluding(rules)

    def left_out(finding: Finding) -> tuple[str, str] | None:
        reason = by_url(finding)
        if reason is None and finding.is_local and finding.document and not finding.url.startswith("#"):
            path = os.path.normpath(os.path.join(os.path.dirname(finding.document), finding.url))  # noqa: PTH118, PTH120 - strings of any bytes
            reason = by_url(replace(finding, url=f"file://{os.path.abspath(path)}"))  # noqa: PTH100 - likewise
        return reason

    return left_out


def _selected(cache: CacheFile, scope: CitationScope | None) -> list[Finding]:
    return findings(cache) if scope is None else findings_in(cache, scope.paths, scope.named)
