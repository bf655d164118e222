"""Bookmark files in HTML: of browsers and of services (Netscape's `<DT><A HREF ADD_DATE TAGS>title</A><DD>note`).

Pinboard, Delicious, Raindrop, linkding and others write Netscape's form, Pocket and Instapaper plain lists. Titles and
notes are often written without escapes, so a `<script>` in one is text. A folder is no tag of the user's: it is kept
in a record's extra keys.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from crawler.model import ParsedSource, ResourceRecord
from crawler.sources.parsing.html.links import HtmlReader, read_with
from crawler.sources.parsing.html.tags import Tag
from crawler.sources.parsing.html.tokens import HtmlPart, HtmlText, html_parts
from crawler.sources.parsing.prose import FILL, CitationSite, tidy
from crawler.sources.parsing.source_text import SourceText

MAX_FOLDERS = 20
"""Of nested folders, so many are named."""

_NETSCAPE = re.compile(r"\s*<!DOCTYPE\s+NETSCAPE-Bookmark-file", re.IGNORECASE)
_OTHERS = re.compile(
    r"<title>\s*(?:Pocket Export|Instapaper: Export)|<a\s[^<>]*\btime_added=|<dt>\s*<a\s+href=[^<>]*\sadd_date=",
    re.IGNORECASE,
)
_LITERAL = re.compile(
    r"<(?=/?(?:script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext|template|svg|math|select|"
    r"option|table|thead|tbody|tfoot|tr|td|th|div|form)(?![\w-]))",
    re.IGNORECASE,
)  # would hide or regroup the entries that follow
_TITLE = re.compile(r"<title\s*>[^<]*</title", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:dt|li)\s*>|<a\s", re.IGNORECASE)
_FOLDER_NAMES = ("h1", "h2", "h3")
_LISTS = ("dl", "ul", "ol")
_ENDS_NOTE = frozenset(("dt", "li", "hr", *_FOLDER_NAMES, *_LISTS))
_BROWSER = re.compile(
    r"(?:about|chrome|edge|brave|opera|vivaldi|resource|view-source|[a-z]+-extension|data|file|place):", re.IGNORECASE
)
_MICROSECONDS, _MILLISECONDS = 10**14, 10**11  # larger numbers of seconds would be after the year 5000


def sniff(source: SourceText) -> bool:
    return (_NETSCAPE.match(source.head) or _OTHERS.search(source.head)) is not None


def read(source: SourceText) -> ParsedSource:
    return read_with(_BookmarksReader, source, "bookmarks")


class _BookmarksReader(HtmlReader):
    folders: list[str | None]  # names of the open lists
    named: str | None = None  # by the heading before a list
    noted: ResourceRecord | None = None  # what the current `<DD>` describes
    note: list[str]  # its words so far
    last: ResourceRecord | None = None  # the record of the last bookmark, which is the last of the Collector's

    told = ("feedurl",)

    def parts(self) -> Iterator[HtmlPart]:
        for part in html_parts(self.text, markup=_as_bookmarks(self.text)):
            yield (
                HtmlText(part.start, part.text.replace(FILL, "<"), part.raw_in) if isinstance(part, HtmlText) else part
            )

    def read(self) -> None:
        self.folders = []
        self.netscape = _NETSCAPE.match(self.text) is not None
        self.note = []
        super().read()
        self._end_note()
        records = self.collector.records
        records[:] = [kept for kept in records if kept.title or kept.tags or kept.summary or kept.extra]

    def _structure(self, tag: Tag, name: str) -> None:
        if name in _FOLDER_NAMES and tag.closing and not (name == "h1" and self.netscape):
            self.named = tidy(self.prose.text) or None
        super()._structure(tag, name)
        if name in _LISTS and not tag.closing:
            self.folders.append(self.named)
            self.named = None
        elif name in _LISTS and self.folders:
            self.folders.pop()
        if name in _ENDS_NOTE:
            self._end_note()
            self.last = None
        elif name == "dd":
            self.noted = self.last

    def _end_block(self) -> None:
        if self.noted and (words := tidy(self.prose.text)):
            self.note.append(words)
        super()._end_block()

    def _end_note(self) -> None:
        """Gives the record of the last bookmark the note that stands behind it."""
        if self.noted and self.note:
            self.collector.records[-1] = replace(self.noted, summary=" ".join(self.note))
        self.noted, self.note = None, []

    def cite(self, tag: Tag, site: CitationSite) -> None:
        url, title = self.resolved(tag.get("href") or ""), site.text
        self._end_note()
        self.last = None
        if feed := tag.get("feedurl"):
            self.collector.ignore("feed", site.line, site.column, feed)
        if not url and feed:
            return
        if _BROWSER.match(url):
            self.collector.ignore("address within the browser", site.line, site.column, url)
        elif not self.script_link(url, site):
            self.collector.link(url, line=site.line, column=site.column, link_text=title, accessed=_added(tag))
        if url.lower().startswith(("http:", "https:")):
            tags = tuple(part.strip() for part in (tag.get("tags") or "").split(",") if part.strip())
            folder = " / ".join(name for name in self.folders[:MAX_FOLDERS] if name)
            self.last = ResourceRecord(
                url=url,
                line=site.line,
                title=None if title == url else title,  # Pocket's, where it knew none
                tags=tags or None,
                extra={"folder": folder} if folder else {},
            )
            self.collector.records.append(self.last)


def _as_bookmarks(text: str) -> str:
    """The text with the `<` of tags that are words of a title or a note changed to FILL."""
    title, entry = _TITLE.search(text), _ENTRY.search(text)
    kept = title.end() if title and (entry is None or title.start() < entry.start()) else 0
    text = text[:kept] + _LITERAL.sub(FILL, text[kept:])
    pieces: list[str] = []
    done = pos = end = next_entry = 0
    while (at := text.find("<!--", pos)) >= 0:
        pos = at + 4
        if 0 <= end < pos:
            end = text.find("-->", pos)
        if 0 <= next_entry < pos:
            found = _ENTRY.search(text, pos)
            next_entry = found.start() if found else -1
        if end < 0 or 0 <= next_entry < end:
            pieces += text[done:at], FILL
            done = at + 1
        else:
            pos = end
    return "".join((*pieces, text[done:]))


def _added(tag: Tag) -> str | None:
    """The day a bookmark was made: in seconds since 1970; some programs write milliseconds or microseconds."""
    written = tag.get("add_date") or tag.get("time_added") or ""
    if not (written.isascii() and written.isdigit() and len(written) <= 16):
        return None
    number = int(written)
    seconds = number / (1_000_000 if number >= _MICROSECONDS else 1_000 if number >= _MILLISECONDS else 1)
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() if 0 < seconds < 2**35 else None
