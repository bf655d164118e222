"""Sitemaps (www.sitemaps.org/protocol.html): each page's `loc`. A sitemap index names other sitemaps: they are counted.

A site's own sitemap is no citing document, so it is read only when it is named.
"""

from crawler.model import ParsedSource
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.xml.markup import CUT, Written, XmlTag, is_cut, root_tag, scan_xml

_OTHER = {"image": "image", "video": "media"}  # by prefix: the protocol's extensions


def sniff(source: SourceText) -> bool:
    root = root_tag(source.head)
    return root is not None and root.name in ("urlset", "sitemapindex")


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    lines = LineIndex(source.text)
    open_tag: XmlTag | None = None
    parent = ""
    for token in scan_xml(source.text):
        if isinstance(token, Written):
            if open_tag and (url := token.text.strip()) and token.at + len(token.raw) < len(source.text):
                place = lines.place(token.at + len(token.raw) - len(token.raw.lstrip()))
                _location(url, place, open_tag, parent, collector)
            continue
        if token.name in ("url", "sitemap") and not token.closing:
            parent = token.name
        elif token.name == "link" and (href := token.attributes.get("href")):
            collector.ignore("translation of a page", *lines.place(href.at), href.text)
        open_tag = token if token.name.endswith("loc") and not token.closing else None
    if is_cut(source.text):
        collector.skip(lines.place(len(source.text))[0], CUT)
    return collector.parsed(source.document("sitemap"))


def _location(url: str, place: tuple[int, int], tag: XmlTag, parent: str, collector: Collector) -> None:
    line, column = place
    if reason := _OTHER.get(tag.prefix) or ("media" if tag.name != "loc" else None):
        collector.ignore(reason, line, column, url)
    elif parent == "sitemap":
        collector.ignore("other sitemap", line, column, url)
    else:
        collector.link(url, line=line, column=column)
