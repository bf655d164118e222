"""How much is cited, in words: the same wherever it is said."""

from citecache.render.tables import plural
from crawler.model import Tally


def in_words(tally: Tally) -> str:
    """`13 documents, 963 citations, 510 resources`.

    >>> in_words(Tally(documents=13, citations=963, resources=1))
    '13 documents, 963 citations, 1 resource'
    """
    nouns = (tally.documents, "document"), (tally.citations, "citation"), (tally.resources, "resource")
    return ", ".join(plural(count, noun) for count, noun in nouns)


def named_in_words(tally: Tally) -> str:
    """What only records name; "" where they name nothing else."""
    if not tally.named_citations:
        return ""
    documents = plural(tally.named_documents, "document")
    return f"{plural(tally.named_citations, 'more citation')} in {documents}, named by records without a place"
