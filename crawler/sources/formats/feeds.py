"""Feeds: RSS 2.0 (www.rssboard.org/rss-specification), RSS 1.0 (web.resource.org/rss/1.0/spec), Atom (RFC 4287).

An entry cites its link, with its title and date, and what its content links to. The links of the feed itself, its
enclosures and comment pages are counted. A site's own feed is no citing document, so it is read only when it is named.
"""

import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from crawler.model import ParsedSource, ResourceRecord
from crawler.sources.parsing.collector import Collector, not_a_citation
from crawler.sources.parsing.html.links import HtmlReader
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.xml.markup import CUT, Written, XmlContent, XmlTag, is_cut, root_tag, scan_xml
from crawler.text.dates import iso_date

_ROOTS = frozenset(("rss", "feed"))
_RSS_1 = "purl.org/rss/1.0"
_CITING = frozenset(("", "alternate", "related", "via"))  # RFC 4287, section 4.2.7.2
_DATES = ("published", "pubDate", "date", "issued", "updated", "modified")  # the first that is there counts
_BODIES = frozenset(("description", "encoded", "content", "summary"))
_COUNTED = {"comments": "comments of an entry", "commentRss": "comments of an entry"}
_MEDIA = ("enclosure", "thumbnail", "content", "player", "image")
_MARKUP = re.compile(r"<[^<>]*>")

Found = tuple[str, int]  # a text and where it stands


@dataclass(slots=True)
class _Entry:
    start: int
    base: str
    links: list[Found] = field(default_factory=list)
    permalink: Found | None = None
    title: str | None = None
    dates: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def sniff(source: SourceText) -> bool:
    root = root_tag(source.head)
    if root is None:
        return False
    return root.name in _ROOTS or (root.name == "RDF" and _RSS_1 in source.head[root.start : root.end])


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    reader = _FeedReader(LineIndex(source.text), collector)
    reader.read()
    if is_cut(source.text):
        collector.skip(reader.lines.place(len(source.text))[0], CUT)
    return collector.parsed(source.document("feed", title=reader.title))


@dataclass(slots=True)
class _EntryContent:
    """An element that holds HTML: as escaped text, or as elements."""

    tag: XmlTag
    depth: int = 1
    has_elements: bool = False
    escaped: XmlContent = field(default_factory=XmlContent)

    def closes(self, token: XmlTag | Written) -> bool:
        """Adds a token of the content; whether it is the end of it."""
        if isinstance(token, Written):
            self.escaped.pieces.append(token)
        elif token.name == self.tag.name and not token.empty:
            self.depth += -1 if token.closing else 1
            self.has_elements |= self.depth > 0
        else:
            self.has_elements = True
        return self.depth == 0

    def content(self, text: str, end: int) -> XmlContent:
        if self.has_elements:
            return XmlContent([Written(text[self.tag.end : end], self.tag.end, is_literal=True)])
        return self.escaped


class _FeedReader:
    def __init__(self, lines: LineIndex, collector: Collector) -> None:
        self.lines, self.collector = lines, collector
        self.title: str | None = None
        self.entry: _Entry | None = None
        self.body: _EntryContent | None = None
        self.in_source = False  # in Atom's `source`: the feed that an entry is from
        self.base = ""
        self.element: XmlTag | None = None  # whose text is being collected
        self.content = XmlContent()

    def read(self) -> None:
        text = self.lines.text
        for token in scan_xml(text):
            if self.body is not None:
                if self.body.closes(token) and isinstance(token, XmlTag):
                    self._html(self.body.content(text, token.start))
                    self.body = None
            elif isinstance(token, Written):
                self.content.pieces.append(token)
            elif token.closing:
                self._end(token)
            else:
                self._start(token)
        if self.body is not None:
            self._html(self.body.content(text, len(text)))
        self._finish()

    def _start(self, tag: XmlTag) -> None:
        self.element, self.content = tag, XmlContent()
        base = tag.get("xml:base")
        if tag.name in ("item", "entry"):
            self._finish()
            self.entry = _Entry(tag.start, base=_joined(self.base, base))
        elif tag.name in ("channel", "feed"):
            self.base = base
        elif tag.name == "link" and tag.get("href"):
            self._link(self._found(tag.attributes["href"], base), tag.get("rel"))
        elif tag.name in _MEDIA and tag.get("url"):
            self.collector.ignore("media", *self.lines.place(tag.attributes["url"].at), tag.get("url"))
        elif tag.name == "source" and tag.get("url"):
            self.collector.ignore("link of a feed", *self.lines.place(tag.attributes["url"].at), tag.get("url"))
        elif tag.name == "source" and not tag.empty:
            self.in_source = True
        elif tag.name == "content" and tag.get("src"):
            self._link(self._found(tag.attributes["src"], base), "")
        elif tag.name == "category" and tag.get("term") and self.entry:
            self.entry.tags.append(tag.get("label") or tag.get("term"))
        elif tag.name in _BODIES and tag.prefix not in ("media", "dc") and not tag.empty:
            self.body = _EntryContent(tag)

    def _end(self, tag: XmlTag) -> None:
        element, content = self.element, self.content
        self.element, self.content = None, XmlContent()
        if tag.name in ("item", "entry"):
            self._finish()
        elif tag.name == "source":
            self.in_source = False
        elif element is not None and element.name == tag.name and (text := content.text.strip()):
            at = content.offsets()(len(content.text) - len(content.text.lstrip()))
            self._value(element, text, at)

    def _value(self, tag: XmlTag, text: str, at: int) -> None:
        """What an element without children says."""
        entry = None if self.in_source else self.entry
        if tag.prefix in ("media", "itunes"):
            return
        if tag.name == "link" and not tag.get("href"):
            self._link((_joined(self.base, text), at), "")
        elif tag.name in ("url", *_COUNTED):
            self.collector.ignore(_COUNTED.get(tag.name, "image"), *self.lines.place(at), text)
        elif tag.name == "title":
            self._titled(_plain(text))
        elif entry is None:
            return
        elif tag.name == "guid" and tag.get("isPermaLink").lower() != "false":
            entry.permalink = (text, at)
        elif tag.name in _DATES:
            entry.dates.setdefault(tag.name, text)
        elif tag.name in ("creator", "author", "name"):
            entry.authors.append(_plain(text))
        elif tag.name in ("category", "subject"):
            entry.tags.append(_plain(text))

    def _titled(self, title: str) -> None:
        if self.in_source:
            return
        if self.entry is not None:
            self.entry.title = self.entry.title or title or None
        elif self.title is None:
            self.title = title or None

    def _found(self, written: Written, base: str) -> Found:
        url = written.text.strip()
        if outer := _joined(self.entry.base if self.entry else self.base, base):
            url = _joined(outer, url)
        return url, written.at + len(written.raw) - len(written.raw.lstrip())

    def _link(self, link: Found, rel: str) -> None:
        if self.entry is not None and rel in _CITING and not self.in_source:
            self.entry.links.append(link)
        else:
            reason = "media" if rel == "enclosure" else "link of a feed"
            self.collector.ignore(reason, *self.lines.place(link[1]), link[0])

    def _html(self, content: XmlContent) -> None:
        text, place = content.text, content.offsets()
        if "<" in text or "://" in text:
            HtmlReader(text, lambda offset: self.lines.place(place(offset)), self.collector).read()

    def _finish(self) -> None:
        """Cites the links of the entry that ends here."""
        entry, self.entry = self.entry, None
        if entry is None:
            return
        url, at = entry.permalink or ("", 0)
        if not_a_citation(url) is None:
            if not entry.links:
                entry.links.append((url, at))
            elif all(url != link for link, _ in entry.links):
                self.collector.ignore("permalink of an entry", *self.lines.place(at), url)
        if not entry.links:
            self.collector.ignore("entry without a URL", *self.lines.place(entry.start), entry.title)
        for url, at in entry.links:
            line, column = self.lines.place(at)
            self.collector.link(url, line=line, column=column, link_text=entry.title)
        if entry.links and not_a_citation(entry.links[0][0]) is None:
            self.collector.records.append(self._record(entry, *entry.links[0]))

    def _record(self, entry: _Entry, url: str, at: int) -> ResourceRecord:
        return ResourceRecord(
            url=url,
            line=self.lines.place(at)[0],
            title=entry.title,
            authors=tuple(dict.fromkeys(entry.authors)) or None,
            tags=tuple(dict.fromkeys(entry.tags)) or None,
            published_date=next((day for name in _DATES if (day := _day(entry.dates.get(name)))), None),
        )


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url) if base else url
    except ValueError:
        return url


def _plain(text: str) -> str:
    """A title, which may hold encoded HTML."""
    return tidy(Written(_MARKUP.sub("", text), 0).text)


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return iso_date(text)
