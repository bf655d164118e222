"""What the paragraphs of a DOCX file are, by styles and numbering (ECMA-376 part 1, sections 17.7 and 17.9)."""

from dataclasses import dataclass

from lxml import etree

from crawler.sources.parsing.office.office_parts import OfficeParts, Relations
from crawler.sources.parsing.xml.tree import attribute, local_name

_MAX_BASED_ON = 12
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """`level`: of a heading, 0 of the document's title. `marker`: of an item of a list."""

    level: int | None = None
    marker: str = ""
    indent: int = 0
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    outline: int | None
    numbering: tuple[str, int] | None


class WordStyles:
    """The styles of a document, and how far its lists are numbered."""

    def __init__(self, parts: OfficeParts, relations: Relations) -> None:
        self._styles: dict[str, _Style] = {}
        self._formats: dict[tuple[str, int], tuple[str, int]] = {}  # by list and level: format, first number
        self._counts: dict[tuple[str, int], int] = {}
        for part in relations.parts.get("styles", ()):
            root = parts.tree(part)
            for style in root.iterfind("{*}style") if root is not None else ():
                self._add_style(style)
        for part in relations.parts.get("numbering", ()):
            if (root := parts.tree(part)) is not None:
                self._add_numbering(root)

    def of(self, paragraph: etree._Element) -> ParagraphStyle:
        """What a paragraph is; numbers its list."""
        properties = paragraph.find("{*}pPr")
        named = _value(properties, "pStyle")
        level = _outline(properties)
        numbering = _numbered(properties)
        name, key, is_code = "", named, False
        for _ in range(_MAX_BASED_ON):
            style = self._styles.get(key)
            name = (style.name if style else key).lower().replace(" ", "").replace("-", "")
            if level is None:
                level = _level_of_name(name) if style is None or style.outline is None else style.outline
            numbering = numbering or (style.numbering if style else None)
            is_code = is_code or "code" in name or "preformatted" in name or name == "verbatim"
            if style is None or not style.based_on:
                break
            key = style.based_on
        if level is not None and level <= 9:
            return ParagraphStyle(level=level)
        if numbering and numbering[0] not in ("", "0"):
            return ParagraphStyle(marker=self._marker(*numbering), indent=numbering[1])
        return ParagraphStyle(is_code=is_code, marker="-" if name.startswith("listbullet") else "")

    def _add_style(self, element: etree._Element) -> None:
        properties = element.find("{*}pPr")
        name = _value(element, "name")
        self._styles[attribute(element, "styleId")] = _Style(
            name, _value(element, "basedOn"), _outline(properties), _numbered(properties)
        )

    def _add_numbering(self, root: etree._Element) -> None:
        abstract: dict[str, dict[int, tuple[str, int]]] = {}
        for element in root:
            if local_name(element) == "abstractNum":
                levels = {_number(attribute(level, "ilvl")): level for level in element.iterfind("{*}lvl")}
                abstract[attribute(element, "abstractNumId")] = {
                    at: (_value(level, "numFmt"), _number(_value(level, "start"), 1)) for at, level in levels.items()
                }
            elif local_name(element) == "num":
                for at, form in abstract.get(_value(element, "abstractNumId"), {}).items():
                    self._formats[attribute(element, "numId"), at] = form

    def _marker(self, list_id: str, level: int) -> str:
        form, start = self._formats.get((list_id, level), ("bullet", 1))
        for key in [key for key in self._counts if key[0] == list_id and key[1] > level]:
            del self._counts[key]
        if form in ("bullet", "none", ""):
            return "-"
        number = self._counts[list_id, level] = self._counts.get((list_id, level), start - 1) + 1
        if form == "lowerLetter" and 1 <= number <= 26:
            return f"{chr(ord('a') + number - 1)}."
        if form == "upperLetter" and 1 <= number <= 26:
            return f"{chr(ord('A') + number - 1)}."
        if form in ("lowerRoman", "upperRoman") and 1 <= number < 40:
            roman = _roman(number)
            return f"{roman.upper() if form == 'upperRoman' else roman}."
        return f"{number}."


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        while number >= value:
            found, number = found + letters, number - value
    return found


def _value(element: etree._Element | None, child: str) -> str:
    found = element.find(f"{{*}}{child}") if element is not None else None
    return attribute(found, "val") if found is not None else ""


def _number(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _outline(properties: etree._Element | None) -> int | None:
    """`outlineLvl` counts from 0; 9 is body text."""
    value = _value(properties, "outlineLvl")
    return (_number(value) + 1 if _number(value) < 9 else 10) if value else None


def _numbered(properties: etree._Element | None) -> tuple[str, int] | None:
    numbering = properties.find("{*}numPr") if properties is not None else None
    if numbering is None or not _value(numbering, "numId"):
        return None
    return _value(numbering, "numId"), _number(_value(numbering, "ilvl"))


def _level_of_name(name: str) -> int | None:
    if name == "title":
        return 0
    if name == "subtitle":
        return 2
    for start in ("heading", "berschrift", "\u00fcberschrift", "titre", "ttulo", "titolo"):
        if name.startswith(start) and name[len(start) :].isdigit():
            return _number(name[len(start) :], 9)
    return None
