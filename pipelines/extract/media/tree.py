"""`TreeText`: the text of an XML or HTML tree, by what the names of its elements mean (`roles`).

One walk without recursion. An element that the roles do not name is a block where its siblings stand alone (nothing but
white space between them), and part of the sentence where they stand in text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from crawler.sources.parsing.xml.tree import attribute, local_name
from pipelines.extract.media.blocks import TextBlocks, folded, raised

_HEADINGS = frozenset(("heading", "h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset("p box item ul ol row cell table pre line lines fields".split())
_CONTEXTS = _HEADINGS | frozenset(("item", "pre", "line"))
_HOLDERS = frozenset(("box", "item", "cell", "note", "ul", "ol", "table", "row", "lines"))
"""Blocks that may hold other blocks."""

_TEX_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


@dataclass(slots=True)
class _Level:
    """An open element."""

    role: str
    holds_blocks: bool  # elements in it that no role names are blocks
    mark: int  # parts of the open text that stand before it


@dataclass(slots=True)
class _List:
    ordered: bool
    count: int


class TreeText:
    """Walks trees and adds their blocks to a `TextBlocks`."""

    def __init__(self, roles: Mapping[str, str], blocks: TextBlocks, *, guess: bool = True) -> None:
        self.roles, self.blocks, self.guess = roles, blocks, guess
        self._parts: list[str] = []  # of the open block
        self._levels: list[_Level] = []
        self._contexts: list[str] = []  # what the open block is
        self._lists: list[_List] = []
        self._captures: list[list[str]] = []  # texts of cells and notes that are open
        self._rows: list[list[str]] = []
        self._held: list[list[str]] = []  # sentences that an open note interrupts
        self._notes: list[str] = []  # that were marked and not yet told
        self._count = 0
        self._label = ""
        self._new_item = False
        self._pre = 0

    def read(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                if not self._start(element):
                    walker.skip_subtree()
                continue
            if event == "end":
                self._end(self._levels[-1])
            if element is not root:
                self._add(element.tail or "")
        self._flush()
        self._end_notes()

    def _start(self, element: etree._Element) -> bool:
        """Begin an element; False if what it holds is not to be walked."""
        name = local_name(element)
        role = self.roles.get(name) or self._guessed()
        if name in ("xref", "a") and _is_note_mark(element):
            role = "mark"
        if role == "math":
            self._add(formula(element))
        elif role in _BLOCKS:
            self._flush()
        holds = role in _HOLDERS and not _has_own_text(element)
        self._levels.append(_Level(role, holds, len(self._parts)))
        if role in ("skip", "math") or self.blocks.full:
            return False
        if role in _CONTEXTS:
            self._contexts.append(role)
        self._begin(role, element)
        self._add(element.text or "")
        return True

    def _guessed(self) -> str:
        if not self._levels:
            return "box"
        return "box" if self.guess and self._levels[-1].holds_blocks else "inline"

    def _begin(self, role: str, element: etree._Element) -> None:
        if role in ("ul", "ol"):
            ordered = role == "ol" or attribute(element, "list-type") in ("order", "ordered")
            start = attribute(element, "start")
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
            self._lists.append(_List(ordered, first - 1))
        elif role == "item":
            self._new_item = True
            if self._lists:
                self._lists[-1].count += 1
        elif role == "row":
            self._rows.append([])
        elif role == "cell":
            self._captures.append([])
        elif role == "note":
            self._held.append(self._parts)
            self._parts = []
            self._captures.append([])
        elif role == "pre":
            self._pre += 1
        elif role == "br":
            self._parts.append("\n")
        elif role == "space":
            self._parts.append(" ")

    def _end(self, level: _Level) -> None:
        role = level.role
        if role in _BLOCKS or role == "note":
            self._flush()
        self._levels.pop()
        if role in _CONTEXTS and self._contexts and self._contexts[-1] == role:
            self._contexts.pop()
        if role in ("ul", "ol", "table", "lines"):
            if role in ("ul", "ol"):
                self._lists.pop()
            self._end_group()
        elif role == "item":
            self._new_item = False
        elif role in ("cell", "row", "note"):
            self._end_capture(role)
        elif role == "pre":
            self._pre -= 1
        else:
            self._end_inline(role, min(level.mark, len(self._parts)))

    def _end_inline(self, role: str, mark: int) -> None:
        if role in ("label", "sup", "mark"):
            text = "".join(self._parts[mark:])
            before = self._parts[mark - 1] if mark else ""
            del self._parts[mark:]
            if role == "label":
                self._label = folded(text)
            elif text.strip().startswith(("[", "(")):
                self._parts.append(text)
            elif role == "mark":
                self._parts.append(f"[{shown}]" if (shown := folded(text).lstrip("^")) else "")
            else:
                self._parts.append(raised(before, text))
        elif role == "gap":
            self._parts.append("[…]")
        if self._levels and self._levels[-1].role == "fields":
            self._parts.append(" ")

    def _end_capture(self, role: str) -> None:
        if role == "row":
            self._end_row(self._rows.pop())
        elif role == "note":
            self._end_note()
        else:
            text = " ".join(self._captures.pop())
            (self._rows[-1] if self._rows else self._parts).append(text)

    def _end_row(self, cells: list[str]) -> None:
        if self._captures:  # a table within a cell or a note
            self._captures[-1].append(" ".join(cells))
        else:
            self.blocks.row(cells)

    def _end_note(self) -> None:
        text = " ".join(self._captures.pop())
        self._parts = self._held.pop()
        if text:
            self._count += 1
            self._parts.append(f"[{self._count}]")
            self._notes.append(f"[{self._count}] {text}")

    def _end_group(self) -> None:
        if not (self._captures or self._lists):
            self.blocks.end_group()
            self._end_notes()

    def _end_notes(self) -> None:
        for note in self._notes:
            self.blocks.add(note)
        self._notes.clear()

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text if self._pre else text.replace("\n", " "))

    def _flush(self) -> None:
        """End the open block."""
        text = "".join(self._parts)
        self._parts.clear()
        if not text.strip():
            return
        context = self._contexts[-1] if self._contexts else "p"
        label, self._label = self._label, ""
        if label and (context != "item" or self._captures):
            text = f"{label} {text.lstrip()}"
        if self._captures:
            self._captures[-1].append(folded(text))
        elif context == "item":
            self._item(text, label)
        elif context == "pre":
            self.blocks.code(text)
        elif context == "line":
            self.blocks.line(text)
        elif context in _HEADINGS:
            self.blocks.heading(text, int(context[1]) if context[1:].isdigit() else 2)
        else:
            self.blocks.add(text)
        if not (self._captures or self._lists or self._rows):
            self._end_notes()

    def _item(self, text: str, label: str) -> None:
        if not self._new_item:
            self.blocks.more(text)
            return
        self._new_item = False
        numbered = self._lists and self._lists[-1].ordered
        marker = label or (f"{self._lists[-1].count}." if numbered else "-")
        self.blocks.item(text, marker=marker, level=max(len(self._lists) - 1, 0))


def formula(element: etree._Element) -> str:
    """A formula as TeX between `$` where the document has it, else its characters."""
    for part in element.iter():
        name = local_name(part)
        if name == "tex-math" or (name == "annotation" and "tex" in attribute(part, "encoding").lower()):
            tex = part.text or ""
            if match := _TEX_BODY.search(tex[:100_000]):
                tex = match[1]
            return f"${tex.strip().strip('$').strip()}$"
    shown = [part for part in element.iter() if local_name(part) not in ("annotation", "annotation-xml")]
    texts = ((part.text or "") + (part.tail or "" if part is not element else "") for part in shown)
    return folded("".join(texts))


def _is_note_mark(element: etree._Element) -> bool:
    """Whether a reference is the mark of a note: it stands in superscript, or holds nothing else."""
    parent = element.getparent()
    if parent is not None and local_name(parent) == "sup":
        return local_name(element) == "xref" or "#" in attribute(element, "href")
    return len(element) == 1 and local_name(element[0]) == "sup" and not (element.text or "").strip()


def _has_own_text(element: etree._Element) -> bool:
    """Whether text, not only white space, stands between an element's children."""
    if element.text and element.text.strip():
        return True
    return any(child.tail and child.tail.strip() for child in element)
