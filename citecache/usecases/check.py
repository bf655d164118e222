"""Judge citations by what the cache knows, with excludes and a baseline."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import chain
from pathlib import Path

from citecache.render.findings.report import ReportStream, assess
from citecache.render.findings.severity import Key
from citecache.usecases.excludes import Pattern, excluding
from citecache.usecases.fragments import with_fragments
from citecache.usecases.local_links import local_findings
from citecache.usecases.quote_findings import quote_findings
from crawler.cache import CacheFile
from crawler.cache.read.findings import findings, findings_in, findings_named
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


def check(
    cache: CacheFile,
    scope: CitationScope | None = None,
    *,
    strict: bool = False,
    known: frozenset[Key] = frozenset(),
    rules: Iterable[Pattern] = (),
    links: LinkOptions = LinkOptions(),
    quotes: bool = False,
) -> ReportStream:
    """Judge the selected citations, or all, while the report is read, and by document, line and column.

    `strict`: an inconclusive one is a problem. `known`: from a baseline. `quotes`: quotations are judged, too.
    """
    paths = None if scope is None else scope.paths
    cited, named = (with_fragments(cache, found) if links.anchors else found for found in _selected(cache, scope))
    beside = [local_findings(cache, paths, root=links.root, relative=links.relative, with_anchors=links.anchors)]
    if quotes:
        beside.append(quote_findings(cache, paths))
    counted = tally(cache) if scope is None else tally_of(cache, scope.paths, scope.named)
    found = chain(merge(cited, *beside, key=_place), named)
    return assess(found, strict=strict, known=known, left_out=_leaving_out(rules), tally=counted)


def pages_to_fetch(cache: CacheFile, scope: CitationScope | None, rules: Sequence[Pattern]) -> tuple[str, ...]:
    """The URLs of the Pages behind the selected citations, without those that the rules leave out."""
    left_out = excluding(rules)
    found = chain.from_iterable(_selected(cache, scope))
    wanted = (one for one in found if not one.undefined and not left_out(one))
    return tuple(dict.fromkeys(page_url(one.url).url for one in wanted))


def _place(one: Finding) -> tuple[str, bool, int, int]:
    return one.document or "", one.line is None, one.line or 0, one.column or 0


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


def _selected(cache: CacheFile, scope: CitationScope | None) -> tuple[Iterator[Finding], Iterator[Finding]]:
    """The citations in documents, by their places, and the URLs that were named without one."""
    if scope is None:
        return findings(cache), iter(())
    return findings_in(cache, scope.paths), findings_named(cache, scope.named)
