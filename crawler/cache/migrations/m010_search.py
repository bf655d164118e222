"""Migration 010: the full-text index finds other forms of English words, titles count more, and texts of scripts
without spaces are indexed by pairs of letters in a table of their own. Frozen once released.

`captures_fts` keeps its name and columns. `segments_fts` has no copy of what it indexes ("contentless"), and rows only
for Captures with such text.
"""

import re
import unicodedata

from sqlite_utils import Database

NAME = "m010_search"

TABLES = """
DROP TABLE captures_fts;
CREATE VIRTUAL TABLE "captures_fts" USING FTS5 (
    "title", "text",
    tokenize="porter unicode61 remove_diacritics 2",
    content="captures"
);
CREATE VIRTUAL TABLE "segments_fts" USING FTS5 (
    "title", "text",
    tokenize="porter unicode61 remove_diacritics 2 categories 'L* N* Co M*'",
    content=""
);
INSERT INTO captures_fts (captures_fts, rank) VALUES ('rank', 'bm25(8.0, 1.0)');
INSERT INTO segments_fts (segments_fts, rank) VALUES ('rank', 'bm25(8.0, 1.0)');
INSERT INTO captures_fts (captures_fts) VALUES ('rebuild');
"""

# Thai, Lao, Burmese, Khmer; kana; Han; Hangul
RUN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\uac00-\ud7af]+"
)


def apply(db: Database) -> None:
    """Make both indexes, and fill them from the Captures."""
    for statement in TABLES.strip().split(";\n"):
        db.execute(statement)
    fill_segments(db)


def fill_segments(db: Database) -> None:
    rows = db.execute("SELECT id, title, text FROM captures ORDER BY id")
    for id_, title, text in rows:
        indexed = segmented(title), segmented(text)
        if indexed != (None, None):
            db.execute("INSERT INTO segments_fts (rowid, title, text) VALUES (?, ?, ?)", [id_, *indexed])


def segmented(text: object) -> str | None:
    """Runs of such letters as their pairs and the last letter; None where there are none.

    >>> segmented("GPT模型很大")
    'GPT 模型 型很 很大 大 '
    """
    if not isinstance(text, str) or text.isascii():
        return None
    folded = unicodedata.normalize("NFKC", text)
    if not RUN.search(folded):
        return None
    return RUN.sub(
        lambda run: f" {' '.join(run[0][at : at + 2] for at in range(len(run[0]) - 1))} {run[0][-1]} ", folded
    )
