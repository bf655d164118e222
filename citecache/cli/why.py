"""`citecache why`: on what evidence a verdict stands."""

from dataclasses import asdict, replace
from typing import Any

import click

from citecache.cli.options import columns, database_option, echo, echo_json, json_option, open_cache, plural
from citecache.render.clean import one_line
from crawler.cache import cards, mementos, outages, replays


@click.command()
@click.argument("wanted", metavar="URL_OR_ID")
@click.option("--replay", is_flag=True, help="Judge every stored fetch again, offline, and compare.")
@database_option
@json_option
def why(wanted: str, replay: bool, as_json: bool) -> None:
    """Say why a page has its verdict: the evidence, the answer's headers, every fetch and look-up in archives so far.

    With --replay, today's rules judge the stored fetches once more, without network; what they say differently
    is shown beside what was said then. Nothing is changed.

    Example: citecache why https://example.org/gone
    """
    with open_cache() as cache:
        id_ = cards.find(cache, wanted)
        card = replace(cards.card(cache, id_), text=None)
        page, fetches = cards.page(cache, id_), cards.history(cache, id_)
        archived = mementos.looks(cache, page["id"])
        again = _replayed(cache, id_) if replay else None
    if as_json:
        head = {"id": card.id, "url": card.url, "page": page["url"], "verdict": page["verdict"]}
        times = {name: page[name] for name in ("verdict_at", "last_good_at", "due_at", "marked_at", "marked_note")}
        found = head | times | {"evidence": fetches[0]["evidence"] if fetches else [], "fetches": fetches}
        found["archive"] = archived
        echo_json(found if again is None else found | {"replay": again})
        return
    echo(f"{one_line(card.url)}\n{page['verdict']}" + (f" since {page['verdict_at']}" if page["verdict_at"] else ""))
    if page["marked_at"]:
        note = f": {one_line(page['marked_note'])}" if page["marked_note"] else ""
        echo(f"marked by a person at {page['marked_at']}{note}")
    if page["url"] != card.url:
        echo(f"fetched as {one_line(page['url'])}")
    if fetches:
        _tell_fetch(fetches[0])
    echo(f"last good: {page['last_good_at'] or 'never'}; due again: {page['due_at'] or 'not by itself'}")
    if len(fetches) > 1:
        echo("history:")
        echo(columns([_history_row(fetch) for fetch in fetches], indent="  "))
    if archived:
        echo("archives:")
        echo(columns([_look_row(look) for look in archived], indent="  "))
    if again is not None:
        _tell_replay(again)


def _tell_fetch(fetch: dict[str, Any]) -> None:
    """The last Fetch: evidence, redirects, headers."""
    echo(f"evidence (citecache {one_line(fetch['version'])}):")
    _tell_evidence(fetch["evidence"], indent="  ")
    if fetch["held"] is None and fetch["outcome"] in outages.NETWORK_FAILURES:
        echo("  held against nobody: half of its run or more gave no answer, perhaps an outage of ours")
    if fetch["redirects"]:
        echo("redirects:")
        for hop in fetch["redirects"]:
            echo(f"  {hop['status']}  {one_line(hop['url'])}")
        echo(f"   ->  {one_line(fetch['final_url'] or '')}")
    head = "no answer" if fetch["status"] is None else f"HTTP {fetch['status']}"
    echo(f"last fetch: {fetch['started_at']}  {head}" + (f"  {one_line(fetch['error'])}" if fetch["error"] else ""))
    echo(columns([(f"{name}:", one_line(value)) for name, value in fetch["headers"]], indent="  "))


def _tell_evidence(evidence: list[dict[str, Any]], *, indent: str) -> None:
    rows = [(item["rule"], item["verdict"], one_line(item["detail"])) for item in evidence]
    echo(columns(rows, indent=indent) or f"{indent}none")


def _history_row(fetch: dict[str, Any]) -> tuple[str, ...]:
    """When, what was held then (in brackets: what the Fetch said that changed nothing), and how it went."""
    head = "-" if fetch["status"] is None else str(fetch["status"])
    verdict = fetch["held"] or f"({fetch['verdict']})"
    return fetch["started_at"], verdict, head, fetch["outcome"], one_line(fetch["error"] or "")


def _look_row(look: dict[str, Any]) -> tuple[str, ...]:
    """When, how it ended, the day of the copy, and which; a look-up as a whole has the archive for that."""
    told = " ".join(one_line(look[name] or "") for name in ("verdict", "detail"))
    day = (look["memento_datetime"] or look["wanted"] or "")[:10]
    return look["looked_at"], look["outcome"], day, f"{one_line(look['url'] or look['archive'])}  {told}".rstrip()


def _replayed(cache: Any, id_: str) -> list[dict[str, Any]]:  # noqa: ANN401 - CacheFile; named in the caller
    """Every Fetch judged again, the newest first: fetch, started_at, then, now, same, evidence."""
    from pipelines.judge import judge  # noqa: PLC0415 - its tables of phrases take a while to compile

    rows = []
    for stored in replays.replays(cache, id_):
        found = judge(stored.fetch, stored.history)
        # None: its run was offline, so it said nothing; what the Fetch alone says can be compared all the same.
        then, now = (
            (stored.verdict, stored.effective_verdict),
            (found.verdict, stored.effective_verdict and found.effective_verdict),
        )
        rows.append(
            {
                "fetch": stored.id,
                "started_at": stored.fetch.started_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "then": {"verdict": then[0], "held": then[1]},
                "now": {"verdict": now[0], "held": now[1]},
                "same": then == now,
                "evidence": [asdict(seen) for seen in found.evidence],
            }
        )
    return rows


def _tell_replay(rows: list[dict[str, Any]]) -> None:
    other = [row for row in rows if not row["same"]]
    echo(f"replay: {plural(len(rows), 'fetch')} judged again, {len(rows) - len(other):,} with the same verdict")
    for row in other:
        then, now = (row[when]["held"] or row[when]["verdict"] for when in ("then", "now"))
        echo(f"  {row['started_at']}  {then} -> {now}")
        echo(
            columns(
                [(seen["rule"], seen["verdict"], one_line(seen["detail"])) for seen in row["evidence"]], indent="    "
            )
        )
