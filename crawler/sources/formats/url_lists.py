"""Plain text: lists of URLs (`URL`, `URL title`, `Title: URL`, `URL | title`; `#` comments) and prose with URLs.

A line that begins with a URL, or is one entry of a list, cites on its own; all others are prose, whose sentences run
over the lines of a paragraph. In angle brackets a URL may be broken over lines, and is joined (RFC 3986, appendix C).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crawler.model import ParsedSource
from crawler.sources.parsing.bare_urls import absolute, find_urls
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.identifiers import doi_url, find_dois
from crawler.sources.parsing.markup.markup_text import Passage
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.prose import CitationSite, Prose, tidy, without_private
from crawler.sources.parsing.source_text import SourceText, TextPiece
from crawler.sources.quote_places import placed
from crawler.text.dates import accessed
from crawler.text.sentences import is_closed

_LEAD = re.compile(r"\s*(?:>\s?)*")
_BULLET = re.compile(r"(?:[-*+•‣◦·–—]|\(?\d{1,4}[.)]|\[\d{1,4}\])\s+(?:\[[ xX]\]\s+)?")
_URL_LIKE = re.compile(
    r"(?:https?|ftps?|file|javascript|data|mailto|tel|about|blob|gopher|ws|wss):\S"
    r"|[a-z][a-z0-9+.-]*://|https?:?/|http:?\\|www\.\S+\.\S|//[\w-]+\.\w",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+(?P<end>[^\W\d_]{2,})(?::\d+)?(?P<path>/\S*)?")
_GENERIC = frozenset("com org net edu gov mil int info biz name dev app cloud site online blog wiki xyz museum".split())
_FILE_SUFFIXES = frozenset(
    "as bz cc cs gz hs js jl lz md mk ml mm pl pm ps py rb rm rs sc sh so st sv tf ts vb".split()
)
"""Endings of two letters that are a file's more often than a country's: `README.md`, `setup.py`."""
_BROKEN_HOST = re.compile(r"https?://(?!localhost\b)[^\s./?#:\[]+\s+\S*[./]", re.IGNORECASE)
"""`http://exa mple.org/`: white space within a host, not a URL followed by a title."""
_DOI_LINE = re.compile(r"(?:doi\s?[:=]?\s?)?10\.\d{4,9}/\S+", re.IGNORECASE)
_ANGLED = re.compile(r"<(?:URL:\s?)?((?:https?|ftp)://[^<>\s|]+(?:\n[^<>\s|]+)*)\s?(?:\|([^<>\n]*))?>", re.IGNORECASE)
"""With Slack's `<https://e.org/|label>`."""
_OPEN_ANGLE = re.compile(r"<(?:URL:\s?)?(?:https?|ftp)://[^<>\s]*$", re.IGNORECASE)
_ANGLE_ENDS = re.compile(r"[<>\s]")
_SEPARATORS = " \t|-–—:#"
_TITLED = re.compile(r"(?P<title>[^,;.!?\t|]{1,80}?)\s*(?::\s+|\s[-–—]+\s+|\t\s*|\s\|\s+)$")
_WRAPPED = 50  # characters: a shorter line of prose is a heading or a title
_WORD = re.compile(r"[^\W_]")


_PLAIN = re.compile(
    r"https?://(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:/(?:[\w%=&+~/-]|[.?#](?=[\w/%=]))*(?<=[a-z0-9/=%+-]))?",
    re.ASCII | re.IGNORECASE,
)
"""A URL of which each sign is known to belong to it: `find_urls` need not look at it."""


def sniff(source: SourceText) -> bool:
    """Whether most lines that are neither blank nor comments are meant as URLs."""
    lines = [line for line in source.head.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    return sum(_is_url_like(line) for line in lines) * 2 > len(lines)


def read(source: SourceText) -> ParsedSource:
    reader = _TextReader(source.text, Collector(source.path, source.size))
    reader.read()
    reader.end_paragraph()
    return reader.collector.parsed(source.document("text"))


def read_pieces(source: SourceText, pieces: Iterable[TextPiece]) -> Iterator[ParsedSource]:
    """A paragraph that a piece does not end is read with the next one, unless it is as long as a piece."""
    first, rest = 1, ""
    for piece in pieces:
        text = rest + piece.text
        reader = _TextReader(text, Collector(source.path, len(text)), first)
        reader.read()
        read = len(text) if piece.is_last else reader.paragraph_start or len(text)
        if read == len(text):
            reader.end_paragraph()
        rest = text[read:]
        start, first = first, first + text.count("\n", 0, read)
        found = reader.collector.parsed(source.document("text"))
        yield replace(found, citations=tuple(placed(found.citations, text, start)), more=not piece.is_last)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line without its indentation, quote marks and bullet; `start` is its offset in the text."""

    number: int
    start: int
    text: str
    bulleted: bool = False
    quoted: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class _TextReader:
    """The lines of a text, one after the other; `paragraph` holds those of the prose that is not yet read."""

    def __init__(self, text: str, collector: Collector, first: int = 1) -> None:
        self.text = without_private(text)
        self.lines = LineIndex(self.text, first)
        self.collector = collector
        self.paragraph: list[_Line] = []
        self.within_angle = False  # a URL in angle brackets is broken over lines

    def read(self) -> None:
        """All lines; the last paragraph stays open."""
        for line in self._source_lines():
            self.take(line)

    @property
    def paragraph_start(self) -> int:
        """The offset of the line in which the open paragraph begins, else of the end."""
        return self.lines.offset(self.paragraph[0].number, 1) if self.paragraph else len(self.text)

    def _source_lines(self) -> Iterator[_Line]:
        last = len(self.lines.lines) - self.text.endswith("\n")  # behind the last line end there is no line
        rows = zip(self.lines.starts, self.lines.lines[:last], strict=False)
        for number, (start, line) in enumerate(rows, self.lines.first):
            lead = _LEAD.match(line)
            skipped = lead.end() if lead else 0
            quoted = ">" in line[:skipped]
            bullet = _BULLET.match(line, skipped)
            skipped = bullet.end() if bullet else skipped
            yield _Line(number, start + skipped, line[skipped:].rstrip(), bullet is not None, quoted)

    def take(self, line: _Line) -> None:
        if line.text and self.within_angle:
            self._append(line)
            return
        if not line.text or line.bulleted or (self.paragraph and line.quoted != self.paragraph[-1].quoted):
            self.end_paragraph()
        if line.text.startswith("#") and not line.bulleted:
            self.end_paragraph()
            self._comment(line)
        elif line.text and (self._continues() or not self._entry(line)):
            self._append(line)

    def _append(self, line: _Line) -> None:
        self.paragraph.append(line)
        goes_on = self.within_angle and not _ANGLE_ENDS.search(line.text)
        self.within_angle = goes_on or _OPEN_ANGLE.search(line.text) is not None

    def end_paragraph(self) -> None:
        self.within_angle = False
        if self.paragraph:
            passage = Passage(self.text, ((line.start, line.end) for line in self.paragraph))
            rows = self._prose(passage)
            for line in self.paragraph:
                if line.number not in rows:
                    self.collector.ignore("line without a URL", line.number, text=line.text)
            self.paragraph = []

    def _continues(self) -> bool:
        """Whether the next line is within a sentence that a wrapped line began."""
        last = self.paragraph[-1].text if self.paragraph else ""
        return len(last) >= _WRAPPED and " " in last and not is_closed(last) and not last.endswith(":")

    def _comment(self, line: _Line) -> None:
        urls = list(find_urls(line.text))
        for start, end in urls:
            place = self.lines.place(line.start + start)
            self.collector.ignore("URL in a comment", *place, text=line.text[start:end])
        if not urls:
            self.collector.ignore("comment", line.number, text=line.text)

    def _entry(self, line: _Line) -> bool:
        """Reads a line that is an entry of a list; False if it is prose."""
        text = line.text
        if _PLAIN.fullmatch(text):
            self._cite(line, 0, text)
            return True
        urls = list(find_urls(text, www=True))
        if _BROKEN_HOST.match(text):
            self._cite(line, 0, text)
        elif "<" in text[: urls[0][0]] if urls else False:
            return False  # see _ANGLED
        elif urls and not _has_words(text, urls):
            for start, end in urls:
                self._cite(line, start, absolute(text[start:end]))
        elif len(urls) == 1 and (title := _title(text, *urls[0])):
            start, end = urls[0]
            claim = tidy(text) if text[:start].rstrip().endswith(":") else None
            self._cite(line, start, absolute(text[start:end]), title, claim)
        elif _is_url_like(text) and not (urls and urls[0][0] == 0):
            token, *title_words = text.split(None, 1)
            self._cite(line, 0, token.rstrip(",;|"), *title_words)
        elif _DOI_LINE.fullmatch(text) and (url := doi_url(text)):
            self._cite(line, 0, url)
        else:
            return False
        return True

    def _cite(self, line: _Line, at: int, url: str, title: str | None = None, claim: str | None = None) -> None:
        self.end_paragraph()
        number, column = self.lines.place(line.start + at)
        if url.lower().startswith(("mailto:", "tel:")):
            self.collector.link(url, line=number, column=column)
        else:
            date = accessed(title) if title else None
            self.collector.cite(url, line=number, column=column, link_text=title, claim=claim, accessed=date)

    def _prose(self, passage: Passage) -> set[int]:
        """Cites the links of a paragraph; the numbers of their lines."""
        prose, sites, at = Prose(), [], 0
        rows: set[int] = set()
        for link in _links(passage.text):
            prose.add(passage.text[at : link.start])
            site = CitationSite(*self.lines.place(passage.offset(link.at)), prose, prose.here(), text=link.label)
            prose.add(link.label or link.url)
            sites.append((site, link.url))
            rows.update(range(site.line, self.lines.place(passage.offset(link.end))[0] + 1))
            at = link.end
        prose.add(passage.text[at:])
        date = accessed(passage.text) if len(sites) == 1 else None
        for site, url in sites:
            fields = site.fields()
            claim = fields["claim"]
            if claim and not _WORD.search(claim.replace(url, "", 1)):
                fields["claim"] = None  # only the URL itself
            fields["accessed"] = date
            self.collector.cite(url, **fields)
        return rows


@dataclass(frozen=True, slots=True)
class _ProseLink:
    """A link in prose: what it takes of the text, where its URL begins, and what it shows if that is not its URL."""

    start: int
    end: int
    at: int
    url: str
    label: str | None = None


def _links(text: str) -> Iterator[_ProseLink]:
    """The links in prose: in angle brackets as written, else bare; and DOIs that are named as such."""
    found = [
        _ProseLink(*match.span(), match.start(1), "".join(match[1].split()), tidy(match[2] or "") or None)
        for match in _ANGLED.finditer(text)
    ]
    found += [_ProseLink(start, end, start, absolute(text[start:end])) for start, end in find_urls(text, www=True)]
    found += [_ProseLink(start, end, start, url) for start, end, url in find_dois(text)]
    done = 0
    for link in sorted(found, key=lambda link: (link.start, -link.end)):
        if link.start >= done:
            yield link
            done = link.end


def _has_words(text: str, urls: list[tuple[int, int]]) -> bool:
    at = 0
    for start, end in (*urls, (len(text), 0)):
        if _WORD.search(text, at, start):
            return True
        at = end
    return False


def _title(text: str, start: int, end: int) -> str | None:
    """The title of an entry's only URL: after it, or before it at the end of the line. None if the line is prose."""
    before, after = text[:start], text[end:]
    if not before:
        title = tidy(after.strip(_SEPARATORS).partition("\t")[0]) if after.startswith(("\t", " ", "|", ": ")) else ""
        return title if title and not (title[0].islower() and is_closed(title)) else None
    match = _TITLED.match(before)
    return tidy(match["title"]) if match and not after.strip(",;.") else None


def _is_url_like(line: str) -> bool:
    """Whether a line of a list is meant as a URL, however malformed."""
    token, _, rest = line.strip().partition(" ")
    return bool(_URL_LIKE.match(token)) or (not rest and _is_domain(token))


def _is_domain(token: str) -> bool:
    """Whether a word is a domain name, and not a file's or a package's: by its ending, without a list of all."""
    match = _DOMAIN.fullmatch(token)
    if match is None:
        return False
    ending = match["end"].lower()
    return ending in _GENERIC or (len(ending) == 2 and ending not in _FILE_SUFFIXES)
