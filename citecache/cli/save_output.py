"""What `archive --save` prints, as text and as JSON."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from citecache.cli.options import echo, echo_json, note
from citecache.render.clean import one_line
from citecache.render.tables import columns, plural
from citecache.usecases.save import SavePlan, SaveRun
from crawler.cache import utc
from crawler.cache.read.saves import SaveCandidate
from crawler.model.archive_save import DECLINED, FAILED, SAVED, SAVING

if TYPE_CHECKING:
    from crawler.memento.save_spider import SaveResult

WORDS = {SAVED: "saved", SAVING: "not finished", DECLINED: "declined", FAILED: "inconclusive"}
"""What a person reads for each outcome, in the order of the total."""

SHOWN_LEFT_OUT = 10


def print_planned(plan: SavePlan, template: str, *, delay: float, as_json: bool) -> None:
    if as_json:
        pages = [{"url": one.page.url, "verdict": one.verdict} for one in plan.wanted]
        left_out = [_left_out_object(one) for one in plan.left_out]
        echo_json({"dry_run": True, "archive": template, "pages": pages, "left_out": left_out})
        return
    for one in plan.wanted:
        echo(one_line(one.page.url))
    _note_left_out(plan.left_out)
    note(f"{plural(len(plan.wanted), 'page')} would be captured by {template}, one every {delay:g} s")


def print_run(run: SaveRun) -> None:
    _note_left_out(run.plan.left_out)
    if not run.results:
        echo("nothing to save: this archive was asked for every page that is alive, or has a copy of now")
        return
    echo(columns(list(map(_row, run.results))))
    counts = Counter(result.outcome.outcome for result in run.results)
    total = ", ".join(f"{counts[outcome]:,} {word}" for outcome, word in WORDS.items() if counts[outcome])
    ended = "; the run was interrupted" if run.interrupted else ""
    echo(f"{plural(len(run.results), 'page')}, asked of {run.template}: {total}{ended}")


def _row(result: "SaveResult") -> tuple[str, ...]:
    found = result.outcome
    day = utc(found.at)[:10] if found.at else "-"
    detail = "  ".join(one_line(part) for part in (found.url or "", found.detail) if part)
    return WORDS[found.outcome], day, f"{one_line(result.page.url)}  {detail}".rstrip()


def _note_left_out(left_out: Iterable[SaveCandidate]) -> None:
    """What is kept from the archive, with the reasons: nothing is left out silently."""
    left_out = list(left_out)
    for one in left_out[:SHOWN_LEFT_OUT]:
        note(f"not sent: {one_line(one.wanted.page.url)}: {one.left_out}")
    if len(left_out) > SHOWN_LEFT_OUT:
        note(f"and {len(left_out) - SHOWN_LEFT_OUT:,} more pages not sent: --dry-run --json lists them")


def as_object(run: SaveRun) -> dict[str, Any]:
    counts = Counter(result.outcome.outcome for result in run.results)
    return {
        "archive": run.template,
        "state": "interrupted" if run.interrupted else "finished",
        "pages": len(run.results),
        **{outcome: counts[outcome] for outcome in WORDS},
        "results": [_result_object(one) for one in run.results],
        "left_out": [_left_out_object(one) for one in run.plan.left_out],
    }


def _result_object(result: "SaveResult") -> dict[str, Any]:
    found = result.outcome
    return {
        "url": result.page.url,
        "verdict": result.wanted.verdict,
        "asked": result.asked,
        "outcome": found.outcome,
        "detail": found.detail,
        "memento": found.url,
        "memento_datetime": utc(found.at) if found.at else None,
    }


def _left_out_object(one: SaveCandidate) -> dict[str, Any]:
    return {"url": one.wanted.page.url, "verdict": one.wanted.verdict, "reason": one.left_out}
