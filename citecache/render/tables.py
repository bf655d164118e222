"""Aligned columns and counted nouns: what text for a person is made of."""

from collections.abc import Sequence

from citecache.render.clean import in_one_line


def plural(count: int, noun: str) -> str:
    """`1 page`, `1,204 pages`.

    >>> plural(1204, "page"), plural(1, "entry")
    ('1,204 pages', '1 entry')
    """
    many = noun[:-1] + "ies" if noun.endswith("y") else noun + ("es" if noun.endswith("ch") else "s")
    return f"{count:,} {noun if count == 1 else many}"


def size(count: int) -> str:
    """Bytes in a unit that suits them.

    >>> size(17), size(20_480), size(5_000_000)
    ('17 B', '20 KB', '4.8 MB')
    """
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:,.0f} KB" if count < 2**20 else f"{count / 2**20:,.1f} MB"


def columns(rows: Sequence[tuple[str, ...]], *, indent: str = "") -> str:
    """Rows with aligned columns; the last one runs on as long as it likes, so that pipes lose nothing."""
    if not rows:
        return ""
    rows = [tuple(map(in_one_line, row)) for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    )
    return "\n".join(indent + line.rstrip() for line in lines)
