"""OPML outlines and lists of feeds (opml.org/spec2.opml): each `outline` that names a site, a feed or a page.

A subscription cites its site (`htmlUrl`); its feed is counted, and cited where no site is named. The names of folders
and the categories become tags. Links and bare URLs in the text and the notes of an outline are cited, too.
"""

from email.utils import parsedate_to_datetime

from crawler.model import ParsedSource, ResourceRecord
from crawler.sources.parsing.bare_urls import absolute, find_urls
from crawler.sources.parsing.collector import Collector, not_a_citation
from crawler.sources.parsing.html.links import HtmlReader
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.prose import CitationSite, Prose, tidy
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.xml.markup import CUT, Written, XmlTag, is_cut, root_tag, scan_xml
from crawler.text.dates import iso_date

_TARGETS = ("htmlUrl", "url", "xmlUrl")
_NOTES = ("text", "title", "_note", "description")
_MARKUP = ("</", "<a ", "/>")


def sniff(source: SourceText) -> bool:
    root = root_tag(source.head)
    return root is not None and root.name.lower() == "opml"


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    reader = _Outlines(LineIndex(source.text), collector)
    reader.read()
    if is_cut(source.text):
        collector.skip(reader.lines.place(len(source.text))[0], CUT)
    return collector.parsed(source.document("opml", title=reader.title))


class _Outlines:
    def __init__(self, lines: LineIndex, collector: Collector) -> None:
        self.lines, self.collector = lines, collector
        self.title: str | None = None
        self.folders: list[str] = []  # names of the outlines that are open

    def read(self) -> None:
        inside = ""
        for token in scan_xml(self.lines.text):
            if isinstance(token, Written):
                if inside == "title" and self.title is None:
                    self.title = tidy(token.text) or None
                continue
            inside = "" if token.closing else token.name
            if token.name.lower() != "outline":
                continue
            if token.closing:
                del self.folders[-1:]
            else:
                self._outline(token)
                if not token.empty:
                    self.folders.append(tidy(token.get("text") or token.get("title")))

    def _outline(self, tag: XmlTag) -> None:
        if tag.get("isComment").lower() == "true":
            self.collector.ignore("comment", *self.lines.place(tag.start), tag.get("text"))
            return
        targets = [name for name in _TARGETS if tag.get(name)]
        if tag.get("type").lower() == "include":
            for name in targets:
                self.collector.ignore("other outline", *self._place(tag, name), tag.get(name))
            targets = []
        cited = next((name for name in targets if not_a_citation(tag.get(name)) is None), None)
        for name in targets:
            if name == cited:
                self._cite(tag, name)
            elif cited and name == "xmlUrl":
                self.collector.ignore("feed of a cited site", *self._place(tag, name), tag.get(name))
            else:
                line, column = self._place(tag, name)
                self.collector.link(tag.get(name), line=line, column=column, link_text=_title(tag))
        for name in _NOTES:
            if (value := tag.attributes.get(name)) and name not in targets:
                self._note(value)

    def _cite(self, tag: XmlTag, name: str) -> None:
        url, title = tag.get(name), _title(tag)
        line, column = self._place(tag, name)
        self.collector.cite(url, line=line, column=column, link_text=title, accessed=_created(tag))
        tags = [folder for folder in self.folders if folder]
        tags += [part.strip(" /") for part in tag.get("category").split(",") if part.strip(" /")]
        summary = tidy(tag.get("description")) or None
        if title or tags or summary:
            unique = tuple(dict.fromkeys(tags)) or None
            self.collector.records.append(ResourceRecord(url=url, line=line, title=title, tags=unique, summary=summary))

    def _place(self, tag: XmlTag, name: str) -> tuple[int, int]:
        value = tag.attributes[name]
        return self.lines.place(value.at + len(value.raw) - len(value.raw.lstrip()))

    def _note(self, value: Written) -> None:
        """Cites what an outline's text links to: OPML 2.0 lets it hold encoded HTML."""
        text = value.text
        if "://" not in text and "www." not in text:
            return
        offsets = value.offsets()
        if any(mark in text for mark in _MARKUP):
            HtmlReader(text, lambda offset: self.lines.place(offsets(offset)), self.collector).read()
            return
        prose = Prose()
        prose.add(text)
        for start, end in find_urls(text, www=True):
            site = CitationSite(*self.lines.place(offsets(start)), prose, start)
            self.collector.cite(absolute(text[start:end]), **site.fields())


def _title(tag: XmlTag) -> str | None:
    title = tidy(tag.get("text") or tag.get("title"))
    return title or None


def _created(tag: XmlTag) -> str | None:
    """The day an outline was made: `created`, a date of RFC 822."""
    try:
        return parsedate_to_datetime(tag.get("created")).date().isoformat()
    except ValueError:
        return iso_date(tag.get("created"))
