"""New Resources and Pages, many at a time: a few queries for all, where one by one each would need five."""

import secrets
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from crawler.cache.connection import SqlConnection
from crawler.cache.storing import cleaned, storable
from crawler.model import Added, resource_id
from crawler.net.credentials import hide_credentials, without_credentials
from crawler.net.urls import page_url

STABLE_ID_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_LETTERS = (STABLE_ID_ALPHABET * 5)[:256].encode()
"""The letter of each byte under `_UNIFORM`: each stands for as many bytes."""
_UNIFORM = 256 // len(STABLE_ID_ALPHABET) * len(STABLE_ID_ALPHABET)
_REST = bytes(range(_UNIFORM, 256))
_STABLE_ID_LETTERS = 10
_AT_ONCE = 500  # values in one query

Value = TypeVar("Value")

_RESOURCE = ("id", "stable_id", "url", "page_id", "credentials_removed", "added_at")
_PAGE = ("id", "url", "host", "problem", "unsafe", "due_at", "added_at")


def new_stable_ids(count: int) -> list[str]:
    """Each `sid_` and 10 random characters of [0-9A-Za-z]: 59 bits, so a clash in a million is one in 10^6."""
    size, letters = count * _STABLE_ID_LETTERS, b""
    while len(letters) < size:
        letters += secrets.token_bytes(size - len(letters)).translate(_LETTERS, _REST)
    text = letters.decode("ascii")
    return [f"sid_{text[at : at + _STABLE_ID_LETTERS]}" for at in range(0, size, _STABLE_ID_LETTERS)]


def kept_url(cited: str) -> str:
    """A cited URL as it is stored: without credentials."""
    return str(storable(without_credentials(cited)))


def kept_value(value: Value, cited: str = "") -> Value:
    """A column's value without credentials: those in the cited URL, as written, and those that can be recognised."""
    if not isinstance(value, str):
        return value
    hidden = value.replace(cited, without_credentials(cited)) if "@" in cited else value
    return cast(Value, storable(hide_credentials(hidden)))  # text stays text


def rows_for(db: SqlConnection, sql: str, values: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The rows of a query for many values: `{}` in it is their list."""
    wanted = list(values)
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        yield from db.conn.execute(sql.format(", ".join("?" * len(some))), some)


def create_resources(db: SqlConnection, added: Added, now: str, cited: dict[str, str], kept: Mapping[str, str]) -> None:
    """Store new Resources, by their ids: of each the URL as cited, which is kept as `kept` says."""
    pages = find_pages(db, added, now, [kept[one] for one in cited.values()])
    rows = [
        (id_, stable_id, kept[one], pages[kept[one]], int(kept[one] != storable(one)), now)
        for stable_id, (id_, one) in zip(new_stable_ids(len(cited)), cited.items(), strict=True)
    ]
    _insert_all(db, "resources", _RESOURCE, rows)
    added.new_resources += len(rows)


def find_pages(db: SqlConnection, added: Added, now: str, kept: Sequence[str]) -> dict[str, int]:
    """The Page of each URL, which is as it is kept. New Pages are stored."""
    pages = {url: page_url(url) for url in kept}
    found = rows_for(db, "SELECT url, id FROM pages WHERE url IN ({})", {page.url for page in pages.values()})
    ids = {url: int(id_) for url, id_ in found}
    (last,) = db.conn.execute("SELECT coalesce(max(id), 0) FROM pages").fetchone()
    rows = []
    for page in pages.values():
        if page.url not in ids:
            ids[page.url] = last = last + 1
            rows.append((last, page.url, page.host, cleaned("problem", page.problem), int(page.unsafe), now, now))
    _insert_all(db, "pages", _PAGE, rows)
    added.new_pages += len(rows)
    return {url: ids[page.url] for url, page in pages.items()}


def free_ids(db: SqlConnection, cited: Iterable[str]) -> dict[str, str]:
    """An id for each new Resource, of URLs that differ: the computed one, or that of the URL and a line feed."""
    by_id = {resource_id(one): one for one in cited}
    queries = ("SELECT id FROM resources WHERE id IN ({})", "SELECT id FROM record_ids WHERE id IN ({})")
    taken = {row[0] for sql in queries for row in rows_for(db, sql, by_id)}
    return {_free_id(db, one) if id_ in taken else id_: one for id_, one in by_id.items()}


def _free_id(db: SqlConnection, cited: str) -> str:
    taken = (
        "SELECT 1 FROM resources WHERE id = ?1 UNION ALL SELECT 1 FROM record_ids WHERE id = ?1 AND url <> ?2 LIMIT 1"
    )
    url, id_ = kept_url(cited), resource_id(cited)
    while db.conn.execute(taken, (id_, url)).fetchone():
        cited += "\n"
        id_ = resource_id(cited)
    return id_


def _insert_all(db: SqlConnection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    db.conn.executemany(sql, rows)
