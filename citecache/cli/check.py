"""`citecache check`: broken citations with file and line, for editors and CI, from what the cache knows."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecache.cli.adding import add_sources, report_added, require_all_sources
from citecache.cli.options import (
    command_line,
    database_option,
    database_path,
    discard_stdout,
    json_option,
    note,
    open_cache,
)
from citecache.render.clean import one_line
from citecache.render.tables import plural
from crawler.model.errors import Error, NotFound

if TYPE_CHECKING:
    from citecache.render.findings.report import Key, Report
    from citecache.results import AddResult
    from citecache.usecases.check import CheckResult
    from citecache.usecases.excludes import Pattern

FORMATS = ("text", "json", "junit", "github", "markdown")
PROBLEMS_FOUND = 3
SHOWN_ENTRIES = 10
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option("--format", type=click.Choice(FORMATS), default="text", show_default=True, help="Format of the report.")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Write the report to FILE instead of stdout.")
@click.option("--strict", is_flag=True, help="Treat inconclusive citations as problems.")
@click.option("--baseline", type=FILE, metavar="FILE", help="FILE of known problems, which do not fail the check.")
@click.option("--write-baseline", type=FILE, metavar="FILE", help="Write all problems to FILE as known; exit 0.")
@click.option(
    "--exclude", "patterns", multiple=True, metavar="REGEX", help="Leave out URLs that match REGEX; repeatable."
)
@click.option("--config", type=FILE, metavar="FILE", help="Read lychee's excludes from FILE, not ./lychee.toml.")
@database_option
@json_option
def check(
    *,
    sources: tuple[str, ...],
    format: str,
    output: Path | None,
    strict: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    patterns: tuple[str, ...],
    config: Path | None,
    as_json: bool,
) -> None:
    """Report the citations that are broken, with the file and the line of each.

    Reads the cache only. Citations that were never fetched are counted; `citecache crawl` fetches them. With
    SOURCE, the sources are first read as by `citecache add`, and only their citations count.

    Problems are dead, missing, soft-404 and usurped pages: exit code 3. Moved and degraded pages are warnings.
    Pages that could not be judged (blocked, restricted, disallowed, unreachable, ...) are inconclusive: neither
    good nor bad.

    Example: citecache check docs/ --format github --baseline known-links.json
    """
    format = _format(format, as_json=as_json, output=output)
    added = add_sources(sources) if sources else None
    if added:
        report_added(added)
    result = _judged(added, strict=strict, rules=_rules(patterns, config), baseline=baseline)
    if write_baseline:
        _write_baseline(write_baseline, result.report)
    elif baseline:
        _report_outlived(result.outlived, baseline)
    _write_report(result.report, format, output)
    _print_hints(result.report)
    if added:
        require_all_sources(added)
    if result.report.failed and write_baseline is None:
        click.get_current_context().exit(PROBLEMS_FOUND)


def _format(format: str, *, as_json: bool, output: Path | None) -> str:
    if as_json and format not in ("text", "json"):
        raise click.UsageError(f"--json and --format {format} exclude each other")
    if format == "github" and output is not None:
        raise click.UsageError("GitHub reads its annotations from stdout: leave out -o")
    return "json" if as_json else format


def _judged(added: "AddResult | None", *, strict: bool, rules: "list[Pattern]", baseline: Path | None) -> "CheckResult":
    from citecache.usecases import check as usecase

    scope = usecase.CitationScope(paths=added.paths, named=added.named) if added else None
    known = _known(baseline) if baseline else frozenset()
    with open_cache() as cache:
        return usecase.check(cache, scope, strict=strict, known=known, rules=rules)


def _rules(patterns: Sequence[str], config: Path | None) -> "list[Pattern]":
    """The excludes of lychee's files, whose number is reported, and those of --exclude."""
    from citecache.usecases.excludes import compiled, configured

    rules = configured(config)
    for origin in dict.fromkeys(rule.origin for rule in rules):
        note(f"{origin}: {plural(sum(rule.origin == origin for rule in rules), 'pattern')} read")
    try:
        return [*rules, *(compiled(pattern, "--exclude") for pattern in patterns)]
    except Error as error:
        raise click.UsageError(str(error)) from None


def _known(baseline: Path) -> "frozenset[Key]":
    from citecache.usecases import baselines
    from crawler.cache.places import DocumentPlaces

    try:
        return baselines.read(baseline, DocumentPlaces(database_path()))
    except NotFound as error:
        raise Error(f"{error}; `{command_line(f'check --write-baseline {baseline}')}` writes one") from None


def _write_baseline(path: Path, report: "Report") -> None:
    from citecache.usecases import baselines
    from crawler.cache.places import DocumentPlaces

    count = baselines.write(path, report, DocumentPlaces(database_path()))
    note(f"{plural(count, 'problem')} written to {path}")


def _write_report(report: "Report", format: str, output: Path | None) -> None:
    """The report; a reader that stops early does not change the outcome."""
    from citecache.exports.files import writing
    from citecache.render.findings import FORMATS as RENDERERS

    text = RENDERERS[format](report).encode("utf-8", "backslashreplace")
    try:
        with writing(output) as out:
            out.write(text)
            out.flush()
    except BrokenPipeError:
        discard_stdout()
    if format != "text" or output is not None:
        note(report.total)


def _print_hints(report: "Report") -> None:
    """What to do about citations that nothing is known of."""
    from citecache.render.findings.report import Severity

    if not report.judged:
        note(f"there is no citation to check: {command_line('add SOURCE...')} reads citing documents")
    if report.unchecked:
        note(f"{plural(report.unchecked, 'citation')} never fetched: {command_line('crawl')}")
    undefined = sum(one.finding.undefined for one in report.of(Severity.UNKNOWN, Severity.PROBLEM))
    if undefined:
        note(f"{plural(undefined, 'citation')} of a Resource ID that no record defines")


def _report_outlived(entries: "Sequence[Key]", baseline: Path) -> None:
    if not entries:
        return
    stale = plural(len(entries), "entry")
    note(f"{baseline}: {stale} no longer matching a problem; --write-baseline {baseline} drops them:")
    for document, url in entries[:SHOWN_ENTRIES]:
        note(f"  {one_line(document)}  {one_line(url)}")
    if len(entries) > SHOWN_ENTRIES:
        note(f"  and {len(entries) - SHOWN_ENTRIES:,} more")
