"""PPTX (PresentationML and DrawingML, ECMA-376 part 1, sections 19 and 21): links and bare URLs of slides and notes.

`line` is the number of the slide, `column` the character in its text; the speaker's notes follow the slide's text.
"""

from lxml import etree

from crawler.model import ParsedSource
from crawler.model.errors import SourceError
from crawler.sources.parsing.collector import Collector
from crawler.sources.parsing.office.office_parts import OfficeParts, Relations
from crawler.sources.parsing.office.paragraphs import CitedTarget, CitingPlace, Story
from crawler.sources.parsing.source_text import SourceText
from crawler.sources.parsing.xml.tree import Handler, attribute, dispatch, local_name

_MAIN = "ppt/presentation.xml"
_SKIPPED = frozenset(("Fallback",))


def sniff(source: SourceText) -> bool:
    try:
        return source.data.startswith(b"PK") and OfficeParts(source.data, _MAIN).is_document("presentation")
    except SourceError:
        return False


def read(source: SourceText) -> ParsedSource:
    parts = OfficeParts(source.data, _MAIN)
    presentation = parts.tree(parts.main)
    if presentation is None or local_name(presentation) != "presentation":
        raise SourceError("not a PPTX file: it holds no presentation")
    collector = Collector(source.path, source.size)
    slides = parts.relations(parts.main).by_id
    story = Story()
    for number, slide in enumerate(presentation.iterfind("{*}sldIdLst/{*}sldId"), 1):
        story.start_slide(number)
        name = next((slides[id] for key, id in _attributes(slide) if key.endswith("}id") and id in slides), "")
        relations = parts.relations(name)
        for part in (name, *relations.parts.get("notesSlide", ())):
            if (tree := parts.tree(part)) is not None:
                _SlideReader(parts.relations(part), story, collector).read(tree)
    story.cite(collector)
    return collector.parsed(source.document("pptx", title=parts.title()))


def _attributes(element: etree._Element) -> list[tuple[str, str]]:
    return [(str(key), str(value)) for key, value in element.attrib.items()]


class _SlideReader:
    """Reads a slide, or the notes of one."""

    def __init__(self, relations: Relations, story: Story, collector: Collector) -> None:
        self.relations, self.story, self.collector = relations, story, collector
        self.runs: list[CitingPlace | None] = []  # that are open
        self.starts: dict[str, Handler] = {
            "p": lambda _: story.start_paragraph(),
            "tr": lambda _: story.start_row(),
            "r": self._start_run,
            "t": lambda element: story.text(element.text or ""),
            "br": lambda _: story.line_break(),
            "hlinkClick": self._shape,
        }
        self.ends: dict[str, Handler] = {
            "p": lambda _: story.end_paragraph(),
            "tr": lambda _: story.end_row(),
            "r": lambda _: story.end_place(self.runs.pop()),
        }

    def read(self, root: etree._Element) -> None:
        dispatch(root, self.starts, self.ends, lambda name, _: name in _SKIPPED)
        self.story.end()

    def _start_run(self, run: etree._Element) -> None:
        click = run.find("{*}rPr/{*}hlinkClick")
        url = self._target(click) if click is not None else ""
        self.runs.append(self.story.start_place([CitedTarget(url)]) if url else None)

    def _shape(self, click: etree._Element) -> None:
        """A link of a shape or a picture; that of a run has been read."""
        if not self.story.in_paragraph and (url := self._target(click)):
            self.story.start_paragraph()
            self.story.start_place([CitedTarget(url)])
            self.story.end_paragraph()

    def _target(self, click: etree._Element) -> str:
        """The URL of a link; one to another slide is counted."""
        url = self.relations.links.get(attribute(click, "id"), "")
        if not url:
            self.collector.ignore("anchor", self.story.slide, text=attribute(click, "action") or None)
        return url
