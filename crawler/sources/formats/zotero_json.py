"""Zotero's own items as JSON: "Better BibTeX JSON", and the answers of Zotero's web API.

Fields: Zotero's schema (api.zotero.org/schema); retorque.re/zotero-better-bibtex for `citationKey` and `attachments`.
"""

from collections.abc import Iterable, Iterator, Sequence

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.bibliography import HIGHLIGHT, BibliographyEntry, EntryField, add_entries
from crawler.sources.parsing.bibliographies.csl_items import plain_text
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.records.json_records import json_trees, looks_like_json
from crawler.sources.parsing.records.json_tree import JsonArray, JsonObject, JsonTree
from crawler.sources.parsing.source_text import SourceText
from crawler.text.dates import find_date, iso_date

_SIGNS = ('"itemKey"', '"citationKey"', '"citekey"', '"creators"')
_NAMES = {
    "extra": "note", "publicationtitle": "journal", "archiveid": "eid", "archivelocation": "eid", "uri": "biburl",
    "select": "biburl", "shorttitle": "title", "abstractnote": "abstract",
}  # fmt: skip
_NO_ITEMS = ("attachment", "note", "annotation")


def sniff(source: SourceText) -> bool:
    return looks_like_json(source) and '"itemType"' in source.head and any(sign in source.text for sign in _SIGNS)


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    entries = []
    for tree in json_trees(source, collector):
        items = [item for root in tree.roots for item in _items(root)]
        highlights = _highlights(items, tree)
        for item in items:
            if item.get("itemType") in _NO_ITEMS:
                collector.ignore("attachment or note of a library", tree.line_of_object(item))
            else:
                entries.append(_entry(item, tree, highlights.get(plain_text(item.get("key")), [])))
    add_entries(entries, collector)
    return collector.parsed(source.document("zotero-json"))


def _items(root: object) -> Iterator[JsonObject]:
    """The items of an export (`items`) or of an answer of the API (`data`)."""
    inner = root.get("items", [root]) if isinstance(root, JsonObject) else root
    for value in inner if isinstance(inner, list) else []:
        item = value.get("data", value) if isinstance(value, JsonObject) else None
        if isinstance(item, JsonObject) and "itemType" in item:
            yield item


def _highlights(items: Iterable[JsonObject], tree: JsonTree) -> dict[str, list[EntryField]]:
    """The marked passages of a library, by the key of the item whose attachment they stand in."""
    held_by = {plain_text(item.get("key")): plain_text(item.get("parentItem")) for item in items}
    found: dict[str, list[EntryField]] = {}
    for item in items:
        if item.get("itemType") == "annotation" and isinstance(text := item.get("annotationText"), str):
            attachment = plain_text(item.get("parentItem"))
            field = _field(HIGHLIGHT, text, item, "annotationText", tree)
            found.setdefault(held_by.get(attachment) or attachment, []).append(field)
    return found


def _entry(item: JsonObject, tree: JsonTree, highlights: Sequence[EntryField]) -> BibliographyEntry:
    date = plain_text(item.get("date"))
    key = next((text for name in ("citationKey", "citekey") if (text := plain_text(item.get(name)))), None)
    return BibliographyEntry(
        key=key, line=tree.line_of_object(item), fields=[*_fields(item, tree), *highlights],
        title=plain_text(item.get("title")), type=plain_text(item.get("itemType")), authors=_creators(item),
        published=iso_date(date) or find_date(date), abstract=plain_text(item.get("abstractNote")),
        accessed=iso_date(plain_text(item.get("accessDate"))),
        tags=[plain_text(tag.get("tag")) if isinstance(tag, dict) else plain_text(tag) for tag in _list(item, "tags")],
    )  # fmt: skip


def _fields(item: JsonObject, tree: JsonTree) -> Iterator[EntryField]:
    for key, value in item.items():
        if isinstance(value, str) and value.strip() and key not in ("accessDate", "date"):
            name = key.lower()
            yield _field(_NAMES.get(name, name), value, item, key, tree)
    for list_name in ("attachments", "notes"):
        for inner in _list(item, list_name):
            for key in ("url", "note"):
                if not isinstance(inner, JsonObject):
                    continue
                value = inner.get(key)
                if isinstance(value, str) and value.strip():
                    yield _field("note" if key == "note" else "attachment", value, inner, key, tree)
            for marked in _list(inner, "annotations") if isinstance(inner, JsonObject) else ():
                if isinstance(marked, JsonObject) and isinstance(text := marked.get("annotationText"), str):
                    yield _field(HIGHLIGHT, text, marked, "annotationText", tree)


def _field(name: str, text: str, holder: JsonObject, key: str, tree: JsonTree) -> EntryField:
    number = holder.numbers[key] + 1
    return EntryField(name, text, lambda start: tree.place(number, start))


def _list(item: JsonObject, name: str) -> list[object]:
    value = item.get(name)
    return list(value) if isinstance(value, JsonArray) else []


def _creators(item: JsonObject) -> list[str]:
    people = [person for person in _list(item, "creators") if isinstance(person, dict)]
    people = [person for person in people if person.get("creatorType", "author") == "author"] or people
    names = (
        plain_text(person.get("name")) or f"{plain_text(person.get('firstName'))} {plain_text(person.get('lastName'))}"
        for person in people
    )
    return [name.strip() for name in names if name.strip()]
