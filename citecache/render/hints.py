"""Commands to paste: how one is written, and which ones to suggest after a run, for the worst problems first."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.model import Verdict

MAX_HINTS = 3
DEFAULT_DB = "citecache.db"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Verdicts that call for the same action, and the command that lists their pages or does something about them."""

    verdicts: tuple[Verdict, ...]
    description: str
    command: str  # `{}`: the verdicts that occur


TROUBLES = (
    Trouble((Verdict.DEAD, Verdict.USURPED), "gone: look for archived copies", "archive"),
    Trouble((Verdict.MISSING, Verdict.SOFT_404), "not found", "list --verdict {}"),
    Trouble((Verdict.DEGRADED,), "with less than half of their text left", "list --verdict {}"),
    Trouble((Verdict.BLOCKED, Verdict.RESTRICTED), "refused or behind a wall", "list --verdict {}"),
    Trouble((Verdict.UNREACHABLE, Verdict.DISALLOWED), "inconclusive", "list --verdict {}"),
    Trouble((Verdict.UNSAFE, Verdict.FAILED), "cannot be fetched as written", "list --verdict {}"),
)
"""In order of urgency."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One command to run next."""

    arguments: str  # of `citecache`
    reason: str


def hints(verdicts: Mapping[Verdict, int]) -> Iterator[Hint]:
    """What to do next, given the number of pages by verdict."""
    found = [(trouble, sum(verdicts.get(verdict, 0) for verdict in trouble.verdicts)) for trouble in TROUBLES]
    for trouble, count in [one for one in found if one[1]][:MAX_HINTS]:
        names = " --verdict ".join(verdict.value for verdict in trouble.verdicts if verdict in verdicts)
        yield Hint(trouble.command.format(names), f"{count:,} {trouble.description}")


def command_line(arguments: str, database: Path) -> str:
    """A citecache command that can be pasted as it stands.

    It has the path of the program if the shell does not find `citecache`, and --db if the database is not the default.
    """
    program = "citecache" if shutil.which("citecache") else shlex.quote(sys.argv[0])
    if database == Path(os.environ.get("CITECACHE_DB", DEFAULT_DB)):
        return f"{program} {arguments}"
    return f"{program} --db {shlex.quote(str(database))} {arguments}"
