"""The parts of a DOCX file and what refers to what (Open Packaging Conventions, ECMA-376 part 2; WordprocessingML,
part 1, section 11).
"""

from dataclasses import dataclass, field

from lxml import etree

from crawler.sources.parsing.office.zip_parts import ZipParts, part_name
from crawler.sources.parsing.prose import tidy
from crawler.sources.parsing.xml.tree import attribute, local_name, parse_xml


@dataclass(slots=True)
class Relations:
    """What a part refers to, by id: URLs of hyperlinks, and other parts by their kind."""

    links: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)  # "footnotes", "header", ...
    by_id: dict[str, str] = field(default_factory=dict)  # the same parts
    linked: list[tuple[str, str]] = field(default_factory=list)  # kind and URL of what is loaded from elsewhere


class OfficeParts:
    """The parts of a file; `main` is the one that holds the document."""

    def __init__(self, data: bytes, usual_main: str) -> None:
        self.zip = ZipParts(data)
        named = self.relations("").parts.get("officeDocument", ())
        self.main = next((part for part in named if part in self.zip.names), usual_main)

    def is_document(self, root: str) -> bool:
        """Whether the main part begins with an element of that name."""
        tree = self.tree(self.main) if self.main in self.zip.names else None
        return tree is not None and local_name(tree) == root

    def tree(self, part: str) -> etree._Element | None:
        data = self.zip.read(part)
        return parse_xml(data) if data else None

    def relations(self, part: str) -> Relations:
        folder, _, name = part.rpartition("/")
        root = self.tree(f"{folder}/_rels/{name}.rels".lstrip("/"))
        found = Relations()
        for element in root if root is not None else ():
            target, kind = attribute(element, "Target"), attribute(element, "Type").rpartition("/")[2]
            if attribute(element, "TargetMode").lower() != "external":
                found.by_id[attribute(element, "Id")] = part_name(part, target)
                found.parts.setdefault(kind, []).append(part_name(part, target))
            elif kind == "hyperlink":
                found.links[attribute(element, "Id")] = target
            else:
                found.linked.append((kind, target))
        return found

    def title(self) -> str | None:
        """The title in the document's properties (Dublin Core)."""
        root = self.tree("docProps/core.xml")
        for element in root if root is not None else ():
            if local_name(element) == "title":
                return tidy(element.text or "") or None
        return None

    def sources(self) -> dict[str, str]:
        """The URLs of Word's own bibliography by the tags that CITATION fields use (part 1, section 22.6)."""
        found: dict[str, str] = {}
        for name in self.zip.names:
            if name.startswith("customXml/item") and "/" not in name[10:] and (root := self.tree(name)) is not None:
                for source in root if local_name(root) == "Sources" else ():
                    values = {local_name(value): (value.text or "").strip() for value in source}
                    if values.get("Tag") and values.get("URL"):
                        found[values["Tag"]] = values["URL"]
        return found
