"""CSL-JSON and CSL-YAML, as Zotero, Pandoc and Crossref write it: a list of items, or one under `references`.

What an item cites: parsing/bibliographies/csl_items.py and parsing/bibliographies/entry_links.py.
"""

import re

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.bibliography import add_entries
from crawler.sources.parsing.bibliographies.csl_items import csl_entry, is_csl_yaml
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.records.json_records import is_csl, looks_like_json, scan_json
from crawler.sources.parsing.records.record_files import CSL_KEYS
from crawler.sources.parsing.records.yaml_records import scan_yaml
from crawler.sources.parsing.source_text import SourceText

_KEY = re.compile(f'"(?:{"|".join(CSL_KEYS)})"')


def sniff(source: SourceText) -> bool:
    """Whether a text holds CSL items. JSON is parsed only if it contains a key that only CSL has."""
    if not looks_like_json(source):
        return is_csl_yaml(source.head)
    if not _KEY.search(source.text):
        return False
    return is_csl([item.values for item in scan_json(source, Collector(source.path, source.size)).records])


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    scan = scan_json if looks_like_json(source) else scan_yaml
    found = scan(source, collector)
    lines = LineIndex(source.text)
    add_entries([csl_entry(item, lines) for item in found.records], collector)
    cited = {citation.url for citation in collector.citations}
    for value in found.url_values:
        if value.url not in cited:
            collector.ignore("URL outside of the items", value.line, value.column, value.url)
    return collector.parsed(source.document("csl"))
