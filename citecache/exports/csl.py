"""CSL-JSON: a list with one item per card, each on a line of its own.

Variables, names and dates: csl-data.json of github.com/citation-style-language/schema (CSL 1.0.2), which allows no
others. `archive_location` has the URL of the archived copy, `archive` the archive's host.
"""

from typing import Any, BinaryIO

from citecache.exports import works
from citecache.exports.author_names import AuthorName, author_names
from citecache.exports.entry_keys import EntryKeys, any_key, entry_keys
from citecache.exports.selection import CardSelection
from citecache.render.clean import one_line
from citecache.render.json_text import line
from crawler.cache.read.citation_keys import KeyOwners
from crawler.model import Card
from crawler.net.urls import bare_host

TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard "
    "thesis treaty webpage".split()
)
"""csl-data.json, `type`."""

GIVEN_TYPES = {
    # BibTeX's and biblatex's
    "article": "article-journal", "booklet": "pamphlet", "conference": "paper-conference", "electronic": "webpage",
    "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia", "manual": "report", "mastersthesis": "thesis", "movie": "motion_picture",
    "online": "webpage", "phdthesis": "thesis", "proceedings": "book", "techreport": "report",
    "unpublished": "manuscript", "video": "motion_picture", "www": "webpage", "paper": "paper-conference",
    "magazine article": "article-magazine", "news article": "article-newspaper",
}  # fmt: skip
"""Types as bibliographies in other formats give them -> CSL's."""

FREE_TYPES = {
    "blog": "post-weblog", "blog post": "post-weblog", "blog-post": "post-weblog", "forum": "post",
    "news": "article-newspaper", "news article": "article-newspaper", "report": "report", "software": "software",
    "dataset": "dataset",
}  # fmt: skip
"""What records and pages call themselves -> CSL's types."""

ON_THE_WEB = frozenset(("webpage", "post", "post-weblog", "article-newspaper", "article-magazine"))
"""Types whose container is the site."""


def write(selection: CardSelection, out: BinaryIO) -> None:
    """Write one item per card."""
    selection.with_text = False  # no item has it
    separator = b"[\n"
    with KeyOwners(selection.cache) as owners:
        for card in selection.cards():
            out.write(separator + line(item(card, entry_keys(card, owners, any_key))).encode())
            separator = b",\n"
    out.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


def item(card: Card, keys: EntryKeys) -> dict[str, Any]:
    """A card as an item of CSL-JSON, without what is not known."""
    names, _ = author_names(card.authors, card.sitename)
    kind = item_type(card)
    values = {
        "id": keys.key,
        "type": kind,
        "title": one_line(card.title or ""),
        "author": [_name(name) for name in names],
        "container-title": one_line(card.sitename or "") if kind in ON_THE_WEB else None,
        "issued": _date(works.published(card)),
        "DOI": works.doi(card),
        "URL": card.url,
        "accessed": _date(works.accessed(card, keys.accessed)),
        "archive": bare_host(card.archived_url or ""),
        "archive_location": card.archived_url,
        "language": card.language,
        "note": works.verdict_note(card),
        "abstract": works.abstract(card),
        "keyword": one_line(", ".join(card.tags)),
    }
    return {name: value for name, value in values.items() if value}


def item_type(card: Card) -> str:
    """The type of an item: the one that a bibliography gave, if CSL has it; else a kind of web page."""
    given = works.bibliography_type(card)
    if given is None:
        return FREE_TYPES.get((card.type or "").strip().lower(), "webpage")
    given = GIVEN_TYPES.get(given, given)
    return given if given in TYPES else "webpage"


def _name(name: AuthorName) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family, "given": name.given, "non-dropping-particle": name.particle, "suffix": name.suffix,
    }  # fmt: skip
    return {part: value for part, value in parts.items() if value}


def _date(date: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else None
