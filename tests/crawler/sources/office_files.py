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


def xlsx(
    sheets: Sequence[str], links: Mapping[str, str] | None = None, strings: Sequence[str] = (), **parts: str
) -> bytes:
    """An XLSX file; each sheet is what stands in its `worksheet`."""
    names = [f"worksheets/sheet{at}.xml" for at in range(len(sheets), 0, -1)]  # in another order than the workbook's
    rels = (
        "".join(f'<Relationship Id="s{name[16]}" Type="{_R}/worksheet" Target="{name}"/>' for name in names)
        + f'<Relationship Id="str" Type="{_R}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    listed = "".join(f'<sheet name="S{at}" sheetId="{at}" r:id="s{at}"/>' for at in range(1, len(sheets) + 1))
    referred = relations(links or {}, {kind: f"../{kind}.xml" for kind in parts})
    return zipped(
        {
            "_rels/.rels": relations({}, {"officeDocument": "xl/workbook.xml"}),
            "xl/workbook.xml": f'<workbook xmlns="s" xmlns:r="{_R}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{rels}</Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="s">{"".join(f"<si>{string}</si>" for string in strings)}</sst>',
            **{
                f"xl/worksheets/sheet{at}.xml": f'<worksheet xmlns="s" xmlns:r="{_R}">{sheet}</worksheet>'
                for at, sheet in enumerate(sheets, 1)
            },
            **{f"xl/worksheets/_rels/sheet{at}.xml.rels": referred for at in range(1, len(sheets) + 1)},
            **{f"xl/{kind}.xml": inner for kind, inner in parts.items()},
        }
    )


def pptx(slides: Sequence[str], links: Mapping[str, str] | None = None, notes: str = "") -> bytes:
    """A PPTX file; each slide is what stands in its shape tree. The notes are those of every slide."""
    count = range(1, len(slides) + 1)
    rels = "".join(f'<Relationship Id="s{at}" Type="{_R}/slide" Target="slides/slide{at}.xml"/>' for at in count)
    ids = "".join(f'<p:sldId id="{255 + at}" r:id="s{at}"/>' for at in reversed(count))
    names = f'xmlns:p="p" xmlns:a="a" xmlns:r="{_R}"'
    return zipped(
        {
            "_rels/.rels": relations({}, {"officeDocument": "ppt/presentation.xml"}),
            "ppt/presentation.xml": f"<p:presentation {names}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{rels}</Relationships>',
            "ppt/notesSlides/notes.xml": f"<p:notes {names}>{notes}</p:notes>",
            **{f"ppt/slides/slide{at}.xml": f"<p:sld {names}>{slides[at - 1]}</p:sld>" for at in count},
            **{
                f"ppt/slides/_rels/slide{at}.xml.rels": relations(
                    links or {}, {"notesSlide": "../notesSlides/notes.xml"} if notes else None
                )
                for at in count
            },
        }
    )


def slide_text(text: str, link: str = "") -> str:
    """A run of DrawingML."""
    click = f'<a:rPr><a:hlinkClick r:id="{link}"/></a:rPr>' if link else ""
    return f"<a:r>{click}<a:t>{escape(text)}</a:t></a:r>"


def cell(place: str, text: str, formula: str = "") -> str:
    """A cell with a string of its own."""
    inner = f"<f>{escape(formula)}</f>" if formula else ""
    return f'<c r="{place}" t="inlineStr">{inner}<is><t>{escape(text)}</t></is></c>'


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


def written_xlsx(pairs: Pairs) -> tuple[str, bytes]:
    rows = "".join(f'<row r="{at}">{cell(f"A{at}", title)}</row>' for at, (_, title) in enumerate(pairs, 1))
    links = "".join(f'<hyperlink ref="A{at}" r:id="r{at}"/>' for at in range(1, len(pairs) + 1))
    sheet = f"<sheetData>{rows}</sheetData><hyperlinks>{links}</hyperlinks>"
    return "a.xlsx", xlsx([sheet], {f"r{at}": url for at, (url, _) in enumerate(pairs, 1)})


def written_pptx(pairs: Pairs) -> tuple[str, bytes]:
    paragraphs = "".join(f"<a:p>{slide_text(title, f'r{at}')}</a:p>" for at, (_, title) in enumerate(pairs))
    return "a.pptx", pptx([paragraphs], {f"r{at}": url for at, (url, _) in enumerate(pairs)})
