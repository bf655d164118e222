"""PDF files written by hand: lines of text in Courier, and link annotations on parts of them (ISO 32000-1)."""

from collections.abc import Sequence

SIZE = 10
LEADING = 14
ADVANCE = 0.6 * SIZE  # Courier's
LEFT, TOP = 40, 800

PdfLink = tuple[str, int, int, int]  # URL, line from 0, first character, end


def _literal(text: str) -> bytes:
    return b"(" + text.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def _annotation(link: PdfLink) -> bytes:
    url, line, start, end = link
    y = TOP - line * LEADING
    box = f"{LEFT + start * ADVANCE} {y - 2} {LEFT + end * ADVANCE} {y + SIZE - 2}"
    action = b"<< /S /URI /URI " + _literal(url) + b" >>"
    if url.startswith("#"):
        action = b"<< /S /GoTo /D [3 0 R /Fit] >>"
    return f"<< /Type /Annot /Subtype /Link /Rect [{box}] /A ".encode() + action + b" >>"


def pdf(pages: Sequence[tuple[Sequence[str], Sequence[PdfLink]]], *, title: str = "") -> bytes:
    """A PDF of pages: lines of text, and links on them."""
    objects: dict[int, bytes] = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    numbers = [3 + 2 * at for at in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    font = b"<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >> >> >>"
    objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    for number, (lines, links) in zip(numbers, pages, strict=True):
        shown = b" T* ".join(_literal(line) + b" Tj" for line in lines)
        content = f"BT /F {SIZE} Tf {LEADING} TL {LEFT} {TOP} Td ".encode() + shown + b" ET"
        annotations = b" ".join(_annotation(link) for link in links)
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources "
            + font
            + f" /Contents {number + 1} 0 R /Annots [".encode()
            + annotations
            + b"] >>"
        )
        objects[number + 1] = f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
    info = max(objects) + 1
    objects[info] = b"<< /Title " + _literal(title) + b" >>"
    return _file(objects, f"/Root 1 0 R /Info {info} 0 R")


def _file(objects: dict[int, bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number in sorted(objects):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    return bytes(out + f"trailer << /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())


def written_pdf(pairs: Sequence[tuple[str, str]]) -> tuple[str, bytes]:
    lines = [f"See number {at} here." for at in range(len(pairs))]
    return "a.pdf", pdf([(lines, [(url, at, 4, 12) for at, (url, _) in enumerate(pairs)])])
