"""Title, authors and dates of office documents: Dublin Core in OOXML (ECMA-376 part 2, section 11), OpenDocument (1.3,
part 3, section 4.3) and EPUB (3.3, section 5.5).
"""

import re

from lxml import etree

from crawler.model import Metadata
from crawler.sources.parsing.xml.tree import attribute, local_name
from crawler.text.dates import find_date
from crawler.text.tidy import one_line
from pipelines.extract.metadata.names import clean_authors, split_authors

_JUNK = re.compile(
    r"(?i)^(?:microsoft (?:office )?(?:word|powerpoint|excel)\b.*|powerpoint[ -]pr.sentation|pr.sentation powerpoint"
    r"|document\s?\d*|untitled.*|unnamed|unknown|title|slide \d+|presentation\d*|book\d*"
    r"|\S+\.(?:docx?|odt|rtf|pptx?|odp|xlsx?|ods|epub)|\W*)$"
)
"""Titles that programs write of their own accord, and names of files."""

_NOBODY = frozenset(("user", "unknown author", "microsoft office user", "windows user", "owner", "pc", "python-docx"))
"""Creators that programs write of their own accord."""


def of_dublin_core(elements: list[etree._Element], source: str, title: str | None = None) -> Metadata:
    """The metadata that elements of Dublin Core hold; `title` is the document's own, for want of a better one."""
    values: dict[str, list[str]] = {}
    for element in elements[:1000]:
        if text := one_line(str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))):
            name = local_name(element)
            values.setdefault("issued" if attribute(element, "event") == "publication" else name, []).append(text)
    said = next((text for text in values.get("title", ()) if not _JUNK.match(text)), None)
    authors = _authors(values.get("creator") or values.get("initial-creator") or [])
    published = next(
        (day for key in ("issued", "date", "creation-date", "created") for day in _days(values, key)), None
    )
    language = next(
        (text for text in values.get("language", ()) if re.fullmatch(r"[A-Za-z]{2,3}(?:-\w{2,8})*", text)), None
    )
    description = next(iter(values.get("description", ())), None)
    return Metadata.told(
        title=(said, f"{source} title") if said else (title, "first heading"),
        authors=(authors, f"{source} creator"),
        published_date=(published, f"{source} date"),
        language=(language, f"{source} language"),
        description=(description, f"{source} description"),
    )


def of_office(title: str, author: str, created: str, source: str) -> Metadata:
    """The metadata in properties that are texts."""
    return Metadata.told(
        title=("" if _JUNK.match(title) else title, f"{source} title"),
        authors=(_authors([author] if author else []), f"{source} author"),
        published_date=(find_date(created), f"{source} date"),
    )


def _authors(values: list[str]) -> tuple[str, ...]:
    names = clean_authors(values) if len(values) > 1 else split_authors(values[0]) if values else ()
    return tuple(name for name in names if name.lower() not in _NOBODY)


def _days(values: dict[str, list[str]], key: str) -> list[str]:
    return [day for text in values.get(key, ()) if (day := find_date(text))]
