"""DOCX (WordprocessingML, ECMA-376 part 1, section 17): the text of the body, with notes where they are marked.

Headers and footers of pages, comments, deleted text and instructions of fields are no text of the document.
"""

import re

from lxml import etree

from crawler.model import Capture
from crawler.model.errors import SourceError
from crawler.sources.parsing.office.office_parts import OfficeParts
from crawler.sources.parsing.xml.tree import Handler, attribute, dispatch, local_name
from pipelines.extract.media.blocks import TextBlocks, captured, folded, raised
from pipelines.extract.media.properties import of_dublin_core
from pipelines.extract.media.types import MediaBody
from pipelines.extract.media.word_styles import WordStyles

_SKIPPED = frozenset(
    """
    del moveFrom rPr sectPr tblPr tblGrid trPr tcPr instrText delText delInstrText fldData binData rt Fallback
    commentReference sdtPr pPr
    """.split()
)
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def capture(body: MediaBody) -> Capture:
    """The Capture of a DOCX file. Raises SourceError: `page` makes it the reason why there is no text."""
    parts = OfficeParts(body.data, "word/document.xml")
    root = parts.tree(parts.main)
    if root is None or local_name(root) not in ("document", "wordDocument"):
        raise SourceError("not a DOCX file: it holds no document")
    relations = parts.relations(parts.main)
    reader = DocxReader(WordStyles(parts, relations))
    for kind in _NOTES.values():
        for part in relations.parts.get(kind, ()):
            notes = parts.tree(part)
            for note in notes if notes is not None else ():
                if attribute(note, "type") not in ("separator", "continuationSeparator"):
                    reader.notes[kind, attribute(note, "id")] = DocxReader(reader.styles).read(note).text()
    found = reader.read(root)
    core = parts.tree("docProps/core.xml")
    title = reader.title or next(iter(found.headings), None)
    metadata = of_dublin_core(list(core) if core is not None else [], "docProps", title)
    return captured(found, media=body.media, metadata=metadata, extractor="docx")


class DocxReader:
    """Reads the body, or one note."""

    def __init__(self, styles: WordStyles) -> None:
        self.styles = styles
        self.blocks = TextBlocks()
        self.title: str | None = None
        self.notes: dict[tuple[str, str], str] = {}
        self._marked: list[str] = []  # notes whose marks stand in the open paragraph
        self._count = 0
        self._open: list[list[str]] = []  # texts of paragraphs; the inner ones are of text boxes
        self._rows: list[list[str]] = []  # rows of tables that are open
        self._cells: list[list[str]] = []
        self._fields: list[bool] = []  # of each open field, whether its result has begun
        self._raised = False  # the open run is in superscript
        self.starts: dict[str, Handler] = {
            "p": lambda _: self._open.append([]),
            "t": lambda element: self._add(element.text or ""),
            "tab": lambda _: self._add(" "),
            "noBreakHyphen": lambda _: self._add("\u2011"),
            "br": lambda element: self._add(" " if attribute(element, "type") in ("page", "column") else "\n"),
            "cr": lambda _: self._add("\n"),
            "sym": self._symbol,
            "fldChar": self._field,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "tr": lambda _: self._rows.append([]),
            "tc": lambda _: self._cells.append([]),
            "oMath": lambda _: self._add(" "),
        }
        self.ends: dict[str, Handler] = {
            "p": self._end_paragraph,
            "tr": lambda _: self._end_row(),
            "tc": lambda _: self._end_cell(),
            "tbl": lambda _: self.blocks.end_group() if not self._cells else None,
            "oMath": lambda _: self._add(" "),
        }

    def read(self, root: etree._Element) -> TextBlocks:
        dispatch(root, self.starts, self.ends, self._skips)
        return self.blocks

    def _skips(self, name: str, element: etree._Element) -> bool:
        return name in _SKIPPED or (name == "r" and self._start_run(element))

    def _start_run(self, run: etree._Element) -> bool:
        """Whether a run is hidden."""
        vanish, align = run.find("{*}rPr/{*}vanish"), run.find("{*}rPr/{*}vertAlign")
        self._raised = align is not None and attribute(align, "val") == "superscript"
        return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")

    def _add(self, text: str) -> None:
        r"""Add text of the open paragraph; a single `\n` is a line break, any other white space is folded."""
        if self._open and text and (not self._fields or self._fields[-1]):
            parts = self._open[-1]
            text = text if text == "\n" else text.replace("\n", " ")
            parts.append(raised(parts[-1] if parts else "", text) if self._raised else text)

    def _symbol(self, element: etree._Element) -> None:
        code = attribute(element, "char")
        if re.fullmatch(r"[0-9A-Fa-f]{4}", code) and not 0xD800 <= int(code, 16) < 0xF900:
            self._add(chr(int(code, 16)))

    def _field(self, element: etree._Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _note(self, element: etree._Element) -> None:
        text = self.notes.get((_NOTES[local_name(element)], attribute(element, "id")))
        if text and self._open:
            self._count += 1
            self._add(f"[{self._count}]")
            self._marked.append(f"[{self._count}] {text}")

    def _end_paragraph(self, paragraph: etree._Element) -> None:
        text = "".join(self._open.pop())
        if self._open:  # a text box within a paragraph: its text stands behind what is written there
            if text.strip():
                self.blocks.add(text)
            return
        if self._cells:
            self._cells[-1].append(text)
            return
        style = self.styles.of(paragraph)
        if style.level is not None and text.strip():
            self.blocks.heading(text, style.level)
            if style.level == 0 and self.title is None:
                self.title = folded(text)
        elif style.marker:
            self.blocks.item(text, marker=style.marker, level=style.indent)
        elif style.is_code:
            self.blocks.code(text)
        else:
            self.blocks.add(text)
        self.blocks.notes(self._marked)

    def _end_cell(self) -> None:
        text = " ".join(self._cells.pop())
        if self._cells:  # a table within a cell
            self._cells[-1].append(text)
        elif self._rows:
            self._rows[-1].append(text)

    def _end_row(self) -> None:
        row = self._rows.pop()
        if not self._cells:
            self.blocks.row(row)
            self.blocks.notes(self._marked)
