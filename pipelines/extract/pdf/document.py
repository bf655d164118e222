"""PDF by pypdfium2: text of the pages, title, authors and date from the document's properties."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium

from crawler.model import Capture, Metadata
from crawler.text.tidy import one_line, tidy
from pipelines.extract.metadata.names import split_authors
from pipelines.extract.versions import package_version

MAX_PAGES = 2000
"""Pages of a file that are read."""

MAX_SECONDS = 7.0
"""Seconds spent on the pages: what was read by then is kept. At the pool's deadline all of it would be lost."""

LITTLE = 200
"""A PDF with fewer characters is probably scanned."""

_HYPHEN = re.compile(r"(?<=[^\W\d_])(?:\ufffe|\u0002|[-\u2010])\n(?=[a-zß-öø-ÿ])")
_NUMBER = re.compile(r"^\W*\d{1,4}\W*$")
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")
_JUNK_TITLE = re.compile(r"(?i)^(microsoft word\s*-|untitled|.*\.(?:docx?|indd|tex|dvi|pdf|qxd|pptx?)$|\W*$)")


def capture(body: bytes) -> Capture:
    """The Capture of a PDF file."""
    version = package_version("pypdfium2")
    base = Capture(media_type="application/pdf", extractor="pypdfium2", extractor_version=version)
    try:
        document: Any = pdfium.PdfDocument(body)  # type: ignore[no-untyped-call]
    except pdfium.PdfiumError as error:
        reason = "encrypted PDF" if "password" in str(error).lower() else "damaged PDF"
        return replace(base, no_text=f"no text: {reason}")
    try:
        metadata = _metadata(document.get_metadata_dict())
        pages, doubt = _pages(document)
    finally:
        document.close()
    text = tidy("\n\n".join(pages))
    if not text:
        return replace(base, no_text="no text: a PDF without a text layer (scanned?)", metadata=metadata)
    if len(text) < LITTLE and not doubt:
        doubt = f"little text: {len(text)} characters"
    return replace(base, text=text, doubt=doubt, metadata=metadata)


def _pages(document: Any) -> tuple[list[str], str | None]:  # noqa: ANN401 - pypdfium2 has no types
    """The text of each page, and why some are missing."""
    end = time.monotonic() + MAX_SECONDS
    texts: list[str] = []
    for number in range(len(document)):
        if number >= MAX_PAGES or time.monotonic() > end:
            return texts, f"text of the first {number:,} of {len(document):,} pages only"
        page = document[number]
        try:
            textpage = page.get_textpage()
            texts.append("\n\n".join(paragraphs(textpage.get_text_bounded())))
            textpage.close()
        finally:
            page.close()
    return texts, None


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a page's lines.

    A PDF has lines only. One that is much shorter than the page's long ones and ends a sentence ends a
    paragraph; words divided at a line end are joined; a line that is only a page number is dropped.
    """
    text = _HYPHEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.strip() for line in text.split("\n")]
    while lines and (not lines[-1] or _NUMBER.match(lines[-1])):
        lines.pop()
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[len(lengths) * 3 // 4] if lengths else 0
    current: list[str] = []
    for line in lines:
        if line:
            current.append(line)
        short = len(line) < 0.75 * full
        if current and (
            not line or (short and line.endswith((".", "!", "?", ":", "”", '"'))) or len(line) < 0.4 * full
        ):
            yield " ".join(current)
            current = []
    if current:
        yield " ".join(current)


def _metadata(properties: dict[str, str]) -> Metadata:
    """ISO 32000-1 section 14.3.3, the document information dictionary."""
    sources: dict[str, str] = {}
    title = one_line(properties.get("Title") or "")
    if _JUNK_TITLE.match(title):
        title = ""
    authors = split_authors(properties.get("Author") or "")
    date = _DATE.match(properties.get("CreationDate") or "")
    sources |= {"title": "PDF Title"} if title else {}
    sources |= {"authors": "PDF Author"} if authors else {}
    sources |= {"published_date": "PDF CreationDate"} if date else {}
    published = "-".join(part for part in date.groups() if part) if date else None
    return Metadata(title=title or None, authors=authors, published_date=published, sources=sources)
