"""CSL-JSON, as Zotero, Pandoc and Crossref write it: one Citation and one ResourceRecord an item.

Field names: docs.citationstyles.org, "Appendix IV: Variables"; CSL 1.0.2's input schema for names and dates.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from crawler.model import Document, Reading, ResourceRecord
from crawler.sources.dates import iso_date
from crawler.sources.decode import Source
from crawler.sources.entries import Entry, WrongType, add_records, person
from crawler.sources.gather import Gathering

_SIGNS = ("URL", "DOI", "issued", "accessed", "container-title")


def is_csl(items: Sequence[Mapping[str, Any]]) -> bool:
    """Whether these are CSL items: they have CSL's keys in CSL's spelling, and no `url`."""
    return any(sign in item for item in items for sign in _SIGNS) and not any("url" in item for item in items)


def read_csl(source: Source, entries: Sequence[Entry], gathering: Gathering) -> Reading:
    records = [record for entry in entries if (record := _item(entry, gathering))]
    add_records(records, gathering)
    document = Document(path=source.path, name=source.name, format="csl", sha256=source.sha256)
    return gathering.reading(document)


def doi_url(doi: str) -> str | None:
    """The resolver's URL of a DOI, in whichever way it is written; None when it is none."""
    bare = doi.strip()
    for lead in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"):
        if bare.lower().startswith(lead):
            bare = bare[len(lead) :].strip()
    return f"https://doi.org/{bare}" if bare.startswith("10.") and "/" in bare else None


def _item(entry: Entry, gathering: Gathering) -> ResourceRecord | None:
    values = entry.values
    doi, given = _text(values.get("DOI")), _text(values.get("URL"))
    url = given or (doi_url(doi) if doi else None)
    key = _text(values.get("id"))
    if url is None:
        gathering.passed["entry without a URL"] += 1
        return None
    line = entry.lines.get("URL") or entry.lines.get("DOI") or entry.line
    title = _text(values.get("title"))
    gathering.cite(url, line=line, label=key, link_text=title, accessed=_date(values.get("accessed")))
    return ResourceRecord(
        url=url,
        line=entry.line,
        title=title,
        type=_text(values.get("type")),
        authors=_people(values.get("author")),
        published_date=_date(values.get("issued")),
        abstract=_text(values.get("abstract")),
        doi=doi,
    )


def _text(value: object) -> str | None:
    return str(value).strip() or None if isinstance(value, str | int) and not isinstance(value, bool) else None


def _people(value: object) -> tuple[str, ...] | None:
    names = []
    for item in value if isinstance(value, list) else []:
        try:
            names.append(person(item) if isinstance(item, dict) else str(item))
        except WrongType:
            continue
    return tuple(names) or None


def _date(value: object) -> str | None:
    """A CSL date: `date-parts`, `raw` or `literal`."""
    if isinstance(value, str):
        return iso_date(value)
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return iso_date("-".join(str(part) for part in parts[0][:3]))
    raw = value.get("raw") or value.get("literal")
    return iso_date(raw) if isinstance(raw, str) else None
