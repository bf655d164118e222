"""HTML: one page that needs nothing else. It is inert: everything is escaped, there is no script and no link, and a
Content Security Policy forbids whatever might slip through (W3C, CSP Level 3, section 4.2.5 for `meta`).
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from citecache.render.clean import one_line
from citecache.render.findings.words import place
from citecache.render.worklist.items import WorkItem, Worklist
from citecache.render.worklist.words import details, rest, step_line, total, why_here

HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>To do</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
li { margin-bottom: 1.5rem }
code { overflow-wrap: anywhere }
small { color: #555 }
p { margin: 0 }
</style>
<h1>To do</h1>
"""


def render(worklist: Worklist, shown: int | None, database: Path) -> str:
    """The whole page."""
    hidden = rest(worklist, shown)
    tail = f"; {len(worklist.items) - hidden:,} shown" if hidden else ""
    body = [f"<p>{_text(total(worklist) + tail)}</p>", "<ol>"]
    for item in worklist.items[:shown]:
        body += ["<li>", *_entry(item, database), "</li>"]
    return HEAD + "\n".join([*body, "</ol>", "</html>", ""])


def _entry(item: WorkItem, database: Path) -> Iterator[str]:
    yield f"<p><code>{_text(item.url)}</code> <small>{_text(why_here(item))}</small></p>"
    for detail in details(item):
        yield f"<p>{_text(detail)}</p>"
    yield f"<p>cited at {', '.join(f'<code>{_text(place(one))}</code>' for one in item.places)}</p>"
    for step in item.steps:
        line = _text(step_line(step, database))
        yield f"<p><code>{line}</code></p>" if step.arguments else f"<p>{line}</p>"


def _text(text: str) -> str:
    return escape(one_line(text), quote=True)
