"""Plain text: for each entry what is the matter, the places that cite it, and what settles it; then the total."""

from pathlib import Path

from citecache.render.clean import one_line
from citecache.render.worklist.items import Worklist
from citecache.render.worklist.words import details, place_line, rest, step_line, total, why_here

SHOWN_PLACES = 5


def render(worklist: Worklist, shown: int | None, database: Path) -> str:
    """The entries, each set off by a blank line. Places are cut only where entries are."""
    lines: list[str] = []
    for item in worklist.items[:shown]:
        lines += [f"{one_line(item.url)}  ({why_here(item)})"]
        lines += [f"  {detail}" for detail in details(item)]
        most = len(item.places) if shown is None else SHOWN_PLACES
        lines += [place_line(one, item) for one in item.places[:most]]
        if len(item.places) > most:
            lines.append(f"  and {len(item.places) - most:,} more places")
        lines += [f"  -> {step_line(step, database)}" for step in item.steps]
        lines.append("")
    hidden = rest(worklist, shown)
    tail = f"; {len(worklist.items) - hidden:,} shown" if hidden else ""
    return "\n".join([*lines, total(worklist) + tail, ""])
