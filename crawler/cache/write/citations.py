"""The Citations of one Document: their rows, and what is new and what is gone since it was last read."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from crawler.cache.connection import SqlConnection
from crawler.cache.quote_json import quoted_texts, stored_quotes
from crawler.cache.write.claims import drop_unused_claims
from crawler.cache.write.creation import kept_value
from crawler.model import Citation

Row = tuple[str | int | None, ...]

_PLACE = ("line", "column", "label", "link_text", "claim_id", "quotes", "accessed")
CITATION_KEY = ("document_id", "resource_id", "cited_id", *_PLACE)
"""The columns that say which Citation a row is, in the order of `Row`."""

COLUMNS = ", ".join(CITATION_KEY)
LINE, CLAIM = CITATION_KEY.index("line"), CITATION_KEY.index("claim_id")
_QUOTES = CITATION_KEY.index("quotes")


def located_row(citation: Citation, document: int, resource: str | None, claims: dict[str, str]) -> Row:
    """The row of a Citation in a file; `claims`: the id of each claim's text."""
    url = citation.url or ""
    return (
        document,
        resource,
        citation.resource_id,
        citation.line,
        citation.column,
        citation.label and kept_value(citation.label, url),
        citation.link_text and kept_value(citation.link_text, url),
        claims[citation.claim] if citation.claim else None,
        stored_quotes(citation.quotes, partial(kept_value, cited=url)) if citation.quotes else None,
        citation.accessed and kept_value(citation.accessed, url),
    )


def named_row(document: int, resource: str) -> Row:
    """The row of a Citation that a record tells of, in the Document that it names."""
    return (document, resource, None, *[None] * len(_PLACE))


def without_place(row: Sequence[Any]) -> Row:
    """A Citation's row without where it stands, and where its Quotes do."""
    return (*row[:LINE], *row[LINE + 2 : _QUOTES], *quoted_texts(row[_QUOTES]), *row[_QUOTES + 1 :])


def citations_told_by(db: SqlConnection, document: int) -> dict[Row, int]:
    """The rows that were read in a Document -> their ids."""
    rows = db.execute(f"SELECT id, {COLUMNS} FROM citations WHERE told_by = ?", [document])
    return {tuple(row[1:]): row[0] for row in rows}


def replace_citations(
    db: SqlConnection, document: int, before: dict[Row, int], kept: Iterable[Row], now: str
) -> tuple[int, int]:
    """Insert what is new among the `kept` rows, delete what is left of those `before`. How many places are new, and
    how many rows are gone; one that only stands elsewhere is neither.
    """
    new = [row for row in dict.fromkeys(kept) if before.pop(row, None) is None]
    moved = _moved(db, new, before)
    places = ", ".join("?" * (len(CITATION_KEY) + 2))
    sql = f"INSERT INTO citations ({COLUMNS}, told_by, added_at) VALUES ({places})"
    db.conn.executemany(sql, [(*row, document, moved.get(row, now)) for row in new])
    db.conn.executemany("DELETE FROM citations WHERE id = ?", [(gone,) for gone in before.values()])
    drop_unused_claims(db, (str(gone[CLAIM]) for gone in before if gone[CLAIM] is not None))
    located, left = ([row for row in rows if row[LINE] is not None] for rows in (new, before))
    elsewhere = (Counter(map(without_place, located)) & Counter(map(without_place, left))).total()
    return len(located) - elsewhere, len(before) - elsewhere


def _moved(db: SqlConnection, new: Sequence[Row], gone: dict[Row, int]) -> dict[Row, str]:
    """Citations that stand at another line or column than before -> since when they have been there."""
    sql = f"SELECT added_at, {COLUMNS} FROM citations WHERE id IN (SELECT value FROM json_each(?)) ORDER BY 1 DESC"
    rows = db.execute(sql, [json.dumps([*gone.values()])]) if new and gone else ()
    since = {without_place(row[1:]): str(row[0]) for row in rows}  # of several the earliest counts
    return {row: since[words] for row in new if (words := without_place(row)) in since}
