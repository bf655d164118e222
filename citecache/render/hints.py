"""What to do next after a run: at most three commands, the worst trouble first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.model import Verdict

MAX_HINTS = 3


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of trouble, and the command that shows what has it, or does something about it."""

    verdicts: tuple[Verdict, ...]
    description: str
    command: str  # `{}` stands for the verdicts found


TROUBLES = (
    Trouble((Verdict.DEAD, Verdict.USURPED), "gone: look for archived copies", "archive"),
    Trouble((Verdict.MISSING, Verdict.SOFT_404), "not found", "list --verdict {}"),
    Trouble((Verdict.DEGRADED,), "with half of the text gone", "list --verdict {}"),
    Trouble((Verdict.BLOCKED, Verdict.RESTRICTED), "not shown to us", "list --verdict {}"),
    Trouble((Verdict.UNREACHABLE, Verdict.DISALLOWED), "inconclusive", "list --verdict {}"),
    Trouble((Verdict.UNSAFE, Verdict.FAILED), "cannot be fetched as written", "list --verdict {}"),
)
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One command to run next."""

    arguments: str  # of `citecache`
    reason: str


def hints(verdicts: Mapping[Verdict, int]) -> Iterator[Hint]:
    """What to do next, given how many pages have each verdict."""
    found = [(trouble, sum(verdicts.get(verdict, 0) for verdict in trouble.verdicts)) for trouble in TROUBLES]
    for trouble, count in [one for one in found if one[1]][:MAX_HINTS]:
        names = " --verdict ".join(verdict.value for verdict in trouble.verdicts if verdict in verdicts)
        yield Hint(trouble.command.format(names), f"{count:,} {trouble.description}")
