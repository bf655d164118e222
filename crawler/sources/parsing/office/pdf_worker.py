"""A program that reads a PDF from standard input and writes its pages as JSON: text, and links with their text's place.

It runs in a process of its own, with limits, since PDFium may crash or hang on a damaged file. It imports nothing of
ours, so that it starts quickly.
"""

import contextlib
import ctypes
import json
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

MAX_PAGES = 5_000
MAX_CPU_SECONDS = 20.0  # then the pages read so far are written
MAX_MEMORY_BYTES = 2 * 1024**3
MAX_PAGE_CHARS = 200_000
MAX_CHARS = 20_000_000
MAX_PAGE_LINKS = 5_000

_MARGIN = 1.0  # points by which a link's rectangle may be too small
_ACTION_URI = 3  # fpdf_doc.h, PDFACTION_URI
_ACTION_FILES = (2, 4)  # PDFACTION_REMOTEGOTO, PDFACTION_LAUNCH

Box = tuple[float, float, float, float]  # left, bottom, right, top


def main() -> None:
    """Reads standard input, writes one JSON object."""
    _limit()
    data = sys.stdin.buffer.read()
    json.dump(_read(data), sys.stdout)


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(data: bytes) -> dict[str, object]:
    import pypdfium2 as pdfium  # noqa: PLC0415 - after the limits are set

    try:
        document: Any = pdfium.PdfDocument(data)  # type: ignore[no-untyped-call]
    except pdfium.PdfiumError as error:
        return {"error": "encrypted" if "password" in str(error).lower() else "damaged"}
    end = time.process_time() + MAX_CPU_SECONDS
    pages: list[dict[str, object]] = []
    chars = 0
    for number in range(min(len(document), MAX_PAGES)):
        if time.process_time() > end or chars > MAX_CHARS:
            break
        try:
            pages.append(_page(pdfium.raw, document, number))
            chars += len(str(pages[-1]["text"]))
        except pdfium.PdfiumError:
            pages.append({"error": "damaged"})
    title = document.get_metadata_dict().get("Title") or ""
    return {"title": title, "total": len(document), "pages": pages}


def _page(raw: Any, document: Any, number: int) -> dict[str, object]:  # noqa: ANN401 - pypdfium2 has no types
    page = document[number]
    text = page.get_textpage()
    count = min(max(raw.FPDFText_CountChars(text), 0), MAX_PAGE_CHARS)
    handle, code = text.raw, raw.FPDFText_GetUnicode
    chars = "".join(_character(code(handle, at)) for at in range(count))
    links, local = [], 0
    centers: _Centers | None = None
    for link in _links(raw, page):
        uri, is_local = _target(raw, document, link)
        local += is_local
        if uri:  # the characters' places take most of the time: most pages have no links
            centers = centers or _Centers(raw, handle, count)
            links.append([uri, *centers.span(_boxes(raw, link))])
    text.close()
    page.close()
    return {"text": chars, "links": links, "local": local}


def _character(code: int) -> str:
    if code in (0x02, 0xFFFE):
        return "\u00ad"  # PDFium's sign of a hyphen at the end of a line
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _links(raw: Any, page: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(MAX_PAGE_LINKS):
        if not raw.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
            return
        yield link


def _target(raw: Any, document: Any, link: Any) -> tuple[str, bool]:  # noqa: ANN401 - as above
    """A link's URI, and whether it leads to a place in this document or to another file."""
    action = raw.FPDFLink_GetAction(link)
    kind = raw.FPDFAction_GetType(action) if action else 0
    if kind != _ACTION_URI:
        return "", kind in _ACTION_FILES or bool(raw.FPDFLink_GetDest(document, link)) or kind == 1
    size = raw.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    raw.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace").strip(), False


def _boxes(raw: Any, link: Any) -> list[Box]:  # noqa: ANN401 - as above
    """The rectangles of a link: one for each line (ISO 32000-1, 12.5.6.5, QuadPoints), else the one around it."""
    boxes = []
    quad, rect = raw.FS_QUADPOINTSF(), raw.FS_RECTF()
    for at in range(min(max(raw.FPDFLink_CountQuadPoints(link), 0), 100)):
        if raw.FPDFLink_GetQuadPoints(link, at, ctypes.byref(quad)):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
    if not boxes and raw.FPDFLink_GetAnnotRect(link, ctypes.byref(rect)):
        boxes.append((rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top)))
    return boxes


class _Centers:
    """The centers of a page's characters, by their height."""

    def __init__(self, raw: Any, text: Any, count: int) -> None:  # noqa: ANN401 - as above
        self.places = sorted(self._measured(raw, text, count))
        self.heights = [place[0] for place in self.places]

    @staticmethod
    def _measured(raw: Any, text: Any, count: int) -> Iterator[tuple[float, float, int]]:  # noqa: ANN401 - as above
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        refs = [ctypes.byref(value) for value in (left, right, bottom, top)]
        for at in range(count):
            if raw.FPDFText_GetCharBox(text, at, *refs) and right.value > left.value:
                yield (bottom.value + top.value) / 2, (left.value + right.value) / 2, at

    def span(self, boxes: list[Box]) -> tuple[int, int]:
        """Start and end of the characters within boxes; -1 and -1 if there are none."""
        found = [
            at
            for left, bottom, right, top in boxes
            for _, x, at in self.places[
                bisect_left(self.heights, bottom - _MARGIN) : bisect_right(self.heights, top + _MARGIN)
            ]
            if left - _MARGIN <= x <= right + _MARGIN
        ]
        return (min(found), max(found) + 1) if found else (-1, -1)


if __name__ == "__main__":
    main()
