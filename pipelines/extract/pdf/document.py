"""PDF by pypdfium2: the text of the pages in reading order, title, authors and date, what is in doubt."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2 as pdfium

from crawler.model import Capture
from pipelines.extract.pdf import garbled
from pipelines.extract.pdf.characters import PageCharacters, read_page
from pipelines.extract.pdf.layout import DocumentText, PageLayout, document_text, page_layout
from pipelines.extract.pdf.properties import metadata_of
from pipelines.extract.pdf.simple import SimplePage, read_simply
from pipelines.extract.versions import package_version

MAX_PAGES = 2000
"""Pages of a file that are read."""

MAX_SECONDS = 7.0
"""Seconds spent on a file: what was read by then is kept. At the pool's deadline all of it would be lost."""

LAYOUT = 0.35
"""The share of the seconds after which the remaining pages are read in PDFium's own order, much faster."""

READING = 0.7
"""The share of the seconds in which pages are read; laying out those of the first share takes less than the rest."""

LITTLE = 200
"""A PDF with fewer characters is probably scanned."""

SCANNED = 10
"""Characters below which a page of a document with text is a scanned one, a picture, or empty."""

HEADER_WITHIN = 1024
"""Bytes in which readers look for the header (ISO 32000-1 annex H.3, note 13); PDFium too."""


FIRST_PAGE = 10_000
"""Characters in which an abstract begins."""

_ABSTRACT = re.compile(r"^(?:abstract|zusammenfassung|résumé|resumen|riassunto)\b", re.IGNORECASE | re.MULTILINE)
_REFERENCES = re.compile(
    r"^(?:[\divx]{1,4}[.)]? )?(?:references(?: cited)?|bibliography|literatur(?:verzeichnis)?|bibliographie|références"
    r"|referencias|bibliograf[ií]a)[:.]?$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(slots=True)
class _Pages:
    """What was read of the pages."""

    layouts: list[PageLayout] = field(default_factory=list)
    simple: list[SimplePage] = field(default_factory=list)  # the pages after those
    characters: int = 0  # not blank
    controls: int = 0
    empty: int = 0  # pages without text, with pictures
    cut: str | None = None  # why pages are missing
    late: bool = False  # whether more time would give another text
    share: float = 1.0  # of the pages that were read


def capture(body: bytes, clock: Callable[[], float] = time.monotonic) -> Capture:
    """The Capture of a PDF file; the clock tells the seconds that MAX_SECONDS limits."""
    version = package_version("pypdfium2")
    base = Capture(media_type="application/pdf", extractor="pypdfium2", extractor_version=version)
    body = _from_header(body)
    try:
        document: Any = pdfium.PdfDocument(body)  # type: ignore[no-untyped-call]
    except pdfium.PdfiumError as error:
        reason = "encrypted PDF" if "password" in str(error).lower() else "damaged PDF"
        return replace(base, no_text=f"no text: {reason}")
    try:
        info = document.get_metadata_dict()
        pages = _read(document, clock)
    finally:
        document.close()
    found = _with_simple(document_text(pages.layouts), pages.simple)
    base = replace(base, metadata=metadata_of(body, info, found.first_lines), cut_short=pages.late)
    if not found.text:
        return replace(base, no_text="no text: a PDF without a text layer (scanned?)")
    return replace(
        base,
        text=found.text,
        page_type=_page_type(found),
        page_starts=found.page_starts,
        coverage=_coverage(found, pages),
        doubt="; ".join(_doubts(found, pages)) or None,
    )


def _page_type(found: DocumentText) -> str | None:
    """`paper` where page 1 has an abstract and a later line heads the references."""
    end = found.page_starts[1] if len(found.page_starts) > 1 else len(found.text)
    if _ABSTRACT.search(found.text, 0, min(end, FIRST_PAGE)) and _REFERENCES.search(found.text, len(found.text) // 3):
        return "paper"
    return None


def _from_header(body: bytes) -> bytes:
    """Without what stands before the header: offsets in the file count from there."""
    start = body.find(b"%PDF-", 0, HEADER_WITHIN)
    return body[start:] if start > 0 else body


def _read(document: Any, clock: Callable[[], float]) -> _Pages:  # noqa: ANN401 - pypdfium2 has no types
    start = clock()
    pages = _Pages()
    total = len(document)
    for number in range(total):
        share = (clock() - start) / MAX_SECONDS
        if number >= MAX_PAGES or share > READING:
            pages.cut = f"text of the first {number:,} of {total:,} pages only"
            pages.late = pages.late or share > READING
            pages.share = number / total
            break
        pages.late = pages.late or share > LAYOUT
        _read_page(document, number, pages, simply=pages.late)
    return pages


def _read_page(document: Any, number: int, pages: _Pages, *, simply: bool) -> None:  # noqa: ANN401 - as above
    try:
        page = document[number]
    except pdfium.PdfiumError:  # one damaged page
        if simply:
            pages.simple.append(SimplePage("", 0, 0, 0))
        else:
            pages.layouts.append(PageLayout([], [], 0))
        pages.empty += 1
        return
    try:
        textpage = page.get_textpage()
        found: SimplePage | PageCharacters
        if simply:
            found = read_simply(textpage)
            pages.simple.append(found)
        else:
            left, bottom, right, top = page.get_bbox()
            found = read_page(textpage, (left, bottom, right, top))
            pages.layouts.append(page_layout(found))
        textpage.close()
        pages.characters += found.characters
        pages.controls += found.controls
        pages.empty += found.characters < SCANNED and any(True for _ in page.get_objects(max_depth=2))
    finally:
        page.close()


def _with_simple(found: DocumentText, simple: Sequence[SimplePage]) -> DocumentText:
    """The text with the pages that were read in PDFium's own order after it."""
    parts = [found.text] if found.text else []
    length = len(found.text)
    starts = list(found.page_starts)
    for page in simple:
        if not page.text:
            starts.append(length)
            continue
        between = 2 if parts else 0
        starts.append(length + between)
        parts.append(page.text)
        length += between + len(page.text)
    running = found.running + sum(page.running for page in simple)
    return replace(found, text="\n\n".join(parts), page_starts=tuple(starts), running=running)


def _coverage(found: DocumentText, pages: _Pages) -> float:
    """The share of the characters that the text holds, running heads and page numbers not counted."""
    held = sum(len(part) for part in found.text.split())
    wanted = max(pages.characters - found.running, 1)
    return round(min(held / wanted, 1.0) * pages.share, 3)


def _doubts(found: DocumentText, pages: _Pages) -> Sequence[str]:
    doubts = [pages.cut] if pages.cut else []
    if pages.simple:
        doubts.append(f"simple reading order from page {len(pages.layouts) + 1:,}")
    if len(found.text) < LITTLE and not pages.cut:
        doubts.append(f"little text: {len(found.text)} characters")
    if pages.empty:
        doubts.append(f"no text on {pages.empty:,} of {len(found.page_starts):,} pages (scanned?)")
    ends = [*found.page_starts[1:], len(found.text)]
    texts = [found.text[start:end] for start, end in zip(found.page_starts, ends, strict=True)]
    return doubts + garbled.doubts(texts, pages.controls, pages.characters)
