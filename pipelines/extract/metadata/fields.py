"""Metadata of a page: one table of sources per field, the best first."""

from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from crawler.model import Metadata
from crawler.net.credentials import without_credentials
from crawler.text.tidy import one_line
from pipelines.extract.elements import Elements
from pipelines.extract.metadata import dates, jsonld, language, surroundings
from pipelines.extract.metadata.authors import authors as find_authors
from pipelines.extract.metadata.jsonld import Node
from pipelines.extract.metadata.kinds import Signs, kind_of
from pipelines.extract.metadata.tags import Tags
from pipelines.extract.metadata.titles import title as find_title

MAX_DESCRIPTION = 5000
MAX_URL = 2083

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
_Value = TypeVar("_Value")


def read(tags: Tags, elements: Elements, *, url: str) -> Metadata:
    """The metadata of a parsed page. The tree is not changed."""
    every = tags.nodes()
    nodes = jsonld.ranked(every)
    node = nodes[0] if nodes else {}
    around = surroundings.look(elements, [*tags.metas.get("og:title", [])[:1], tags.title or ""])
    sources: dict[str, str] = {}

    def value_of(field: str, found: tuple[str, _Value] | None) -> _Value | None:
        if found is None:
            return None
        sources[field] = found[0]
        return found[1]

    site = value_of("sitename", _sitename(tags, nodes))
    stated = _language(tags, node)
    spoken = stated[1] if stated else None
    guessed = language.guess(elements) if stated is None else None
    return Metadata(
        title=value_of("title", find_title(tags, nodes, around, site=site, url=url)),
        authors=value_of("authors", find_authors(tags, nodes, every, around, site)) or (),
        published_date=value_of("published_date", dates.published(tags, nodes, around, url=url, language=spoken)),
        sitename=site,
        description=value_of("description", _description(tags, node)),
        language=value_of("language", stated or (("text", guessed) if guessed else None)),
        kind=value_of("kind", _kind(tags, node, site, url)),
        canonical_url=value_of("canonical_url", _canonical(tags, url)),
        image_url=value_of("image_url", _image(tags, node, url)),
        access_free=value_of("access_free", _access_free(tags, nodes)),
        sources=sources,
    )


def _sitename(tags: Tags, nodes: list[Node]) -> _Found | None:
    if found := tags.first("og:site_name"):
        return found
    for node in nodes:
        for text in jsonld.texts(node.get("publisher")) if jsonld.rank(node) > 2 else ():
            return "json-ld publisher", one_line(text, 200)
    return tags.first(*SITES)


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
        absolute = urljoin(url, without_credentials(link.strip()))
        scheme = urlsplit(absolute).scheme
    except ValueError:
        return None
    return absolute if link.strip() and scheme in ("http", "https") and len(absolute) <= MAX_URL else None
