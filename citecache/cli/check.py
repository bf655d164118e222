"""`citecache check`: broken citations with file and line, for editors and CI, from what the cache knows."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citecache.cli.adding import read_sources, require_all_sources
from citecache.cli.check_options import CheckCommand, check_options, parsed
from citecache.cli.marking import read_marks_of
from citecache.cli.options import command_line, database_path, note, open_cache
from citecache.cli.report_output import write_report
from citecache.render.clean import one_line
from citecache.render.commands import quoted, quoted_path
from citecache.render.tables import plural
from crawler.model.errors import Error, NotFound

if TYPE_CHECKING:
    from citecache.render.findings.counts import ReportCounts
    from citecache.render.findings.report import ReportStream
    from citecache.render.findings.severity import Key
    from citecache.results import AddResult
    from citecache.usecases.check import CitationScope
    from citecache.usecases.crawl import CrawlOptions
    from citecache.usecases.excludes import Pattern
    from crawler.cache import CacheFile

PROBLEMS_FOUND = 3
SHOWN_ENTRIES = 10
SHOWN_SOURCES = 5
"""Of more sources, a suggested command names none: it only shows what would be replaced."""


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@check_options
def check(sources: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - click's options, checked in `parsed`
    """Report the citations that are broken, with the file and the line of each.

    Reads the cache only. Citations that were never fetched are counted; `citecache crawl` fetches them. With
    SOURCE, the sources are first read as by `citecache add`, and only their citations count. With --fetch, the
    pages that they cite, that are not excluded and not fresh are fetched first.

    Problems are dead, missing, soft-404 and usurped pages: exit code 3. Moved and degraded pages are warnings.
    Pages that could not be judged (blocked, restricted, disallowed, unreachable, ...) are inconclusive: neither
    good nor bad. With --quotes, quotations whose words are altered or have vanished are problems, and so are absent
    ones where the cached text is surely whole; else absent ones are warnings (`citecache quotes` tells more).

    Example: citecache check --fetch docs/ --format github
    """
    command = parsed(**given)
    added = read_sources(sources)
    if command.fetch:
        _fetch(command.fetch, _scope(added), command.rules)
    read_marks_of(database_path())
    with open_cache() as cache:
        counts = _checked(cache, added, command, sources)
    if added:
        require_all_sources(added)
    elif not counts.judged:
        raise Error(f"there is no citation to check: {command_line('add SOURCE...')} reads citing documents")
    if counts.failed and command.write_baseline is None:
        click.get_current_context().exit(PROBLEMS_FOUND)


def _fetch(options: "CrawlOptions", scope: "CitationScope | None", rules: "list[Pattern]") -> None:
    """Fetch what the scope cites and is not fresh. Progress and totals are remarks: stdout is the report's."""
    from citecache.cli.progress import TerminalObserver
    from citecache.usecases.check import pages_to_fetch
    from citecache.usecases.crawl import NothingDue, crawl

    with open_cache() as cache:
        pages = pages_to_fetch(cache, scope, rules)
    selection = replace(options.selection, within=pages)
    result = crawl(database_path(), replace(options, selection=selection), observer=TerminalObserver())
    fetched = 0 if isinstance(result, NothingDue) else result.summary.fetched
    note(f"{plural(fetched, 'page')} fetched, {len(pages) - fetched:,} fresh")
    if isinstance(result, NothingDue):
        return
    if result.state == "offline":
        note("at least half of the pages did not answer: possibly an outage on our side, no verdict was changed")
    if result.failure is not None:
        raise result.failure
    if result.interrupted:
        click.get_current_context().exit(130)  # 128 + SIGINT, as shells have it


def _scope(added: "AddResult | None") -> "CitationScope | None":
    from citecache.usecases.check import CitationScope

    return CitationScope(paths=added.paths, named=added.named) if added else None


def _checked(
    cache: "CacheFile", added: "AddResult | None", command: CheckCommand, sources: Sequence[str]
) -> "ReportCounts":
    """Write the report while the cache is read, then what else is to be said."""
    from citecache.usecases import check as usecase
    from citecache.usecases.baselines import Outlived
    from citecache.usecases.replacements import Mended
    from crawler.cache.read.document_order import document_names

    known = _known(command.baseline) if command.baseline else frozenset()
    found = usecase.check(
        cache,
        _scope(added),
        strict=command.strict,
        known=known,
        rules=command.rules,
        links=command.links,
        quotes=command.quotes,
    )
    mended = Mended(cache)
    found.watch(mended)
    if command.write_baseline:
        _write_with_baseline(command.write_baseline, found, command)
    else:
        outlived = Outlived(known)
        found.watch(outlived)
        _write_report(found, command)
        if command.baseline:
            _report_outlived(outlived.entries(document_names(cache), quotes=command.quotes), command.baseline)
    if command.format != "text" or command.output is not None:
        note(found.counts.total)  # where it is not the report's last line
    _print_hints(found.counts, mended.count, sources)
    return found.counts


def _known(baseline: Path) -> "frozenset[Key]":
    from citecache.usecases import baselines
    from crawler.cache.places import DocumentPlaces

    try:
        return baselines.read(baseline, DocumentPlaces(database_path()))
    except NotFound as error:
        raise Error(f"{error}; `{command_line(('check', f'--write-baseline={baseline}'))}` writes one") from None


def _write_with_baseline(path: Path, found: "ReportStream", command: CheckCommand) -> None:
    from citecache.usecases.baselines import NewBaseline
    from crawler.cache.places import DocumentPlaces

    with NewBaseline(path, DocumentPlaces(database_path())) as baseline:
        found.watch(baseline)
        _write_report(found, command)
        note(f"{plural(baseline.write(), 'problem')} written to {path}")


def _write_report(found: "ReportStream", command: CheckCommand) -> None:
    from citecache.render.findings.formats import FORMATS as RENDERERS

    write_report(RENDERERS[command.format](found), command.format, command.output)


def _print_hints(counts: "ReportCounts", mended: int, sources: Sequence[str]) -> None:
    """What to do about citations that have a better URL, and about those that nothing is known of."""
    if mended:
        files = [one for one in sources if one != "-" and "://" not in one]
        named = files if len(files) <= SHOWN_SOURCES else []
        command = command_line(" ".join(("repair", *map(quoted_path, named))))
        note(f"next: {command}   # {plural(mended, 'citation')} with a new URL or an archived copy")
    if counts.unchecked:
        note(f"{plural(counts.unchecked, 'citation')} never fetched: {command_line('crawl')}")
    if counts.undefined:
        note(f"{plural(counts.undefined, 'citation')} of a Resource ID that no record defines")


def _report_outlived(entries: "Sequence[Key]", baseline: Path) -> None:
    if not entries:
        return
    stale = plural(len(entries), "entry")
    note(f"{baseline}: {stale} no longer matching a problem; --write-baseline {quoted(str(baseline))} drops them:")
    for document, url in entries[:SHOWN_ENTRIES]:
        note(f"  {one_line(document)}  {one_line(url)}")
    if len(entries) > SHOWN_ENTRIES:
        note(f"  and {len(entries) - SHOWN_ENTRIES:,} more")
