"""`citecache repair`: URLs that moved or died, replaced in the documents that cite them."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from citecache.cli.options import command_line, database_option, echo_bytes, echo_json, json_option, note, open_cache
from citecache.render.tables import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citecache.usecases.repair import DocumentRepair


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option("--moved", is_flag=True, help="Only URLs of pages that have moved.")
@click.option("--archive", is_flag=True, help="Only URLs of pages that are gone, by those of their archived copies.")
@click.option("--tidy", is_flag=True, help="Also http: to https:, and no tracking parameters, for the same text.")
@click.option("--write", is_flag=True, help="Change the files; no backup is made, so commit them first.")
@database_option
@json_option
def repair(*, sources: tuple[str, ...], moved: bool, archive: bool, tidy: bool, write: bool, as_json: bool) -> None:
    """Replace cited URLs in documents: a moved page's by its new one, that of a page that is gone by its archived copy.

    Prints a unified diff with the reason at the head of each hunk, and changes nothing; --write changes the files.
    Nothing but URLs is touched, in every format that is plain text; a URL that cannot be replaced for sure stays, and
    is named on stderr. `citecache archive` finds the archived copies. With SOURCE, a path, folder or pattern of
    documents that were added, only these.

    Example: citecache repair docs --write
    """
    from citecache.usecases.repair import repairs_of
    from citecache.usecases.repair import write as write_files
    from citecache.usecases.repairs import Kind, without_copy

    kinds = {Kind.MOVED} if moved and not archive else {Kind.ARCHIVED} if archive and not moved else {*Kind}
    kinds = kinds - {Kind.TIDIED} | ({Kind.TIDIED} if tidy else set())
    with open_cache() as cache:
        found = repairs_of(cache, sources, kinds)
        if write:
            found = write_files(cache, found, now=datetime.now(UTC))
        wanting = without_copy(cache) if Kind.ARCHIVED in kinds else 0
    if as_json:
        echo_json({"written": write, "documents": [_object(one, written=write) for one in found]})
    elif not write:
        _print_diff(found)
    _tell(found, written=write)
    if wanting:
        gone = f"{plural(wanting, 'URL')} of pages that are gone"
        note(f"no archived copy yet for {gone}: `{command_line('archive')}` looks for them")
    if any(one.refused for one in found):
        click.get_current_context().exit(1)


def _object(one: "DocumentRepair", *, written: bool) -> dict[str, Any]:
    from citecache.render.repaired import edit_object

    edits = one.rewritten.edits
    why = [one.repairs[edit.url] for edit in edits]
    repairs = [
        edit_object(edit, because.kind.value, because.verdict.value, because.reason)
        for edit, because in zip(edits, why, strict=True)
    ]
    left = [{"url": url, "reason": reason} for url, reason in one.left.items()]
    state = {"written": written and one.changed and not one.refused, "refused": one.refused}
    return {"document": one.path, **state, "repairs": repairs, "left": left}


def _print_diff(found: "Sequence[DocumentRepair]") -> None:
    """As bytes: a patch must fit files in any encoding."""
    from citecache.render.repaired import diff_lines, line_in_diff

    for one in found:
        before, edits = one.rewritten.before, one.rewritten.edits
        reasons = [(line_in_diff(before, edit.start), one.repairs[edit.url].reason) for edit in edits]
        lines = diff_lines(one.path, before, one.rewritten.after, reasons)
        echo_bytes("".join(lines).encode("utf-8", "surrogateescape"))


def _tell(found: "Sequence[DocumentRepair]", *, written: bool) -> None:
    for one in found:
        for url, reason in one.left.items():
            note(f"{one.path}: {url} stays: {reason}")
        if one.refused:
            note(f"{one.path}: {one.refused}")
    done = [one for one in found if one.changed and not one.refused]
    edits = sum(len(one.rewritten.edits) for one in done)
    counts = f"{plural(edits, 'URL')} in {plural(len(done), 'document')}"
    if not done:
        note("nothing to repair" if not found else "nothing was repaired")
    elif written:
        note(f"{counts} replaced; no backup was made: `git diff --word-diff` shows what changed")
    else:
        note(f"{counts} can be replaced: --write does it, without a backup, so commit the files first")
