r"""Migration 011: files of earlier versions lose the credentials of URLs that were not recognised then, and the values
of headers with secrets. Frozen once released: what follows is `crawler/net/credentials.py` as it was.

A Page whose URL is another's without them keeps a `#` and its number. What was replaced is overwritten in the file.
"""

import json
import re
from typing import Any

from sqlite_utils import Database

from crawler.cache.migrations.m010_search import segmented

NAME = "m011_credentials"

COLUMNS = {
    "documents": "name title type",
    "resources": (
        "title type tags authors published_date abstract summary review key_points publication_id doi archive_url extra"
    ),
    "pages": "problem marked_note",
    "citations": "label link_text quote accessed",
    "claims": "text",
    "runs": "selection",
    "fetches": "error final_url redirects probe seen",
    "evidence": "detail",
    "captures": "url title no_text doubt authors sitename description canonical_url image_url sources facts",
    "mementos": "archive url detail",
    "robots": "text",
    "tdmrep": "rules",
    "record_ids": "url",
    "local_links": "target",
}
"""Columns with texts of others, but not a page's own words."""

_SPECIAL = "https?|ftps?|wss?"
_AT = re.compile(r"@|%(?:25){0,2}40|[\uff20\ufe6b]")
_USER = r"[^\s@/:]{1,64}:[^\s@/]{1,128}@"
_START = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_SPECIAL}):(?:[\\/][\\/\t\r\n]*| (?={_USER}))?|:[\\/]{{2,}}|(?<![\w\\/.~%)-])/[\\/]+",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(r"[^\\/?#\s\"<>]*")
_NO_PORT = re.compile(r":(?=[^:\]]*$)(?!\d*$)")
_UP_TO_AT = re.compile(r"[^\s\"<>@]{0,128}(?:[\t\r\n][^\s\"<>@]{0,128})?(?=@)")
_WHOLE = re.compile(rf"([\x00-\x20]*(?:{_SPECIAL}):[\\/\t\r\n]*)([^\\/?#]*)", re.IGNORECASE)
_ENCODED = tuple(
    re.compile(rf"((?:{_SPECIAL})(?:%{layer}3a|:)(?:%{layer}(?:2f|5c))+)([^\s\"<>\\/?#&%]|%(?!{layer}(?:2f|5c|3f|23)))+",
               re.IGNORECASE)
    for layer in ("", "25", "2525")
)  # fmt: skip
_SECRET = re.compile(
    r"cookie|authoriz|authentic|token|secret|passw|session|signature|csrf|xsrf|jwt|credential|^proxy-|(?:^|-)auth(?:-|$)"
    r"|(?:^|-)(?:access|account|api|app|auth|functions?|master|private|secret|shared|subscription)-?key"
)


def apply(db: Database) -> None:
    """Clean every column; the titles in the full-text index, too."""
    db.execute("PRAGMA secure_delete = 1")
    db.conn.create_function("m011_hidden", 1, hidden, deterministic=True)
    db.conn.create_function("m011_headers", 1, headers, deterministic=True)
    clean_index(db)
    for table, columns in COLUMNS.items():
        for column in columns.split():
            clean = f'm011_hidden("{column}")'
            db.execute(f'UPDATE "{table}" SET "{column}" = {clean} WHERE {clean} IS NOT "{column}"')
    db.execute("UPDATE fetches SET headers = m011_headers(headers) WHERE m011_headers(headers) <> headers")
    db.execute("DELETE FROM assessments WHERE m011_hidden(result) <> result")
    clean_urls(db)


def clean_index(db: Database) -> None:
    sql = "SELECT id, title, text FROM captures WHERE dropped_at IS NULL AND m011_hidden(title) <> title"
    changed = db.execute(sql).fetchall()
    into = "INSERT INTO captures_fts"
    db.conn.executemany(f"{into} (captures_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)", changed)
    new = [(id_, hidden(title), text) for id_, title, text in changed]
    db.conn.executemany(f"{into} (rowid, title, text) VALUES (?, ?, ?)", new)
    for id_, title, text in changed:
        if (before := (segmented(title), segmented(text))) != (None, None):
            sql = "INSERT INTO segments_fts (segments_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)"
            db.execute(sql, [id_, *before])
            sql = "INSERT INTO segments_fts (rowid, title, text) VALUES (?, ?, ?)"
            db.execute(sql, [id_, segmented(hidden(title)), before[1]])
    if changed:
        db.execute("INSERT INTO segments_fts (segments_fts) VALUES ('optimize')")
        db.execute(f"{into} (captures_fts) VALUES ('optimize')")


def clean_urls(db: Database) -> None:
    """The URLs of Resources, and of Pages, which are unique."""
    for id_, url in db.execute("SELECT id, url FROM resources").fetchall():
        if (clean := whole(url)) != url:
            db.execute("UPDATE resources SET url = ?, credentials_removed = 1 WHERE id = ?", [clean, id_])
    for id_, url in db.execute("SELECT id, url FROM pages").fetchall():
        if (clean := whole(url)) != url:
            taken = db.execute("SELECT 1 FROM pages WHERE url = ?", [clean]).fetchone()
            db.execute("UPDATE pages SET url = ? WHERE id = ?", [f"{clean}#{id_}" if taken else clean, id_])


def headers(stored: str) -> str:
    try:
        pairs = [(name, "" if _SECRET.search(name) else whole(value)) for name, value in json.loads(stored)]
    except (TypeError, ValueError):
        return stored
    clean = json.dumps(pairs, ensure_ascii=False)
    return clean if json.loads(clean) != json.loads(stored) else stored


def whole(url: str) -> str:
    """A URL without credentials."""
    start = _WHOLE.match(url) if _AT.search(url) else None
    if start is None:
        return str(hidden(url))
    at = None
    for found in _AT.finditer(start[2]):
        at = found
    return str(hidden(url if at is None or at.end() == len(start[2]) else start[1] + url[start.start(2) + at.end() :]))


def hidden(text: Any) -> Any:  # noqa: ANN401 - any value of a column
    """A text without the credentials of URLs in it.

    >>> hidden("see http:/u:p@e.org/ and ?to=http%3A%2F%2Fu%3Ap%40e.org%2F")
    'see http:/e.org/ and ?to=http%3A%2F%2Fe.org%2F'
    """
    if not isinstance(text, str) or not _AT.search(text):
        return text
    parts: list[str] = []
    done = clear = 0
    for start in _START.finditer(text):
        begin = start.end()
        if start.start() < done or begin < clear:
            continue
        clear = begin + len((_AUTHORITY.match(text, begin) or start)[0])
        if (end := _after_credentials(text, begin, clear)) is not None:
            parts.append(text[done:begin])
            done = end
        elif (colon := _NO_PORT.search(text, begin, clear)) and (rest := _UP_TO_AT.match(text, clear)):
            parts += (text[done : colon.end()], "\u2026/")
            done = rest.end()
    text = "".join((*parts, text[done:]))
    for encoded in _ENCODED if "%" in text else ():
        text = encoded.sub(_decoded, text)
    return text


def _after_credentials(text: str, begin: int, end: int) -> int | None:
    last = None
    for found in _AT.finditer(text, begin, end):
        last = found
    if last is None:
        return None
    return last.end() if last.end() < end else last.start() if last.start() > begin else None


def _decoded(match: "re.Match[str]") -> str:
    begin = len(match[1])
    end = _after_credentials(match[0], begin, len(match[0]))
    return match[0] if end is None else match[1] + match[0][end:]
