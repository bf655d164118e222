"""A static site: pages of HTML for readers, to be opened from a disk or served by anything.

    index.html         the cards, in parts, and a list for each verdict in verdicts/
    resources/ID.html  a card with its text, its citations and the reasons for its verdict
    documents.html     the Documents, and in documents/ what each cites
    changes.html       other verdicts and other texts, the newest first
    search.html        searches by a script the index in search/ (search_index.py)
    verdicts.json, citecache.js  for the pages that cite (citing_site.py)

Addresses are relative, so the folder may stand anywhere. No page but search.html needs a script, and none is let run
one. The names of the files are ours (ids, verdicts, numbers), whatever a stranger has written. The day of the last
fetch stands on index.html only: it would change every page, and a second export rewrites what changed.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from citecache.exports.citing_site import SCRIPT, FileFolder, script, verdicts_file
from citecache.exports.search_index import search_index
from citecache.exports.selection import CardSelection
from citecache.render.html.environment import SEARCH_SCRIPT, STYLE, environment
from citecache.render.html.links import StaticLinks, file_id
from citecache.render.html.views import (
    CardsView,
    ChangesView,
    DocumentsView,
    DocumentView,
    ListedChange,
    ListedDocument,
    PageNumber,
    ResourceView,
    Site,
)
from crawler.model import Card, CitedPlace, CitingDocument, Verdict, document_key

if TYPE_CHECKING:
    from crawler.cache import CacheFile

Entry = TypeVar("Entry")

LISTED = 100
"""Entries of a list on one page."""

CHANGES = 300
"""Changes that are listed."""


def write(selection: CardSelection, folder: FileFolder) -> None:
    """Write the site: one card in memory at a time, and what one page lists."""
    pages = _SiteFiles(selection, folder)
    folder.write(STYLE.name, STYLE.read_bytes())
    folder.write(SCRIPT, script())
    with (
        verdicts_file(folder, pages.site.as_of) as add_verdict,
        search_index(folder, sum(pages.site.counts.values())) as index,
    ):
        for view in _write_cards(pages, selection):
            add_verdict(view.card)
            index.add(view.card, view.state.id)
    _write_search(pages, folder)
    _write_documents(pages, selection.cache)
    _write_changes(pages, selection.cache)


def _write_search(pages: "_SiteFiles", folder: FileFolder) -> None:
    folder.write(SEARCH_SCRIPT.name, SEARCH_SCRIPT.read_bytes())
    pages.write(StaticLinks().search(), "site_search.html", None, scripted=True)


class _SiteFiles:
    """The files of a site, each made of a template; and of which Resources there are any."""

    def __init__(self, selection: CardSelection, folder: FileFolder) -> None:
        from crawler.cache.read import cards, citing  # noqa: PLC0415 - not for every format

        self._templates = environment()
        self._folder = folder
        self._ids = array("Q")  # 8 bytes each
        self._sorted = True
        self.site = Site(
            as_of=citing.newest_fetch(selection.cache),
            counts=cards.count_by_verdict(selection.cache, selection.wanted, limit=selection.limit),
        )

    def write(self, name: str, template: str, view: object, *, scripted: bool = False, **more: Any) -> None:  # noqa: ANN401 - a template's
        """One page. `name` is its path in the folder, as `StaticLinks()` gives it."""
        links = StaticLinks("../" * name.count("/"), scripted=scripted)
        site = self.site if name == StaticLinks().cards() else replace(self.site, as_of=None)
        found = self._templates.get_template(template).render(view=view, site=site, links=links, **more)
        self._folder.write(name, found.encode())

    def write_resource(self, view: ResourceView) -> None:
        """The page of a Resource."""
        self.write(StaticLinks().resource(view.card.id), "resource.html", view)
        self._ids.append(int(file_id(view.card.id), 16))
        self._sorted = False

    def has(self, id_: str) -> bool:
        """Whether a Resource has a page in this site."""
        if not self._sorted:
            self._ids, self._sorted = array("Q", sorted(self._ids)), True
        number = int(file_id(id_), 16)
        at = bisect_left(self._ids, number)
        return at < len(self._ids) and self._ids[at] == number


class _ListParts(Generic[Entry]):
    """A list in as many pages as it takes; an empty one has one page, too."""

    def __init__(self, write_part: Callable[[Sequence[Entry], PageNumber], None]) -> None:
        self._write_part = write_part
        self._entries: list[Entry] = []
        self._number = 1

    def add(self, entry: Entry) -> None:
        if len(self._entries) == LISTED:
            self._write_part(self._entries, PageNumber(number=self._number, more=True))
            self._entries, self._number = [], self._number + 1
        self._entries.append(entry)

    def close(self) -> None:
        """The last page."""
        self._write_part(self._entries, PageNumber(number=self._number))


# --- cards ---------------------------------------------------------------------------------------------------


def _write_cards(pages: _SiteFiles, selection: CardSelection) -> Iterator[ResourceView]:
    """Write the pages of the cards one by one, and what lists them at the end."""
    from citecache.usecases.resource_view import reader_view  # noqa: PLC0415 - not for every format

    lists = {verdict: _card_list(pages, verdict) for verdict in (None, *pages.site.counts)}
    for card in selection.cards(readable=True):
        view = reader_view(selection.cache, card)
        pages.write_resource(view)
        yield view
        listed = replace(card, text=None, preview=None, cited_by=())
        lists[None].add(listed)
        lists[card.verdict].add(listed)
    for one in lists.values():
        one.close()


def _card_list(pages: _SiteFiles, verdict: Verdict | None) -> _ListParts[Card]:
    def write_part(cards: Sequence[Card], page: PageNumber) -> None:
        view = CardsView(verdict=verdict, cards=cards, page=page)
        name = StaticLinks().cards(verdict, page.number)
        links = StaticLinks("../" * name.count("/"))
        pages.write(name, "cards.html", view, address=lambda number: links.cards(verdict, number))

    return _ListParts(write_part)


# --- Documents and changes -----------------------------------------------------------------------------------


def _write_documents(pages: _SiteFiles, cache: "CacheFile") -> None:
    """Those that cite what has a page here."""
    from crawler.cache.read.citing import citing_documents  # noqa: PLC0415 - not for every format

    def write_part(documents: Sequence[ListedDocument], page: PageNumber) -> None:
        view = DocumentsView(documents=documents, page=page)
        pages.write(StaticLinks().documents(page.number), "documents.html", view, address=StaticLinks().documents)

    listed = _ListParts(write_part)
    for document in citing_documents(cache):
        counts = _write_document(pages, cache, document)
        if counts:
            listed.add(ListedDocument(document=document, counts=counts))
    listed.close()


def _write_document(pages: _SiteFiles, cache: "CacheFile", document: CitingDocument) -> dict[Verdict, int]:
    """Its pages; the number of its Citations by verdict, none where no page shows what it cites."""
    from crawler.cache.read.citing import cited_places  # noqa: PLC0415 - not for every format

    key = document_key(document.path, document.name)
    found: Counter[Verdict] = Counter()
    left_out = 0

    def write_part(places: Sequence[CitedPlace], page: PageNumber) -> None:
        view = DocumentView(document=document, places=places, page=page, left_out=0 if page.more else left_out)
        name = StaticLinks().document(key, page.number)
        pages.write(name, "document.html", view, address=lambda number: StaticLinks("../").document(key, number))

    parts = _ListParts(write_part)
    for place in cited_places(cache, document):
        if place.resource_id is not None and pages.has(place.resource_id):
            found[place.verdict] += 1
            parts.add(place)
        else:
            left_out += 1
    if found:
        parts.close()
    return {verdict: found[verdict] for verdict in Verdict if verdict in found}


def _write_changes(pages: _SiteFiles, cache: "CacheFile") -> None:
    """The newest ones of what has a page here."""
    changes = list(islice(_changes(pages, cache), CHANGES + 1))
    view = ChangesView(changes=changes[:CHANGES], more=len(changes) > CHANGES)
    pages.write(StaticLinks().changes(), "changes.html", view)


def _changes(pages: _SiteFiles, cache: "CacheFile") -> Iterator[ListedChange]:
    from crawler.cache.read.citing import resources_of  # noqa: PLC0415 - not for every format
    from crawler.cache.read.events import change_events  # noqa: PLC0415

    for change in change_events(cache):
        if change.kind == "churn":
            continue
        shown = next((one for one in resources_of(cache, change.page_id) if pages.has(one[0])), None)
        if shown is not None:
            id_, url, title = shown
            yield ListedChange(change=change, id=id_, url=url, title=title)
