"""Plain text: lists of URLs (`URL`, or `URL title`, one per line; `#` comments) and prose with URLs."""

import re

from crawler.model import ParsedSource
from crawler.sources.parsing.bare_urls import find_urls
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.prose import CitationSite, Prose
from crawler.sources.parsing.source_text import SourceText

_URL_LIKE = re.compile(
    r"(?:https?|ftps?|file|javascript|data|mailto|tel|about|blob|gopher|ws|wss):\S"
    r"|[a-z][a-z0-9+.-]*://|https?:?/|http:?\\|www\.\S+\.\S|//[\w-]+\.\w",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:/\S*)?")
_BROKEN_HOST = re.compile(r"https?://(?!localhost\b)[^\s./?#:\[]+\s+\S*[./]", re.IGNORECASE)
"""`http://exa mple.org/`: white space within a host, not a URL followed by a title."""


def sniff(source: SourceText) -> bool:
    """Whether most lines that are neither blank nor comments are meant as URLs."""
    lines = [line for line in source.head.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    return sum(_is_url_like(line) for line in lines) * 2 > len(lines)


def read(source: SourceText) -> ParsedSource:
    """Reads line by line; each line is an entry of a list, or prose."""
    collector = Collector(source.path)
    for number, line in enumerate(source.text.split("\n"), 1):
        bare = line.strip()
        if not bare:
            continue
        if bare.startswith("#"):
            collector.ignore("comment", number, text=bare)
        elif _is_url_like(bare):
            url, *title = [bare] if _BROKEN_HOST.match(bare) else bare.split(None, 1)
            column = len(line) - len(line.lstrip()) + 1
            text = title[0].strip() if title else None
            if url.lower().startswith(("mailto:", "tel:")):
                collector.link(url)
            else:
                collector.cite(url, line=number, column=column, link_text=text)
        elif not _prose(line, number, collector):
            collector.ignore("line without a URL", number, text=bare)
    return collector.parsed(source.document("text"))


def _prose(line: str, number: int, collector: Collector) -> bool:
    prose = Prose()
    prose.add(line)
    found = list(find_urls(line))
    for start, end in found:
        site = CitationSite(number, start + 1, prose, start)
        collector.cite(line[start:end], **site.fields())
    return bool(found)


def _is_url_like(line: str) -> bool:
    """Whether a line of a list is meant as a URL, however malformed."""
    token, _, rest = line.strip().partition(" ")
    return bool(_URL_LIKE.match(token)) or (not rest and bool(_DOMAIN.fullmatch(token)))
