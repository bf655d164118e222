"""HTML pages."""

import re

from crawler.model import ParsedSource
from crawler.sources.parsing.html.links import HtmlReader, read_with
from crawler.sources.parsing.source_text import SourceText

_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def sniff(source: SourceText) -> bool:
    return _START.match(source.head) is not None


def read(source: SourceText) -> ParsedSource:
    return read_with(HtmlReader, source, "html")
