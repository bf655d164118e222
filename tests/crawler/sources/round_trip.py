"""How a document of each format is written that cites given URLs: one writer per format.

A writer takes (URL, title) pairs and gives the file's name and bytes. The property test reads them back: the same URLs
in the same order, whatever stands in them.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from html import escape

import pyarrow as pa
from hypothesis import strategies as st
from office_files import written_docx, written_epub, written_odt, written_pptx, written_xlsx
from pdf_files import written_pdf
from pyarrow import parquet

Pairs = Sequence[tuple[str, str]]  # URL and title, of the alphabets that the property test draws from
Writer = Callable[[Pairs], tuple[str, bytes]]


def _bookmarks(pairs: Pairs) -> tuple[str, bytes]:
    items = "\n".join(f'<DT><A HREF="{escape(url)}">{escape(title)}</A>' for url, title in pairs)
    return "a.html", f"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n{items}\n</DL>".encode()


def _html(pairs: Pairs) -> tuple[str, bytes]:
    items = "\n".join(f'<p>See <a href="{escape(url)}">{escape(title)}</a>.</p>' for url, title in pairs)
    return "a.html", f"<!doctype html><title>T</title>\n{items}".encode()


def _bibtex(pairs: Pairs) -> tuple[str, bytes]:
    entries = (f"@misc{{k{at},\n  title = {{{title}}},\n  url = {{{url}}}\n}}" for at, (url, title) in enumerate(pairs))
    return "a.bib", "\n\n".join(entries).encode()


def _csl(pairs: Pairs) -> tuple[str, bytes]:
    items = [{"id": f"k{at}", "type": "webpage", "URL": url, "title": title} for at, (url, title) in enumerate(pairs)]
    return "a.json", json.dumps(items, indent=1).encode()


def _endnote(pairs: Pairs) -> tuple[str, bytes]:
    records = "".join(
        f"<record><titles><title><style>{title}</style></title></titles>"
        f"<urls><related-urls><url><style>{escape(url)}</style></url></related-urls></urls></record>"
        for url, title in pairs
    )
    return "a.xml", f'<?xml version="1.0"?><xml><records>{records}</records></xml>'.encode()


def _zotero_rdf(pairs: Pairs) -> tuple[str, bytes]:
    items = "\n".join(
        f'<bib:Document rdf:about="#item_{at}"><z:itemType>webpage</z:itemType><dc:title>{title}</dc:title>'
        f"<dc:identifier><dcterms:URI><rdf:value>{escape(url)}</rdf:value></dcterms:URI></dc:identifier></bib:Document>"
        for at, (url, title) in enumerate(pairs)
    )
    return "a.rdf", f'<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#">{items}</rdf:RDF>'.encode()


def _zotero_json(pairs: Pairs) -> tuple[str, bytes]:
    items = [{"itemType": "webpage", "citationKey": f"k{at}", "url": u, "title": t} for at, (u, t) in enumerate(pairs)]
    return "a.json", json.dumps({"config": {}, "items": items}, indent=1).encode()


def _hayagriva(pairs: Pairs) -> tuple[str, bytes]:
    entries = (
        f"k{at}:\n  type: web\n  title: {json.dumps(title)}\n  url: {json.dumps(url)}"
        for at, (url, title) in enumerate(pairs)
    )
    return "a.yml", "\n".join(entries).encode()


def _ris(pairs: Pairs) -> tuple[str, bytes]:
    return "a.ris", "\n\n".join(f"TY  - ELEC\nTI  - {title}\nUR  - {url}\nER  - " for url, title in pairs).encode()


def _refer(pairs: Pairs) -> tuple[str, bytes]:
    return "a.enw", "\n\n".join(f"%0 Web Page\n%T {title}\n%U {url}" for url, title in pairs).encode()


def _pubmed(pairs: Pairs) -> tuple[str, bytes]:
    """A record's page in PubMed is its URL; one without a number has those of its notes."""
    return "a.nbib", "\n\n".join(f"PMID-\nTI  - {title}\nGN  - {url}" for url, title in pairs).encode()


def _bookmarks_json(pairs: Pairs) -> tuple[str, bytes]:
    items = [{"type": "url", "date_added": "13340000000000000", "name": title, "url": url} for url, title in pairs]
    folder = {"name": "Bar", "type": "folder", "children": items}
    return "Bookmarks.json", json.dumps({"roots": {"bookmark_bar": folder}, "version": 1}).encode()


def _records(pairs: Pairs) -> tuple[str, bytes]:
    items = [{"footnote": str(at), "url": url, "linkText": title} for at, (url, title) in enumerate(pairs)]
    return "a.json", json.dumps(items).encode()


def _text(pairs: Pairs) -> tuple[str, bytes]:
    return "a.txt", "\n".join(f"{url} {title}" for url, title in pairs).encode()


def _table(pairs: Pairs) -> tuple[str, bytes]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([("title", "url"), *((title, url) for url, title in pairs)])
    return "a.csv", out.getvalue().encode()


def _parquet(pairs: Pairs) -> tuple[str, bytes]:
    out = io.BytesIO()
    table = pa.table({"title": [title for _, title in pairs], "url": [url for url, _ in pairs]})
    parquet.write_table(table, out)
    return "a.parquet", out.getvalue()


def _markdown(pairs: Pairs) -> tuple[str, bytes]:
    return "a.md", "\n\n".join(f"See [{title}](<{url}>)." for url, title in pairs).encode()


def _notebook(pairs: Pairs) -> tuple[str, bytes]:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# T\n", f"See [{title}](<{url}>)."]}
        for url, title in pairs
    ]
    return "a.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _mdx(pairs: Pairs) -> tuple[str, bytes]:
    return "a.mdx", "\n\n".join(f'See <a href="{escape(url)}">{title}</a>.' for url, title in pairs).encode()


def _opml(pairs: Pairs) -> tuple[str, bytes]:
    outlines = "\n".join(
        f'<outline type="rss" text="{escape(title)}" xmlUrl="https://feeds.example.net/{at}" htmlUrl="{escape(url)}"/>'
        for at, (url, title) in enumerate(pairs)
    )
    return "a.opml", f'<?xml version="1.0"?>\n<opml version="2.0"><body>\n{outlines}\n</body></opml>'.encode()


def _json_feed(pairs: Pairs) -> tuple[str, bytes]:
    items = [{"id": str(at), "url": url, "title": title} for at, (url, title) in enumerate(pairs)]
    return "a.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()


def _feed(pairs: Pairs) -> tuple[str, bytes]:
    items = "\n".join(f"<item><title>{escape(title)}</title><link>{escape(url)}</link></item>" for url, title in pairs)
    head = "<title>T</title><link>https://feeds.example.net/</link>"
    return "a.xml", f'<rss version="2.0"><channel>{head}\n{items}\n</channel></rss>'.encode()


def _sitemap(pairs: Pairs) -> tuple[str, bytes]:
    urls = "\n".join(f"<url><loc>{escape(url)}</loc></url>" for url, _ in pairs)
    return "sitemap.xml", f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def _asciidoc(pairs: Pairs) -> tuple[str, bytes]:
    return "a.adoc", ("= Title\n\n" + "\n\n".join(f"See link:++{url}++[{title}]." for url, title in pairs)).encode()


def _latex(pairs: Pairs) -> tuple[str, bytes]:
    escaped = [(re.sub(r"([&_#%])", r"\\\1", url), title) for url, title in pairs]
    body = "\n\n".join(f"See \\href{{{url}}}{{{title}}}." for url, title in escaped)
    return "a.tex", f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\n\\end{{document}}\n".encode()


def _org(pairs: Pairs) -> tuple[str, bytes]:
    return "a.org", ("#+TITLE: T\n\n" + "\n\n".join(f"See [[{url}][{title}]]." for url, title in pairs)).encode()


def _mediawiki(pairs: Pairs) -> tuple[str, bytes]:
    return "a.wiki", "\n\n".join(
        f"See <ref>{{{{cite web|url={url}|title={title}}}}}</ref>." for url, title in pairs
    ).encode()


def _rst(pairs: Pairs) -> tuple[str, bytes]:
    references = "\n\n".join(f"See `{title} <{url}>`__." for url, title in pairs)
    return "a.rst", f"Title\n=====\n\n{references}\n".encode()


WRITERS: dict[str, Writer] = {
    "latex": _latex,
    "asciidoc": _asciidoc,
    "bibtex": _bibtex,
    "bookmarks": _bookmarks,
    "bookmarks-json": _bookmarks_json,
    "csl": _csl,
    "docx": written_docx,
    "epub": written_epub,
    "feed": _feed,
    "json-feed": _json_feed,
    "html": _html,
    "jupyter": _notebook,
    "markdown": _markdown,
    "mdx": _mdx,
    "odf": written_odt,
    "opml": _opml,
    "zotero-json": _zotero_json,
    "hayagriva": _hayagriva,
    "endnote": _endnote,
    "zotero-rdf": _zotero_rdf,
    "nbib": _pubmed,
    "refer": _refer,
    "ris": _ris,
    "pdf": written_pdf,
    "pptx": written_pptx,
    "xlsx": written_xlsx,
    "parquet": _parquet,
    "records": _records,
    "sitemap": _sitemap,
    "org": _org,
    "mediawiki": _mediawiki,
    "rst": _rst,
    "table": _table,
    "text": _text,
}
"""By the Format's name."""


PATHS = st.text("abcXYZ019-./_~", min_size=1, max_size=12).map(lambda path: path.strip(".") or "a")
QUERIES = st.text("abc019&=+-", max_size=10)
URLS = st.builds(
    lambda host, path, query: f"https://{host}.example.org/{path}x" + (f"?{query}x" if query else ""),
    st.text("abcxyz019", min_size=1, max_size=8),
    PATHS,
    QUERIES,
)
TITLES = st.text("abc xyzäß中Ω", min_size=1, max_size=20).map(lambda title: " ".join(title.split()) or "title")
PAIRS = st.lists(st.tuples(URLS, TITLES), min_size=1, max_size=6, unique_by=lambda pair: pair[0])
