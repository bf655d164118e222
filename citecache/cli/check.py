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
    from citecache.render.findings.report import Key, Report
    from citecache.results import AddResult
    from citecache.usecases.check import CheckResult, CitationScope
    from citecache.usecases.crawl import CrawlOptions
    from citecache.usecases.excludes import Pattern

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
    result, mended = _judged(added, command)
    if command.write_baseline:
        _write_baseline(command.write_baseline, result.report)
    elif command.baseline:
        _report_outlived(result.outlived, command.baseline)
    _write_report(result.report, command.format, command.output)
    _print_hints(result.report, mended, sources)
    if added:
        require_all_sources(added)
    elif not result.report.judged:
        raise Error(f"there is no citation to check: {command_line('add SOURCE...')} reads citing documents")
    if result.report.failed and command.write_baseline is None:
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


def _judged(added: "AddResult | None", command: CheckCommand) -> "tuple[CheckResult, int]":
    """What was found, and how many of the citations that are reported `repair` would mend."""
    from citecache.render.findings.report import Severity
    from citecache.usecases import check as usecase
    from citecache.usecases.replacements import mending

    known = _known(command.baseline) if command.baseline else frozenset()
    read_marks_of(database_path())
    with open_cache() as cache:
        result = usecase.check(
            cache,
            _scope(added),
            strict=command.strict,
            known=known,
            rules=command.rules,
            links=command.links,
            quotes=command.quotes,
        )
        reported = result.report.of(Severity.PROBLEM, Severity.KNOWN, Severity.WARNING)
        told = [one.finding for one in reported if one.finding.quote is None]
        urls = mending(cache, told)
        return result, sum(one.url in urls for one in told)


def _known(baseline: Path) -> "frozenset[Key]":
    from citecache.usecases import baselines
    from crawler.cache.places import DocumentPlaces

    try:
        return baselines.read(baseline, DocumentPlaces(database_path()))
    except NotFound as error:
        raise Error(f"{error}; `{command_line(('check', f'--write-baseline={baseline}'))}` writes one") from None


def _write_baseline(path: Path, report: "Report") -> None:
    from citecache.usecases import baselines
    from crawler.cache.places import DocumentPlaces

    count = baselines.write(path, report, DocumentPlaces(database_path()))
    note(f"{plural(count, 'problem')} written to {path}")


def _write_report(report: "Report", format: str, output: Path | None) -> None:
    """The report, and its total where it is not the report's last line."""
    from citecache.render.findings import FORMATS as RENDERERS

    write_report(RENDERERS[format](report), format, output)
    if format != "text" or output is not None:
        note(report.total)


def _print_hints(report: "Report", mended: int, sources: Sequence[str]) -> None:
    """What to do about citations that have a better URL, and about those that nothing is known of."""
    from citecache.render.findings.report import Severity

    if mended:
        files = [one for one in sources if one != "-" and "://" not in one]
        named = files if len(files) <= SHOWN_SOURCES else []
        command = command_line(" ".join(("repair", *map(quoted_path, named))))
        note(f"next: {command}   # {plural(mended, 'citation')} with a new URL or an archived copy")
    if report.unchecked:
        note(f"{plural(report.unchecked, 'citation')} never fetched: {command_line('crawl')}")
    undefined = sum(one.finding.undefined for one in report.of(Severity.UNKNOWN, Severity.PROBLEM))
    if undefined:
        note(f"{plural(undefined, 'citation')} of a Resource ID that no record defines")


def _report_outlived(entries: "Sequence[Key]", baseline: Path) -> None:
    if not entries:
        return
    stale = plural(len(entries), "entry")
    note(f"{baseline}: {stale} no longer matching a problem; --write-baseline {quoted(str(baseline))} drops them:")
    for document, url in entries[:SHOWN_ENTRIES]:
        note(f"  {one_line(document)}  {one_line(url)}")
    if len(entries) > SHOWN_ENTRIES:
        note(f"  and {len(entries) - SHOWN_ENTRIES:,} more")
