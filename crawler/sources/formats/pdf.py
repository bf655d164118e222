"""PDF (ISO 32000-1, section 12.5.6.5): link annotations that lead to a URL, and URLs in the text.

`line` is the number of the page, `column` the number of the citation on it. The claim is the sentence around the link
in the page's text. A PDF is mostly what is cited, so it is read only when it is named.
"""

import re

from crawler.model import ParsedSource
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.office.pdf_pages import PdfLink, PdfPage, read_pdf
from crawler.sources.parsing.prose import CitationSite, Prose, tidy
from crawler.sources.parsing.source_text import SourceText

_NO_TITLE = re.compile(r"(?i)(microsoft word\s*-.*|untitled.*|.*\.(?:docx?|indd|tex|dvi|pdf|qxd|pptx?)|\W*)")


def sniff(source: SourceText) -> bool:
    return source.data.startswith(b"%PDF-")


def read(source: SourceText) -> ParsedSource:
    found = read_pdf(source.data)
    collector = Collector(source.path, source.size)
    for number, page in enumerate(found.pages, 1):
        if page.damaged:
            collector.skip(number, "a damaged page")
        _read_page(page, number, collector)
    if len(found.pages) < found.total:
        collector.skip(len(found.pages), f"only the first {len(found.pages):,} of {found.total:,} pages are read")
    if not any(page.text.strip() or page.links for page in found.pages):
        collector.skip(None, "a PDF without text and links (scanned?)")
    title = tidy(found.title)
    return collector.parsed(source.document("pdf", title=None if _NO_TITLE.fullmatch(title) else title))


def _read_page(page: PdfPage, number: int, collector: Collector) -> None:
    collector.ignore("anchor", number, count=page.local)
    links = page.merged_links()
    if "://" in page.text or "www." in page.text:
        links += _not_linked(links, list(page.bare_urls()))
    if not links:
        return
    text, offsets = page.running_text()
    prose = Prose()
    prose.add(text)
    links.sort(key=lambda link: (link.start < 0, link.start))
    for column, link in enumerate(links, 1):
        shown = link.start >= 0
        site = CitationSite(number, column, prose, offsets[link.start] if shown else 0)
        link_text = tidy(text[offsets[link.start] : offsets[link.end]]) if shown else ""
        claim = site.claim if shown else None
        collector.link(link.url, line=number, column=column, link_text=link_text or None, claim=claim)


def _not_linked(links: list[PdfLink], bare: list[PdfLink]) -> list[PdfLink]:
    """The bare URLs that no link covers."""
    covered = sorted((link.start, link.end) for link in links if link.start >= 0)
    free, at = [], 0
    for url in bare:
        while at < len(covered) and covered[at][1] <= url.start:
            at += 1
        if at == len(covered) or covered[at][0] >= url.end:
            free.append(url)
    return free
