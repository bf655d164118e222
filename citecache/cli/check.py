"""`citecache check`: for editors and CI, what is wrong with the citations, from what the cache knows."""

from pathlib import Path
from typing import Any

import click

from citecache.cli import adding
from citecache.cli.options import database_option, forget_stdout, json_option, note, open_cache, plural, typed
from citecache.exports.files import writing
from citecache.render.clean import one_line
from citecache.render.findings import FORMATS
from citecache.render.findings.report import Key, Report, Severity, assess
from citecache.usecases import baselines
from citecache.usecases.excludes import Pattern, compiled, configured, excluding
from crawler.cache import intake
from crawler.cache.findings import Finding, document_names, findings, findings_in
from crawler.model.errors import Error, NotFound

PROBLEMS_FOUND = 3
SHOWN_ENTRIES = 10
EXISTING = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option("--format", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to say it.")
@click.option("-o", "--output", type=EXISTING, help="The report's file; stdout without it.")
@click.option("--strict", is_flag=True, help="What could not be looked at is a problem, too.")
@click.option("--baseline", type=EXISTING, metavar="FILE", help="Problems known already: they fail nothing.")
@click.option("--write-baseline", type=EXISTING, metavar="FILE", help="Write the problems as known ones; exit 0.")
@click.option("--exclude", "patterns", multiple=True, metavar="REGEX", help="Leave out URLs like this; repeatable.")
@click.option("--config", type=EXISTING, metavar="FILE", help="Read lychee's excludes from here, not ./lychee.toml.")
@database_option
@json_option
def check(sources: tuple[str, ...], format: str, as_json: bool, output: Path | None, **given: Any) -> None:  # noqa: ANN401 - the other options
    """Say which citations lead nowhere, with the file and the line of each.

    Reads the cache only; what it never looked at is counted, and `citecache crawl` looks. With SOURCE, the sources
    are read as `citecache add` does, and only their citations count.

    Problems are dead, missing, soft-404 and usurped pages: exit code 3. Moved and degraded ones are warnings. What
    could not be looked at (blocked, restricted, disallowed, unreachable, ...) is neither good nor bad.

    Example: citecache check docs/ --format github --baseline known-links.json
    """
    if as_json and format not in ("text", "json"):
        raise click.UsageError(f"--json and --format {format} exclude each other")
    format = "json" if as_json else format
    if format == "github" and output is not None:
        raise click.UsageError("GitHub reads its annotations from stdout: leave out -o")
    added = adding.add_sources(sources) if sources else None
    if added:
        adding.say(added)
    report = _report(added, **given)
    _show(report, format, output)
    _tell(report)
    if added:
        adding.refuse_if_nothing_there(added)
    if report.failed and given["write_baseline"] is None:
        click.get_current_context().exit(PROBLEMS_FOUND)


def _report(
    added: intake.Added | None,
    *,
    strict: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    patterns: tuple[str, ...],
    config: Path | None,
) -> Report:
    """Everything that is asked for, judged; what the baseline and the excludes did is said on stderr."""
    rules = [*configured(config), *_given(patterns)]
    for origin in dict.fromkeys(rule.origin for rule in rules if not rule.origin.startswith("--")):
        note(f"{origin}: {plural(sum(rule.origin == origin for rule in rules), 'pattern')} read")
    known = _known(baseline) if baseline else frozenset[Key]()
    with open_cache() as cache:
        found: list[Finding] = findings(cache) if added is None else findings_in(cache, added.paths, added.named)
        present = document_names(cache)
    report = assess(found, strict=strict, known=known, left_out=excluding(rules))
    if write_baseline:
        note(f"{plural(baselines.write(write_baseline, report), 'problem')} written to {write_baseline}")
    elif baseline:
        _tell_outlived(baselines.outlived(known, report, present=present), baseline)
    return report


def _known(baseline: Path) -> frozenset[Key]:
    try:
        return baselines.read(baseline)
    except NotFound as error:
        raise Error(f"{error}; `{typed(f'check --write-baseline {baseline}')}` writes one") from None


def _given(patterns: tuple[str, ...]) -> list[Pattern]:
    try:
        return [compiled(pattern, "--exclude") for pattern in patterns]
    except Error as error:
        raise click.UsageError(str(error)) from None


def _show(report: Report, format: str, output: Path | None) -> None:
    """The report; a reader that stops early does not make what was found any better."""
    text = FORMATS[format](report).encode("utf-8", "backslashreplace")
    try:
        with writing(output) as out:
            out.write(text)
            out.flush()
    except BrokenPipeError:
        forget_stdout()
    if format != "text" or output is not None:
        note(report.total)


def _tell(report: Report) -> None:
    """What to do about citations that say nothing."""
    if not report.judged:
        note(f"there is no citation to check: {typed('add SOURCE...')} reads what cites")
    if report.unchecked:
        note(f"{plural(report.unchecked, 'citation')} never looked at: {typed('crawl')}")
    undefined = sum(one.finding.undefined for one in report.of(Severity.UNKNOWN, Severity.PROBLEM))
    if undefined:
        note(f"{plural(undefined, 'citation')} of a Resource ID that no record defines")


def _tell_outlived(entries: list[Key], baseline: Path) -> None:
    if not entries:
        return
    note(f"{baseline}: {plural(len(entries), 'entry')} of no problem any more; --write-baseline {baseline} drops it:")
    for document, url in entries[:SHOWN_ENTRIES]:
        note(f"  {one_line(document)}  {one_line(url)}")
    if len(entries) > SHOWN_ENTRIES:
        note(f"  and {len(entries) - SHOWN_ENTRIES:,} more")
