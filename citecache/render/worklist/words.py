"""An entry of the worklist in words, on one line each, safe to print."""

from collections.abc import Iterator
from pathlib import Path

from citecache.render.clean import one_line
from citecache.render.commands import command_line
from citecache.render.findings.words import place
from citecache.render.tables import plural
from citecache.render.worklist.items import Concern, Step, WorkItem, Worklist
from crawler.model import Finding

DETAIL_CHARS = 400
"""Length to which a detail is cut in what a person reads. Heuristic, not measured."""


def name(concern: Concern) -> str:
    """`soft-404`, `wrong document`."""
    return "soft-404" if concern is Concern.SOFT_404 else concern.value.replace("_", " ")


def rounded(value: float) -> str:
    """`65`, `62.5`."""
    return f"{value:,.1f}".removesuffix(".0")


def why_here(item: WorkItem) -> str:
    """The score and what it is made of; what nobody has said is left out: it counts as neutral."""
    weight = item.weight
    parts = [f"cited by {weight.documents:,}"]
    if weight.quality is not None:
        parts.append(f"quality {rounded(weight.quality)}")
    if weight.importance is not None:
        parts.append(f"importance {rounded(weight.importance)}")
    return f"score {rounded(item.score)}: {', '.join(parts)}"


def details(item: WorkItem) -> Iterator[str]:
    """Each concern with its detail; a detail that begins with its name does not repeat it."""
    for concern, detail in item.concerns.items():
        words = one_line(detail)
        shown = f"{words[:DETAIL_CHARS]} ..." if len(words) > DETAIL_CHARS else words
        yield shown if shown.startswith(name(concern)) else f"{name(concern)}: {shown}"


def step_line(step: Step, database: Path) -> str:
    """What to do: the command to paste, or the edit."""
    text = f"{step.text}: {one_line(step.replacement)}" if step.replacement else step.text
    return text if step.arguments is None else f"{command_line(step.arguments, database)}   # {text}"


def place_line(finding: Finding, item: WorkItem) -> str:
    """Where an editor jumps to, and the URL that stands there if it is another spelling than the entry's."""
    other = "" if finding.url == item.url else f"  {one_line(finding.url)}"
    return f"{place(finding)}{other}"


def total(worklist: Worklist) -> str:
    """`12 to do: 5 dead, 4 moved, 3 changed`."""
    if not worklist.items:
        head = "nothing to do"
    else:
        head = f"{len(worklist.items):,} to do: " + ", ".join(
            f"{n:,} {name(one)}" for one, n in worklist.counts.items()
        )
    if worklist.inconclusive:
        pages = plural(worklist.inconclusive, "changed page")
        head += f"; {pages} not compared, since different extractors read them"
    return head


def rest(worklist: Worklist, shown: int | None) -> int:
    """How many entries are not shown."""
    return 0 if shown is None else max(0, len(worklist.items) - shown)
