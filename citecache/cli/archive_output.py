"""What `archive` prints, as text and as JSON."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from citecache.cli.options import command_line, echo, echo_json, note
from citecache.render.clean import one_line
from citecache.render.tables import columns, plural
from citecache.usecases.archive import ArchiveRun, KeptCopy
from citecache.usecases.replacements import GONE_FOR_GOOD
from crawler.cache import utc
from crawler.model import LookupResult, WantedCopy
from crawler.model.archived_copy import KEPT, NONE, REFUSED, UNAVAILABLE

if TYPE_CHECKING:
    from crawler.memento.spider import ArchiveResult

WORDS = {KEPT: "kept", REFUSED: "no good copy", NONE: "no copy", UNAVAILABLE: "inconclusive"}
"""What a person reads for each outcome, in the order of the total."""


def print_wanted(wanted: Sequence[WantedCopy], endpoint: str, *, as_json: bool) -> None:
    if as_json:
        echo_json({"dry_run": True, "archive": endpoint, "pages": [_wanted_object(one) for one in wanted]})
        return
    for one in wanted:
        echo(f"{utc(one.moment)[:10]}  {one_line(one.page.url)}  ({one.why})")
    note(f"{plural(len(wanted), 'page')} would be looked up at {endpoint}")


# --- text --------------------------------------------------------------------------------------------


def print_run(run: ArchiveRun) -> None:
    rows = [*map(_kept_row, run.kept_before), *map(_row, run.results)]
    if not rows:
        echo("nothing to look up: every page that is gone has a copy, or this archive was asked within 30 days")
        return
    echo(columns(rows))
    counts = Counter(result.whole.outcome for result in run.results)
    total = ", ".join(f"{counts[outcome]:,} {word}" for outcome, word in WORDS.items() if counts[outcome])
    ended = "; the run was interrupted" if run.interrupted else ""
    echo(f"{plural(len(run.results), 'page')} looked up at {run.endpoint}{': ' if total else ''}{total}{ended}")
    if repairable := sum(one.wanted.verdict in GONE_FOR_GOOD for one in run.results if one.whole.outcome == KEPT):
        echo(f"next: {command_line('repair --archive')}   # cite the copies of {plural(repairable, 'page')}")


def _row(result: "ArchiveResult") -> tuple[str, ...]:
    date = utc(result.at)[:10] if result.at else "-"
    return WORDS[result.whole.outcome], date, _place(result.page.url, result.url or result.whole.detail)


def _kept_row(copy: KeptCopy) -> tuple[str, ...]:
    return "kept before", str(copy.at)[:10], _place(copy.wanted.page.url, str(copy.url))


def _place(url: str, detail: str) -> str:
    return f"{one_line(url)}  {one_line(detail)}".rstrip()


# --- JSON --------------------------------------------------------------------------------------------


def as_object(run: ArchiveRun) -> dict[str, Any]:
    counts = Counter(result.whole.outcome for result in run.results)
    head: dict[str, Any] = {"archive": run.endpoint, "state": "interrupted" if run.interrupted else "finished"}
    by_outcome = {outcome: counts[outcome] for outcome in WORDS}
    pages = [*map(_kept_object, run.kept_before), *map(_result_object, run.results)]
    return head | {"pages": len(run.results)} | by_outcome | {"results": pages}


def _wanted_object(one: WantedCopy) -> dict[str, Any]:
    return {"url": one.page.url, "verdict": one.verdict, "wanted": utc(one.moment), "why": one.why}


def _kept_object(copy: KeptCopy) -> dict[str, Any]:
    outcome = {"outcome": KEPT, "detail": "kept before"}
    return _wanted_object(copy.wanted) | outcome | {"memento": copy.url, "memento_datetime": copy.at}


def _result_object(result: "ArchiveResult") -> dict[str, Any]:
    outcome = {"outcome": result.whole.outcome, "detail": result.whole.detail}
    copy = {"memento": result.url, "memento_datetime": utc(result.at) if result.at else None}
    tried = {"tried": [_lookup_object(lookup) for lookup in result.tried]}
    return _wanted_object(result.wanted) | outcome | copy | tried


def _lookup_object(lookup: LookupResult) -> dict[str, Any]:
    return {
        "url": lookup.url,
        "memento_datetime": utc(lookup.memento_datetime) if lookup.memento_datetime else None,
        "outcome": lookup.outcome,
        "verdict": lookup.verdict,
        "detail": lookup.detail,
    }
