"""Resource records, citation lists and configurations in YAML, JSON or JSON Lines."""

import re

from crawler.model import ParsedSource
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.records.json_records import looks_like_json, scan_json
from crawler.sources.parsing.records.record_files import cite_records
from crawler.sources.parsing.records.yaml_records import scan_yaml
from crawler.sources.parsing.source_text import SourceText

_YAML = re.compile(
    r"(?:^#[^\n]*\n|^---[ \t]*\n|^[^\S\n]*\n)*"
    r"^(?:-\s+(?:id|url|title)\s*:|(?:resources|records|citations|items)\s*:\s*$)",
    re.MULTILINE,
)


def sniff(source: SourceText) -> bool:
    return looks_like_json(source) or _YAML.match(source.head) is not None


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    scan = scan_json if looks_like_json(source) else scan_yaml
    cite_records(scan(source, collector), collector)
    return collector.parsed(source.document("records"))
