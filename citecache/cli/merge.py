"""`citecache merge`: another cache is joined in."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecache.cli.marking import check_marks_file, read_marks_of
from citecache.cli.options import (
    command_line,
    database_option,
    database_path,
    echo,
    echo_json,
    json_option,
    limit_option,
    note,
)
from citecache.render.clean import in_one_line, one_line
from citecache.render.tables import plural

if TYPE_CHECKING:
    from crawler.model import MergeReport

LISTED = 50
NOUNS = {
    "documents": "document",
    "citations": "citation",
    "resources": "resource",
    "pages": "page",
    "fetches": "fetch",
    "captures": "capture",
    "imports": "imported copy",
}


@click.command()
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OTHER.db...")
@limit_option("List at most N differences.", default=LISTED)
@database_option
@json_option
def merge(*, others: tuple[Path, ...], limit: int, as_json: bool) -> None:
    """Join what another cache has: a colleague's, or that of a CI service. OTHER.db is only read.

    Captures are joined by their hashes. Ids, marks and curated fields that differ are listed, and stay as they are
    here. Pages that both have fetched are judged again by all fetches together. Documents that are not known here,
    by their path from the database, come with their citations. Merging twice changes nothing.

    Example: citecache merge ../colleague/citecache.db
    """
    from citecache.usecases import merge as usecase

    check_marks_file()
    results = []
    for other in others:
        report = usecase.merge(database_path(), other, now=datetime.now(UTC))
        results.append(_as_object(other, report))
        if not as_json:
            _print(other, report, limit)
    read_marks_of(database_path())
    if as_json:
        echo_json(results)


def _print(other: Path, report: "MergeReport", limit: int) -> None:
    lines = [*(f"mark: {one}" for one in report.taken), *(f"conflict: {one}" for one in report.conflicts)]
    for line in lines[:limit]:
        echo(one_line(line))
    if len(lines) > limit:
        note(f"and {len(lines) - limit:,} more: --limit {len(lines)} lists them all")
    for reason, count in report.left_out.items():
        note(f"left out: {count:,} {reason}")
    new = ", ".join(plural(report.new[name], noun) for name, noun in NOUNS.items() if report.new[name])
    again = f"; {plural(report.judged_again, 'page')} judged again" if report.judged_again else ""
    echo(f"{in_one_line(str(other))}: {new or 'nothing'} new here{again}")
    if report.new["resources"]:
        echo(f"next: {command_line('crawl')}   # fetch what is new or due")


def _as_object(other: Path, report: "MergeReport") -> dict[str, object]:
    return {
        "merged": str(other),
        "new": {name: report.new[name] for name in NOUNS},
        "judged_again": report.judged_again,
        "marks": report.taken,
        "conflicts": report.conflicts,
        "left_out": dict(report.left_out),
    }
