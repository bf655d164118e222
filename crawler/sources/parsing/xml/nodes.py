"""The elements of one kind in an XML document, each as a small tree whose texts know their places: `xml_nodes`."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.sources.parsing.bibliographies.bibliography import EntryField
from crawler.sources.parsing.positions import LineIndex
from crawler.sources.parsing.xml.markup import Written, XmlContent, XmlTag, scan_xml

MAX_DEPTH = 60
_TEXT_LEVELS = 4  # how far up a text belongs: <url><style>...</style></url>


@dataclass(slots=True)
class XmlNode:
    """An element; `content` has the text in it and in its nearest descendants."""

    tag: XmlTag
    children: list["XmlNode"] = field(default_factory=list)
    content: XmlContent = field(default_factory=XmlContent)

    @property
    def text(self) -> str:
        return " ".join(self.content.text.split())

    def all(self, *path: str) -> Iterator["XmlNode"]:
        """The descendants under these names, one level each, in document order."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.tag.name == path[0]:
                yield from child.all(*path[1:])

    def first(self, *path: str) -> str:
        """The text of the first descendant under these names; "" if there is none."""
        return next((node.text for node in self.all(*path) if node.text), "")

    def texts(self, *path: str) -> list[str]:
        return [node.text for node in self.all(*path) if node.text]

    def entry_field(self, name: str, lines: LineIndex) -> EntryField:
        """This element's text as a field of a bibliography's entry."""
        offsets = self.content.offsets()
        return EntryField(name, self.content.text, lambda start: lines.place(offsets(start)))


def attribute_field(name: str, value: Written, lines: LineIndex) -> EntryField:
    """An attribute's value as a field of a bibliography's entry."""
    offsets = value.offsets()
    return EntryField(name, value.text, lambda start: lines.place(offsets(start)))


def xml_nodes(text: str, names: frozenset[str]) -> Iterator[XmlNode]:
    """The outermost elements of these names; one that is never closed, too."""
    opened: list[XmlNode] = []
    for token in scan_xml(text):
        if isinstance(token, Written):
            for node in opened[-_TEXT_LEVELS:]:
                node.content.pieces.append(token)
        elif token.closing:
            if done := _close(opened, token.name):
                yield done
        elif (opened or token.name in names) and len(opened) < MAX_DEPTH and (done := _open(opened, token)):
            yield done
    if opened:
        yield opened[0]


def _open(opened: list[XmlNode], tag: XmlTag) -> XmlNode | None:
    """Adds an element; returns it if it is outermost and empty."""
    node = XmlNode(tag)
    if opened:
        opened[-1].children.append(node)
    if not tag.empty:
        opened.append(node)
    return node if tag.empty and not opened else None


def _close(opened: list[XmlNode], name: str) -> XmlNode | None:
    """Closes the nearest element of that name, and those within it; returns it if it is outermost."""
    at = next((at for at in range(len(opened) - 1, -1, -1) if opened[at].tag.name == name), None)
    if at is None:
        return None
    node = opened[at]
    del opened[at:]
    return None if at else node
