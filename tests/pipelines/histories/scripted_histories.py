"""Scripted histories of one Page: the response to each check, and the effective verdict afterwards.

`tables/SUBJECT.txt`: after a line `## NAME`, one row per run: the day (by the clock of that run, right or wrong), the
response, the Page's verdict afterwards. `answers.py` lists the responses. `off:` before a response: the run is offline
(every other host fails too). `nodns:`: no name can be resolved, not even the control names. `host=5:`: the day by the
host's own clock. `killed:`: the run is killed after the Fetch. `mark:` is an action of a person, not a run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casefiles import CaseError, files

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    day: float
    what: str
    verdict: str


def histories(path: Path) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """The histories in a file with their names; CaseError for a line that is not a row."""
    name, rows = "", list[Row]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            if rows:
                yield name, tuple(rows)
            name, rows = line.removeprefix("## "), []
        elif line.strip() and not line.startswith("#"):
            rows.append(row(line, f"{path.name}:{number}"))
    if rows:
        yield name, tuple(rows)


def row(line: str, where: str) -> Row:
    try:
        day, what, verdict = line.split()
        return Row(float(day), what, verdict)
    except ValueError as error:
        raise CaseError(f"{where}: not `DAY ANSWER VERDICT`: {line}") from error


ALL = [pair for path in files(HERE / "tables", ".txt") for pair in histories(path)]
HISTORIES = dict(ALL)
