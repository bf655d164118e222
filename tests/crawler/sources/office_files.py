"""Office documents, built part by part as the programs write them."""

import io
import zipfile
from collections.abc import Mapping
from html import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'{_W} xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(links: Mapping[str, str], parts: Mapping[str, str] | None = None) -> str:
    """A `.rels` part: hyperlinks by id, and other parts by kind."""
    lines = [
        f'<Relationship Id="{id}" Type="{_R}/hyperlink" Target="{escape(url)}" TargetMode="External"/>'
        for id, url in links.items()
    ]
    lines += [f'<Relationship Id="p{kind}" Type="{_R}/{kind}" Target="{to}"/>' for kind, to in (parts or {}).items()]
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(lines)}</Relationships>'


def docx(body: str, links: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A DOCX file of the paragraphs of a body; `parts` are the contents of `footnotes`, `comments` and others."""
    content: dict[str, str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations({}, {"officeDocument": "word/document.xml"}),
        "word/document.xml": f'<?xml version="1.0"?><w:document {_NAMES}><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(links or {}, {kind: f"{kind}.xml" for kind in parts}),
    }
    for kind, inner in parts.items():
        content[f"word/{kind}.xml"] = f"<w:{kind} {_NAMES}>{inner}</w:{kind}>"
        content[f"word/_rels/{kind}.xml.rels"] = relations(links or {})
    return zipped(content)


def run(text: str) -> str:
    """A run of WordprocessingML."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def word_field(*instructions: str, result: str, data: str = "") -> str:
    """A complex field; its instruction may be split over runs."""
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    inner = "".join(f"<w:r><w:instrText>{escape(part)}</w:instrText></w:r>" for part in instructions)
    middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("separate", "end"))
    return begin + inner + middle + result + end
