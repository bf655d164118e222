"""`citecache compact`: a smaller file."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

import click

from citecache.cli.options import Duration, database_option, database_path, echo, echo_json, json_option, note
from citecache.render.tables import plural

if TYPE_CHECKING:
    from citecache.usecases.compact import CompactResult


class Bytes(click.ParamType[int]):
    """`1MB`, `500KB`, `2GB` or `4096`: bytes, of 1024 to the KB."""

    name = "size"
    UNITS: ClassVar = {"": 1, "b": 1, "kb": 2**10, "mb": 2**20, "gb": 2**30}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's signature
        match = re.fullmatch(r"(\d{1,12}) ?([kmg]?b?)", str(value).strip().lower(), re.ASCII)
        if not match or match[2] not in self.UNITS:
            self.fail(f"{value!r} is no size: write 1MB, 500KB, 2GB or a number of bytes", param, ctx)
        return int(match[1]) * self.UNITS[match[2]]


@click.command()
@click.option(
    "--bodies-older-than", type=Duration(), metavar="AGE", help="Drop bodies that were not seen for AGE, such as 365d."
)
@click.option("--larger-than", type=Bytes(), metavar="SIZE", help="Drop bodies of more than SIZE, such as 1MB.")
@click.option(
    "--keep", type=click.IntRange(min=0), metavar="N", help="Keep the bodies of N earlier versions of each page."
)
@click.option("--last-good", is_flag=True, help="Drop also bodies of last good captures and newest answers.")
@click.option("--repack", is_flag=True, help="Store bodies and headers of earlier citecache versions as differences.")
@click.option("--dry-run", is_flag=True, help="Say what would be dropped; change nothing.")
@database_option
@json_option
def compact(
    *,
    bodies_older_than: int | None,
    larger_than: int | None,
    keep: int | None,
    last_good: bool,
    repack: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make the file smaller: drop bodies by the rules that you name, and give free space back to the disk.

    A body is what a server sent; `reextract`, `show --raw` and `export warc` need it. It is dropped if it fulfils
    every rule that is named. No text is dropped, no copy from an archive or a file, and, without --last-good, no body
    of a last good capture. Without a rule, only the search
    index is merged and free space given back. `prune --keep` drops earlier texts as well.

    Versions of a page are stored as differences to one another, and so are the headers of a host's answers. Those that
    citecache stored before it did so are packed anew by --repack, which reads every body that is stored by itself: 2 ms
    of CPU each.

    Example: citecache compact --bodies-older-than 365d --dry-run
    """
    from citecache.usecases import compact as usecase
    from crawler.cache.policy import BodyRules

    rules = BodyRules(seconds=bodies_older_than, larger_than=larger_than, versions=keep, last_good=last_good)
    if last_good and rules.nothing:
        raise click.UsageError("--last-good needs a rule: --bodies-older-than AGE, --larger-than SIZE or --keep N")
    result = usecase.compact(database_path(), rules, now=datetime.now(UTC), repack=repack, dry_run=dry_run)
    if as_json:
        echo_json(_as_object(result))
    else:
        _print(result, rules_named=not rules.nothing)


def _print(result: "CompactResult", *, rules_named: bool) -> None:
    from citecache.render.tables import size
    from crawler.cache.write.compaction import ROOM
    from crawler.model.cache_status import worth_compacting

    space, would = result.space, "would be " if result.dry_run else ""
    about = "about " if result.dry_run else ""
    if rules_named:
        echo(f"{plural(result.bodies, 'body')} {would}dropped, {about}{size(result.body_bytes)} freed")
    if result.packed_bytes:
        echo(f"{size(result.packed_bytes)} saved by storing bodies and headers as differences")
    if result.dry_run:
        echo(f"the file is {size(space.before)}, of which {size(space.unused)} are free")
    elif space.before > space.after:
        echo(f"the file is {size(space.after)} now, it was {size(space.before)}")
    elif space.due < space.after:
        echo(f"the file is {size(space.after)}, and {size(space.due)} once the program that is reading it has ended")
    else:
        echo(f"the file is {size(space.after)} as before")
        if worth_compacting(space.unused, space.after):
            note(f"{size(space.unused)} are free in it; to give them back takes {size(ROOM * space.after)} on its disk")
        elif space.unused:
            note(f"{size(space.unused)} are free in it, for what is fetched next")


def _as_object(result: "CompactResult") -> dict[str, Any]:
    from dataclasses import asdict

    space = result.space
    file_bytes = {"before": space.before, "after": space.after, "free": space.unused}
    return {name: value for name, value in asdict(result).items() if name != "space"} | {"file_bytes": file_bytes}
