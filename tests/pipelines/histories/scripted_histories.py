"""Scripted histories of one Page: what each check met, and its effective verdict afterwards.

`tables/SUBJECT.txt`: after a line `## NAME`, one row per run: the day (by the clock of that run, right or wrong), what
came, the Page's verdict afterwards. What can come is listed in `answers.py`. `off:` before an answer: the run is
offline (every other host fails too). `nodns:`: no name can be resolved, the control names neither. `host=5:`: the day
by the host's own clock. `killed:`: the run is killed after the Fetch. `mark:` is a person, not a run.
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
    """The histories of a file by their names; CaseError for a line that is no row."""
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
