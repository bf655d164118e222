"""Who wrote a page: from its tags, JSON-LD and microdata, then from the bylines that it shows."""

from collections.abc import Iterator

from pipelines.extract.metadata import bylines, jsonld
from pipelines.extract.metadata.jsonld import Node
from pipelines.extract.metadata.names import clean_authors, fold, split_authors
from pipelines.extract.metadata.surroundings import Surroundings
from pipelines.extract.metadata.tags import Tags

SCHOLARLY = ("citation_author", "citation_authors")
STATED = (
    "article:author",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor.author",
    "parsely-author",
    "sailthru.author",
    "author",
    "byl",
    "article.author",
    "rbauthors",
)
_LABELS = frozenset(
    "written by|geschrieben von|verfasst von|von|author|écrit par|escrito por|scritto da|geschreven door|skrevet av|"
    "skriven av|autor|auteur|por|par".split("|")
)
"""What WordPress (Yoast SEO) writes in twitter:label1 before the author's name."""


def authors(
    tags: Tags, nodes: list[Node], every: list[Node], around: Surroundings, site: str | None
) -> tuple[str, tuple[str, ...]] | None:
    """`(source, names)`; never the site's own name. `every` node of JSON-LD, since people are referred to by `@id`."""
    for source, values in _candidates(tags, nodes, every, around):
        names = clean_authors(values) if len(values) > 1 else split_authors(values[0]) if values else ()
        people = tuple(name for name in names if not site or fold(name) != fold(site))
        if people:
            return source, people
    return None


def _candidates(
    tags: Tags, nodes: list[Node], every: list[Node], around: Surroundings
) -> Iterator[tuple[str, list[str]]]:
    for name in SCHOLARLY:
        yield name, tags.metas.get(name, [])
    for node in nodes:
        for key in ("author", "creator"):
            yield f"json-ld {key}", jsonld.names(node.get(key), every)
    for name in STATED:
        yield name, tags.metas.get(name, [])
    if (tags.first("twitter:label1") or ("", ""))[1].lower() in _LABELS:
        yield "twitter:data1", tags.metas.get("twitter:data1", [])
    yield "microdata author", bylines.microdata(around)
    yield from bylines.shown(around)
