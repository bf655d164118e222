"""/documents: the Documents that cite; /documents/{key}: what one cites, and what to fix first in it."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from citecache.render.html.views import DocumentsView, DocumentView, ListedDocument, PageNumber
from citecache.usecases.document_view import DocumentFindings, document_findings
from citecache.web.parameters import page_number
from citecache.web.reading import read
from citecache.web.remembered import Memory, memory
from citecache.web.rendering import LINKS, page
from crawler.cache import CacheFile
from crawler.cache.read import citing
from crawler.cache.read.overview import GONE
from crawler.model import CitingDocument, document_key
from crawler.model.errors import NotFound, QueryError

LISTED = 20
"""Documents of a part: their citations are counted for it."""

PLACES = 100
"""Citations of a part."""

AT_ONCE, ALL = (20, 2), (1_000, 1_000)
"""Captures of a Document that are graded, and sources in which quotations are looked up, while a reader waits, and
afterwards: some 5 ms and 20 ms each."""

ITEMS = 10
"""What to fix first."""

SORTS = ("name", "fix")


async def documents(request: Request) -> Response:
    """The list, by path or name, or those with most to fix first."""
    number = page_number(request)
    sort = request.query_params.get("sort", "name")
    if sort not in SORTS:
        raise QueryError(f"sort={sort[:40]}: one of {', '.join(SORTS)}")
    gone = None
    if sort == "fix":
        gone = (await memory(request).get("documents to fix", _to_fix)).value

    def view(cache: CacheFile) -> DocumentsView:
        start = (number - 1) * LISTED
        if gone is None:
            found = citing.listed_documents(cache, offset=start, limit=LISTED + 1)
        else:
            ids = list(gone)[start : start + LISTED + 1]
            known = citing.documents_by_ids(cache, ids)
            found = [known[id_] for id_ in ids if id_ in known]
        counts = citing.citation_counts(cache, [document.id for document in found[:LISTED]])
        listed = [ListedDocument(document=one, counts=counts[one.id]) for one in found[:LISTED]]
        return DocumentsView(documents=listed, page=PageNumber(number=number, more=len(found) > LISTED), sort=sort)

    def address(number: int) -> str:
        return LINKS.documents(number, sort=sort)

    found = await memory(request).get(f"documents by {sort}, {number}", view)
    await read(request, lambda _: None)  # what is the same on every page
    return page(request, "documents.html", found.value, address=address)


def _to_fix(cache: CacheFile) -> dict[int, int]:
    return citing.documents_to_fix(cache, GONE)


async def document(request: Request) -> Response:
    """One Document by its key; one that is named by its path or its name is led there."""
    wanted = request.path_params["key"]
    number = page_number(request)
    found = await read(request, lambda cache: _found(cache, wanted))
    key = document_key(found.path, found.name)
    if key != wanted:
        return RedirectResponse(LINKS.document(key))
    known = memory(request)
    findings = (await known.get(f"document {key}", _findings_of(known, found, AT_ONCE))).value
    if findings.ungraded or findings.unquoted:  # who asks again has all
        known.begin(f"document {key}", _findings_of(known, found, ALL))

    def view(cache: CacheFile) -> DocumentView:
        start = (number - 1) * PLACES
        places = list(citing.cited_places(cache, found, offset=start, limit=PLACES + 1))
        return DocumentView(
            document=found,
            places=places[:PLACES],
            page=PageNumber(number=number, more=len(places) > PLACES),
            left_out=0,
            counts=citing.citation_counts(cache, [found.id])[found.id],
            fix=findings.fix[:ITEMS] if number == 1 else (),
            fix_count=len(findings.fix),
            quotes=findings.quotes,
            ungraded=findings.ungraded,
            unquoted=findings.unquoted,
        )

    return page(request, "document.html", await read(request, view), address=lambda number: LINKS.document(key, number))


def _found(cache: CacheFile, wanted: str) -> CitingDocument:
    found = citing.document_of_key(cache, wanted)
    if found is None:
        raise NotFound("There is no such document.")
    return found


def _findings_of(
    known: Memory, document: CitingDocument, most: tuple[int, int]
) -> Callable[[CacheFile], DocumentFindings]:
    def findings(cache: CacheFile) -> DocumentFindings:
        grades, (graded, sources) = known.table("grades", cache), most
        return document_findings(cache, document, grades, most_graded=graded, most_sources=sources)

    return findings


ROUTES = [Route("/documents", documents), Route("/documents/{key:path}", document)]
