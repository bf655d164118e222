"""A difference of two texts as lines for a person: [-removed-] and {+added+} words, in colour on a terminal."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from citecache.render.clean import inert
from crawler.text.difference import Difference, Hunk, Part

CONTEXT = 60
"""Characters of unchanged text that are shown on either side of a change, and up to the end of the word."""

_MARKS = {"removed": ("[-{}-]", "red"), "added": ("{{+{}+}}", "green")}


def render(difference: Difference, *, width: int = 80, colour: bool = False, everything: bool = False) -> str:
    """The hunks, a blank line between them, in lines of at most `width` columns; no URL is broken.

    `everything`: churn, too; else it reads as in the new text. The marks stand in colour as well: not everybody sees
    red and green. A hunk that has no word in common with the old text begins with the end of the line before it.
    """
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=colour, highlight=False, markup=False, emoji=False)
    shown = [hunk for hunk in difference.hunks if everything or not hunk.churn]
    for number, hunk in enumerate(shown):
        if number:
            out.write("\n")
        for line in _text(hunk, everything=everything).split("\n"):
            longest = max((cell_len(word) for word in line.plain.split() if word.isascii()), default=0)
            for piece in line.wrap(console, max(width, longest)):
                piece.rstrip()
                console.print(piece, soft_wrap=True)
    return out.getvalue()


def as_object(difference: Difference) -> dict[str, Any]:
    """The same as JSON, with the whole of every changed line."""
    hunks = [
        {
            "churn": hunk.churn,
            "parts": [{"kind": part.kind, "text": part.text, "churn": part.churn} for part in hunk.parts],
        }
        for hunk in difference.hunks
    ]
    counts = {name: getattr(difference, name) for name in ("words_added", "words_removed", "churn", "coarse")}
    return counts | {"hunks": hunks}


def excerpt(hunk: Hunk, *, everything: bool) -> tuple[str, list[Part]]:
    """The parts of a hunk that are shown, inert, unchanged text cut to what stands beside the changes; before them,
    where they have no word in common with the old text, the end of the line before.
    """
    parts = list(hunk.parts if everything else _as_read_now(hunk.parts))
    bare = hunk.before and not any(part.kind == "same" and part.text.strip() for part in parts)
    last = len(parts) - 1
    cut = [
        replace(part, text=_cut(inert(part.text), first=number == 0, last=number == last))
        if part.kind == "same"
        else replace(part, text=inert(part.text))
        for number, part in enumerate(parts)
    ]
    return _cut(inert(hunk.before), first=True, last=False) if bare else "", cut


def _text(hunk: Hunk, *, everything: bool) -> Text:
    before, parts = excerpt(hunk, everything=everything)
    text = Text()
    if before:
        text.append(before + "\n", style="dim")
    for number, part in enumerate(parts):
        if part.kind == "same":
            text.append(part.text)
        else:
            instead = part.kind == "added" and number > 0 and parts[number - 1].kind == "removed"
            _mark(text, part, instead=instead)
    text.rstrip()
    return text


def _as_read_now(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with churn as plain text; runs of plain text are one."""
    plain = ""
    for part in parts:
        if part.kind == "same" or part.churn:
            plain += "" if part.kind == "removed" else part.text
        else:
            if plain:
                yield Part("same", plain)
            plain = ""
            yield part
    if plain:
        yield Part("same", plain)


def _mark(text: Text, part: Part, *, instead: bool) -> None:
    """Every line of a part between marks of its own; without a space where it stands instead of another."""
    mark, style = _MARKS[part.kind]
    for piece in re.split(r"(\s*\n|^\s+)", part.text.lstrip(" " if instead else "")):
        if piece.strip():
            text.append(mark.format(piece), style=style)
        else:
            text.append("\n" if "\n" in piece else piece)


def _cut(text: str, *, first: bool, last: bool) -> str:
    """Unchanged text shortened to what stands beside the changes: its beginning after one, its end before one."""
    start = "" if first else _beginning(text) + " "
    end = "" if last else " " + _beginning(text[::-1])[::-1]
    return text if len(start) + len(end) + 3 >= len(text) else f"{start}...{end}"


def _beginning(text: str) -> str:
    """Some 60 characters, to the end of the word where it is not too long."""
    end = re.search(r"\s", text[CONTEXT : CONTEXT + 20])
    return text[: CONTEXT + (end.start() if end else 0)].rstrip()
