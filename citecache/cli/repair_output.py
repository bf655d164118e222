"""What `repair` prints: a diff on stdout, the rest on stderr; or JSON."""

from typing import Any

from citecache.cli.options import command_line, echo_bytes, note
from citecache.render.tables import plural
from citecache.usecases.repair_report import RepairedDocument, RepairReport


def print_diff(report: RepairReport) -> None:
    """As bytes: a patch must fit files in any encoding that agrees with ASCII."""
    for one in report.documents:
        echo_bytes(one.diff.encode("utf-8", "surrogateescape"))


def tell(report: RepairReport) -> None:
    """What stays, and how much was replaced."""
    for one in report.documents:
        for url, why in one.left.items():
            note(f"{one.document}: {url} stays: {why}")
        if one.refused:
            note(one.refused)
    done = [one for one in report.documents if one.repairs and not one.refused]
    edits = sum(len(one.repairs) for one in done)
    counts = f"{plural(edits, 'URL')} in {plural(len(done), 'document')}"
    if not done:
        note("nothing was repaired" if report.documents else "nothing to repair")
    elif report.written:
        note(f"{counts} replaced; no backup was made: `git diff --word-diff` shows what changed")
    else:
        note(f"{counts} can be replaced: --write does it, without a backup, so commit the files first")
    if report.with_copy:
        note(f"{plural(report.with_copy, 'URL')} of pages that are gone left, with the archived copy beside it")
    if report.without_copy:
        gone = f"{plural(report.without_copy, 'URL')} of pages that are gone"
        note(f"no archived copy yet for {gone}: `{command_line('archive')}` looks for them")


def as_object(report: RepairReport) -> dict[str, Any]:
    return {"written": report.written, "documents": [_document(one) for one in report.documents]}


def _document(one: RepairedDocument) -> dict[str, Any]:
    repairs = [
        {
            "line": edit.line,
            "column": edit.column,
            "url": edit.url,
            "new_url": edit.new_url,
            "kind": edit.kind.value,
            "verdict": edit.verdict.value,
            "reason": edit.reason,
        }
        for edit in one.repairs
    ]
    left = [{"url": url, "reason": why} for url, why in one.left.items()]
    return {"document": one.document, "written": one.written, "refused": one.refused, "repairs": repairs, "left": left}
