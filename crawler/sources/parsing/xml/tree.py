"""XML documents as lxml trees: no entity is expanded, nothing is loaded from elsewhere."""

from collections.abc import Callable, Mapping

from lxml import etree
from lxml.etree import _Element

from crawler.model.errors import SourceError

Handler = Callable[[_Element], None]
"""What a reader does with an element."""


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML document, whose elements know their `sourceline`. Raises SourceError if it is not XML.

    A document that breaks off, or is not well-formed somewhere, gives what stands before the fault.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"not valid XML: {error}") from error
    if root is None:
        raise SourceError("not valid XML")
    return root


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; "" for a comment or a processing instruction."""
    tag: object = element.tag  # lxml gives a function for what is no element
    return _local(tag) if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute whose name without its namespace is `name`; "" if there is none."""
    return next((str(value) for key, value in element.attrib.items() if _local(str(key)) == name), "")


def dispatch(
    root: etree._Element,
    starts: Mapping[str, Handler],
    ends: Mapping[str, Handler],
    skips: Callable[[str, etree._Element], bool],
) -> None:
    """Call the handlers of elements, by local name, at their start and end, in document order.

    `skips(name, element)` tells at its start whether an element is left out with all that it holds; its end is told all
    the same.
    """
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = local_name(element)
        if event == "end":
            if name in ends:
                ends[name](element)
        elif skips(name, element):
            walker.skip_subtree()
        elif name in starts:
            starts[name](element)


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]  # a prefix that is not declared stays in the name
