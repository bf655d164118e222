"""Metadata of a page: one table of sources per field, the best first."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import htmldate
from lxml.html import HtmlElement

from crawler.model import Metadata
from crawler.text.dates import find_date
from crawler.text.tidy import one_line
from pipelines.extract.metadata import jsonld
from pipelines.extract.metadata.jsonld import Node
from pipelines.extract.metadata.kinds import Signs, kind_of
from pipelines.extract.metadata.names import clean_authors, fold, split_authors, without_site
from pipelines.extract.metadata.tags import Tags

MAX_DATE_SEARCH = 1_000_000
"""htmldate, which walks the whole page, is not used on more characters of HTML."""

MAX_DESCRIPTION = 5000
MAX_URL = 2083

TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title")
DATES = (
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "article:published_time",
    "og:published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publication_date",
    "datepublished",
    "article.published",
    "date",
    "cxenseparse:recs:publishtime",
)
"""Dublin Core (RFC 5013), Highwire Press tags (Google Scholar's inclusion guidelines), Open Graph, and what large
publishing systems write."""
AUTHORS = (
    "citation_author",
    "citation_authors",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor.author",
    "parsely-author",
    "sailthru.author",
    "author",
    "byl",
    "twitter:data1",
)
SITES = ("og:site_name", "citation_journal_title", "application-name", "dc.publisher", "dcterms.publisher")
DESCRIPTIONS = (
    "og:description",
    "description",
    "dc.description",
    "dcterms.abstract",
    "citation_abstract",
    "twitter:description",
)
LANGUAGES = ("og:locale", "content-language", "dc.language", "dcterms.language", "citation_language", "language")
IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")

_Found = tuple[str, str]  # (source, value)


def read(tags: Tags, tree: HtmlElement, *, url: str, size: int) -> Metadata:
    """The metadata of a parsed page of `size` characters. The tree is not changed."""
    nodes = jsonld.read(tags.scripts)
    node = nodes[0] if nodes else {}
    sources: dict[str, str] = {}

    def value_of(field: str, found: _Found | None) -> str | None:
        if found is None:
            return None
        sources[field] = found[0]
        return found[1]

    site = value_of("sitename", _sitename(tags, nodes))
    date = value_of("published_date", _date(tags, nodes) or _searched_date(tree, url, size))
    authors = _authors(tags, nodes, site)
    if authors:
        sources["authors"] = authors[0]
    free = _access_free(tags, nodes)
    if free is not None:
        sources["access_free"] = free[0]
    return Metadata(
        title=value_of("title", _title(tags, nodes, site, url)),
        authors=authors[1] if authors else (),
        published_date=date,
        sitename=site,
        description=value_of("description", _description(tags, node)),
        language=value_of("language", _language(tags, node)),
        kind=value_of("kind", _kind(tags, node, site, url)),
        canonical_url=value_of("canonical_url", _canonical(tags, url)),
        image_url=value_of("image_url", _image(tags, node, url)),
        access_free=free[1] if free else None,
        sources=sources,
    )


def _title(tags: Tags, nodes: list[Node], site: str | None, url: str) -> _Found | None:
    """The first good title. One that is only the site's name is used if there is no other."""
    spare: _Found | None = None
    for source, value in _titles(tags, nodes):
        title = without_site(one_line(value), site, url)
        if not title:
            continue
        if site and fold(title) == fold(site):
            spare = spare or (source, title)
            continue
        return source, title
    return spare


def _titles(tags: Tags, nodes: list[Node]) -> Iterator[_Found]:
    if found := tags.first("citation_title"):
        yield found
    for node in nodes:
        if jsonld.rank(node) == 4:
            yield from (("json-ld headline", text) for text in jsonld.texts(node.get("headline"))[:1])
    for name in TITLES:
        if found := tags.first(name):
            yield found
    yield from (
        ("json-ld name", text) for node in nodes for text in jsonld.texts(node.get("headline") or node.get("name"))[:1]
    )
    yield from (("microdata headline", text) for text in tags.props.get("headline", [])[:1])
    if len(tags.headings) == 1:
        yield "h1", tags.headings[0]
    if tags.title:
        yield "title", tags.title
    yield from (("h1", heading) for heading in tags.headings[:1])


def _sitename(tags: Tags, nodes: list[Node]) -> _Found | None:
    if found := tags.first("og:site_name"):
        return found
    for node in nodes:
        for text in jsonld.texts(node.get("publisher")) if jsonld.rank(node) > 2 else ():
            return "json-ld publisher", one_line(text, 200)
    return tags.first(*SITES)


def _date(tags: Tags, nodes: list[Node]) -> _Found | None:
    candidates: list[_Found] = [(name, value) for name in DATES[:3] for value in tags.metas.get(name, [])[:1]]
    for node in nodes:
        for key in ("datePublished", "uploadDate", "dateCreated"):
            candidates += [(f"json-ld {key}", text) for text in jsonld.texts(node.get(key))[:1]]
    candidates += [(name, value) for name in DATES[3:] for value in tags.metas.get(name, [])[:1]]
    candidates += [("microdata datePublished", value) for value in tags.props.get("datepublished", [])[:1]]
    candidates += [("time", tags.time)] if tags.time else []
    return next(((source, date) for source, value in candidates if (date := find_date(value))), None)


def _searched_date(tree: HtmlElement, url: str, size: int) -> _Found | None:
    """The date that htmldate finds in URL and markup; not in the prose (extensive search), where any date may occur."""
    if size > MAX_DATE_SEARCH:
        return None
    try:
        found = htmldate.find_date(tree, url=url, extensive_search=False, original_date=True)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    date = find_date(found) if found else None
    return ("htmldate", date) if date else None


def _authors(tags: Tags, nodes: list[Node], site: str | None) -> tuple[str, tuple[str, ...]] | None:
    candidates: list[tuple[str, list[str]]] = [(name, tags.metas.get(name, [])) for name in AUTHORS[:2]]
    for node in nodes:
        candidates += [(f"json-ld {key}", jsonld.texts(node.get(key))) for key in ("author", "creator")]
    candidates += [(name, tags.metas.get(name, [])) for name in AUTHORS[2:-1]]
    if (tags.first("twitter:label1") or ("", ""))[1].lower() in ("written by", "geschrieben von", "von", "author"):
        candidates.append(("twitter:data1", tags.metas.get("twitter:data1", [])))
    candidates.append(("microdata author", tags.props.get("author", [])))
    for source, values in candidates:
        several = len(values) > 1
        names = clean_authors(values) if several else split_authors(values[0]) if values else ()
        if names := tuple(name for name in names if not site or fold(name) != fold(site)):
            return source, names
    return None


def _description(tags: Tags, node: Node) -> _Found | None:
    if found := tags.first(*DESCRIPTIONS):
        return found[0], one_line(found[1], MAX_DESCRIPTION)
    return next(
        (
            ("json-ld description", one_line(text, MAX_DESCRIPTION))
            for text in jsonld.texts(node.get("description"))
            if text.strip()
        ),
        None,
    )


def _language(tags: Tags, node: Node) -> _Found | None:
    candidates = [("html lang", tags.lang or "")]
    candidates += [(name, value) for name in LANGUAGES for value in tags.metas.get(name, [])[:1]]
    candidates += [("json-ld inLanguage", text) for text in jsonld.texts(node.get("inLanguage"))]
    for source, value in candidates:
        code = value.strip().replace("_", "-").partition(",")[0]
        parts = code.split("-")
        if 2 <= len(parts[0]) <= 3 and parts[0].isascii() and parts[0].isalpha() and len(code) <= 35:
            return source, code
    return None


def _kind(tags: Tags, node: Node, site: str | None, url: str) -> _Found | None:
    og_type = tags.first("og:type")
    found = kind_of(
        Signs(
            url=url,
            types=jsonld.types(node),
            og_type=og_type[1] if og_type else "",
            scholarly="citation_title" in tags.metas,
            dated="article:published_time" in tags.metas or "datePublished" in node,
            sitename=site or "",
            press=tags.first("news_keywords", "article:content_tier", "article:opinion", "syndication-source")
            is not None,
        )
    )
    return (found[1], found[0]) if found else None


def _canonical(tags: Tags, url: str) -> _Found | None:
    candidates = [("link canonical", tags.canonical or "")] + ([found] if (found := tags.first("og:url")) else [])
    return next(((source, absolute) for source, value in candidates if (absolute := _absolute(value, url))), None)


def _image(tags: Tags, node: Node, url: str) -> _Found | None:
    candidates = [(name, value) for name in IMAGES for value in tags.metas.get(name, [])[:1]]
    image = node.get("image") or node.get("thumbnailUrl")
    first = image[0] if isinstance(image, list) and image else image
    link = first.get("url") if isinstance(first, dict) else first
    candidates += [("json-ld image", link)] if isinstance(link, str) else []
    return next(((source, absolute) for source, value in candidates if (absolute := _absolute(value, url))), None)


def _access_free(tags: Tags, nodes: list[Node]) -> tuple[str, bool] | None:
    values = [("json-ld isAccessibleForFree", node.get("isAccessibleForFree")) for node in nodes]
    values += [("microdata isAccessibleForFree", value) for value in tags.props.get("isaccessibleforfree", [])]
    for source, value in values:
        # schema.org requires a Boolean; pages also write strings and URLs of the vocabulary.
        word = str(value).lower().rpartition("/")[2]
        if word in ("true", "false"):
            return source, word == "true"
    return None


def _absolute(link: str, url: str) -> str | None:
    """A link as an absolute http(s) URL; None if it is not one, or too long."""
    try:
        absolute = urljoin(url, link.strip())
        scheme = urlsplit(absolute).scheme
    except ValueError:
        return None
    return absolute if link.strip() and scheme in ("http", "https") and len(absolute) <= MAX_URL else None
