"""`citecache diff` and `citecache changes`: what the cited pages say differently now."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from citecache.cli.options import (
    Duration,
    columns,
    database_option,
    echo,
    echo_json,
    json_option,
    note,
    on_terminal,
    open_cache,
    plural,
    typed,
)
from citecache.render.clean import one_line
from citecache.render.diff import as_object, render
from crawler.cache import CacheFile, cards, changes, utc
from crawler.model import Card, Verdict
from crawler.model.errors import NotFound

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(click.ParamType[str]):
    """A date or a time that has been, or how long ago: UTC, ISO 8601 with Z. A date is its first second."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's signature
        from crawler.sources.dates import iso_date, iso_time  # noqa: PLC0415 - the parsers beside it take a while

        now = datetime.now(UTC)
        text = str(value).strip()
        if text[-1:] in Duration.UNITS and text[:-1].isdecimal():
            ago = timedelta(seconds=Duration().convert(text, param, ctx))
            return utc(now - min(ago, now - EARLIEST))
        moment = iso_time(text) if ":" in text else None
        if moment is None and (date := iso_date(text)):
            moment = f"{date}{'-01-01'[len(date) - 4 :]}T00:00:00Z"
        if moment is None:
            self.fail(f"{value!r} is no date: write 2026-04-01, 2026-04-01T12:00, or 7d for a week ago", param, ctx)
        if moment > utc(now):
            self.fail(f"{value!r} is yet to come", param, ctx)
        return moment


# --- diff ---------------------------------------------------------------------------------------------------


@click.command()
@click.argument("wanted", metavar="URL_OR_ID")
@click.option("--since", type=Moment(), metavar="DATE", help="Between the text as of DATE (2026-04-01, 7d) and now.")
@click.option("--all", "everything", is_flag=True, help="Show churn, too: dates, counters, links to other pages.")
@database_option
@json_option
def diff(wanted: str, since: str | None, everything: bool, as_json: bool) -> None:
    """Show what changed in a page's text, word by word: [-removed-] and {+added+}.

    Without --since: between the last good text and the newest before it that says something else. What a page
    changes by itself is left out and counted.

    Example: citecache diff https://example.org/llama --since 30d
    """
    from citecache.cli import comparison  # noqa: PLC0415 - comparing takes a while to import

    with open_cache() as cache:
        card = cards.card(cache, cards.find(cache, wanted))
        if card.verdict is Verdict.LEGAL:
            raise NotFound(f"the text of {card.url} is withheld for legal reasons (HTTP 451), and so are its changes")
        found = comparison.since(cache, card.id, since) if since else comparison.latest(cache, card.id)
    if found is None:
        raise NotFound(f"there is no good text of {card.url} yet: `{typed('why ' + card.id)}` says what there is")
    if as_json:
        echo_json(_diff_object(card, found, since))
        return
    echo(one_line(card.url))
    if not card.verdict.good:
        echo(f"{card.verdict} now; its good texts are compared")
    for line in _told(found, since):
        echo(line)
    width = shutil.get_terminal_size((100, 24)).columns
    shown = render(found.difference, width=width, colour=on_terminal(), everything=everything)
    if shown:
        click.echo("\n" + shown, nl=False)
    if found.difference.churn and not everything:
        echo(
            f"\n{plural(found.difference.churn, 'place')} of churn not shown; --all shows what a page changes by itself"
        )


def _diff_object(card: Card, found: Any, since: str | None) -> dict[str, Any]:  # noqa: ANN401 - Comparison, imported late
    sides = {
        name: version and {name: getattr(version, name) for name in ("first_at", "last_at", "extractor", "body_sha256")}
        for name, version in (("before", found.before), ("after", found.now))
    }
    head = {"id": card.id, "url": card.url, "verdict": card.verdict, "since": since, "cause": found.cause}
    return head | sides | {"reextracted": found.again} | as_object(found.difference)


def _told(found: Any, since: str | None) -> Iterator[str]:  # noqa: ANN401 - likewise
    """What was compared, and what came of it."""
    before, now, difference = found.before, found.now, found.difference
    stood = f", last seen {now.last_at}" if now.last_at != now.first_at else ""
    if before is None:
        yield f"one text so far, fetched {now.first_at}{stood}: there is nothing to compare it with"
        return
    if before == now:
        yield f"no change since {since}: the text was fetched {now.first_at}{stood}"
        return
    yield from columns(
        [
            ("before", before.first_at, f"last seen {before.last_at}" if before.last_at != before.first_at else ""),
            ("after", now.first_at, stood.removeprefix(", ")),
        ]
    ).split("\n")
    if since and before.first_at >= since:
        yield f"there was no good text yet at {since}: the first there was is compared"
    if found.cause == "extractor":
        yield "the extractor changed, not the page: the same page is read differently now"
    if found.again:
        yield "the extractor changed in between: both pages were read by today's, so what follows is the page's change"
    if difference.coarse:
        yield "the texts are long and differ much: whole passages are compared there, not words"
    if difference.changed:
        yield f"{plural(difference.words_added, 'word')} added, {difference.words_removed:,} removed"
    else:
        yield "no word changed" + (" but churn" if difference.churn else "")


# --- changes ------------------------------------------------------------------------------------------------


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
    from citecache.cli import comparison  # noqa: PLC0415 - comparing takes a while to import

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
