"""The worklist as text, JSON, Markdown and HTML.

items.py    the entries: why they are there, how much depends on them, what settles them
words.py    an entry in words: its score, its steps, its places
text.py     for a terminal: a line that an editor can jump to for each place
json.py     documented fields: docs/todo.md
markdown.py a list with boxes to tick
html.py     one page that needs nothing else and does nothing
"""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

from citecache.render.worklist import html, json, markdown, text
from citecache.render.worklist.items import Worklist

__all__ = ["FORMATS"]

Renderer = Callable[[Worklist, int | None, Path], str]

FORMATS: MappingProxyType[str, Renderer] = MappingProxyType(
    {"text": text.render, "json": json.render, "markdown": markdown.render, "html": html.render}
)
"""By the name of the format: worklist, how many entries are shown (None: all), database -> the whole output."""
