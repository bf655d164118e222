"""The package document of an EPUB (www.w3.org/TR/epub-33): what the book says of itself, and its chapters."""

from dataclasses import dataclass, field

from lxml import etree

from crawler.model.errors import SourceError
from crawler.sources.parsing.office.zip_parts import ZipParts, part_name
from crawler.sources.parsing.xml.tree import attribute, local_name, parse_xml

_CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")


@dataclass(slots=True)
class EpubPackage:
    """The parts of a book's content documents in the order of the spine, and its metadata."""

    chapters: list[str] = field(default_factory=list)  # names of parts, each once
    navigation: set[str] = field(default_factory=set)  # those of them that are the navigation document
    about: list[etree._Element] = field(default_factory=list)  # Dublin Core
    roles: dict[str, str] = field(default_factory=dict)  # of the elements' ids, in EPUB 3; MARC relators
    title: str | None = None  # as it stands in the file


def read_package(parts: ZipParts) -> EpubPackage:
    """The package document, which the container names (section 4.2.6.3.1).

    Raises:
        SourceError: There is none, or its chapters are encrypted.
    """
    container = parts.read("META-INF/container.xml")
    elements = parse_xml(container).iter() if container else iter(())
    paths = [attribute(element, "full-path") for element in elements if local_name(element) == "rootfile"]
    path = next(iter(paths), next((name for name in parts.names if name.endswith(".opf")), ""))
    data = parts.read(path)
    if not data:
        raise SourceError("not an EPUB file: it holds no package document")
    package, items, spine = EpubPackage(), dict[str, str](), list[str]()
    for element in parse_xml(data).iter():
        name = local_name(element)
        if "purl.org/dc/elements" in str(element.tag):
            package.about.append(element)
        elif name == "meta" and attribute(element, "property") == "role":
            package.roles[attribute(element, "refines").removeprefix("#")] = (element.text or "").strip()
        if name == "title" and package.title is None:
            package.title = element.text
        elif name == "item" and attribute(element, "media-type") in _CHAPTERS:
            part = items[attribute(element, "id")] = part_name(path, attribute(element, "href"))
            if "nav" in attribute(element, "properties").split():
                package.navigation.add(part)
        elif name == "itemref":
            spine.append(attribute(element, "idref"))
    package.chapters = list(dict.fromkeys(items[idref] for idref in spine if idref in items))
    if _encrypted(parts) & set(package.chapters):
        raise SourceError("protected (DRM): its chapters are encrypted")
    return package


def _encrypted(parts: ZipParts) -> set[str]:
    """The encrypted parts; fonts are, in books that are not protected otherwise."""
    data = parts.read("META-INF/encryption.xml")
    elements = parse_xml(data).iter() if data else iter(())
    return {part_name("", attribute(e, "URI")) for e in elements if local_name(e) == "CipherReference"}
