"""Hayagriva, the bibliographies of Typst: YAML that maps keys to entries.

Fields: docs/file-format.md of typst/hayagriva. An entry without a URL has that of its parent. Keys are labels only.
"""

import re
from collections.abc import Iterator

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from crawler.model import ParsedSource
from crawler.sources.parsing.bibliographies.bibliography import BibliographyEntry, EntryField, add_entries, given_first
from crawler.sources.parsing.bibliographies.csl_items import written_place
from crawler.sources.parsing.bibliographies.entry_links import entry_links
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.identifiers import arxiv_url, doi_url
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.records.yaml_nodes import Aliases, BadYAML, compose, line_of, pairs, place_of
from crawler.sources.parsing.source_text import SourceText
from crawler.text.dates import iso_date

_TYPES = (
    "article chapter entry anthos report thesis web scene artwork patent case newspaper legislation manuscript post "
    "misc performance periodical proceedings book blog reference conference anthology repository thread video audio "
    "exhibition original"
)
_START = re.compile(r"\A(?:\ufeff|#[^\n]*\n|---[ \t]*\n|[ \t]*\n)*+[^\s#\-\[{][^\n]*:[ \t]*(?:#[^\n]*)?\n[ \t]+\S")
_TYPE = re.compile(rf"^[ \t]+type:[ \t]*[\"']?(?:{'|'.join(_TYPES.split())})\b", re.MULTILINE | re.IGNORECASE)
_RECORDS = re.compile(
    r"^[ \t]+(?:stable_?id|importance|summary|key_?points|cited_?by|tags|review|id):", re.MULTILINE | re.IGNORECASE
)
_MAX_PARENTS = 10


def sniff(source: SourceText) -> bool:
    """Whether a text maps keys to entries, one of which has a type of Hayagriva's and none a key of our records."""
    head = source.head
    return bool(_START.match(head) and _TYPE.search(head)) and not _RECORDS.search(head)


def read(source: SourceText) -> ParsedSource:
    collector = Collector(source.path, source.size)
    lines = LineIndex(source.text)
    try:
        aliases = Aliases(source.text)
        for root in compose(source.text, aliases):
            entries = [_entry(key, name, node, lines) for key, name, node in pairs(root)]
            add_entries(entries, collector)
        if aliases.fault:
            collector.skip(*aliases.fault)
    except BadYAML as error:
        collector.skip(error.line, f"not valid YAML: {error}")
    except RecursionError:
        collector.skip(1, "not valid YAML: nested too deeply")
    return collector.parsed(source.document("hayagriva"))


def _entry(key: str, name: Node, node: Node, lines: LineIndex) -> BibliographyEntry:
    fields = list(_fields(node, lines))
    parents = [node]
    for parent in parents:
        if entry_links([(field.name, field.text) for field in fields]).work or len(parents) > _MAX_PARENTS:
            break
        above = _child(parent, "parent")
        found = list(above.value) if isinstance(above, SequenceNode) else [above] if above is not None else []
        parents += found[:_MAX_PARENTS]
        for one in found:
            fields += _fields(one, lines)
    url = _child(node, "url")
    return BibliographyEntry(
        key=key, line=line_of(name), fields=fields, title=_text(_child(node, "title")),
        type=_text(_child(node, "type")).lower(), authors=_people(_child(node, "author") or _child(node, "editor")),
        published=iso_date(_text(_child(node, "date"))), abstract=_text(_child(node, "abstract")),
        accessed=iso_date(_text(_child(url, "date"))) if url is not None else None,
    )  # fmt: skip


def _child(node: Node | None, name: str) -> Node | None:
    return next((value for key, _, value in pairs(node) if key == name), None) if node is not None else None


def _text(node: Node | None) -> str:
    """A scalar's text, or that of a mapping's `value`."""
    value = _child(node, "value") if isinstance(node, MappingNode) else node
    return str(value.value).strip() if isinstance(value, ScalarNode) else ""


def _fields(node: Node, lines: LineIndex) -> Iterator[EntryField]:
    for key, _, value in pairs(node):
        if key == "serial-number" and isinstance(value, MappingNode):
            for kind, _, number in pairs(value):
                yield from _field(kind.lower(), number, lines)
        elif key == "serial-number":
            text = _text(value)
            yield from _field("doi" if doi_url(text) else "arxiv" if arxiv_url(text) else key, value, lines)
        elif key not in ("date", "title", "author", "editor"):
            yield from _field(key.lower(), value, lines)


def _field(name: str, node: Node, lines: LineIndex) -> Iterator[EntryField]:
    scalar = _child(node, "value") if isinstance(node, MappingNode) else node
    if isinstance(scalar, ScalarNode) and str(scalar.value).strip():
        text = str(scalar.value)
        yield EntryField(name, text, written_place(lines, place_of(scalar), text))


def _people(node: Node | None) -> list[str]:
    """Names, each "Family, Given" or in parts."""
    names = []
    for item in node.value if isinstance(node, SequenceNode) else [node]:
        if isinstance(item, MappingNode):
            parts = (_text(_child(item, part)) for part in ("given-name", "prefix", "name", "suffix"))
            names.append(" ".join(part for part in parts if part))
        else:
            names.append(given_first(_text(item)))
    return [name for name in names if name]
