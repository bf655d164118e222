"""What the columns of a table hold, by their names and their values: `TableColumns`. For CSV, TSV and Parquet.

Names of Zotero, Pocket, Instapaper, Raindrop, linkding, Linkwarden and Readwise are known beside the plain ones.
"""

import re
from collections.abc import Sequence

from crawler.sources.parsing.records.saved_links import ADDED_NAMES

_BEST_NAMES = ("url", "link", "href", "uri", "source_url", "page_url", "web_address", "address", "website", "source")
"""Names of columns that hold URLs, the likeliest first."""

_STRONG_WORDS = frozenset(
    "url urls uri uris href link links hyperlink hyperlinks weblink permalink lien enlace".split()
)
_WEAK_WORDS = frozenset("website web site webpage homepage address source sources page quelle fuente".split())
_OTHER_WORDS = frozenset(
    "image img bild picture photo cover thumbnail icon favicon logo avatar archive archived snapshot api feed rss "
    "attachments code repo repository next previous".split()
)
"""Words of columns that hold URLs of something else than what the row is about."""

TITLES = ("title", "name", "book_title", "page_title", "document_title", "label", "given_title", "resolved_title")
ACCESSED = tuple(
    "accessed access_date accessed_on date_accessed accessdate last_accessed retrieved retrieved_on retrieval_date "
    "date_retrieved last_visited visited urldate url_date "
    "zugriff zugriffsdatum abgerufen abgerufen_am abrufdatum consulté consulté_le consultado consultado_el "
    "fecha_de_consulta date_de_consultation consultato geraadpleegd".split()
)
ADDED = tuple(
    dict.fromkeys(
        [
            *(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower() for name in ADDED_NAMES),
            "saved",
            "saved_date",
            "date_saved",
        ]
    )
)
QUOTES = ("selection", "highlight", "highlights", "quote", "quotes")
NOTES = ("annotation", "annotations", "annote", "note", "notes", "comment", "comments")
TAGS = ("tags", "tag", "tag_names", "labels", "keywords", "manual_tags", "automatic_tags", "document_tags")
IDENTIFIERS = ("doi", "arxiv", "arxiv_id", "eprint", "pmid", "pubmed_id", "pmcid")
RENAMED = {
    "abstract_note": "abstract",
    "author": "authors",
    "book_author": "authors",
    "comment": "summary",
    "date": "published_date",
    "description": "summary",
    "excerpt": "summary",
    "item_type": "type",
    "kind": "type",
    "note": "summary",
    "notes": "summary",
    "publication_year": "published_date",
    "published": "published_date",
    "year": "published_date",
}
"""Columns -> a record's keys; of several columns with one key, the first that is not empty counts."""

VAGUE = ("publication_year", "year")
"""Columns that say less than others with the same key, as Zotero's year beside its date."""


def normal(name: str) -> str:
    """A column's name in small letters, its words joined by `_`.

    >>> normal("Article URL"), normal("accessDate"), normal(" Source-Link ")
    ('article_url', 'access_date', 'source_link')
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[\W_]+", "_", parted).strip("_").lower()


def names_urls(name: str) -> int | None:
    """How well a column's name says that it holds the URL of a row, 0 at best; None if it does not say so.

    >>> [names_urls(name) for name in ("url", "Article URL", "Web site", "image_url", "Notes")]
    [0, 20, 30, 40, None]
    """
    plain = normal(name)
    if plain in _BEST_NAMES:
        return _BEST_NAMES.index(plain)
    words = frozenset(plain.split("_"))
    told = 20 if words & _STRONG_WORDS else 30 if words & _WEAK_WORDS else None
    return 40 if told is not None and words & _OTHER_WORDS else told


class TableColumns:
    """The columns of a table with these names (none: a table without a header) and rows."""

    def __init__(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.names = [normal(name) for name in header]
        width = max(len(header), max(map(len, rows), default=0))
        self.links = self._links(header, rows, width)
        dated = ACCESSED if any(name in ACCESSED for name in self.names) else ADDED
        self.titles = self.named(TITLES)
        self.accessed = self.named(dated)
        self.quotes = self.named(QUOTES)
        self.notes = self.named(NOTES)
        self.tags = self.named(TAGS)
        self.identifiers = self.named(IDENTIFIERS)

    def named(self, names: Sequence[str]) -> list[int]:
        """The columns with one of these names, in the order of the names."""
        return [self.names.index(name) for name in names if name in self.names]

    @property
    def useful(self) -> bool:
        return bool(self.links or self.identifiers)

    def _links(self, header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[int]:
        """The columns that hold URLs, the row's own first: by name, then by how many URLs they hold."""
        whole, within = [0] * width, [0] * width
        for row in rows:
            for at, cell in enumerate(row):
                if "://" in cell:
                    within[at] += 1
                    whole[at] += " " not in cell.strip()
        ranks = [names_urls(name) for name in header] + [None] * (width - len(header))
        special = {at for at, name in enumerate(self.names) if name in (*QUOTES, *IDENTIFIERS)}
        holding = [at for at in range(width) if within[at] and at not in special]
        found = sorted(
            holding, key=lambda at: (50 if (rank := ranks[at]) is None else rank, -whole[at], -within[at], at)
        )
        named = (at for at, rank in enumerate(ranks) if rank is not None and rank < len(_BEST_NAMES))
        best = min(named, key=lambda at: ranks[at] or 0, default=None)
        told = found and ranks[found[0]] is not None and (ranks[found[0]] or 0) < 40
        return found if told or best is None else [best, *(at for at in found if at != best)]
