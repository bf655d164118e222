"""XML documents as lxml trees: no entity is expanded, nothing is loaded from elsewhere."""

from lxml import etree

from crawler.model.errors import SourceError


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


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]  # a prefix that is not declared stays in the name
