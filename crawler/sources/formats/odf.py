"""OpenDocument texts, spreadsheets and presentations, zipped or flat (OASIS OpenDocument 1.3, part 3).

`line` is the number of the paragraph, `column` the character in it. What a note cites is cited at its mark, and so are
bibliography marks and the reference marks of Zotero. Annotations, headers and footers are counted; deleted text is no
text.
"""

from collections.abc import Callable, Mapping

from lxml import etree

from crawler.model import ParsedSource, ResourceRecord
from crawler.model.errors import SourceError
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.office.csl_fields import field_items, is_reference
from crawler.sources.parsing.office.paragraphs import CitedTarget, CitingPlace, Story
from crawler.sources.parsing.office.zip_parts import ZipParts, zip_mimetype
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.tables.formulas import COMPUTED, formula_url
from crawler.sources.parsing.xml.tree import attribute, local_name, parse_xml

_MIMETYPE = b"application/vnd.oasis.opendocument."
_SKIPPED = frozenset(("tracked-changes", "binary-data", "ruby-text", "scripts", "settings", "note-citation"))
_NO_TEXT = frozenset(("note", "annotation", "note-citation"))  # their own text is no text of the paragraph
_QUOTING = ("quotations", "quote", "intense_20_quote", "block_20_quotation")  # LibreOffice's, and Word's in its files
_LINKS = frozenset(("a", "event-listener"))


def sniff(source: SourceText) -> bool:
    if source.data.startswith(b"PK"):
        return zip_mimetype(source.data).startswith(_MIMETYPE)
    return _MIMETYPE in source.data[:4096] and source.data.startswith((b"<", b"\xef\xbb\xbf<"))


def read(source: SourceText) -> ParsedSource:
    content, styles, meta = _parts(source.data)
    collector = Collector(source.path, source.size)
    automatic = content.iterfind("{*}automatic-styles/{*}style")
    parents = {attribute(style, "name"): attribute(style, "parent-style-name") for style in automatic}
    reader = _OdfReader(collector, parents)
    for body in content.iterfind("{*}body"):
        reader.read(body).cite(collector)
    for master in styles.iterfind("{*}master-styles") if styles is not None else ():
        _OdfReader(collector, {}).read(master).ignore(collector, "URL in a header or footer")
    collector.records += reader.records.values()
    titles = meta.iterfind("{*}meta/{*}title") if meta is not None else iter(())
    title = next((tidy(element.text or "") for element in titles), None)
    return collector.parsed(source.document("odf", title=title or None))


def _parts(data: bytes) -> tuple[etree._Element, etree._Element | None, etree._Element | None]:
    """The roots that hold the body, the styles and the properties: in a flat document, all the same."""
    if not data.startswith(b"PK") and b"<" in data[:64]:
        root = parse_xml(data)
        if local_name(root) != "document":
            raise SourceError("not an OpenDocument file")
        return root, root, root
    parts = ZipParts(data)
    if b"encryption-data" in (parts.read("META-INF/manifest.xml") or b""):
        raise SourceError("protected by a password: save it without one")
    content, styles, meta = (parts.read(f"{name}.xml") for name in ("content", "styles", "meta"))
    if not content:
        raise SourceError("not an OpenDocument file: it holds no content.xml")
    return parse_xml(content), parse_xml(styles) if styles else None, parse_xml(meta) if meta else None


class _OdfReader:
    def __init__(self, collector: Collector, parents: Mapping[str, str]) -> None:
        self.collector = collector
        self.parents = parents  # of each automatic style, the one that it is made from
        self.stories = [Story()]  # within the body: notes and annotations
        self.labels: list[str] = []  # of the open notes
        self.links: list[tuple[CitingPlace | None, bool]] = []  # with whether it has a paragraph of its own
        self.marks: dict[str, CitingPlace | None] = {}
        self.formula = ""  # the URL of a spreadsheet's cell
        self.records: dict[str, ResourceRecord] = {}
        self.starts: dict[str, Callable[[etree._Element], None]] = {
            "p": self._start_paragraph,
            "h": self._start_paragraph,
            "table-row": lambda _: self.story.start_row(),
            "table-cell": self._cell,
            "s": lambda _: self.story.text(" "),
            "tab": lambda _: self.story.text(" "),
            "line-break": lambda _: self.story.line_break(),
            "note": self._start_note,
            "note-body": lambda _: self.stories.append(Story()),
            "annotation": lambda _: self.stories.append(Story()),
            "bibliography-mark": self._bibliography_mark,
            "reference-mark-start": self._start_mark,
            "reference-mark-end": self._end_mark,
        }
        self.ends: dict[str, Callable[[], None]] = {
            "p": self._end_paragraph,
            "h": self._end_paragraph,
            "table-row": self._end_row,
            "note": self._end_note,
            "note-body": self._end_note_body,
            "annotation": self._end_annotation,
            "bibliography-mark": self._end_link,
        }

    @property
    def story(self) -> Story:
        return self.stories[-1]

    def read(self, root: etree._Element) -> Story:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            name = local_name(element)
            if event == "end":
                self._end(element, name)
            elif name in _SKIPPED:
                walker.skip_subtree()
            else:
                if name in _LINKS and attribute(element, "href"):
                    self._start_link(attribute(element, "href"))
                elif name in self.starts:
                    self.starts[name](element)
                if name and name not in _NO_TEXT:
                    self.story.text(element.text or "")
        return self.story

    def _end(self, element: etree._Element, name: str) -> None:
        if name in _LINKS and attribute(element, "href"):
            self._end_link()
        elif name in self.ends:
            self.ends[name]()
        self.story.text(element.tail or "")

    def _start_paragraph(self, element: etree._Element) -> None:
        style = attribute(element, "style-name")
        self.story.start_paragraph(quoted=self.parents.get(style, style).lower() in _QUOTING)
        if self.formula:
            self.story.start_place([CitedTarget(self.formula)])
            self.formula = ""

    def _end_paragraph(self) -> None:
        self.story.end_paragraph()

    def _end_row(self) -> None:
        self.story.end_row()

    def _cell(self, element: etree._Element) -> None:
        formula = attribute(element, "formula")
        self.formula = formula_url(formula) or ""
        if not self.formula and "HYPERLINK" in formula.upper():
            self.collector.ignore(COMPUTED, self.story.count + 1, text=formula)

    def _start_link(self, url: str) -> None:
        own = not self.story.in_paragraph  # a shape that is linked
        if own:
            self.story.start_paragraph()
        self.links.append((self.story.start_place([CitedTarget(url)]), own))

    def _end_link(self) -> None:
        place, own = self.links.pop()
        self.story.end_place(place)
        if own:
            self.story.end_paragraph()

    def _start_note(self, note: etree._Element) -> None:
        self.labels.append(note.findtext("{*}note-citation") or "")

    def _end_note(self) -> None:
        del self.labels[-1]

    def _end_annotation(self) -> None:
        self.stories.pop().ignore(self.collector, "URL in an annotation")

    def _end_note_body(self) -> None:
        note = self.stories.pop()
        self.story.add_mark(note.targets(), (self.labels[-1] if self.labels else "") or None)

    def _bibliography_mark(self, mark: etree._Element) -> None:
        url, key = attribute(mark, "url"), attribute(mark, "identifier")
        if not url:
            self.collector.ignore("entry without a URL", self.story.count or None, text=key or None)
        place = self.story.start_place([CitedTarget(url)] if url else [])
        if place is not None:
            place.label = key or None
            title = attribute(mark, "title")
            self.records.setdefault(url, ResourceRecord(url=url, line=self.story.count, title=title or None))
        self.links.append((place, False))

    def _start_mark(self, mark: etree._Element) -> None:
        name = attribute(mark, "name")
        if not is_reference(name):
            return
        items = field_items(name)
        for item in items:
            if item.url:
                self.records.setdefault(item.url, item)
            else:
                self.collector.ignore("entry without a URL", self.story.count or None, text=item.title)
        self.marks[name] = self.story.start_place([CitedTarget(item.url) for item in items if item.url])

    def _end_mark(self, mark: etree._Element) -> None:
        self.story.end_citation(self.marks.pop(attribute(mark, "name"), None))
