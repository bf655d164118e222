"""`citecache changes`: what changed since a date, the most cited pages first."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

import click

from citecache.cli.options import (
    Moment,
    columns,
    database_option,
    echo,
    echo_json,
    json_option,
    note,
    open_cache,
    plural,
    typed,
)
from citecache.render.clean import one_line
from crawler.cache import CacheFile, changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that changed. For a text, `before` and `after` are the times of the Fetches that brought the texts."""

    id: str
    url: str
    title: str | None
    kind: str  # "text", "verdict"
    before: str
    after: str
    at: str
    cited_by_count: int
    importance: float | None
    words_added: int | None = None
    words_removed: int | None = None
    coarse: bool = False
    marked: bool = False  # the verdict is a person's


@click.command("changes")
@click.option("--since", type=Moment(), default="7d", show_default=True, metavar="DATE", help="2026-04-01, or 7d.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@database_option
@json_option
def changes_(since: str, limit: int | None, as_json: bool) -> None:
    """List what changed since DATE: texts and verdicts, the most cited and most important pages first.

    What counts is how a page stood at DATE and how it stands now. Churn is no change, nor is what a new version of
    the extractor reads differently; both are counted, and so are pages that were fetched for the first time since.

    Example: citecache changes --since 2026-04-01
    """
    with open_cache() as cache:
        texts, left_out = _text_changes(cache, since)
        verdicts, first = _verdict_changes(cache, since)
        listed = _ranked(cache, [*texts, *verdicts])
    if as_json:
        counts = {"total": len(listed), **left_out, "first_fetched": dict(first.most_common())}
        echo_json({"since": since, **counts, "changes": [asdict(change) for change in listed[:limit]]})
        return
    if listed:
        echo(columns([_row(change) for change in listed[:limit]]))
    if limit is not None and len(listed) > limit:
        note(f"{limit:,} of {len(listed):,}; without --limit all are listed")
    _tell_total(listed, left_out, first, since)


def _text_changes(cache: CacheFile, since: str) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Texts that the pages changed, and how many others differ by less."""
    from citecache.usecases import comparison  # noqa: PLC0415 - comparing takes a while to import

    turned = list(changes.texts_since(cache, since))
    left_out = {"churn_only": 0, "extractor_only": 0}
    found = []
    for one, compared in zip(turned, comparison.between(cache, [(one.before, one.now) for one in turned]), strict=True):
        difference = compared.difference
        if compared.cause == "page" and difference.changed:
            counts = {name: getattr(difference, name) for name in ("words_added", "words_removed", "coarse")}
            times = {"before": one.before.first_at, "after": one.now.last_at, "at": one.now.first_at}
            found.append({"page_id": one.page_id, "kind": "text", **times, **counts})
        else:
            left_out["extractor_only" if compared.cause == "extractor" else "churn_only"] += 1
    return found, left_out


def _verdict_changes(cache: CacheFile, since: str) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Verdicts that are others now, and those of the pages that had none yet, counted."""
    rows = changes.verdicts_since(cache, since)
    found = [row | {"kind": "verdict", "marked": bool(row["marked"])} for row in rows if row["before"] is not None]
    return found, Counter(row["after"] for row in rows if row["before"] is None)


def _ranked(cache: CacheFile, found: list[dict[str, Any]]) -> list[Change]:
    about = changes.cited(cache, (row["page_id"] for row in found))
    listed = [Change(**about[row["page_id"]], **{key: row[key] for key in row if key != "page_id"}) for row in found]
    return sorted(listed, key=lambda one: (-one.cited_by_count, -(one.importance or 0), one.url, one.kind != "verdict"))


def _row(change: Change) -> tuple[str, ...]:
    if change.kind == "verdict":
        what = f"{change.before} -> {change.after}" + (" (marked by you)" if change.marked else "")
    else:
        most = "at most " if change.coarse else ""
        what = f"text: {most}{change.words_added:,} added, {change.words_removed:,} removed"
    return one_line(change.id), what, change.at[:10], f"cited by {change.cited_by_count:,}", one_line(change.url)


def _tell_total(listed: list[Change], left_out: dict[str, int], first: Counter[str], since: str) -> None:
    kinds = Counter(change.kind for change in listed)
    echo(f"{plural(kinds['text'], 'text')} and {plural(kinds['verdict'], 'verdict')} changed since {since}")
    rest = []
    if left_out["churn_only"]:
        rest.append(f"{plural(left_out['churn_only'], 'page')} changed by churn alone")
    if left_out["extractor_only"]:
        rest.append(f"{plural(left_out['extractor_only'], 'page')} read differently by the extractor alone")
    if first:
        verdicts = ", ".join(f"{count:,} {verdict}" for verdict, count in first.most_common())
        rest.append(f"{plural(first.total(), 'page')} fetched for the first time ({verdicts})")
    if rest:
        echo(f"not listed: {'; '.join(rest)}")
    text = next((change for change in listed if change.kind == "text"), None)
    verdict = next((change for change in listed if change.kind == "verdict"), None)
    if text:
        echo(f"next: {typed(f'diff {text.id} --since {since}')}   # what a text says now, and what it said")
    if verdict:
        echo(f"next: {typed(f'why {verdict.id}')}   # on what evidence")
