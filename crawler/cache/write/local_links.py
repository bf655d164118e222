"""The links of a Document to files and anchors of the same project, as its reader found them."""

from crawler.cache.connection import SqlConnection
from crawler.cache.storing import storable
from crawler.model import ParsedSource
from crawler.sources.parsing.collector import not_a_citation

FORMATS = frozenset(("markdown", "mdx", "html", "jupyter", "asciidoc", "rst", "org"))
"""Formats of which a relative link is one to a file. In a table or a record it may be any text."""

KINDS = {"relative link": 0, "anchor": 0, "image": 1}
"""What readers call them among what is no citation -> whether it is an image."""

LONGEST_TARGET = 199
"""Characters: readers cut what they ignore."""


def replace_local_links(db: SqlConnection, document: int, reading: ParsedSource) -> None:
    """Store those of this reading, and no others."""
    db.execute("DELETE FROM local_links WHERE document_id = ?", [document])
    if reading.document is None or reading.document.format not in FORMATS:
        return
    found = dict.fromkeys(
        (document, one.line, one.column, storable(one.text), KINDS[one.reason])
        for one in reading.ignored
        if one.reason in KINDS and one.text and len(one.text) <= LONGEST_TARGET and not_a_citation(one.text) in KINDS
    )
    sql = "INSERT INTO local_links (document_id, line, column, target, image) VALUES (?, ?, ?, ?, ?)"
    db.conn.executemany(sql, found)
