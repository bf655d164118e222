"""Office documents, built part by part as the programs write them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

Pairs = Sequence[tuple[str, str]]  # URL and title

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


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_PARTS = "office text table meta style manifest presentation".split()
_ODF_NAMES = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in _ODF_PARTS) + (
    f' xmlns:draw="{_ODF}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odf_root(name: str, inner: str) -> str:
    start = f'<office:{name} {_ODF_NAMES} office:version="1.3">'
    return f'<?xml version="1.0" encoding="UTF-8"?>{start}{inner}</office:{name}>'


def odt(body: str, *, kind: str = "text", title: str = "T", styles: str = "") -> bytes:
    """An OpenDocument file as LibreOffice zips it."""
    content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": f"<manifest:manifest {_ODF_NAMES}/>",
            "content.xml": odf_root("document-content", content),
            "styles.xml": odf_root("document-styles", f"<office:master-styles>{styles}</office:master-styles>"),
            "meta.xml": odf_root("document-meta", f"<office:meta><dc:title>{title}</dc:title></office:meta>"),
        }
    )


def fodt(body: str, *, title: str = "T") -> bytes:
    """A flat OpenDocument text."""
    meta = f"<office:meta><dc:title>{title}</dc:title></office:meta>"
    return odf_root("document", f"{meta}<office:body><office:text>{body}</office:text></office:body>").encode()


def epub(chapters: Mapping[str, str | bytes], *, spine: Sequence[str] = (), **parts: str) -> bytes:
    """An EPUB book of XHTML chapters, in the order of the spine."""
    ids = {name: f"c{at}" for at, name in enumerate(chapters)}
    items = "".join(
        f'<item id="{id}" href="text/{name}" media-type="application/xhtml+xml"/>' for name, id in ids.items()
    )
    order = "".join(f'<itemref idref="{ids[name]}"/>' for name in spine or chapters)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>On ponds</dc:title></metadata>'
        f'<manifest>{items}<item id="css" href="a.css" media-type="text/css"/></manifest>'
        f"<spine>{order}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OPS/book.opf": package,
            **{f"OPS/text/{name}": content for name, content in chapters.items()},
            **{name.replace("__", "/"): content for name, content in parts.items()},
        }
    )


def written_docx(pairs: Pairs) -> tuple[str, bytes]:
    links = {f"r{at}": url for at, (url, _) in enumerate(pairs)}
    paragraphs = (
        f'<w:p>{run("See ")}<w:hyperlink r:id="r{at}">{run(title)}</w:hyperlink></w:p>'
        for at, (_, title) in enumerate(pairs)
    )
    return "a.docx", docx("".join(paragraphs), links)


def written_odt(pairs: Pairs) -> tuple[str, bytes]:
    paragraphs = (
        f'<text:p>See <text:a xlink:type="simple" xlink:href="{escape(url)}">{escape(title)}</text:a>.</text:p>'
        for url, title in pairs
    )
    return "a.odt", odt("".join(paragraphs))


def written_epub(pairs: Pairs) -> tuple[str, bytes]:
    pages = (f'<html><p><a href="{escape(url)}">{escape(title)}</a></p></html>' for url, title in pairs)
    return "a.epub", epub({f"{at}.xhtml": page for at, page in enumerate(pages)})
