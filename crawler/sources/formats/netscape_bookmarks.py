"""Netscape bookmark files, which all browsers export: `<DT><A HREF ADD_DATE TAGS>title</A>`."""

import re
from datetime import UTC, datetime

from crawler.model import ParsedSource, ResourceRecord
from crawler.sources.parsing.html_links import HtmlReader, read_with
from crawler.sources.parsing.prose import CitationSite
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.tags import Tag

_START = re.compile(r"\s*<!DOCTYPE\s+NETSCAPE-Bookmark-file", re.IGNORECASE)


def sniff(source: SourceText) -> bool:
    return _START.match(source.head) is not None


def read(source: SourceText) -> ParsedSource:
    return read_with(_BookmarksReader, source, "bookmarks")


class _BookmarksReader(HtmlReader):
    def cite(self, tag: Tag, site: CitationSite) -> None:
        url, title = tag.get("href") or "", site.text
        self.collector.link(url, line=site.line, column=site.column, link_text=title, accessed=_added(tag))
        tags = tuple(part.strip() for part in (tag.get("tags") or "").split(",") if part.strip())
        if url.lower().startswith(("http:", "https:")) and (title or tags):
            self.collector.records.append(ResourceRecord(url=url, line=site.line, title=title, tags=tags or None))


def _added(tag: Tag) -> str | None:
    """The day a bookmark was made: `ADD_DATE` in seconds since 1970 (some browsers: microseconds)."""
    written = tag.get("add_date") or ""
    if not (written.isascii() and written.isdigit() and len(written) <= 16):
        return None
    seconds = int(written) / (1_000_000 if len(written) > 12 else 1)
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() if 0 < seconds < 2**35 else None
