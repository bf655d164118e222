"""`citecache mark`: verdicts set by a person, listed, and written to a file that a repository can hold."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citecache.cli import completion
from citecache.cli.marking import read_marks_file
from citecache.cli.options import (
    command_line,
    database_option,
    echo,
    echo_json,
    json_option,
    limit_option,
    note,
    open_cache,
)
from citecache.render.clean import one_line
from citecache.render.tables import columns, plural
from crawler.model import Verdict

if TYPE_CHECKING:
    from crawler.model import StoredMark

MARKS = click.Choice([verdict.value for verdict in Verdict if verdict is not Verdict.UNCHECKED])


@click.command()
@click.argument("wanted", metavar="[URL_OR_ID]", required=False, shell_complete=completion.resources)
@click.argument("verdict", metavar="[VERDICT]", type=MARKS, required=False)
@click.option("--note", "reason", metavar="TEXT", help="The reason, shown beside the verdict.")
@click.option("--by", metavar="NAME", envvar="CITECACHE_USER", help="Who gives the verdict.  [env: CITECACHE_USER]")
@click.option("--clear", is_flag=True, help="Remove the mark: the evidence counts again.")
@click.option("--list", "listing", is_flag=True, help="List all marks, with what the evidence says.")
@click.option(
    "--write",
    "target",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Write all marks to FILE; without FILE, to the cache's marks.toml.",
)
@limit_option("List at most N marks.")
@database_option
@json_option
def mark(
    *,
    wanted: str | None,
    verdict: str | None,
    reason: str | None,
    by: str | None,
    clear: bool,
    listing: bool,
    target: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """Set a page's verdict yourself, against the evidence or ahead of it.

    VERDICT is alive, moved, soft_404, usurped, degraded, dead, missing, restricted, blocked, legal, disallowed,
    unreachable, unsafe or failed.

    A mark survives later runs and is labelled as a person's. The page is still fetched, and `citecache why` shows
    what was found.
    For a page marked alive or moved, the last successful answer counts as its good text.

    Marks can be kept in a file in your repository: marks.toml beside the cache, or what CITECACHE_MARKS names.
    Every add, crawl, refresh and check reads it; a mark that goes from the file goes from the cache.

    Example: citecache mark https://example.org/talk alive --note "the slides are there, I checked"
    """
    if listing or target is not None:
        if wanted or verdict or clear or reason or (listing and target is not None):
            raise click.UsageError("--list and --write stand alone")
        _list(limit, as_json=as_json) if listing else _write(target or "")
        return
    if wanted is None:
        raise click.UsageError("Missing argument 'URL_OR_ID'; --list shows the marks there are.")
    if clear == (verdict is not None) or (clear and reason):
        raise click.UsageError("give a VERDICT (with --note, if you like), or --clear")
    _set(wanted, verdict, reason, by, as_json=as_json)


def _set(wanted: str, verdict: str | None, reason: str | None, by: str | None, *, as_json: bool) -> None:
    from citecache.usecases import mark as usecase
    from citecache.usecases.marks_file import marks_path, read, shown

    with open_cache() as cache:
        if verdict is None:
            result = usecase.unmark(cache, wanted)
        else:
            result = usecase.mark(cache, wanted, Verdict(verdict), note=reason, by=by, now=datetime.now(UTC))
        path = marks_path(cache.anchor)
        in_file = bool(read(cache.anchor)) or path.exists()
    if as_json:
        echo_json(
            {"url": result.url, "verdict": result.verdict, "before": result.before, "marked": verdict is not None}
        )
        return
    if verdict is None:
        echo(f"{one_line(result.url)} is {result.verdict.value} again, by the evidence")
    else:
        before = f" (before: {result.before})" if result.before != verdict else ""
        echo(f"{one_line(result.url)} is {verdict}, marked by you{before}")
    if in_file:
        note(f"next: {command_line('mark --write')}   # {one_line(shown(path))} does not say so yet")


def _list(limit: int | None, *, as_json: bool) -> None:
    from crawler.cache.read.marks import stored_marks

    with open_cache() as cache:
        read_marks_file(cache)
        found = stored_marks(cache)
    if as_json:
        echo_json([_as_object(one) for one in found[:limit]])
        return
    echo(columns([_row(one) for one in found[:limit]]) or "no page is marked")
    if limit is not None and len(found) > limit:
        note(f"{limit:,} of {len(found):,}; --limit {len(found)} lists all")


def _row(one: "StoredMark") -> tuple[str, ...]:
    given = one.mark
    evidence = f"(evidence: {one.evidence})" if one.evidence is not given.verdict else ""
    origin = ", ".join(one_line(part) for part in (given.by, one.file) if part) or "by hand"
    reason = f"  {one_line(given.reason)}" if given.reason else ""
    return given.verdict.value, (given.at or "")[:10], origin, f"{one_line(given.url)}  {evidence}".rstrip() + reason


def _as_object(one: "StoredMark") -> dict[str, Any]:
    given = one.mark
    return {
        "id": one.id,
        "url": given.url,
        "verdict": given.verdict,
        "reason": given.reason,
        "marked_at": given.at,
        "by": given.by,
        "file": one.file,
        "evidence": one.evidence,
    }


def _write(target: str) -> None:
    from citecache.usecases import marks_file

    with open_cache() as cache:
        read_marks_file(cache)
        count = marks_file.write(cache, Path(target) if target else None)
        path = Path(target) if target else marks_file.marks_path(cache.anchor)
        note(f"{plural(count, 'mark')} written to {one_line(marks_file.shown(path))}")
