"""The runs as a person reads of them: what was asked for, how long it took, what came of it; and the one under way."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from citecache.render.html.overview_views import ListedRun, RunProgress
from citecache.render.tables import plural
from crawler.cache import CacheFile
from crawler.cache.read.counts import last_run
from crawler.cache.read.run_records import fetched_now, run_records, run_under_way

LATEST = 5
"""Pages of the run under way that are listed."""

SURE = 10
"""Pages after which the time that is left is estimated. Heuristic, not measured."""


def progress(cache: CacheFile, *, now: datetime) -> RunProgress:
    """The run under way."""
    run = run_under_way(cache)
    if run is None:
        return RunProgress(run=None, seconds_left=None, latest=(), last=last_run(cache))
    left = None
    if run.planned and run.fetched >= SURE:
        passed = (now - datetime.fromisoformat(run.started_at)).total_seconds()
        left = round(max(0.0, passed) / run.fetched * max(0, run.planned - run.fetched))
    return RunProgress(run=run, seconds_left=left, latest=fetched_now(cache, run.id, limit=LATEST), last=None)


def listed_runs(cache: CacheFile, *, before: int | None = None, limit: int) -> list[ListedRun]:
    """Runs, the newest first; `before`: only those older than the run of that id."""
    return [
        ListedRun(
            run=run, asked="; ".join(asked_in_words(run.selection)), seconds=_seconds(run.started_at, run.finished_at)
        )
        for run in run_records(cache, before=before, limit=limit)
    ]


def _seconds(started_at: str, finished_at: str | None) -> int | None:
    if finished_at is None:
        return None
    found = datetime.fromisoformat(finished_at) - datetime.fromisoformat(started_at)
    return max(0, round(found.total_seconds()))


_NAMED = (("urls", "URL"), ("hosts", "host"), ("verdicts", "verdict"))
NAMED = 3
"""URLs, hosts or verdicts that are named; of more, their number is given. Heuristic, not measured."""


def asked_in_words(selection: Mapping[str, object]) -> Iterator[str]:
    """What a run was asked for: the stored fields of a `Selection`.

    >>> list(asked_in_words({"hosts": ["a.example"], "everything": True, "limit": 5}))
    ['host a.example', 'due or not', 'at most 5 pages']
    >>> list(asked_in_words({}))
    ['what was due']
    """
    narrowed = False
    for name, noun in _NAMED:
        wanted = selection.get(name)
        if isinstance(wanted, list) and wanted:
            narrowed = True
            few = len(wanted) <= NAMED
            yield f"{noun} {', '.join(map(str, wanted))}" if few else plural(len(wanted), noun)
    if selection.get("within") is not None:
        yield "what some sources cite"
    old, young, limit = (selection.get(name) for name in ("older_than", "max_age", "limit"))
    if selection.get("everything"):
        yield "due or not"
    elif isinstance(old, int):
        yield f"not fetched for {_span(old)}"
    elif isinstance(young, int):
        yield f"not fresh within {_span(young)}"
    elif not narrowed:
        yield "what was due"
    if isinstance(limit, int):
        yield f"at most {plural(limit, 'page')}"


def _span(seconds: int) -> str:
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length and seconds % length == 0:
            return plural(seconds // length, unit)
    return plural(seconds, "second")
