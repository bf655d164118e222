"""XLSX (SpreadsheetML, ECMA-376 part 1, section 18): hyperlinks, HYPERLINK formulas and bare URLs in cells.

`line` is the number of the row in its sheet, `column` that of the column; the claim is the row, or the sentence in a
cell that holds more than the link. Links on shapes, and URLs in comments, are counted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from crawler.model import ParsedSource
from crawler.model.errors import SourceError
from crawler.sources.parsing.bare_urls import absolute, find_urls, urls_in
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.office.office_parts import OfficeParts
from crawler.sources.parsing.office.paragraphs import MAX_ROW_CELLS
from crawler.sources.parsing.prose import CitationSite, Prose, without_private
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.tables.formulas import COMPUTED, formula_url
from crawler.sources.parsing.xml.tree import attribute, local_name

_MAIN = "xl/workbook.xml"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")

CellPlace = tuple[int, int]  # row and column, from 1


@dataclass(slots=True)
class _Sheet:
    texts: dict[int, dict[int, str]] = field(default_factory=dict)  # by row and column
    links: dict[CellPlace, str] = field(default_factory=dict)


def sniff(source: SourceText) -> bool:
    try:
        return source.data.startswith(b"PK") and OfficeParts(source.data, _MAIN).is_document("workbook")
    except SourceError:
        return False


def read(source: SourceText) -> ParsedSource:
    parts = OfficeParts(source.data, _MAIN)
    workbook = parts.tree(parts.main)
    if workbook is None or local_name(workbook) != "workbook":
        raise SourceError("not an XLSX file: it holds no workbook")
    collector = Collector(source.path, source.size)
    relations = parts.relations(parts.main)
    strings = [text for part in relations.parts.get("sharedStrings", ()) for text in _strings(parts.tree(part))]
    for element in workbook.iterfind("{*}sheets/{*}sheet"):
        name = relations.by_id.get(attribute(element, "id"), "")
        tree = parts.tree(name)
        if tree is not None:
            _cite(_sheet(tree, strings, parts.relations(name).links, collector), collector)
            _count_asides(parts, name, collector)
    return collector.parsed(source.document("xlsx", title=parts.title()))


def _strings(root: etree._Element | None) -> Iterator[str]:
    """The shared strings: a cell of type `s` holds the number of one."""
    for item in root if root is not None else ():
        if local_name(item) == "si":
            yield _text(item)


def _text(element: etree._Element) -> str:
    """The text of a string in one or more runs, without readings of its characters (`rPh`)."""
    direct = element.iterfind("{*}t")
    return "".join(t.text or "" for t in (*direct, *element.iterfind("{*}r/{*}t")))


def _sheet(root: etree._Element, strings: list[str], links: dict[str, str], collector: Collector) -> _Sheet:
    sheet = _Sheet()
    row = column = 0
    for element in root.iter():
        name = local_name(element)
        if name == "row":
            row, column = _number(attribute(element, "r"), row + 1), 0
        elif name == "c":
            row, column = _place(attribute(element, "r")) or (row, column + 1)
            sheet.texts.setdefault(row, {})[column] = _cell_text(element, strings)
            formula = element.findtext("{*}f") or ""
            if url := formula_url(formula):
                sheet.links[row, column] = url
            elif "HYPERLINK" in formula.upper():
                collector.ignore(COMPUTED, row, column, formula)
        elif name == "hyperlink" and (place := _place(attribute(element, "ref"))):
            url, location = links.get(attribute(element, "id"), ""), attribute(element, "location")
            if url:
                sheet.links[place] = url + f"#{location}" * bool(location and "#" not in url)
                sheet.texts.setdefault(place[0], {}).setdefault(place[1], "")
            else:
                collector.ignore("anchor", *place, location or None)
    return sheet


def _number(written: str, default: int) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else default


def _place(reference: str) -> CellPlace | None:
    """`B7`, or the first cell of `B7:C9`."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _cell_text(cell: etree._Element, strings: list[str]) -> str:
    value, kind = cell.findtext("{*}v") or "", attribute(cell, "t")
    if kind == "s":
        at = _number(value, len(strings))
        return strings[at] if at < len(strings) else ""
    inline = cell.find("{*}is")
    return _text(inline) if inline is not None else value


def _cite(sheet: _Sheet, collector: Collector) -> None:
    linked_rows = {row for row, _ in sheet.links}
    for row, texts in sorted(sheet.texts.items()):
        if row not in linked_rows and not any("://" in text or "www." in text for text in texts.values()):
            continue
        cells = {column: Prose() for column in sorted(texts)}
        for column, prose in cells.items():
            prose.add(without_private(texts[column]))
        proses = list(cells.values()) if len(cells) <= MAX_ROW_CELLS else None
        for column, prose in cells.items():
            _cite_cell(CitationSite(row, column, prose, 0, proses), sheet.links.get((row, column)), collector)


def _cite_cell(cell: CitationSite, link: str | None, collector: Collector) -> None:
    if link:
        cell.end_link()
        collector.link(link, **cell.fields())
        return
    text = cell.prose.text
    for start, end in find_urls(text, www=True):
        cell.anchor = start
        cell.prose.linked += 1
        collector.cite(absolute(text[start:end]), **cell.fields())


def _count_asides(parts: OfficeParts, sheet: str, collector: Collector) -> None:
    relations = parts.relations(sheet)
    for part in relations.parts.get("drawing", ()):
        for url in parts.relations(part).links.values():
            collector.ignore("link on a shape", text=url)
    for part in relations.parts.get("comments", ()):
        root = parts.tree(part)
        for comment in root.iter() if root is not None else ():
            for url in urls_in(comment.text or "") if local_name(comment) == "t" else ():
                collector.ignore("URL in a comment", text=url)
