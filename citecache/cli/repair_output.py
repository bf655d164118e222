"""What `repair` prints: a diff on stdout, the rest on stderr; or JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from citecache.cli.options import command_line, echo_bytes, note
from citecache.render.patch import diff_lines
from citecache.render.tables import plural
from citecache.usecases.repair import DocumentRepair
from citecache.usecases.replacements import Replacement


def print_diff(documents: Sequence[DocumentRepair], replacements: Mapping[str, Replacement]) -> None:
    """As bytes: a patch must fit files in any encoding that agrees with ASCII."""
    for one in documents:
        changed = one.rewritten
        reasons = ((edit.place.start, replacements[edit.place.url].reason) for edit in changed.edits)
        lines = diff_lines(one.path, changed.before, changed.after, reasons)
        echo_bytes("".join(lines).encode("utf-8", "surrogateescape"))


def tell(documents: Sequence[DocumentRepair], *, without_copy: int, written: bool) -> None:
    """What stays, and how much was replaced."""
    for one in documents:
        for url, why in one.rewritten.left.items():
            note(f"{one.path}: {url} stays: {why}")
        if one.refused:
            note(one.refused)
    done = [one for one in documents if one.changed]
    edits = sum(len(one.rewritten.edits) for one in done)
    counts = f"{plural(edits, 'URL')} in {plural(len(done), 'document')}"
    if not done:
        note("nothing was repaired" if documents else "nothing to repair")
    elif written:
        note(f"{counts} replaced; no backup was made: `git diff --word-diff` shows what changed")
    else:
        note(f"{counts} can be replaced: --write does it, without a backup, so commit the files first")
    if without_copy:
        gone = f"{plural(without_copy, 'URL')} of pages that are gone"
        note(f"no archived copy yet for {gone}: `{command_line('archive')}` looks for them")


def as_object(one: DocumentRepair, replacements: Mapping[str, Replacement], *, written: bool) -> dict[str, Any]:
    """A document as a JSON object. `written`: whether the files were to be written."""
    repairs = []
    for edit in one.rewritten.edits:
        place, why = edit.place, replacements[edit.place.url]
        repairs.append(
            {
                "line": place.line,
                "column": place.column,
                "url": place.url,
                "new_url": edit.new_url,
                "kind": why.kind.value,
                "verdict": why.verdict.value,
                "reason": why.reason,
            }
        )
    left = [{"url": url, "reason": why} for url, why in one.rewritten.left.items()]
    state = {"written": written and one.changed, "refused": one.refused}
    return {"document": one.path, **state, "repairs": repairs, "left": left}
