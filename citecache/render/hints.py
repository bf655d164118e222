"""Which commands to suggest after a run, for the worst problems first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.model import Verdict

MAX_HINTS = 3


@dataclass(frozen=True, slots=True)
class Trouble:
    """Verdicts that call for the same action, and the command that lists their pages or does something about them."""

    verdicts: tuple[Verdict, ...]
    description: str
    command: str  # `{}`: the verdicts that occur


TROUBLES = (
    Trouble((Verdict.DEAD, Verdict.USURPED), "gone: look for archived copies", "archive"),
    Trouble((Verdict.MISSING, Verdict.SOFT_404), "not found", "list --verdict {}"),
    Trouble((Verdict.MOVED,), "moved: cite their new URLs", "repair --moved"),
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
