"""Title, authors and date of a PDF: XMP, then the document information dictionary, then the letters of page 1."""

import re
import zlib
from collections.abc import Sequence

from lxml import etree

from crawler.model import Metadata
from crawler.text.tidy import one_line
from pipelines.extract.metadata.names import clean_authors, split_authors
from pipelines.extract.pdf.paragraphs import Line, body_size

MAX_XMP = 2**20
"""Bytes of an XMP packet that are read; Adobe's are 4 to 60 KB."""

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_PRISM = re.compile(r"\{http://prismstandard\.org/namespaces/[^}]*\}(?:publicationDate|coverDate)$")

_STREAM = re.compile(rb"/Type\s*/Metadata\b")
_DATE = re.compile(r"(?:D:)?(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?")
_FILE = re.compile(r"(?i)\.(?:docx?|indd|tex|dvi|pdf|qxd|pptx?|xlsx?|odt|rtf|ps|eps|ai|fm|html?|wpd|pages|key|md)$")
_JUNK = re.compile(
    r"(?i)(?:\(?(?:anonymous|unspecified)\)?$|microsoft (?:word|powerpoint|excel)\s*-"
    r"|powerpoint[ -]pr[eäé]s|pr[eé]sentation powerpoint|presentación de"
    r"|untitled|unbenannt|sans titre|sin título|document ?\d*$|dokument ?\d*$|slide \d+$|folie \d+$|layout \d+$|print$"
    r"|title$|titel$|template|no slide title|no job name|presentation ?\d*$|(?:doi|pii|arxiv) ?:|s\d{4}-\d{3}|\W*$"
    r"|[a-z]:\\|/|file:|https?:|book ?\d*$|sheet ?\d*$|page \d+$|scan(?:ned)?\b[ \d_-]*$|full page (?:fax|photo))"
)
_STAMP = re.compile(r"(?i)arxiv:|\S@\S|https?://|www\.|\bdoi\b|\bissn\b|©")
_WORD = re.compile(r"[^\W\d_]{2,}")


def metadata_of(body: bytes, info: dict[str, str], first: Sequence[Line]) -> Metadata:
    """What a file says of itself; `first` holds the lines of its first page in reading order."""
    xmp = read_xmp(body)
    titles = ((xmp.get("title", ""), "XMP dc:title"), (info.get("Title") or "", "PDF Title"))
    told = [(one_line(value), source) for value, source in titles if not is_junk(one_line(value))]
    title = told[0] if told else (title_on_page(first), "largest letters of page 1")
    creators = xmp.get("creator", "").split("\n")
    authors = clean_authors(creators) if len(creators) > 1 else split_authors(creators[0])
    people = (authors, "XMP dc:creator") if authors else (split_authors(info.get("Author") or ""), "PDF Author")
    dates = (
        (xmp.get("published"), "XMP prism:publicationDate"),
        (xmp.get("date"), "XMP dc:date"),
        (info.get("CreationDate"), "PDF CreationDate"),
        (xmp.get("created"), "XMP xmp:CreateDate"),
    )
    date = next(((day, source) for value, source in dates if (day := iso_date(value or ""))), (None, ""))
    return Metadata.told(title=title, authors=people, published_date=date)


def is_junk(title: str) -> bool:
    """Whether a title is a file's name or a program's default."""
    if not title or _JUNK.match(title) or _FILE.search(title):
        return True
    if " " not in title and ("_" in title or (re.search(r"\d", title) and not _WORD.fullmatch(title))):
        return True  # report_final_v7, ms2017-043
    return not re.search(r"[^\W\d_]", title)


def iso_date(value: str) -> str | None:
    """A date of PDF (section 7.9.4) or of XMP, to the day; None where it is none."""
    match = _DATE.match(value.strip())
    if not match or not 1900 <= int(match[1]) <= 2100:
        return None
    year, month, day = match.groups()
    if not month or not 1 <= int(month) <= 12:
        return str(year)
    return f"{year}-{month}-{day}" if day and 1 <= int(day) <= 31 else f"{year}-{month}"


def title_on_page(lines: Sequence[Line]) -> str:
    """The largest letters of a page, larger than its text's; "" where none are."""
    body = body_size(lines)
    sizes = sorted({round(line.size, 1) for line in lines if line.size > 1.12 * body}, reverse=True)
    for rank, size in enumerate(sizes[:4]):
        run: list[str] = []
        for line in lines:
            if abs(line.size - size) < 0.06 * size:
                run.append(line.text)
            elif run:
                break
        title = one_line(" ".join(run))
        # Drop caps are one letter; a stamp, a mast or a number is no title.
        few = 1 if rank == 0 and size > 1.5 * body else 2
        if 5 <= len(title) <= 300 and len(run) <= 6 and len(_WORD.findall(title)) >= few and not _STAMP.search(title):
            return title
    return ""


def read_xmp(body: bytes) -> dict[str, str]:
    """Title, creators (a line each) and dates of the document's XMP packet (ISO 16684-1)."""
    for packet in _packets(body):
        found = _properties(packet)
        if found:
            return found
    return {}


def _packets(body: bytes) -> list[bytes]:
    """Packets, the likeliest first: those of pictures in the file have no title for PDF."""
    packets: list[bytes] = []
    end = len(body)
    while len(packets) < 8 and (start := body.rfind(b"<x:xmpmeta", 0, end)) >= 0:
        close = body.find(b"</x:xmpmeta>", start, start + MAX_XMP)
        if close > 0:
            packets.append(body[start : close + 12])
        end = start
    for match in list(_STREAM.finditer(body))[-8:]:
        at = body.find(b"stream", match.end(), match.end() + 400)
        if at > 0:
            packets += _inflated(body[at + 6 : at + 6 + MAX_XMP].lstrip(b"\r\n"))
    return sorted(packets, key=lambda packet: b"http://ns.adobe.com/pdf/1.3/" not in packet)


def _inflated(data: bytes) -> list[bytes]:
    try:
        text = zlib.decompressobj().decompress(data, MAX_XMP)
    except zlib.error:
        return []
    start, close = text.find(b"<x:xmpmeta"), text.find(b"</x:xmpmeta>")
    return [text[start : close + 12]] if 0 <= start < close else []


def _properties(packet: bytes) -> dict[str, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[str, str] = {}
    if root is None:
        return found
    for element in root.iter(etree.Element):
        if element.tag == f"{_RDF}Description":
            for name, value in element.attrib.items():
                _take(found, str(name), str(value))
        items = [str(item.text) for item in element.iter(f"{_RDF}li") if item.text]
        _take(found, str(element.tag), "\n".join(items) if items else (element.text or ""))
    return found


def _take(found: dict[str, str], name: str, value: str) -> None:
    keys = {f"{_DC}title": "title", f"{_DC}creator": "creator", f"{_DC}date": "date", f"{_XMP}CreateDate": "created"}
    key = keys.get(name) or ("published" if _PRISM.match(name) else None)
    value = value.strip()
    if key and value:
        found.setdefault(key, value.split("\n")[0] if key != "creator" else value)
