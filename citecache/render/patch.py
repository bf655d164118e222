"""Repaired documents as a unified diff, which `git apply` and `patch` take, and as JSON objects."""

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawler.sources.rewriting import Edit

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? ")


def diff_lines(path: str, before: str, after: str, reasons: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The lines of a unified diff, with their line ends; at the head of each hunk the reasons of its lines.

    Lines are those of `patch`: they end with a line feed alone. `reasons`: (line, reason).
    """
    name = path.removeprefix("/")
    old, new = _lines(before), _lines(after)
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"):
        if hunk := _HUNK.match(line):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            here = dict.fromkeys(reason for number, reason in reasons if first <= number < first + count)
            yield f"{line.rstrip()} {'; '.join(here)}\n"
        else:
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def line_in_diff(before: str, start: int) -> int:
    """The line, as `patch` counts, at an offset."""
    return before.count("\n", 0, start) + 1


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def edit_object(edit: Edit, kind: str, verdict: str, reason: str) -> dict[str, Any]:
    """One replaced URL as a JSON object."""
    return {
        "line": edit.line,
        "column": edit.column,
        "url": edit.url,
        "new_url": edit.new_url,
        "kind": kind,
        "verdict": verdict,
        "reason": reason,
    }
