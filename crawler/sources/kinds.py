"""Which reader reads a file: by its suffix, else by what it looks like (`sniff`)."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from crawler.model import Reading
from crawler.sources.bibtex import read_bibtex
from crawler.sources.decode import Source
from crawler.sources.html import read_bookmarks, read_html
from crawler.sources.jsonrecords import read_json, read_jsonl
from crawler.sources.markdown import read_markdown, read_mdx
from crawler.sources.tables import delimiter, read_table, url_column
from crawler.sources.urllists import read_urls, url_like
from crawler.sources.yamlrecords import read_yaml

Reader = Callable[[Source], Reading]

_BOOKMARKS = re.compile(r"\s*<!DOCTYPE\s+NETSCAPE-Bookmark-file", re.IGNORECASE)
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BIBTEX = re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)
_YAML = re.compile(
    r"(?:^#[^\n]*\n|^---[ \t]*\n|^\s*\n)*^(?:-\s+(?:id|url|title)\s*:|(?:resources|records|citations|items)\s*:\s*$)",
    re.MULTILINE,
)
_HEAD = 64 * 1024


def _html(source: Source) -> Reading:
    return read_bookmarks(source) if _BOOKMARKS.match(source.text) else read_html(source)


READERS: dict[str, Reader] = {
    **dict.fromkeys((".md", ".markdown", ".qmd", ".rmd"), read_markdown),
    ".mdx": read_mdx,
    **dict.fromkeys((".yaml", ".yml"), read_yaml),
    ".json": read_json,
    **dict.fromkeys((".jsonl", ".ndjson"), read_jsonl),
    ".bib": read_bibtex,
    **dict.fromkeys((".csv", ".tsv"), read_table),
    **dict.fromkeys((".txt", ".urls"), read_urls),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
}
"""Suffix in small letters -> reader."""


def reader_for(path: str, text: str) -> Reader:
    return READERS.get(PurePosixPath(path).suffix.lower()) or sniff(text)


def sniff(text: str) -> Reader:
    """The reader for a text of unknown kind; Markdown, which takes any prose, when nothing speaks for another."""
    head = text[:_HEAD]
    lines = [line for line in head.split("\n") if line.strip()]
    first = lines[0].strip() if lines else ""
    if _BOOKMARKS.match(head) or _HTML.match(head):
        return _html
    if first.startswith("{") and first.endswith("}") and len(lines) > 1 and lines[1].lstrip().startswith("{"):
        return read_jsonl
    if first.startswith(("{", '["', "[{")) or first in ("[", "[]"):
        return read_json
    if _BIBTEX.match(head):
        return read_bibtex
    if _YAML.match(head):
        return read_yaml
    entries = [line for line in lines if not line.lstrip().startswith("#")]
    if entries and sum(url_like(line) for line in entries) * 2 > len(entries):
        return read_urls
    mark = delimiter(first)
    if mark in first and url_column(first.split(mark)) is not None:
        return read_table
    return read_markdown
