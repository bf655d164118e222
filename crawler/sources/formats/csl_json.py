"""CSL-JSON, as Zotero, Pandoc and Crossref write it: one Citation and one ResourceRecord per item.

Field names: docs.citationstyles.org, "Appendix IV: Variables"; CSL 1.0.2's input schema for names and dates.
"""

import re

from crawler.model import ParsedSource, ResourceRecord
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.identifiers import doi_url
from crawler.sources.parsing.json_records import CSL_KEYS, is_csl, looks_like_json, scan_json
from crawler.sources.parsing.raw_records import RawRecord, WrongType, add_records, person
from crawler.sources.parsing.source_text import SourceText
from crawler.text.dates import iso_date

_KEY = re.compile(f'"(?:{"|".join(CSL_KEYS)})"')


def sniff(source: SourceText) -> bool:
    """Whether a JSON text holds CSL items. It is parsed only if it contains a key that only CSL has."""
    if not (looks_like_json(source) and _KEY.search(source.text)):
        return False
    return is_csl([item.values for item in scan_json(source, Collector(source.path)).records])


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path)
    items = scan_json(source, collector).records
    add_records([record for item in items if (record := _item(item, collector))], collector)
    return collector.parsed(source.document("csl"))


def _item(item: RawRecord, collector: Collector) -> ResourceRecord | None:
    values = item.values
    doi, given = _text(values.get("DOI")), _text(values.get("URL"))
    url = given or (doi_url(doi) if doi else None)
    key = _text(values.get("id"))
    if url is None:
        collector.ignore("entry without a URL", item.line, text=key)
        return None
    line = item.line_of("URL", "DOI")
    title = _text(values.get("title"))
    collector.cite(url, line=line, label=key, link_text=title, accessed=_date(values.get("accessed")))
    return ResourceRecord(
        url=url,
        line=item.line,
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
