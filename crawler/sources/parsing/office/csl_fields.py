"""What Zotero, Mendeley and EndNote leave in a word processor's fields: the items that a reference cites.

Zotero and Mendeley write CSL-JSON ("ADDIN ZOTERO_ITEM CSL_CITATION {...}"), EndNote its own XML
("ADDIN EN.CITE <EndNote>..."), Mendeley's newer add-in a content control whose tag holds base64 of such JSON.
"""

import base64
import binascii
from collections.abc import Iterator

from crawler.model import ResourceRecord
from crawler.sources.parsing.identifiers import doi_url
from crawler.sources.parsing.xml.markup import XmlTag, scan_xml
from crawler.text.digits import json_decoder

MENDELEY = "MENDELEY_CITATION_v3_"
_ENDNOTE = "<EndNote"
_MARKERS = ("CSL_CITATION", "EN.CITE", MENDELEY)


def is_reference(instruction: str) -> bool:
    """Whether a field's instruction, or a mark's name, is that of a citation manager."""
    return any(marker in instruction[:200] for marker in _MARKERS)


def field_items(instruction: str, data: str = "") -> list[ResourceRecord]:
    """The cited items; `data` is what the field holds apart from its instruction, in base64. An item without a URL
    has an empty one.
    """
    if MENDELEY in instruction[:200]:
        return list(_csl_items(_decoded(instruction.partition(MENDELEY)[2])))
    if "CSL_CITATION" in instruction[:200]:
        return list(_csl_items(instruction))
    if "EN.CITE" in instruction[:200] and "EN.CITE.DATA" not in instruction[:200]:
        return list(_endnote_items(instruction if _ENDNOTE in instruction else _decoded(data)))
    return []


def _decoded(data: str) -> str:
    compact = "".join(data.split())
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4)).decode("utf-8", "replace").replace("\0", "")
    except (binascii.Error, ValueError):
        return ""


def _csl_items(text: str) -> Iterator[ResourceRecord]:
    try:
        citation, _ = json_decoder().raw_decode(text, text.index("{"))
    except (ValueError, RecursionError):
        return
    items = citation.get("citationItems") if isinstance(citation, dict) else None
    for item in items if isinstance(items, list) else ():
        values = item.get("itemData") if isinstance(item, dict) else None
        if isinstance(values, dict):
            doi, given, title = (_text(values.get(key)) for key in ("DOI", "URL", "title"))
            url = given or (doi_url(doi) if doi else None) or ""
            yield ResourceRecord(url=url, title=title, doi=doi, type=_text(values.get("type")))


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _endnote_items(text: str) -> Iterator[ResourceRecord]:
    """One item for each `Cite`; its first `url`, else its `electronic-resource-num`, which is a DOI."""
    start = text.find(_ENDNOTE)
    values: dict[str, str] = {}
    open_names: list[str] = []
    for token in scan_xml(text, start) if start >= 0 else ():
        if isinstance(token, XmlTag):
            if token.name == "Cite" and token.closing:
                yield _endnote_item(values)
                values = {}
            if token.closing:
                del open_names[-1:]
            elif not token.empty:
                open_names.append(token.name)
        elif token.text.strip():
            names = [name for name in open_names[-3:] if name != "style"]
            values.setdefault(names[-1] if names else "", token.text.strip())


def _endnote_item(values: dict[str, str]) -> ResourceRecord:
    doi = values.get("electronic-resource-num")
    url = values.get("url") or (doi_url(doi) if doi else None) or ""
    return ResourceRecord(url=url, title=values.get("title"), doi=doi)
