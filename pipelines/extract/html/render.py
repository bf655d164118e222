"""The chosen blocks -> text in the canonical form: lists, tables, headings, lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


def render(blocks: Sequence[Block], chosen: Sequence[bool]) -> list[str]:
    """The paragraphs of the chosen blocks; rows of a table and items of a list are lines of one paragraph."""
    layout = _layout_tables(blocks)
    paragraphs: list[list[str]] = []
    last = _Place()
    for block, keep in zip(blocks, chosen, strict=True):
        if not keep:
            continue
        table, row, cell = _cell(block.node, layout)
        item, outer = _item(block.node)
        if table is not None:
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


def _item(node: Node) -> tuple[Node | None, Node | None]:
    """The innermost list item around a block and the outermost list around it."""
    item = outer = None
    current: Node | None = node
    while current is not None and current.tag not in ("body", "article", "main", "td"):
        if item is None and current.tag == "li":
            item = current
        elif current.tag in _LISTS and item is not None:
            outer = current
        current = current.parent
    return (item, outer) if item is not None and outer is not None else (None, None)


def _marker(item: Node) -> str:
    """`-`, or the number of an item in an <ol>."""
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return "-"
    start = parent.element.get("start") or "1"
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
    return f"{first + item.number - 1}."


def _layout_tables(blocks: Sequence[Block]) -> set[Node]:
    found: set[Node] = set()
    for block in blocks:
        table = _table(block.node)
        if table is None:
            continue
        if table.element.get("role") in ("presentation", "none") or block.text.count(" ") >= LAYOUT_WORDS:
            found.add(table)
        if (above := _table(table.parent)) is not None:
            found.add(above)
        if block.kind in ("h1", "h2", "h3", "h4", "pre"):
            found.add(table)
    return found


def _table(node: Node | None) -> Node | None:
    while node is not None and node.tag != "table":
        node = node.parent
    return node


def _cell(node: Node, layout: set[Node]) -> tuple[Node | None, Node | None, Node | None]:
    """(table, row, cell) of a block in a table of data; Nones for any other."""
    row = cell = None
    current: Node | None = node
    while current is not None:
        if current.tag in ("td", "th") and cell is None:
            cell = current
        elif current.tag == "tr" and row is None:
            row = current
        elif current.tag == "table":
            return (
                (current, row, cell)
                if row is not None and cell is not None and current not in layout
                else (None, None, None)
            )
        current = current.parent
    return None, None, None
