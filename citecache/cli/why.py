"""`citecache why`: the evidence for a verdict."""

from typing import TYPE_CHECKING

import click

from citecache.cli import completion
from citecache.cli.options import database_option, echo, echo_json, json_option, open_cache
from citecache.render.clean import one_line
from citecache.render.tables import columns, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citecache.usecases.explain import Explanation, ReplayedFetch
    from crawler.model import Evidence, FetchRecord, ImportRecord, MementoLookup


@click.command()
@click.argument("wanted", metavar="URL_OR_ID", shell_complete=completion.resources)
@click.option("--replay", is_flag=True, help="Judge every stored fetch again, offline, and compare the verdicts.")
@database_option
@json_option
def why(wanted: str, replay: bool, as_json: bool) -> None:
    """Show why a page has its verdict: the evidence, the last answer's headers, every fetch, archive lookups,
    and imported copies.

    --json prints the evidence record, which docs/evidence.md describes.

    With --replay, the current rules judge the stored fetches again, offline, and each verdict that differs is shown
    beside the old one. Nothing is changed.

    Example: citecache why https://example.org/gone
    """
    from citecache.usecases.explain import explain

    with open_cache() as cache:
        found = explain(cache, wanted, replay=replay)
    if as_json:
        echo_json(found.record())
    else:
        _print(found)


def _print(found: "Explanation") -> None:
    card, page = found.card, found.page
    echo(f"{one_line(card.url)}\n{page.verdict}" + (f" since {page.verdict_at}" if page.verdict_at else ""))
    if page.marked_at:
        note = f": {one_line(page.marked_note)}" if page.marked_note else ""
        who = one_line(page.marked_by) if page.marked_by else "a person"
        where = f" in {one_line(page.marked_file)}" if page.marked_file else ""
        echo(f"marked by {who}{where} at {page.marked_at}{note}")
    if page.url != card.url:
        echo(f"fetched as {one_line(page.url)}")
    if found.fetches:
        _print_fetch(found.fetches[0])
    from citecache.render.outlook import outlook

    echo(f"what would change it: {outlook(page.verdict, marked=page.marked_at is not None)}")
    echo(f"last good: {page.last_good_at or 'never'}; due again: {page.due_at or 'not by itself'}")
    if len(found.fetches) > 1:
        echo("history:")
        echo(columns([_history_row(fetch) for fetch in found.fetches], indent="  "))
    if found.archive:
        echo("archives:")
        echo(columns([_lookup_row(look) for look in found.archive], indent="  "))
    if found.imports:
        echo("imported copies, no evidence of the page today:")
        echo(columns([_import_row(copy) for copy in found.imports], indent="  "))
    if found.replay is not None:
        _print_replay(found.replay)


def _print_fetch(fetch: "FetchRecord") -> None:
    """The last Fetch: evidence, redirects, headers."""
    from crawler.cache.network import NETWORK_FAILURES

    echo(f"evidence (citecache {one_line(fetch.version)}):")
    _print_evidence(fetch.evidence, indent="  ")
    if fetch.effective_verdict is None and fetch.outcome in NETWORK_FAILURES:
        echo("  inconclusive: at least half of its run did not answer, possibly an outage on our side")
    if fetch.redirects:
        echo("redirects:")
        for hop in fetch.redirects:
            echo(f"  {hop.status}  {one_line(hop.url)}")
        echo(f"   ->  {one_line(fetch.final_url or '')}")
    head = "no answer" if fetch.status is None else f"HTTP {fetch.status}"
    echo(f"last fetch: {fetch.started_at}  {head}" + (f"  {one_line(fetch.error)}" if fetch.error else ""))
    echo(columns([(f"{name}:", one_line(value)) for name, value in fetch.headers], indent="  "))


def _print_evidence(evidence: "Sequence[Evidence]", *, indent: str) -> None:
    """The rule, for which verdict, with how many points (below zero: against it; 1 is enough), and what was seen."""
    rows: list[tuple[str, ...]]
    rows = [(seen.rule, seen.verdict, _points(seen), one_line(seen.detail)) for seen in evidence]
    if all(seen.weight is None for seen in evidence):
        rows = [(rule, verdict, detail) for rule, verdict, _, detail in rows]
    echo(columns(rows, indent=indent) or f"{indent}none")


def _points(seen: "Evidence") -> str:
    return "" if seen.weight is None else f"{seen.weight:+.2f}"


def _history_row(fetch: "FetchRecord") -> tuple[str, ...]:
    """When, the effective verdict (in brackets: the Fetch's own, where it changed nothing), and how it went."""
    head = "-" if fetch.status is None else str(fetch.status)
    verdict = fetch.effective_verdict or f"({fetch.verdict})"
    return fetch.started_at, verdict, head, fetch.outcome, one_line(fetch.error or "")


def _lookup_row(look: "MementoLookup") -> tuple[str, ...]:
    """When, how it ended, the day of the copy, and which copy; for a lookup as a whole, which archive."""
    detail = " ".join(one_line(part or "") for part in (look.verdict, look.detail))
    day = (look.memento_datetime or look.wanted or "")[:10]
    return look.looked_at, look.outcome, day, f"{one_line(look.url or look.archive)}  {detail}".rstrip()


def _import_row(copy: "ImportRecord") -> tuple[str, ...]:
    """When the copy was made, what the judge says of it, and the file that it is from."""
    where = f"{copy.format} {one_line(copy.file)}, imported {copy.added_at[:10]}"
    return copy.captured_at, copy.verdict, one_line(copy.detail), where


def _print_replay(rows: "Sequence[ReplayedFetch]") -> None:
    judged = [row for row in rows if row.kept]
    other = [row for row in judged if not row.same]
    echo(f"replay: {plural(len(judged), 'fetch')} judged again, {len(judged) - len(other):,} with the same verdict")
    if len(judged) < len(rows):
        echo(f"  {len(rows) - len(judged):,} not judged again: their texts are no longer kept (CITECACHE_KEEP)")
    for row in other:
        echo(f"  {row.started_at}  {row.then.shown} -> {row.now.shown}")
        _print_evidence(row.evidence, indent="    ")
