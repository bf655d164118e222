"""`citecache claims`: what a document says beside what its sources say."""

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from citecache.cli.adding import read_sources, require_all_sources
from citecache.cli.options import (
    command_line,
    database_option,
    echo,
    echo_lines,
    json_option,
    limit_option,
    note,
    open_cache,
)
from citecache.cli.report_output import echo_json_list
from citecache.render.tables import plural
from crawler.model.errors import Error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citecache.results import ClaimCheck
    from citecache.usecases.judging.judged import JudgedClaims


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option("--all", "everything", is_flag=True, help="List the claims that are not doubtful, and inconclusive ones.")
@click.option("--model", metavar="NAME", help="Have a language model judge each claim, too; `llm models` lists them.")
@limit_option("Ask the model about at most N claims, the most doubtful first; those it has judged do not count.")
@database_option
@json_option
def claims(*, sources: tuple[str, ...], everything: bool, model: str | None, limit: int | None, as_json: bool) -> None:
    """Compare each sentence that leans on a citation with the text of what it cites.

    Shown is the passage that stands closest, numbers and names of the claim that stand nowhere in the source, and a
    doubt: the share of the claim, 0 to 1, that the passage lacks. Listed are claims with much doubt or a missing
    number; --json has all, with three passages each. Words are compared, not meanings: no claim is ever called
    supported. Reads the cache only. With SOURCE, the sources are first read as by `citecache add`, and only their
    claims count.

    With --model, a language model also says of each claim: supported, partly, unsupported or unverifiable, with the
    passage it rests on. That is the model's word, not ours; a passage that does not stand in the source is refused. The
    model's service is sent the claim, the title and the text of the page, but nothing of a page that reserves its text.
    Its answers are kept in the cache. Needs the extra `llm`: pip install "citecache[llm]", and a key: `llm keys set`.

    Example: citecache claims docs/history.md
    """
    if limit is not None and model is None:
        raise click.UsageError("--limit counts the claims that a model is asked about: name one with --model")
    added = read_sources(sources)
    paths = added.paths if added else None
    write = _print_json if as_json else partial(_print, everything=everything)
    if model is None:
        from citecache.usecases.claims import check_claims

        with open_cache() as cache:
            found = write(check_claims(cache, paths))
    else:
        judged = _judged(model, paths, limit)
        found = write(judged.checks)
        if not as_json:
            _print_judgements(judged.checks)
        _conclude(judged)
    if added:
        require_all_sources(added)
    elif not found:
        raise Error(f"no document has a claim to compare: {command_line('add SOURCE...')} reads citing documents")


def _judged(name: str, paths: "Iterable[str] | None", limit: int | None) -> "JudgedClaims":
    from datetime import UTC, datetime

    from citecache.cli.progress import judging
    from citecache.usecases.claims import checked_claims
    from citecache.usecases.judging.judged import judge_claims
    from citecache.usecases.judging.language_model import language_model

    model = language_model(name)
    with open_cache() as cache, judging(model.name) as advance:
        now = partial(datetime.now, UTC)
        return judge_claims(cache, list(checked_claims(cache, paths)), model, now=now, limit=limit, advance=advance)


def _print_json(claims: "Iterable[ClaimCheck]") -> int:
    """Write the claims while they are compared; how many there are."""
    from citecache.render.claims import ClaimCounts

    found = ClaimCounts()
    echo_json_list(asdict(one) for one in found.passing(claims))
    return len(found)


def _print(claims: "Iterable[ClaimCheck]", *, everything: bool) -> int:
    """The same in lines, with the total; how many there are, with those that are not listed."""
    from citecache.render.claims import ClaimCounts, lines, worth_a_look

    found, shown = ClaimCounts(), ClaimCounts()
    listed = (one for one in found.passing(claims) if everything or worth_a_look(one))
    echo_lines(lines(shown.passing(listed)))
    echo(found.total())
    if len(found) > len(shown):
        note(f"{plural(len(found) - len(shown), 'other claim')}: --all lists them, --json has all passages")
    return len(found)


def _print_judgements(claims: "Sequence[ClaimCheck]") -> None:
    from citecache.render.claims import judgements

    if said := judgements(claims):
        echo(said)


def _conclude(judged: "JudgedClaims") -> None:
    """What kept the model from judging all of them."""
    if judged.interrupted:
        note("interrupted: what the model has answered is kept, and not asked again")
        click.get_current_context().exit(130)  # 128 + SIGINT, as shells have it
    if judged.failure is not None and not judged.judged:
        raise Error(judged.failure)
    if judged.failure is not None:
        note(f"not all claims are judged: {judged.failure}")
