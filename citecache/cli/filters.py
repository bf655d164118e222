"""The filters that `list` and `export` share, and lists of names on the command line."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from citecache.cli.options import F, Moment

if TYPE_CHECKING:
    from crawler.cache import CacheFile
    from crawler.model import CardFilter

NO_GRADE = "none"
SINCE = "Only resources added since DATE, or with another verdict, text or citation since then."


class Names(click.ParamType[tuple[str, ...]]):
    """One or several of some names: `dead,moved`."""

    name = "names"

    def __init__(self, what: str, known: Iterable[str]) -> None:
        self.what = what
        self.known = tuple(known)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        del param, ctx
        return f"{self.what},..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:  # noqa: ANN401 - click's signature
        if isinstance(value, tuple):
            return value
        found = tuple(part.strip() for part in str(value).split(","))
        for part in found:
            if part not in self.known:
                self.fail(f"{part!r} is not one of {', '.join(self.known)}", param, ctx)
        return found

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names for the last one of a list."""
        del ctx, param
        before, comma, last = incomplete.rpartition(",")
        return [CompletionItem(f"{before}{comma}{name}") for name in self.known if name.startswith(last)]


def merged(given: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The names of an option that was given several times, each once."""
    return tuple(dict.fromkeys(name for names in given for name in names))


def verdict_option(what: str) -> Any:  # noqa: ANN401 - decorates whatever click makes
    """`--verdict a,b`, repeatable."""
    from crawler.model import Verdict

    names = [verdict.value for verdict in Verdict]
    text = f"{what}; repeatable. One of {', '.join(names)}."
    return click.option("--verdict", "verdicts", multiple=True, type=Names("VERDICT", names), help=text)


def filter_options(command: Any) -> Any:  # noqa: ANN401 - decorates whatever click makes
    """The filters that `list` and `export` share."""
    from crawler.model.grade import GRADES

    for option in (
        click.option("--since", type=Moment(), metavar="DATE", help=f"{SINCE} {Moment.HELP}"),
        click.option("--marked", is_flag=True, help="Only pages whose verdict a person has set."),
        click.option("--doubt", "doubtful", is_flag=True, help="Only what is in doubt: the verdict, or the text."),
        click.option(
            "--grade",
            "grades",
            multiple=True,
            type=Names("GRADE", (*GRADES, NO_GRADE)),
            help="Only captures of this grade, or one of several: how much of what was cited they are; repeatable. "
            f"One of {', '.join((*GRADES, NO_GRADE))}.",
        ),
        click.option("--type", "types", multiple=True, metavar="TYPE", help="Only resources of TYPE; repeatable."),
        click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only resources with TAG; repeatable."),
        click.option("--document", metavar="PATH", help="Only what the document at PATH, or of that name, cites."),
        click.option("--host", "hosts", multiple=True, metavar="HOST", help="Only pages on HOST; repeatable."),
        verdict_option("Only pages with this verdict, or one of several: dead,moved"),
    ):
        command = option(command)
    return command


def sort_option(meaning: str) -> Callable[[F], F]:
    """`--sort ORDER`."""
    from crawler.model.card_filter import SORTS

    return click.option("--sort", type=click.Choice(SORTS), default="url", show_default=True, help=meaning)


@dataclass(frozen=True, kw_only=True)
class ChosenFilters:
    """The filter options as they were given."""

    verdicts: tuple[tuple[str, ...], ...]
    hosts: tuple[str, ...]
    document: str | None
    tags: tuple[str, ...]
    types: tuple[str, ...]
    grades: tuple[tuple[str, ...], ...]
    doubtful: bool
    marked: bool
    since: str | None

    def within(self, cache: "CacheFile") -> "CardFilter":
        """What they select of a cache.

        Raises:
            NotFound: there is no such document.
        """
        from crawler.cache.read.documents import require_document
        from crawler.model import CardFilter

        if self.document is not None:
            require_document(cache, self.document)
        wanted = CardFilter(
            verdicts=merged(self.verdicts),
            hosts=tuple(host.lower() for host in self.hosts),
            document=self.document,
            tags=self.tags,
            types=self.types,
            doubtful=self.doubtful,
            marked=self.marked,
            since=self.since,
        )
        if not self.grades:
            return wanted
        from citecache.cli.progress import grading
        from citecache.usecases.grades import of_grades

        grades = {None if grade == NO_GRADE else grade for grade in merged(self.grades)}
        with grading() as advance:
            return replace(wanted, ids=of_grades(cache, grades, advance=advance))
