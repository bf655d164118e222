"""PDF files written by hand: texts at places, in sizes and directions (ISO 32000-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TURNS = {0: "1 0 0 1", 90: "0 1 -1 0", 45: "0.7071 0.7071 -0.7071 0.7071", 270: "0 -1 1 0"}


@dataclass(frozen=True)
class Drawn:
    """A text at a place."""

    x: float
    y: float
    text: str
    size: float = 10
    font: str = "F"  # F: Helvetica, C: Courier, U: a font with the map given
    turn: int = 0
    spacing: float = 0  # between characters

    def operators(self) -> bytes:
        shown = self.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        place = f"{TURNS[self.turn]} {self.x} {self.y} Tm {self.spacing} Tc"
        return f"BT /{self.font} {self.size} Tf {place} (".encode() + shown + b") Tj ET\n"


def column(
    x: float, y: float, lines: Sequence[str], *, size: float = 10, leading: float = 12, font: str = "F"
) -> list[Drawn]:
    """Lines below each other."""
    return [Drawn(x, y - leading * at, line, size, font) for at, line in enumerate(lines)]


def drawn_pdf(
    *pages: Sequence[Drawn],
    info: Mapping[str, str] | None = None,
    xmp: str = "",
    mapping: Mapping[int, int] | None = None,
) -> bytes:
    """A file of A4 pages; `mapping`: what the font U says its codes mean."""
    entries = "".join(f"<{code:02X}> <{char:04X}>\n" for code, char in (mapping or {}).items())
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF> "
        f"endcodespacerange {len(mapping or {})} beginbfchar\n{entries}endbfchar endcmap end"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>",
        b"",  # the pages
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 7 0 R>>",
        _stream(xmp.encode(), "/Type/Metadata/Subtype/XML"),
        _stream(cmap.encode()),
        b"<<" + b"".join(f"/{name}({value})".encode() for name, value in (info or {}).items()) + b">>",
    ]
    kids = []
    for page in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        fonts = "/Resources<</Font<</F 3 0 R/C 4 0 R/U 5 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {number + 1} 0 R{fonts}>>".encode())
        objects.append(_stream(b"".join(drawn.operators() for drawn in page)))
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, 1))
    return body + f"trailer<</Root 1 0 R/Info 8 0 R/Size {len(objects) + 1}>>\n%%EOF".encode()


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<<{entries}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"
