"""What has happened to pages, with the words that changed. Reading only."""

from collections.abc import MutableMapping, Sequence
from dataclasses import replace
from itertools import islice

from citecache.render.html.differences import ShownDifference, shown_difference
from citecache.render.html.views import ListedChange
from crawler.cache import CacheFile
from crawler.cache.read import changes, events
from crawler.model import ChangeEvent, CitedPage
from crawler.text.difference import compare

MOST = 5_000
"""Events that are remembered: the newest ones."""

PLACES = 4
"""Places of a difference that a list shows; its own page shows all. Heuristic, not measured."""

COMPARED_BYTES = 200_000
"""Texts, of both together, that are compared for a list, in some 0.3 s. Longer ones have a page of their own for it."""

KEPT = 1_000
"""Differences that are kept at once."""

Differences = MutableMapping[tuple[int, int], ShownDifference]


def change_log(cache: CacheFile) -> list[ChangeEvent]:
    """The newest events, the newest first."""
    return list(islice(events.change_events(cache), MOST))


def listed_changes(
    cache: CacheFile, happened: Sequence[ChangeEvent], known: Differences, *, words: bool = True
) -> list[ListedChange]:
    """Events as they are listed, each with its Page's most cited Resource; texts with their words, if wanted.

    Differences that are computed are added to `known`: Captures never change.
    """
    ids = {event.page_id for event in happened}
    pages, hidden = changes.cited(cache, ids), events.legal_pages(cache, ids)
    found = []
    for event in happened:
        page = pages.get(event.page_id)
        if page is None:  # nothing cites it any more
            continue
        listed = _listed(event, page)
        if words and event.kind == "text":
            listed = (
                replace(listed, unshown="withheld for legal reasons (HTTP 451)")
                if event.page_id in hidden
                else _with_words(cache, listed, known)
            )
        found.append(listed)
    return found


def _listed(event: ChangeEvent, page: CitedPage) -> ListedChange:
    return ListedChange(change=event, id=page.id, url=page.url, title=page.title, cited_by_count=page.cited_by_count)


def _with_words(cache: CacheFile, listed: ListedChange, known: Differences) -> ListedChange:
    texts = events.compared_texts(cache, listed.change)
    if isinstance(texts, str):
        return replace(listed, unshown=texts)
    key = texts.before, texts.after
    if not texts.quotable:
        return replace(listed, captures=key, unshown="the page asks for no excerpts")
    difference = known.get(key)
    if difference is None:
        if texts.text_bytes > COMPARED_BYTES:
            return replace(listed, captures=key, unshown="the texts are long")
        found = compare(*(changes.text(cache, capture) for capture in key))
        for oldest in [*known][: max(0, len(known) + 1 - KEPT)]:  # others may do the same meanwhile
            known.pop(oldest, None)
        difference = known[key] = shown_difference(found, most=PLACES)
    return replace(listed, captures=key, difference=difference)
