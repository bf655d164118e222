"""Judge citations by what the cache knows, with excludes and a baseline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from citecache.render.findings.report import Key, Report, assess
from citecache.usecases.baselines import outlived
from citecache.usecases.excludes import Pattern, excluding
from crawler.cache import CacheFile
from crawler.cache.read.findings import document_names, findings, findings_in
from crawler.model import Finding
from crawler.net.urls import page_url


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationScope:
    """Which citations: those of Documents (by path), and Resources named without a Document (by id)."""

    paths: tuple[str, ...]
    named: tuple[str, ...]


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
) -> CheckResult:
    """Judge the selected citations, or all. `strict`: an inconclusive one is a problem. `known`: from a baseline."""
    found = _selected(cache, scope)
    report = assess(found, strict=strict, known=known, left_out=excluding(rules))
    gone = outlived(known, report, present=document_names(cache)) if known else []
    return CheckResult(report=report, outlived=tuple(gone))


def pages_to_fetch(cache: CacheFile, scope: CitationScope | None, rules: Sequence[Pattern]) -> tuple[str, ...]:
    """The URLs of the Pages behind the selected citations, without those that the rules leave out."""
    left_out = excluding(rules)
    wanted = (one for one in _selected(cache, scope) if not one.undefined and not left_out(one))
    return tuple(dict.fromkeys(page_url(one.url).url for one in wanted))


def _selected(cache: CacheFile, scope: CitationScope | None) -> list[Finding]:
    return findings(cache) if scope is None else findings_in(cache, scope.paths, scope.named)
