"""DOCX (WordprocessingML, ECMA-376 part 1, section 17): hyperlinks, fields, notes and bare URLs.

`line` is the number of the paragraph, `column` the character in it. What a footnote or an endnote cites, and what a
reference of Zotero, Mendeley, EndNote or Word itself stands for, is cited at its mark in the body. Comments, headers
and footers are counted; deleted text is no text.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from crawler.model import ParsedSource, ResourceRecord
from crawler.model.errors import SourceError
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.office.csl_fields import field_items, is_reference
from crawler.sources.parsing.office.office_parts import OfficeParts, Relations
from crawler.sources.parsing.office.paragraphs import CitedTarget, CitingPlace, Story
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.xml.tree import Handler, attribute, dispatch, local_name

_MAIN = "word/document.xml"
_HYPERLINK = re.compile(r"""\s*HYPERLINK\s+(?!\\)(?:"((?:[^"\\]|\\.)*)"|(\S+))""", re.IGNORECASE)
_BOOKMARK = re.compile(r"""\\l\s+(?:"([^"]*)"|(\S+))""", re.IGNORECASE)
_ANCHOR_ONLY = re.compile(r"\s*HYPERLINK\s+\\", re.IGNORECASE)
_CITATION = re.compile(r"\s*CITATION\s+(\S+)((?:\s+\\m\s+\S+|\s+\\[a-ln-z]\s+\S+|\s+\\[a-z])*)", re.IGNORECASE)
_MORE = re.compile(r"\\m\s+(\S+)", re.IGNORECASE)
_SKIPPED = frozenset(("Fallback", "moveFrom", "rt", "fldData", "binData"))  # drawn twice, moved away, glosses
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_QUOTING = ("quote", "intense quote", "block text", "block quotation")
_ASIDE = (("comments", "URL in a comment"), ("header", "URL in a header"), ("footer", "URL in a footer"))


def sniff(source: SourceText) -> bool:
    try:
        return source.data.startswith(b"PK") and OfficeParts(source.data, _MAIN).is_document("document")
    except SourceError:
        return False


def read(source: SourceText) -> ParsedSource:
    parts = OfficeParts(source.data, _MAIN)
    body = parts.tree(parts.main)
    if body is None or local_name(body) != "document":
        raise SourceError("not a DOCX file: it holds no document")
    collector = Collector(source.path, source.size)
    relations = parts.relations(parts.main)
    shared = _Shared(collector, parts.sources(), quoted=_quote_styles(parts, relations))
    for kind in _NOTES.values():
        for part in relations.parts.get(kind, ()):
            shared.notes |= _notes(parts, part, kind, shared)
    _StoryReader(relations, shared).read(body).cite(collector)
    for kind, reason in _ASIDE:
        for part in relations.parts.get(kind, ()):
            if (root := parts.tree(part)) is not None:
                _StoryReader(parts.relations(part), shared).read(root).ignore(collector, reason)
    for key, targets in shared.notes.items():
        for target in targets if key not in shared.used else ():
            collector.ignore("URL in an unused note", text=target.url)
    for kind, url in relations.linked:
        collector.ignore("image" if kind == "image" else "linked part", text=url)
    collector.records += shared.records.values()
    return collector.parsed(source.document("docx", title=parts.title()))


def _quote_styles(parts: OfficeParts, relations: Relations) -> frozenset[str]:
    """The ids of the built-in styles of block quotes, whose names are those of the English Word (17.7.4.9)."""
    roots = (parts.tree(part) for part in relations.parts.get("styles", ()))
    return frozenset(
        attribute(style, "styleId")
        for root in roots
        for style in (root.iterfind("{*}style") if root is not None else ())
        if (name := style.find("{*}name")) is not None and attribute(name, "val").lower() in _QUOTING
    )


@dataclass(slots=True)
class _Shared:
    """What all stories of a document share."""

    collector: Collector
    sources: dict[str, str]  # Word's own bibliography
    notes: dict[tuple[str, str], list[CitedTarget]] = field(default_factory=dict)  # by kind and id
    quoted: frozenset[str] = frozenset()  # the ids of the styles of block quotes
    used: set[tuple[str, str]] = field(default_factory=set)  # the notes that were marked
    records: dict[str, ResourceRecord] = field(default_factory=dict)


@dataclass(slots=True)
class _Field:
    """A complex field: its instruction, then its result (section 17.16.18)."""

    instruction: list[str] = field(default_factory=list)
    data: str = ""
    separated: bool = False
    place: CitingPlace | None = None


def _notes(parts: OfficeParts, part: str, kind: str, shared: _Shared) -> dict[tuple[str, str], list[CitedTarget]]:
    root = parts.tree(part)
    relations = parts.relations(part)
    notes = root if root is not None else ()
    return {(kind, attribute(note, "id")): _StoryReader(relations, shared).read(note).targets() for note in notes}


class _StoryReader:
    """Reads the body, a note, a comment, a header."""

    def __init__(self, relations: Relations, shared: _Shared) -> None:
        self.relations, self.shared = relations, shared
        self.story = Story()
        self.fields: list[_Field] = []
        self.simple: list[_Field] = []
        self.links: list[CitingPlace | None] = []
        self.numbers = dict.fromkeys(_NOTES, 0)  # how many notes were marked
        self.starts: dict[str, Handler] = {
            "p": lambda element: self.story.start_paragraph(quoted=self._is_quote(element)),
            "tr": lambda _: self.story.start_row(),
            "t": lambda element: self.story.text(element.text or ""),
            "tab": lambda element: self.story.text("" if _is_property(element) else " "),
            "noBreakHyphen": lambda _: self.story.text("-"),
            "br": lambda _: self.story.line_break(),
            "cr": lambda _: self.story.line_break(),
            "hyperlink": self._start_link,
            "hlinkClick": self._picture_link,
            "fldSimple": self._start_simple,
            "fldChar": self._field_char,
            "instrText": self._instruction,
            "sdt": self._start_control,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
        }
        self.ends: dict[str, Handler] = {
            "p": lambda _: self.story.end_paragraph(),
            "tr": lambda _: self.story.end_row(),
            "hyperlink": lambda _: self.story.end_place(self.links.pop()),
            "fldSimple": lambda _: self._end_field(self.simple.pop()),
            "sdt": lambda _: self.story.end_citation(self.links.pop()),
        }

    def read(self, root: etree._Element) -> Story:
        dispatch(root, self.starts, self.ends, lambda name, _: name in _SKIPPED)
        self.story.end()
        return self.story

    def _is_quote(self, paragraph: etree._Element) -> bool:
        style = paragraph.find("{*}pPr/{*}pStyle") if self.shared.quoted else None
        return style is not None and attribute(style, "val") in self.shared.quoted

    def _start_link(self, element: etree._Element) -> None:
        url, anchor = self.relations.links.get(attribute(element, "id"), ""), attribute(element, "anchor")
        if not url:
            reason = "anchor" if anchor else "empty link"
            self.shared.collector.ignore(reason, self.story.count or None, text=anchor or None)
        target = url + f"#{anchor}" * bool(anchor and "#" not in url)
        self.links.append(self.story.start_place([CitedTarget(target)]) if url else None)

    def _picture_link(self, element: etree._Element) -> None:
        if url := self.relations.links.get(attribute(element, "id")):
            self.story.end_place(self.story.start_place([CitedTarget(url)]))

    def _start_simple(self, element: etree._Element) -> None:
        simple = _Field([attribute(element, "instr")])
        self.simple.append(simple)
        self._start_result(simple)

    def _start_control(self, element: etree._Element) -> None:
        """A content control; Mendeley's newer add-in writes what is cited into its tag."""
        tag = next((attribute(tag, "val") for tag in element.iterfind("{*}sdtPr/{*}tag")), "")
        self.links.append(self._reference(tag) if is_reference(tag) else None)

    def _field_char(self, element: etree._Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            data = next((child.text or "" for child in element if local_name(child) == "fldData"), "")
            self.fields.append(_Field(data=data))
        elif kind == "separate" and self.fields:
            self._start_result(self.fields[-1])
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            if not ended.separated:
                self._start_result(ended)
            self._end_field(ended)

    def _instruction(self, element: etree._Element) -> None:
        if self.fields and not self.fields[-1].separated:
            self.fields[-1].instruction.append(element.text or "")

    def _start_result(self, started: _Field) -> None:
        started.separated = True
        instruction = "".join(started.instruction)
        if is_reference(instruction):
            started.place = self._reference(instruction, started.data)
        elif match := _HYPERLINK.match(instruction):
            url = re.sub(r"\\(.)", r"\1", match[1]) if match[1] is not None else match[2]
            bookmark = _BOOKMARK.search(instruction, match.end())
            anchor = (bookmark[1] or bookmark[2]) if bookmark else ""
            started.place = self.story.start_place([CitedTarget(url + f"#{anchor}" * bool(anchor and "#" not in url))])
        elif _ANCHOR_ONLY.match(instruction):
            self.shared.collector.ignore("anchor", self.story.count or None, text=instruction.strip())
        elif match := _CITATION.match(instruction):
            tags = [match[1], *_MORE.findall(match[2])]
            urls = [self.shared.sources[tag] for tag in tags if tag in self.shared.sources]
            started.place = self.story.start_place([CitedTarget(url) for url in urls])

    def _end_field(self, ended: _Field) -> None:
        if is_reference("".join(ended.instruction)):
            self.story.end_citation(ended.place)
        else:
            self.story.end_place(ended.place)

    def _reference(self, instruction: str, data: str = "") -> CitingPlace | None:
        targets = []
        for item in field_items(instruction, data):
            if item.url:
                targets.append(CitedTarget(item.url))
                self.shared.records.setdefault(item.url, item)
            else:
                self.shared.collector.ignore("entry without a URL", self.story.count or None, text=item.title)
        return self.story.start_place(targets)

    def _note(self, element: etree._Element) -> None:
        name = local_name(element)
        self.numbers[name] += 1
        key = (_NOTES[name], attribute(element, "id"))
        self.shared.used.add(key)
        self.story.add_mark(self.shared.notes.get(key, []), str(self.numbers[name]))


def _is_property(element: etree._Element) -> bool:
    """Whether a `tab` is the definition of a tab stop."""
    parent = element.getparent()
    return parent is not None and local_name(parent) == "tabs"
