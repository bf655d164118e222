"""A changed text as a unified diff, which `git apply` and `patch` take."""

import difflib
import re
from collections.abc import Iterable, Iterator

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? ")


def diff_lines(path: str, before: str, after: str, reasons: Iterable[tuple[int, str]]) -> Iterator[str]:
    """The lines of a diff, with their line ends; at the head of each hunk the reasons for its changes, each once.

    `reasons`: (offset in `before`, one line for a person). A line ends with a line feed alone, as for `patch`.
    """
    name = path.removeprefix("/")
    at = [(before.count("\n", 0, start) + 1, reason) for start, reason in reasons]
    for line in difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}"):
        if hunk := _HUNK.match(line):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            here = dict.fromkeys(reason for number, reason in at if first <= number < first + count)
            yield f"{line.rstrip()} {'; '.join(here)}\n"
        else:
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
