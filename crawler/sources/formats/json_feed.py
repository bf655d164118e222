"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1): each item's page, the page it is about, and links of its content.

The links of the feed itself, pictures and attachments are counted. A site's own feed is no citing document, so it is
read only when it is named.
"""

import re

from crawler.model import ParsedSource, ResourceRecord
from crawler.sources.parsing.bare_urls import absolute, find_urls
from crawler.sources.parsing.collector import Collector, not_a_citation
from crawler.sources.parsing.prose import CitationSite, Prose, tidy
from crawler.sources.parsing.records.json_records import json_trees, looks_like_json, url_values
from crawler.sources.parsing.records.json_tree import JsonArray, JsonObject, JsonTree
from crawler.sources.parsing.source_text import SourceText
from crawler.text.dates import iso_date

_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')
_CITED = ("url", "external_url", "id")
"""The page of an item and the page that it is about; `id` is often the former's URL, where that is not named."""
_READ = frozenset((*_CITED, "content_html", "content_text"))
_MEDIA = frozenset(("image", "banner_image", "attachments"))


def sniff(source: SourceText) -> bool:
    return looks_like_json(source) and _VERSION.search(source.head) is not None


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    title = None
    for tree in json_trees(source, collector):
        for root, number in zip(tree.roots, tree.numbers, strict=False):
            if isinstance(root, JsonObject):
                title = _text(root, "title")
                _feed(root, tree, collector)
            else:
                _count(root, number, "", tree, collector)
    return collector.parsed(source.document("json-feed", title=title))


def _feed(feed: JsonObject, tree: JsonTree, collector: Collector) -> None:
    for key, value in feed.items():
        items = value if key == "items" and isinstance(value, JsonArray) else None
        if items is None:
            _count(value, feed.numbers[key] + 1, key, tree, collector)
            continue
        for item, number in zip(items, items.numbers, strict=True):
            if isinstance(item, JsonObject):
                _item(item, tree, collector)
            else:
                _count(item, number, key, tree, collector)


def _item(item: JsonObject, tree: JsonTree, collector: Collector) -> None:
    title = _text(item, "title")
    targets = dict.fromkeys(name for name in _CITED if (url := _text(item, name)) and not_a_citation(url) is None)
    if "url" in targets:
        targets.pop("id", None)
    for name in targets:
        line, column = tree.place(item.numbers[name] + 1)
        collector.link(_text(item, name) or "", line=line, column=column, link_text=title)
    if not targets:
        collector.ignore("entry without a URL", tree.line_of_object(item), text=title)
    else:
        collector.records.append(_record(item, next(iter(targets)), tree))
    _content(item, tree, collector)
    for key, value in item.items():
        if key not in _READ or (key == "id" and "id" not in targets and value != item.get("url")):
            _count(value, item.numbers[key] + 1, key, tree, collector)


def _content(item: JsonObject, tree: JsonTree, collector: Collector) -> None:
    """What an item's content links to. One that has both forms says the same twice: HTML has the links."""
    if html := _text(item, "content_html"):
        # Every JSON file is shown to this module; few are feeds, and the reader of HTML is slow to import.
        from crawler.sources.parsing.html.links import HtmlReader  # noqa: PLC0415

        number = item.numbers["content_html"] + 1
        lead = item["content_html"].index(html)
        HtmlReader(html, lambda offset: tree.place(number, lead + offset), collector).read()
    elif "content_text" in item and isinstance(text := item["content_text"], str):
        prose = Prose()
        prose.add(text)
        for start, end in find_urls(text, www=True):
            site = CitationSite(*tree.place(item.numbers["content_text"] + 1, start), prose, start)
            collector.cite(absolute(text[start:end]), **site.fields())


def _record(item: JsonObject, name: str, tree: JsonTree) -> ResourceRecord:
    authors = item.get("authors") or [item.get("author")]  # `author`: version 1.0
    people = [_text(one, "name") for one in authors if isinstance(one, JsonObject)] if isinstance(authors, list) else []
    tags = item.get("tags")
    return ResourceRecord(
        url=_text(item, name) or "",
        line=tree.line_of_object(item),
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        authors=tuple(person for person in people if person) or None,
        tags=tuple(tidy(tag) for tag in tags if isinstance(tag, str)) or None if isinstance(tags, list) else None,
        published_date=iso_date(_text(item, "date_published") or ""),
    )


def _count(value: object, number: int, key: str, tree: JsonTree, collector: Collector) -> None:
    """Counts the URLs of what is neither an item's link nor its content."""
    for one in url_values(tree, value, number, key):
        collector.ignore("media" if key in _MEDIA else "link of a feed", one.line, one.column, one.url)


def _text(values: JsonObject, name: str) -> str | None:
    value = values.get(name)
    return value.strip() or None if isinstance(value, str) else None
