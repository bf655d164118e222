"""MediaWiki text: citation templates, `<ref>`, external links, bare URLs, each with its place and claim.

A scanner of our own: mwparserfromhell gives no offsets, and takes 25 s for 20 KB of `{{a|`. The rules are those of
mediawiki.org ("Help:Links", "Help:Cite"). Templates are not expanded: of those that cite nothing, the arguments are
text.
"""

import re
from bisect import bisect_left
from collections import deque
from dataclasses import dataclass

from crawler.model import ParsedSource, ResourceRecord
from crawler.sources.parsing.bare_urls import absolute, find_urls
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.footnotes import CitingLink
from crawler.sources.parsing.markup.markup_text import MarkupReader
from crawler.sources.parsing.markup.wiki_templates import QUOTE_TEMPLATES, WORDS_FIRST, WikiTemplate, template_at
from crawler.sources.parsing.prose import CitationSite, tidy
from crawler.sources.parsing.quoted_words import stated_quotes
from crawler.sources.parsing.records.raw_records import add_records
from crawler.sources.parsing.source_text import SourceText

_HIDDEN = re.compile(
    r"<!--|<(?P<tag>nowiki|pre|syntaxhighlight|source|code|math|score|templatedata|timeline)\b[^<>]{0,300}+(?<!/)>",
    re.IGNORECASE,
)
_BRACES = re.compile(r"\{\{|\}\}")
_NOT_LINE_END = re.compile(r"[^\n]")
_TOKEN = re.compile(
    r"""(?P<template>\{\{)
    |<(?P<ref>ref)\b(?P<attributes>[^<>]{0,500}+)>|(?P<end></ref\s*>)
    |(?P<list></?references\b[^<>]{0,200}+>)
    |\[(?P<url>(?:(?:https?|ftp):)?//[^\s\[\]<>"]{1,4000}+|mailto:[^\s\[\]<>"]{1,400}+)(?P<text>[^\]\n]{0,2000}+)\]
    |\[\[(?P<file>(?:File|Image|Media|Datei|Bild|Fichier|Archivo):[^\[\]|{}]{0,500}+)
    |\[\[(?P<page>[^\[\]{}|<>\n]{1,500}+)(?:\|(?P<shown>[^\[\]{}]{0,1000}+))?\]\]
    |(?P<row>^(?:\{\||\|-|\|\}|\|\+)[^\n]*)|(?P<cell>(?:^[|!]|\|\||!!)(?:(?=[^\n|]{0,300}=)[^\n|\[\]{}]{0,300}+\|(?!\|))?)
    |(?P<block>\n[ \t]*\n\s*|^[*\#:;]+|^={1,6}|={1,6}[ \t]*$|<(?:br|p|div|li|/?blockquote)\b[^<>]{0,200}+>)
    |(?P<noise>'{2,5}|</?[A-Za-z][^<>]{0,300}+>|\]\]|\}\}|\|(?!\|))""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\s{0,10}<ref\b[^<>]{0,500}+(?:(?<=/)>|>(?:(?!<ref\b).){0,5000}?</ref\s*>)", re.DOTALL | re.IGNORECASE
)
_NAME = re.compile(r"""\bname\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s/>"']+))""", re.IGNORECASE)
_MAX_TEMPLATE_CHARS = 20_000
"""Of a template that is read as a whole; of a longer one, the arguments are text."""
_STRIP = re.compile(r"'{2,5}|</?[A-Za-z][^<>]{0,300}+>|\[\[(?:[^\[\]|]{0,500}\|)?|\]\]")
_TEXT_TEMPLATES = frozenset("nowrap lang transl abbr small nobr nobreak".split())
_SNIFF = re.compile(r"<ref\b|\{\{cite |^==[^=\n]+==$|^\{\||\[\[[^\[\]\n]+\]\]", re.MULTILINE | re.IGNORECASE)


def sniff(source: SourceText) -> bool:
    kinds = {match[0][:2].lower() for match in _SNIFF.finditer(source.head)}
    return len(kinds) > 1 and bool(kinds & {"<r", "{{"})


def read(source: SourceText) -> ParsedSource:
    return _WikiReader(source).read()


@dataclass(slots=True)
class _TemplateLink(CitingLink):
    """What a citation template cites, with the access date and the quotation that it states."""

    accessed: str | None = None
    quote: str | None = None

    def cite(
        self, collector: Collector, at: CitationSite | None = None, label: str | None = None, date: str | None = None
    ) -> None:
        fields = (at or self.site).fields()
        fields |= {"link_text": self.site.text, "label": label, "accessed": self.accessed or date}
        fields |= {"quotes": stated_quotes(self.quote)}
        collector.link(self.url or "", **fields)


class _WikiReader(MarkupReader):
    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self.masked = self._mask()
        self.partners: dict[int, int] = {}
        waiting: list[int] = []
        for brace in _BRACES.finditer(self.masked):
            if brace[0] == "{{":
                waiting.append(brace.start())
            elif waiting:
                self.partners[waiting.pop()] = brace.end()
        self.ref_ends = [match.start() for match in re.finditer(r"</ref\s*>", self.masked, re.IGNORECASE)]
        self.open: list[bool] = []  # references that are open: whether each is a definition without a mark
        self.number = 0
        self.definitions = 0  # offset up to which references only define: in a list of references
        self.quote_end = -1  # offset behind an open template of a quotation, and the references behind it
        self.found_records: list[ResourceRecord] = []

    def _mask(self) -> str:
        """The text without comments and code, of the same length."""
        pieces: list[str] = []
        unclosed: set[str] = set()
        at = 0
        while match := _HIDDEN.search(self.text, at):
            closing = f"</{match['tag'].lower()}" if match["tag"] else "-->"
            found = None if closing in unclosed else re.compile(closing, re.IGNORECASE).search(self.text, match.end())
            if found is None:
                unclosed.add(closing)
                pieces.append(self.text[at : match.end()])
                at = match.end()
                continue
            end = found.start()
            self.ignore_urls("URL in code" if match["tag"] else "URL in a comment", match.end(), end)
            last = end if match["tag"] else end + len(closing)
            first = match.end() if match["tag"] else match.start()
            pieces += [self.text[at:first], _NOT_LINE_END.sub(" ", self.text[first:last])]
            at = last
        pieces.append(self.text[at:])
        return "".join(pieces)

    def read(self) -> ParsedSource:
        text, urls, pos = self.masked, deque(find_urls(self.masked, www=True)), 0
        match = _TOKEN.search(text, pos)
        while True:
            if match is not None and match.start() < pos:
                match = _TOKEN.search(text, pos)
            if 0 <= self.quote_end <= pos:
                self._end_quote()
            while urls and urls[0][0] < pos:
                urls.popleft()
            if urls and (match is None or urls[0][0] < match.start()):
                start, end = urls.popleft()
                self.prose.add(text[pos:start])
                self.link(start, absolute(text[start:end]))
                pos = end
            elif match is None:
                break
            else:
                words = text[pos : match.start()]
                self.prose.add(words.rstrip() if match["ref"] else words)
                pos = self._token(match)
        self.prose.add(text[pos:])
        add_records(self.found_records, self.collector)
        return self.parsed("mediawiki")

    def _token(self, match: re.Match[str]) -> int:
        if match["template"]:
            return self._template(match)
        if match["ref"]:
            self._reference(match)
        elif match["end"]:
            self._end_reference()
        elif match["list"]:
            opened = not match["list"].startswith("</") and not match["list"].endswith("/>")
            if opened and match.end() > self.definitions:
                end = self.masked.find("</references", match.end())
                self.definitions = end if end >= 0 else len(self.masked)
        elif match["url"]:
            self.link(match.start(), match["url"], tidy(_STRIP.sub("", match["text"])) or None)
        elif match["file"]:
            self.ignore("image", match.start(), match["file"])
        elif match["page"]:
            self.prose.add(match["shown"] or match["page"])
            self.ignore("relative link", match.start(), match["page"])
        else:
            self._structure(match)
        return match.end()

    def _structure(self, match: re.Match[str]) -> None:
        """Tables, lists, headings and paragraphs."""
        if match["row"]:
            self.row = None if match["row"].startswith("|}") else []
            self.begin()
        elif match["cell"]:
            self._cell(match["cell"])
        elif match["block"] and self.open:
            self.prose.add(" ")
        elif match["block"]:
            self._open_quote(match["block"])
            self.begin()
        elif match["noise"] == "|" and match.start() < self.quote_end and not self.open:
            self.prose.add("\n— ")  # behind the words: who wrote them, and where

    def _open_quote(self, tag: str) -> None:
        if tag.lower().startswith("<blockquote"):
            self.collector.block_quotes.open()
        elif tag.lower().startswith("</blockquote"):
            self.collector.block_quotes.close()

    def _cell(self, written: str) -> None:
        if self.row is not None and not self.open:
            self.begin()
        else:
            self.prose.add(written.replace("|", " "))

    def _template(self, match: re.Match[str]) -> int:
        start, end = match.start(), self.partners.get(match.start(), -1)
        if end < 0 or end - start > _MAX_TEMPLATE_CHARS:
            return match.end()
        name = self.masked[start + 2 : min(end, start + 60)].split("|")[0].split("}")[0].strip().lower()
        if name in QUOTE_TEMPLATES and not self.open and self.quote_end < 0:
            return self._quote_template(start, end)
        if name in ("reflist", "references"):
            self.definitions = max(self.definitions, end)
            return match.end() + len(name)
        inner = self.masked[start + 2 : end - 2]
        if name.startswith(("cite", "citation", "vcite")) or ("{{" not in inner and "=" in inner):
            template = template_at(self.masked, start, end)
            if self._cite(template, start):
                return end
        if name == "r":
            for key in inner.split("|")[1:]:
                self.mark(start, key.strip())
            return end
        if "://" in inner or "www." in inner or "<ref" in inner.lower():
            return match.end() + len(self.masked[start + 2 : end].split("|", 1)[0].split("}")[0])
        if name in _TEXT_TEMPLATES:
            self.prose.add(inner.rpartition("|")[2])
        return end

    def _quote_template(self, start: int, end: int) -> int:
        """`{{quote|words|author|source}}`, and the references behind it."""
        words = WORDS_FIRST.match(self.masked, start, end)
        self.quote_end = end
        while reference := _REFERENCE.match(self.masked, self.quote_end):
            self.quote_end = reference.end()
        self.collector.block_quotes.open()
        self.begin()
        return words.end() if words else self.masked.find("|", start, end) + 1 or end

    def _end_quote(self) -> None:
        self.quote_end = -1
        self.collector.block_quotes.close()
        self.begin()

    def _cite(self, template: WikiTemplate, start: int) -> bool:
        """Adds what a citation template cites; whether it is one."""
        title, urls, name = template.title, template.urls, template.name
        if not urls and (name.startswith(("cite ", "cite-", "vcite")) or name == "citation"):
            self.ignore("entry without a URL", start, title)
        for at, (url, offset) in enumerate(urls):
            site = self.spot(offset if offset is not None else start)
            if at == 0:
                self.prose.add(title or url)
            site.text = title
            self.add_link(_TemplateLink(site, url=url, accessed=template.accessed, quote=template.quote))
            self.found_records.append(
                ResourceRecord(url=url, line=site.line, title=title, archive_url=template.archive_url)
            )
        return bool(urls) or name.startswith(("cite", "citation", "vcite"))

    def _reference(self, match: re.Match[str]) -> None:
        """`<ref name="x">...</ref>`, or `<ref name="x" />` at the next marks ("Help:Cite")."""
        attributes = match["attributes"]
        found = _NAME.search(attributes)
        name = (found[1] or found[2] or found[3] or "").strip() if found else ""
        if attributes.rstrip().endswith("/"):
            if name:
                self.mark(match.start(), name)
            return
        if self.open or bisect_left(self.ref_ends, match.end()) >= len(self.ref_ends):
            return
        only_defined = match.start() < self.definitions and bool(name)
        self.open.append(only_defined)
        if only_defined:
            self.define(match.start(), name)
            self.begin()
            return
        if name and name.casefold() not in self.notes.defined:
            self.begin_note(match.start(), name)
        else:
            self.number += 1
            self.begin_note(match.start(), shown=name or str(self.number))

    def _end_reference(self) -> None:
        if not self.open:
            return
        if self.open.pop():
            self.end_definition()
            self.begin()
        else:
            self.end_note()
