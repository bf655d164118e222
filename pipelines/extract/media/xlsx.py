"""XLSX (SpreadsheetML, ECMA-376 part 1, section 18): the rows of each sheet; dates as dates."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from lxml import etree

from crawler.model import Capture
from crawler.model.errors import SourceError
from crawler.sources.parsing.office.office_parts import OfficeParts
from crawler.sources.parsing.xml.tree import attribute, local_name
from pipelines.extract.media.blocks import TextBlocks, captured
from pipelines.extract.media.properties import of_dublin_core
from pipelines.extract.media.types import MediaBody

MAX_COLUMNS = 2000
"""Cells of a row that are shown, empty ones among them."""

_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_BUILT_IN_DATES = frozenset((*range(14, 18), 22, *range(27, 32), *range(50, 59)))
"""Numbers of the built-in formats that are dates (section 18.8.30)."""

_NO_CODE = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")
_DATE_CODE = re.compile(r"[yd]", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,20})?")
_NOISY = re.compile(r"-?\d+\.\d{12,}(?:[eE][-+]?\d+)?")


def capture(body: MediaBody) -> Capture:
    """The Capture of a workbook. Raises SourceError."""
    parts = OfficeParts(body.data, "xl/workbook.xml")
    workbook = parts.tree(parts.main)
    if workbook is None or local_name(workbook) != "workbook":
        raise SourceError("not an XLSX file: it holds no workbook")
    relations = parts.relations(parts.main)
    strings = [text for part in relations.parts.get("sharedStrings", ()) for text in _strings(parts.tree(part))]
    dates = {at for part in relations.parts.get("styles", ()) for at in _date_styles(parts.tree(part))}
    setting = workbook.find("{*}workbookPr")
    since = date(1904, 1, 1) if setting is not None and attribute(setting, "date1904") in ("1", "true") else None
    sheets = [
        sheet for sheet in workbook.iterfind("{*}sheets/{*}sheet") if attribute(sheet, "state") in ("", "visible")
    ]
    blocks = TextBlocks()
    for sheet in sheets:
        root = parts.tree(relations.by_id.get(attribute(sheet, "id"), ""))
        if root is not None and not blocks.full:
            if len(sheets) > 1:
                blocks.heading(attribute(sheet, "name"))
            for row in root.iterfind("{*}sheetData/{*}row"):
                if attribute(row, "hidden") not in ("1", "true"):
                    blocks.row(_cells(row, strings, dates, since or date(1899, 12, 30)))
            blocks.end_group()
    core = parts.tree("docProps/core.xml")
    metadata = of_dublin_core(list(core) if core is not None else [], "docProps")
    return captured(blocks, media=body.media, metadata=metadata, extractor="xlsx", nothing="the sheets have none")


def _strings(root: etree._Element | None) -> Iterator[str]:
    """The shared strings: a cell of type `s` holds the number of one."""
    for item in root if root is not None else ():
        if local_name(item) == "si":
            yield _text(item)


def _text(element: etree._Element) -> str:
    """The text of a string in one or more runs, without readings of its characters (`rPh`)."""
    return "".join(t.text or "" for t in (*element.iterfind("{*}t"), *element.iterfind("{*}r/{*}t")))


def _date_styles(root: etree._Element | None) -> Iterator[int]:
    """The numbers of the cells' styles that show dates."""
    if root is None:
        return
    formats = {
        attribute(form, "numFmtId"): _DATE_CODE.search(_NO_CODE.sub("", attribute(form, "formatCode"))) is not None
        for form in root.iterfind("{*}numFmts/{*}numFmt")
    }
    for at, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        number = attribute(style, "numFmtId")
        if formats.get(number, number.isascii() and number.isdigit() and int(number[:6]) in _BUILT_IN_DATES):
            yield at


def _cells(row: etree._Element, strings: list[str], dates: set[int], since: date) -> list[str]:
    shown: list[str] = []
    for cell in row.iterfind("{*}c"):
        column = _column(attribute(cell, "r"))
        shown += [""] * (min(column, MAX_COLUMNS) - len(shown))
        if len(shown) >= MAX_COLUMNS:
            break
        shown.append(_value(cell, strings, dates, since))
    return shown


def _column(reference: str) -> int:
    """The number of a cell's column, from 0; 0 where it is not told, so that the cell follows the one before."""
    match = _REFERENCE.match(reference)
    number = 0
    for letter in match[1] if match else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(number - 1, 0)


def _value(cell: etree._Element, strings: list[str], dates: set[int], since: date) -> str:
    value, kind = cell.findtext("{*}v") or "", attribute(cell, "t")
    if kind == "s":
        at = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else len(strings)
        return strings[at] if at < len(strings) else ""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    inline = cell.find("{*}is")
    if inline is not None:
        return _text(inline)
    style = attribute(cell, "s")
    if kind in ("", "n") and style.isascii() and style.isdigit() and int(style[:7]) in dates:
        return _as_date(value, since)
    # 0.1 + 0.2 is stored as 0.30000000000000004 and shown with 15 digits.
    return f"{float(value):.15g}" if kind in ("", "n") and _NOISY.fullmatch(value) else value


def _as_date(value: str, since: date) -> str:
    """The date that a serial number stands for (section 18.17.4)."""
    if not _NUMBER.fullmatch(value):
        return value
    try:
        when = datetime(since.year, since.month, since.day) + timedelta(days=float(value))  # noqa: DTZ001 - no zone
    except OverflowError:
        return value
    when = (when + timedelta(milliseconds=500)).replace(microsecond=0)
    return when.date().isoformat() if not (when.hour or when.minute or when.second) else when.isoformat(" ")
