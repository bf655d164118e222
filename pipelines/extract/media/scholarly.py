"""JATS, TEI and DocBook: text and metadata."""

from collections.abc import Iterable, Iterator

from lxml import etree

from crawler.model import Metadata
from crawler.sources.parsing.xml.tree import attribute, local_name
from crawler.text.dates import find_date
from crawler.text.tidy import one_line
from pipelines.extract.media.blocks import TextBlocks
from pipelines.extract.media.markup import first, text_of
from pipelines.extract.media.roles import DOCBOOK, JATS, TEI
from pipelines.extract.media.tree import TreeText
from pipelines.extract.metadata.names import clean_authors

_NOT_TITLE = frozenset(("fn", "xref", "footnote", "note"))
_DOCBOOK = frozenset("book article chapter section sect1 part preface appendix refentry set".split())
_INFO = frozenset(("info", "articleinfo", "bookinfo", "sectioninfo", "chapterinfo", "refmeta"))
_PUBLISHED = ("pub", "epub", "epub-ppub", "ppub", "collection", "")
"""Dates of publication of JATS, the most telling first."""


def jats_article(root: etree._Element) -> etree._Element | None:
    """The article in a JATS document, which may be wrapped (OAI-PMH, a set of articles)."""
    meta = first(root, "article-meta", "book-meta", "book-part-meta")
    if meta is not None:
        front = meta.getparent()
        article = front.getparent() if front is not None and local_name(front) == "front" else front
        return article if article is not None else root
    return root if local_name(root) == "article" and attribute(root, "article-type") else None


def read_jats(article: etree._Element, blocks: TextBlocks) -> Metadata:
    """JATS 1.3 (NISO Z39.96-2021)."""
    meta = first(article, "article-meta", "book-meta", "book-part-meta")
    walker = TreeText(JATS, blocks)
    for element in meta if meta is not None else ():
        if local_name(element) in ("abstract", "trans-abstract"):
            walker.read(element)
    for element in article:
        if local_name(element) in ("body", "book-body", "back", "book-back", "floats-group", "sub-article", "response"):
            walker.read(element)
    if meta is None:
        return Metadata()
    authors = clean_authors(
        _name(contrib)
        for group in meta.iterfind("{*}contrib-group")
        for contrib in group.iterfind("{*}contrib")
        if attribute(contrib, "contrib-type") in ("author", "")
    )
    dates = {attribute(d, "date-type") or attribute(d, "pub-type"): _day(d) for d in meta.iterfind("{*}pub-date")}
    published = next((day for kind in _PUBLISHED if (day := dates.get(kind))), None)
    published = published or next((day for day in dates.values() if day), None)
    title = _title(meta.find("{*}title-group/{*}article-title"))
    title = title or _title(meta.find("{*}book-title-group/{*}book-title"))
    journal = first(article, "journal-title")
    language = attribute(article, "lang")
    return _metadata("JATS", title, authors, published=published, language=language, journal=text_of(journal))


def read_tei(root: etree._Element, blocks: TextBlocks) -> Metadata:
    """TEI P5, chapter 2 (the header), chapter 4 (text structure)."""
    TreeText(TEI, blocks).read(root)
    header = first(root, "teiHeader")
    if header is None:
        return Metadata()
    statement = first(header, "titleStmt")
    title = _title(first(statement, "title") if statement is not None else None)
    authors = clean_authors(_name(e) for e in (statement if statement is not None else ()) if local_name(e) == "author")
    if not authors and (source := first(header, "sourceDesc")) is not None:  # as GROBID writes
        authors = clean_authors(_name(e) for e in source.iter() if local_name(e) == "author")
    statement = first(header, "publicationStmt")
    date = first(statement, "date") if statement is not None else None
    published = find_date(attribute(date, "when") or text_of(date)) if date is not None else None
    return _metadata("TEI", title, authors, published=published, language=attribute(root, "lang"))


def is_docbook(root: etree._Element) -> bool:
    """Whether a document is DocBook: by its namespace, or by its root and a `para`."""
    if "docbook.org" in str(root.tag):
        return True
    return local_name(root) in _DOCBOOK and first(root, "para", "simpara") is not None


def read_docbook(root: etree._Element, blocks: TextBlocks) -> Metadata:
    """DocBook 5.1, and 4."""
    TreeText(DOCBOOK, blocks).read(root)
    info = next((element for element in root if local_name(element) in _INFO), None)
    found = info.find("{*}title") if info is not None else None
    title = _title(found if found is not None else root.find("{*}title"))
    elements = list(info.iter()) if info is not None else []
    authors = clean_authors(_name(e) for e in elements if local_name(e) == "author")
    dates = (text_of(e) for name in ("pubdate", "date") for e in elements if local_name(e) == name)
    published = next((day for text in dates if (day := find_date(text))), None)
    return _metadata("DocBook", title, authors, published=published, language=attribute(root, "lang"))


def _metadata(
    source: str, title: str, authors: tuple[str, ...], *, published: str | None, language: str, journal: str = ""
) -> Metadata:
    return Metadata.told(
        title=(title, f"{source} title"),
        authors=(authors, f"{source} author"),
        published_date=(published, f"{source} date"),
        language=(language, f"{source} lang"),
        sitename=(one_line(journal, 200), f"{source} journal-title"),
        kind=("paper" if source == "JATS" else None, source),
    )


def _title(element: etree._Element | None) -> str:
    """The text of a title without the marks of its notes."""
    return one_line(" ".join("".join(_texts(element)).split())) if element is not None else ""


def _texts(element: etree._Element) -> Iterator[str]:
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, part in walker:
        skipped = local_name(part) in _NOT_TITLE
        if event == "start":
            if skipped:
                walker.skip_subtree()
            else:
                yield part.text or ""
        elif part is not element:
            yield part.tail or ""


def _name(person: etree._Element) -> str:
    """A person's given and family name, or that of a group."""
    parts: dict[str, str] = {}
    for element in person.iter():
        parts.setdefault(local_name(element), text_of(element))
    given = parts.get("given-names") or parts.get("forename") or parts.get("firstname") or parts.get("givenname") or ""
    family = parts.get("surname") or ""
    if family:
        return _joined((parts.get("prefix"), given, parts.get("middlename"), family, parts.get("suffix")))
    names = ("collab", "orgname", "string-name", "persName", "personname", "orgName")
    return next((parts[name] for name in names if parts.get(name)), "") or text_of(person)


def _joined(parts: Iterable[str | None]) -> str:
    return " ".join(part for part in parts if part)


def _day(date: etree._Element) -> str | None:
    """A date that is given in parts."""
    parts = [text_of(date.find(f"{{*}}{name}")) for name in ("year", "month", "day")]
    numbers = [part.zfill(2) for part in parts if part.isascii() and part.isdigit()]
    if parts[0] and len(numbers) == len([part for part in parts if part]):
        return find_date("-".join(numbers))
    return find_date(" ".join(part for part in reversed(parts) if part)) or find_date(parts[0])
