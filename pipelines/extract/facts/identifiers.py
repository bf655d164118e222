"""The identifiers by which a page identifies the work on it, as (tag, value), unparsed.

pipelines/identity/identifiers.py parses them.
"""

from collections.abc import Iterator

from pipelines.extract.metadata.tags import Tags

TAGS = (
    "citation_doi",
    "bepress_citation_doi",
    "prism.doi",
    "dc.identifier.doi",
    "dc.identifier",
    "dcterms.identifier",
    "citation_arxiv_id",
    "citation_pmid",
    "citation_pmcid",
    "citation_isbn",
)
"""Highwire Press, bepress and PRISM tags (Google Scholar's inclusion guidelines); Dublin Core (RFC 5013)."""

VALUES = 3
"""Values read of one tag: Dublin Core's are often a DOI, an ISSN and a URL."""
VALUE_CHARS = 200


def find(tags: Tags) -> Iterator[tuple[str, str]]:
    """The identifiers of a page, in the order of `TAGS`."""
    for name in TAGS:
        yield from ((name, value[:VALUE_CHARS]) for value in tags.metas.get(name, [])[:VALUES])
