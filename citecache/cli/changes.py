"""`citecache changes`: what changed since a date, the most cited pages first."""

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from citecache.cli.options import (
    Moment,
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

if TYPE_CHECKING:
    from citecache.usecases.changes import Change, ChangeList


@click.command("changes")
@click.option("--since", type=Moment(), default="7d", show_default=True, metavar="DATE", help=Moment.HELP)
@limit_option("Show at most N changes.")
@database_option
@json_option
def changes_(since: str, limit: int | None, as_json: bool) -> None:
    """List the texts and verdicts that changed since DATE, the most cited and most important pages first.

    A text that lost words which documents quote from it comes before all others.
    Each page's state at DATE is compared with its state now. Churn and differences that come from a new version of
    the extractor are counted instead of listed, as are pages first fetched since DATE.

    Example: citecache changes --since 2026-04-01
    """
    from citecache.usecases.changes import changes_since

    with open_cache() as cache:
        found = changes_since(cache, since)
    if as_json:
        counts = {"churn_only": found.churn_only, "extractor_only": found.extractor_only}
        counts["not_kept"] = found.not_kept
        head = {"since": since, "total": len(found.changes), **counts, "first_fetched": dict(found.first_fetched)}
        echo_json({**head, "changes": [asdict(change) for change in found.changes[:limit]]})
        return
    if found.changes:
        echo(columns([_row(change) for change in found.changes[:limit]]))
    if limit is not None and len(found.changes) > limit:
        note(f"{limit:,} of {len(found.changes):,}; without --limit all are listed")
    _print_total(found)


def _row(change: "Change") -> tuple[str, ...]:
    if change.kind == "verdict":
        what = f"{change.before} -> {change.after}" + (" (marked by you)" if change.marked else "")
    else:
        most = "at most " if change.coarse else ""
        what = f"text: {most}{change.words_added:,} added, {change.words_removed:,} removed"
        if change.quotes_lost:
            what += f"; {plural(len(change.quotes_lost), 'quotation')} gone"
    return one_line(change.id), what, change.at[:10], f"cited by {change.cited_by_count:,}", one_line(change.url)


def _print_total(found: "ChangeList") -> None:
    kinds = Counter(change.kind for change in found.changes)
    echo(f"{plural(kinds['text'], 'text')} and {plural(kinds['verdict'], 'verdict')} changed since {found.since}")
    rest = []
    if found.churn_only:
        rest.append(f"{plural(found.churn_only, 'page')} changed by churn only")
    if found.extractor_only:
        rest.append(f"{plural(found.extractor_only, 'page')} read differently by the extractor only")
    if found.not_kept:
        rest.append(f"{plural(found.not_kept, 'page')} whose text of that time is no longer kept (CITECACHE_KEEP)")
    if found.first_fetched:
        verdicts = ", ".join(f"{count:,} {verdict}" for verdict, count in found.first_fetched.items())
        rest.append(f"{plural(sum(found.first_fetched.values()), 'page')} fetched for the first time ({verdicts})")
    if rest:
        echo(f"not listed: {'; '.join(rest)}")
    text = next((change for change in found.changes if change.kind == "text"), None)
    verdict = next((change for change in found.changes if change.kind == "verdict"), None)
    if text:
        echo(f"next: {command_line(('diff', text.id, '--since', found.since))}   # the words that changed")
    if verdict:
        echo(f"next: {command_line(('why', verdict.id))}   # the evidence")
