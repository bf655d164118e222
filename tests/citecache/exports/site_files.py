"""A site in memory, of a copy of a cache that an earlier version has written, with strangers' words if wanted."""

import json
import posixpath
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

import turbohtml

from citecache.exports import site
from citecache.exports.selection import CardSelection
from crawler.cache import CacheFile
from crawler.model import ALL_CARDS, CardFilter

FIXTURE = Path(__file__).parents[2] / "crawler" / "cache" / "fixtures" / "schema-010.db"

Pages = dict[str, bytes]


@dataclass
class InMemory:
    """The files of a folder."""

    files: Pages = field(default_factory=dict)

    def write(self, name: str, data: bytes) -> None:
        assert name not in self.files, f"{name} is written twice"
        self.files[name] = data

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        out = BytesIO()
        yield out
        self.write(name, out.getvalue())


def copy(folder: Path) -> Path:
    return Path(shutil.copy(FIXTURE, folder / "cache.db"))


def written(database: Path, wanted: CardFilter = ALL_CARDS, *, with_text: bool = True) -> Pages:
    found = InMemory()
    with CacheFile.open(database) as cache:
        site.write(CardSelection(cache, wanted, with_text=with_text), found)
    return found.files


def html(pages: Pages) -> dict[str, turbohtml.Document]:
    """The pages; one that does not follow the syntax of HTML is an error."""
    return {name: turbohtml.parse(data.decode(), strict=True) for name, data in pages.items() if name.endswith(".html")}


def elements(document: turbohtml.Document) -> Iterator[turbohtml.Element]:
    yield from document.select("*")


def links(name: str, document: turbohtml.Document) -> Iterator[tuple[str, str]]:
    """The file and the fragment of each link within the site."""
    for element in document.select("[href]"):
        address = urlsplit(str(element.attrs["href"]))
        if not address.scheme:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address.path)))
            yield path if address.path else name, address.fragment


def plant(database: Path, words: str) -> None:
    """Every text that a stranger can have written is these words, each with a number, for some must differ."""
    text = {
        "documents": ("path", "name", "title", "type"),
        "citations": ("label", "link_text"),
        "claims": ("text",),
        "resources": ("title", "type", "summary", "published_date"),
        "fetches": ("error", "final_url"),
        "captures": (
            *("title", "text", "language", "description", "sitename", "doubt", "no_text", "published_date"),
            *("url", "content_type", "media_type", "kind", "page_type"),
        ),
        "evidence": ("rule", "detail"),
        "pages": ("marked_note", "marked_by"),
    }
    lists = {"resources": ("tags", "key_points", "authors"), "captures": ("authors", "headings")}
    with sqlite3.connect(database) as db:
        for table, columns in text.items():
            for column in columns:
                db.execute(f"UPDATE {table} SET {column} = ? || rowid || ?", [words, words])
        for table, columns in lists.items():
            for column in columns:
                db.execute(f"UPDATE {table} SET {column} = ?", [json.dumps([words, words])])
    db.close()
