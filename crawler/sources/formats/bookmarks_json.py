"""JSON of browsers, bookmark services and reading services: a Citation and a record for each saved link.

There is no list of services: an object with a URL and with what services say of a link they saved (see
records/saved_links.py) is a saved link, wherever it is nested. Folders and collections around it are kept as its
`folder`. A highlight is a quote: the first stands with the URL's Citation, each further one with its own.
"""

from typing import Any

from crawler.model import ParsedSource
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.prose import CitationFields
from crawler.sources.parsing.quoted_words import stated_quotes
from crawler.sources.parsing.records.json_records import json_trees, looks_like_json, url_values
from crawler.sources.parsing.records.json_tree import JsonArray, JsonObject, JsonTree
from crawler.sources.parsing.records.record_files import cite_url_values
from crawler.sources.parsing.records.saved_links import PAGE_TEXT_NAMES, SIGNS, URL_NAMES, Highlight, SavedLink
from crawler.sources.parsing.source_text import SourceText

_WRAPPED = ("content", "page", "bookmark", "document", "article", "item")
"""Members in which an item may have its URL, as Karakeep's `content`."""

_OWN_SCHEMES = ("place:", "about:", "chrome:", "edge:", "moz-extension:", "chrome-extension:", "file:")


def sniff(source: SourceText) -> bool:
    """Whether the start of a JSON text has a saved link. It is parsed only if it names what only those have."""
    head = source.head
    if not (looks_like_json(source) and any(f'"{sign}"' in head for sign in SIGNS)):
        return False
    start = head if source.suffix not in (".jsonl", ".ndjson") else head.partition("\n")[0]
    stack: list[Any] = list(JsonTree(start).roots)
    while stack:
        value = stack.pop()
        if isinstance(value, JsonObject):
            if _link_of(value)[0].is_saved():
                return True
            stack.extend(value.values())
        elif isinstance(value, JsonArray):
            stack.extend(value)
    return False


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    for tree in json_trees(source, collector):
        walk = _SavedLinks(tree, collector)
        for value, number in zip(tree.roots, tree.numbers, strict=False):
            walk.value(value, number, "", "")
    return collector.parsed(source.document("bookmarks-json"))


def _link_of(item: JsonObject) -> tuple[SavedLink, JsonObject]:
    """The link that an object describes, and the object that has its URL."""
    link = SavedLink(item)
    if link.url_name is None:
        for name in _WRAPPED:
            inner = item.get(name)
            if isinstance(inner, JsonObject) and SavedLink(inner).url_name:
                return SavedLink(
                    {**inner, **{key: value for key, value in item.items() if value and key != name}}
                ), inner
    return link, item


class _SavedLinks:
    def __init__(self, tree: JsonTree, collector: Collector) -> None:
        self.tree, self.collector = tree, collector

    def value(self, value: object, number: int, key: str, folder: str) -> None:
        """Reads a value that stands under `key`, in a folder."""
        if isinstance(value, JsonObject):
            link, holder = _link_of(value)
            if link.described():
                self._link(link, value, holder, folder)
            else:
                self._members(value, folder)
        elif isinstance(value, JsonArray):
            for item, at in zip(value, value.numbers, strict=True):
                self.value(item, at, key, folder)
        else:
            self._other(value, number, key)

    def _members(self, value: JsonObject, folder: str) -> None:
        names = (value.get(name) for name in ("title", "name"))
        name = next((name.strip() for name in names if isinstance(name, str) and name.strip()), "")
        inside = f"{folder}/{name}" if folder and name else folder or name
        for key, inner in value.items():
            self.value(inner, value.numbers[key] + 1, key, inside)

    def _link(self, link: SavedLink, item: JsonObject, holder: JsonObject, folder: str) -> None:
        number = holder.numbers[link.url_name or ""] + 1
        line, column = self.tree.place(number)
        if link.url.lower().startswith(_OWN_SCHEMES):
            self.collector.ignore("address within the browser", line, column, link.url)
            return
        title, added = link.title, link.added
        fields: CitationFields = {"line": line, "column": column, "link_text": title, "accessed": added}
        quotes = list(link.highlights())
        self.collector.link(link.url, **fields | {"quotes": stated_quotes(quotes[0].words if quotes else None)})
        for quote in quotes[1:]:
            line, column = self.tree.place(self._number(quote, link))
            more: CitationFields = {"line": line, "column": column, "quotes": stated_quotes(quote.words)}
            self.collector.link(link.url, **fields | more)
        if link.url.lower().startswith(("http:", "https:")):
            self.collector.records.append(link.record(self.tree.line_of_object(item), folder))
        self._rest(item, link.url)
        if holder is not item:
            self._rest(holder, link.url)

    @staticmethod
    def _number(quote: Highlight, link: SavedLink) -> int:
        """The number of the string that has a highlight's words."""
        listed: JsonArray = link.values[quote.name]
        item = listed[quote.at]
        return item.numbers[quote.key] + 1 if isinstance(item, JsonObject) else listed.numbers[quote.at]

    def _rest(self, item: JsonObject, url: str) -> None:
        """Other URLs of a saved link: counted, for who saved it saved one."""
        for key, value in item.items():
            number = item.numbers[key] + 1
            if key in PAGE_TEXT_NAMES and isinstance(value, str):
                if "://" in value:
                    self.collector.ignore("text of a saved page", *self.tree.place(number))
            elif isinstance(value, JsonObject) and key in _WRAPPED:
                continue
            elif not isinstance(value, str) or "://" in value:
                for one in url_values(self.tree, value, number, key):
                    if one.url != url or key not in URL_NAMES:
                        self.collector.ignore("other URL of a saved link", one.line, one.column, one.url)

    def _other(self, value: object, number: int, key: str) -> None:
        cite_url_values(url_values(self.tree, value, number, key), self.collector)
