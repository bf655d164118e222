"""PPTX (PresentationML and DrawingML, ECMA-376 part 1, sections 19 and 21): the text of the slides, then their notes.

Numbers, dates and footers that a layout puts on every slide are no text.
"""

import re

from lxml import etree

from crawler.model import Capture
from crawler.sources.parsing.office.office_parts import OfficeParts
from crawler.sources.parsing.xml.tree import Handler, attribute, dispatch
from pipelines.extract.media.blocks import TextBlocks, captured
from pipelines.extract.media.properties import of_dublin_core
from pipelines.extract.media.types import MediaBody

_SLIDE = re.compile(r"ppt/slides/slide(\d{1,6})\.xml")
_FURNITURE = frozenset(("sldNum", "dt", "ftr", "hdr", "sldImg"))
_TITLES = frozenset(("title", "ctrTitle"))


def capture(body: MediaBody) -> Capture:
    """The Capture of a PPTX file."""
    parts = OfficeParts(body.data, "ppt/presentation.xml")
    blocks = TextBlocks()
    for slide in _slides(parts):
        for part in (slide, *parts.relations(slide).parts.get("notesSlide", ())):
            if (root := parts.tree(part)) is not None and not blocks.full:
                SlideReader(blocks).read(root)
    core = parts.tree("docProps/core.xml")
    title = next(iter(blocks.headings), None)
    metadata = of_dublin_core(list(core) if core is not None else [], "docProps", title)
    return captured(blocks, media=body.media, metadata=metadata, extractor="pptx", nothing="the slides have none")


def _slides(parts: OfficeParts) -> list[str]:
    """The slides' parts in the order of the presentation; without it, by their numbers. Hidden ones are left out."""
    presentation = parts.tree(parts.main) if parts.main in parts.zip.names else None
    by_id = parts.relations(parts.main).by_id
    listed = presentation.iterfind("{*}sldIdLst/{*}sldId") if presentation is not None else ()
    ids = [str(value) for slide in listed for key, value in slide.attrib.items() if str(key).endswith("}id")]
    named = [by_id[id] for id in ids if id in by_id]
    numbered = sorted((int(match[1]), name) for name in parts.zip.names if (match := _SLIDE.fullmatch(name)))
    return named or [name for _, name in numbered]


class SlideReader:
    """Reads a slide, or the notes of one."""

    def __init__(self, blocks: TextBlocks) -> None:
        self.blocks = blocks
        self._text: list[str] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._kind = ""  # of the placeholder that the text stands in
        self._number = 0  # of the last item of a numbered list
        self.starts: dict[str, Handler] = {
            "p": lambda _: self._text.clear(),
            "t": lambda element: self._text.append((element.text or "").replace("\n", " ")),
            "br": lambda _: self._text.append("\n"),
            "tr": lambda _: self._start_row(),
            "tc": lambda _: self._start_cell(),
        }
        self.ends: dict[str, Handler] = {
            "p": self._end_paragraph,
            "tc": lambda _: self._end_cell(),
            "tr": lambda _: self._end_row(),
            "txBody": lambda _: self.blocks.end_group(),
            "tbl": lambda _: self.blocks.end_group(),
        }

    def read(self, root: etree._Element) -> None:
        if attribute(root, "show") in ("0", "false"):
            return
        dispatch(root, self.starts, self.ends, self._skips)

    def _skips(self, name: str, element: etree._Element) -> bool:
        return name == "Fallback" or (name in ("sp", "graphicFrame") and self._is_furniture(element))

    def _is_furniture(self, shape: etree._Element) -> bool:
        holder = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
        self._kind = attribute(holder, "type") if holder is not None else ""
        return self._kind in _FURNITURE

    def _start_row(self) -> None:
        self._row = []

    def _start_cell(self) -> None:
        self._cell = []

    def _end_cell(self) -> None:
        if self._row is not None and self._cell is not None:
            self._row.append(" ".join(self._cell))
        self._cell = None

    def _end_row(self) -> None:
        self.blocks.row(self._row or [])
        self._row = None

    def _end_paragraph(self, element: etree._Element) -> None:
        text = "".join(self._text)
        self._text.clear()
        properties = element.find("{*}pPr")
        level = attribute(properties, "lvl") if properties is not None else ""
        depth = int(level) if level.isdigit() and level.isascii() and len(level) == 1 else 0
        numbered = properties is not None and properties.find("{*}buAutoNum") is not None
        marked = properties is not None and properties.find("{*}buChar") is not None
        self._number = self._number + 1 if numbered else 0
        if self._cell is not None:
            self._cell.append(text)
        elif self._kind in _TITLES:
            self.blocks.heading(text.replace("\n", " "), 1)
        elif numbered or marked or depth:
            self.blocks.item(text, marker=f"{self._number}." if numbered else "-", level=depth)
        else:
            self.blocks.add(text)
