"""`citecache import`: copies of pages from files."""

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citecache.cli.options import (
    Moment,
    command_line,
    database_option,
    database_path,
    echo,
    echo_json,
    echo_own,
    json_option,
    limit_option,
    note,
    protect_database,
)
from citecache.render.clean import one_line
from citecache.render.tables import plural

if TYPE_CHECKING:
    from citecache.usecases.import_files import ImportReport

LISTED = 50


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--all", "everything", is_flag=True, help="Import all pages of archives, cited here or not.")
@click.option("--url", metavar="URL", help="The page that the one FILE is a copy of.")
@click.option("--date", "at", type=Moment(), metavar="DATE", help=f"When that copy was made. {Moment.HELP}")
@click.option("--dry-run", is_flag=True, help="Show what would come of it; change nothing.")
@limit_option("List at most N problems, refused copies and conflicts.", default=LISTED)
@database_option
@json_option
@click.pass_context
def import_(
    ctx: click.Context,
    /,
    *,
    files: tuple[Path, ...],
    everything: bool,
    url: str | None,
    at: str | None,
    dry_run: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Import copies of pages, each with its own date: your own copy of what is behind a wall, or what others archived.

    FILE is a WARC or WACZ archive, an export of ours (jsonl, warc, wacz), or a page saved by a browser: SingleFile,
    MHTML, or .html and .pdf with --url. Copies go through the extraction and the judge of a crawl, and say nothing of
    the pages as they are now: no verdict changes. Of archives, what is cited here is imported; all pages, if nothing
    is cited yet or with --all. A file twice changes nothing; what is broken costs itself. No network is used.

    Example: citecache import article.html --url https://example.org/article
    """
    from citecache.usecases.import_files import ImportOptions, import_files

    _require_one_page(files, url, at)
    protect_database()
    moment = datetime.fromisoformat(at) if at else None
    options = ImportOptions(everything=everything, url=url, at=moment, dry_run=dry_run)
    report = import_files(database_path(), files, options, advance=_progress)
    if as_json:
        echo_json(_as_object(report, limit))
    else:
        _print(report, limit)
    for line in report.failed:
        note(f"citecache: {line}")
    if report.failed:
        ctx.exit(1)


def _require_one_page(files: tuple[Path, ...], url: str | None, at: str | None) -> None:
    if (url or at) and len(files) > 1:
        raise click.UsageError("--url and --date are of one page: name one file")
    if url is None:
        return
    from crawler.net.urls import page_url

    if problem := page_url(url).problem:
        raise click.UsageError(f"--url {url[:200]!r}: {problem}")


def _progress(done: int, total: int) -> None:
    """On a terminal, one line."""
    if sys.stderr.isatty():
        echo_own(f"\rimporting: {done:,} of {total:,} copies\x1b[K", err=True)
        if done >= total:
            echo_own("\r\x1b[K", err=True)


def _print(report: "ImportReport", limit: int) -> None:
    lines = [f"{one.file}: {one.place}: {one.reason}" for one in report.problems]
    lines += [one.line for one in report.refused]
    lines += [f"conflict: {line}" for line in report.conflicts]
    total = report.problem_count + len(report.refused) + len(report.conflicts)
    for line in lines[:limit]:
        note(one_line(line))
    if total > limit:
        note(f"and {total - limit:,} more: --limit {total} lists them")
    for what, count in report.left_out.items():
        note(f"left out: {plural(count, 'record')} {what}")
    if report.uncited:
        cited = "of what nothing here cites; --all imports pages, too"
        why = "of what is no page, or not listed as one" if report.everything else cited
        note(f"left out: {plural(report.uncited, 'copy')} {why}")
    for line in report.notes:
        note(one_line(line))
    if report.files:
        echo(_total(report))
        if not report.dry_run and report.copies.total():
            echo(f"next: {command_line('list')}   # what is there now")


def _total(report: "ImportReport") -> str:
    from crawler.cache.write.imports import KNOWN, NEW, SAME_TEXT

    copies = report.copies
    parts = [f"{plural(copies[NEW] + copies[SAME_TEXT], 'copy')} {'would be ' * report.dry_run}imported"]
    if copies[SAME_TEXT]:
        parts.append(f"{copies[SAME_TEXT]:,} of them with a text that was there")
    parts += [f"{copies[KNOWN]:,} known"] * (copies[KNOWN] > 0)
    parts += [f"{len(report.refused):,} refused"] * bool(report.refused)
    parts += [plural(report.problem_count, "broken record")] * (report.problem_count > 0)
    parts += [plural(report.resources, "new resource")] * (report.resources > 0)
    return f"{plural(report.files, 'file')}: {', '.join(parts)}"


def _as_object(report: "ImportReport", limit: int) -> dict[str, Any]:
    from crawler.cache.write.imports import KNOWN, NEW, SAME_TEXT

    copies = report.copies
    return {
        "files": report.files,
        "imported": copies[NEW] + copies[SAME_TEXT],
        "new_texts": copies[NEW],
        "known": copies[KNOWN],
        "refused": [asdict(one) for one in report.refused[:limit]],
        "refused_count": len(report.refused),
        "problems": [asdict(one) for one in report.problems[:limit]],
        "problem_count": report.problem_count,
        "new_resources": report.resources,
        "uncited": report.uncited,
        "left_out": report.left_out,
        "conflicts": report.conflicts[:limit],
        "conflict_count": len(report.conflicts),
        "notes": report.notes,
        "failed": report.failed,
        "everything": report.everything,
        "dry_run": report.dry_run,
    }
