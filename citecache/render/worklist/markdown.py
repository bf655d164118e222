"""Markdown: a list with boxes to tick, for an issue or a wiki page. Words of strangers show, and do nothing."""

from pathlib import Path

from citecache.render.clean import one_line
from citecache.render.findings.markdown import code
from citecache.render.findings.words import place
from citecache.render.markdown_text import escape
from citecache.render.worklist.items import Worklist
from citecache.render.worklist.words import details, rest, step_line, total, why_here


def render(worklist: Worklist, shown: int | None, database: Path) -> str:
    """The total, then the entries."""
    hidden = rest(worklist, shown)
    tail = f"; {len(worklist.items) - hidden:,} shown" if hidden else ""
    lines = ["# To do", "", f"{total(worklist)}{tail}.", ""]
    for item in worklist.items[:shown]:
        lines.append(f"- [ ] {code(one_line(item.url))} ({why_here(item)})")
        lines += [f"  - {escape(detail)}" for detail in details(item)]
        lines.append(f"  - cited at {', '.join(code(place(one)) for one in item.places)}")
        for step in item.steps:
            line = step_line(step, database)
            lines.append(f"  - {code(line) if step.arguments else escape(line)}")
    return "\n".join(lines) + "\n"
