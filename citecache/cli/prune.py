"""`citecache prune`: resources that nothing cites are dropped."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

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
from citecache.render.clean import one_line
from citecache.render.tables import plural
from crawler.model.errors import Error

if TYPE_CHECKING:
    from citecache.usecases.prune import PruneResult
    from crawler.cache.policy import KeepPolicy

LISTED = 20


@click.command()
@click.option("--dry-run", is_flag=True, help="List what would be dropped; change nothing.")
@click.option(
    "--all", "everything", is_flag=True, help="Drop also what you added by URL, marked, or describe in a record."
)
@limit_option("List at most N resources; all are dropped.", default=LISTED)
@click.option(
    "--keep",
    default="all",
    envvar="CITECACHE_KEEP",
    metavar="POLICY",
    help="Drop earlier bodies and texts but POLICY: all, none, 5 (versions) or 365d.  [env: CITECACHE_KEEP]",
)
@database_option
@json_option
def prune(*, dry_run: bool, everything: bool, keep: str, limit: int, as_json: bool) -> None:
    """Drop the resources that nothing cites any more, with all that was stored of their pages.

    These are resources of documents that were changed or forgotten. Kept are those that you added by URL, whose
    pages you marked, or that a record of a document describes. The space is given back to the disk.

    With --keep, earlier texts and bodies of the other pages are dropped, too; the last good one never is. Every
    crawl does so at its end if CITECACHE_KEEP is set.

    Example: citecache prune --dry-run
    """
    from citecache.usecases import prune as usecase

    policy = _policy(keep)
    now = datetime.now(UTC)
    result = usecase.prune(database_path(), policy, now=now, everything=everything, dry_run=dry_run)
    if as_json:
        echo_json(_as_object(result))
        return
    for one in result.dropped[:limit]:
        echo(f"{one.id}  {one_line(one.url)}")
    if len(result.dropped) > limit:
        note(f"and {len(result.dropped) - limit:,} more: --limit {len(result.dropped)} lists them all")
    _print_totals(result)


def _policy(keep: str) -> "KeepPolicy":
    from crawler.cache.policy import KeepPolicy

    try:
        return KeepPolicy.parse(keep)
    except Error as error:
        raise click.UsageError(str(error)) from None


def _print_totals(result: "PruneResult") -> None:
    from citecache.render.tables import size

    if result.size is None:
        echo(f"{plural(len(result.dropped), 'resource')} would be dropped")
    else:
        nouns = {"resources": "resource", "pages": "page", "fetches": "fetch", "captures": "capture"}
        echo(", ".join(plural(getattr(result.size, name), noun) for name, noun in nouns.items()) + " dropped")
    if result.texts:
        would = "would be dropped" if result.size is None else "dropped"
        echo(f"{plural(result.texts, 'earlier text')} {would}, with their bodies")
    if result.kept:
        reasons = ", ".join(f"{count:,} {why}" for why, count in result.kept_as.items())
        again = command_line("prune --all" + " --dry-run" * (result.size is None))
        echo(f"{plural(len(result.kept), 'resource')} kept that nothing cites: {reasons}; `{again}` drops them, too")
    space = result.space
    if space is not None and space.before > space.after:
        echo(f"the file is {size(space.after)} now, it was {size(space.before)}")
    elif space is not None and space.due < space.after:
        echo(f"the file is {size(space.after)}, and {size(space.due)} once the program that is reading it has ended")
    elif space is not None and space.unused and (result.dropped or result.texts):
        echo(f"{size(space.unused)} are free in the file, for what is fetched next")


def _as_object(result: "PruneResult") -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "dry_run": result.size is None,
        "dropped": [{"id": one.id, "url": one.url} for one in result.dropped],
        "kept": [{"id": one.id, "url": one.url, "reason": one.kept_as} for one in result.kept],
        "earlier_texts": result.texts,
        "counts": result.size and asdict(result.size),
        "file_bytes": result.space and {"before": result.space.before, "after": result.space.after},
    }
