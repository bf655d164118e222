"""What a piece of HTML may hold: no script, no style from outside, no text of a stranger that is markup or mathematics.

A notebook shows it inside its own page, with that page's rights. So all text is escaped and inert, only http and https
are linked to, and colours are the page's own.
"""

from collections.abc import Iterable, Sequence
from html import escape

from citecache.render.clean import inert, one_line
from citecache.render.html.safety import href
from crawler.net.credentials import hide_credentials

CELL_CHARS = 200
"""Length to which text in a table is cut. Heuristic, not measured."""

LINE = "border-bottom:1px solid rgba(128,128,128,.35)"
"""A grey that shows on white and on black."""

_CELL = f"padding:.2em .6em .2em 0;text-align:left;vertical-align:top;overflow-wrap:anywhere;{LINE}"


def text(value: str | None, limit: int = CELL_CHARS) -> str:
    """A stranger's text on one line."""
    line = one_line(value or "")
    return escape(line if len(line) <= limit else f"{line[:limit]} ...", quote=True)


def lines(value: str) -> str:
    """A stranger's text in its own lines."""
    return f'<div style="white-space:pre-wrap;overflow-wrap:anywhere">{escape(inert(value), quote=True)}</div>'


def link(url: str, shown: str | None = None) -> str:
    """A link that says where it leads, or a title that does so in its tooltip; text, if it is no http(s) URL.

    A URL with credentials is shown without them.
    """
    words = text(shown or hide_credentials(url))
    address = href(url)
    if address is None:
        return words
    target = escape(address, quote=True)
    return f'<a href="{target}" title="{target}" rel="noopener noreferrer nofollow" target="_blank">{words}</a>'


def small(html: str) -> str:
    return f'<span style="opacity:.75">{html}</span>'


def block(html: Iterable[str]) -> str:
    """All of a piece. By its classes MathJax, 2 and 3, reads no `$` in it (docs.mathjax.org, `ignoreHtmlClass`)."""
    inner = "\n".join(html)
    return (
        '<div class="tex2jax_ignore mathjax_ignore" style="max-width:60em;font-size:.95em;line-height:1.4">\n'
        f"{inner}\n</div>"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """A table of cells that are HTML already, and a line under it."""
    made = ["".join(f'<td style="{_CELL}">{cell}</td>' for cell in row) for row in rows]
    parts = []
    if made:
        names = "".join(f'<th style="{_CELL}">{escape(name)}</th>' for name in head)
        body = "\n".join(f'<tr style="background:none">{row}</tr>' for row in made)
        parts = [
            f'<table style="border-collapse:collapse"><thead><tr>{names}</tr></thead><tbody>\n{body}\n</tbody></table>'
        ]
    return block([*parts, small(escape(caption))])
