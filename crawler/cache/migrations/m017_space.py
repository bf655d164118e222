"""Migration 017: a body may be packed as its difference to another one; a preview is no copy of the text. Frozen once
released.

`captures.preview` keeps its name and what it says, but is computed: the text, or its first `preview_chars` characters
and the line that says how much there is. The views that read it stay as they are.
"""

import re

from sqlite_utils import Database

NAME = "m017_space"

BASE = "base TEXT REFERENCES bodies (sha256)"  # `data` unpacks only with that body as a prefix; NULL: by itself

INDEX = "CREATE INDEX bodies_base ON bodies (base) WHERE base IS NOT NULL"

CHARS = "preview_chars INTEGER"  # NULL: the preview is the whole text

PREVIEW = """
preview TEXT GENERATED ALWAYS AS (
    CASE WHEN preview_chars IS NULL THEN nullif(text, '') ELSE
        substr(text, 1, preview_chars) || char(10, 10) || '... (truncated, ' ||
        CASE WHEN text_bytes < 1024 THEN text_bytes || ' B' ELSE ((text_bytes + 512) / 1024) || ' KB' END || ' total)'
    END
) VIRTUAL
"""

SIZE = re.compile(r"\n\n\.\.\. \(truncated, \d+ K?B total\)\Z")
LONGEST = 3_000


def apply(db: Database) -> None:
    """Add the columns; compute the preview."""
    db.execute(f"ALTER TABLE bodies ADD COLUMN {BASE}")
    db.execute(INDEX)
    db.execute(f"ALTER TABLE captures ADD COLUMN {CHARS}")
    compute_previews(db)


def compute_previews(db: Database) -> None:
    db.conn.create_function("m017_chars", 2, chars, deterministic=True)
    db.execute("UPDATE captures SET preview_chars = m017_chars(text, preview) WHERE preview IS NOT text")
    db.execute("PRAGMA legacy_alter_table = 1")  # views that read the column find the new one
    db.execute("ALTER TABLE captures DROP COLUMN preview")
    db.execute("PRAGMA legacy_alter_table = 0")
    db.execute(f"ALTER TABLE captures ADD COLUMN {PREVIEW}")


def chars(text: object, preview: object) -> int | None:
    r"""How many characters of a text its preview has; None: all.

    >>> chars("One. Two. Three.", "One. Two.\n\n... (truncated, 16 B total)")
    9
    """
    if not isinstance(text, str):
        return None
    head = SIZE.sub("", preview) if isinstance(preview, str) else ""
    if head and head != text and text.startswith(head):
        return len(head)
    return LONGEST if len(text) > LONGEST else None
