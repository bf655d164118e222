"""The chosen blocks -> text in the canonical form: lists, tables, headings, lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.extract.html.inherit import inherit
from pipelines.extract.html.walk import Block, Node

PROSE = 80
"""A line of at least this many characters within a block is a paragraph: some pages separate them by <br>."""

LAYOUT_WORDS = 50
"""A table with a cell of more words lays the page out; it holds no data."""

_LISTS = ("ul", "ol", "menu", "dir")


@dataclass(slots=True)
class _Place:
    """What the last line stands in."""

    group: Node | None = None  # the table or outermost list
    row: Node | None = None
    cell: Node | None = None
    item: Node | None = None


@dataclass(slots=True)
class Places:
    """Where the nodes of a page stand in its tables and lists: kept for who renders the page more than once."""

    cells: "dict[Node, _Cell]" = field(default_factory=dict)
    items: "dict[Node, _Item]" = field(default_factory=dict)


def render(blocks: Sequence[Block], chosen: Sequence[bool], places: Places | None = None) -> list[str]:
    """The paragraphs of the chosen blocks; rows of a table and items of a list are lines of one paragraph."""
    places = places or Places()
    cells = inherit(blocks, _cell, _Cell(), places.cells)
    items = inherit(blocks, _item, _Item(), places.items)
    layout = _layout_tables(blocks, cells)
    paragraphs: list[list[str]] = []
    last = _Place()
    for block, keep, (table, row, cell, _), (item, outer, _) in zip(blocks, chosen, cells, items, strict=True):
        if not keep:
            continue
        if row is not None and cell is not None and table not in layout:
            text = " ".join(block.text.split())
            joint = "\n" if last.row is not row else ", " if last.cell is cell else " | "
            place = _Place(table, row, cell)
        elif item is not None and outer is not None and block.kind != "pre":
            text = block.text if last.item is item else f"{_marker(item)} {block.text}"
            joint, place = "\n", _Place(outer, item=item)
        else:
            paragraphs.extend([part] for part in _split(block.text, pre=block.kind == "pre"))
            last = _Place()
            continue
        if last.group is place.group:
            paragraphs[-1] += [joint, text]
        else:
            paragraphs.append([text])
        last = place
    return ["".join(parts) for parts in paragraphs]


def _split(text: str, *, pre: bool) -> Iterator[str]:
    """A long line ends its paragraph, short ones (verse, addresses) stay together."""
    if pre or "\n" not in text:
        yield text
        return
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and (not line or len(line) >= PROSE or len(lines[-1]) >= PROSE):
            yield "\n".join(lines)
            lines = []
        if line:
            lines.append(line)
    if lines:
        yield "\n".join(lines)


class _Item(NamedTuple):
    """The innermost list item around a block, the outermost list around that, and around the block."""

    item: Node | None = None
    outer: Node | None = None
    outermost: Node | None = None


def _item(node: Node, above: _Item) -> _Item:
    if node.tag in ("body", "article", "main", "td"):
        return _Item()
    if node.tag == "li":
        return _Item(node, above.outermost, above.outermost)
    return above._replace(outermost=node) if above.outermost is None and node.tag in _LISTS else above


def _marker(item: Node) -> str:
    """`-`, or the number of an item in an <ol>."""
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return "-"
    start = parent.element.get("start") or "1"
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
    return f"{first + item.number - 1}."


class _Cell(NamedTuple):
    """The innermost table around a block, with row and cell, and the table around that one."""

    table: Node | None = None
    row: Node | None = None
    cell: Node | None = None
    around: Node | None = None


def _cell(node: Node, above: _Cell) -> _Cell:
    if node.tag == "table":
        return _Cell(node, around=above.table)
    if node.tag == "tr":
        return above._replace(row=node, cell=None)
    return above._replace(cell=node) if node.tag in ("td", "th") else above


def _layout_tables(blocks: Sequence[Block], cells: Sequence[_Cell]) -> set[Node]:
    found: set[Node] = set()
    for block, (table, _, _, around) in zip(blocks, cells, strict=True):
        if table is None:
            continue
        if table.element.get("role") in ("presentation", "none") or block.text.count(" ") >= LAYOUT_WORDS:
            found.add(table)
        if around is not None:
            found.add(around)
        if block.kind in ("h1", "h2", "h3", "h4", "pre"):
            found.add(table)
    return found
