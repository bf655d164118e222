"""What each template is given as `view`, by the name of the template; `Site` is the same on all pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.model import Card, CitedPlace, CitingDocument, FetchRecord, PageState, RecentChange, Verdict
from pipelines.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is the same on every page."""

    as_of: str | None  # when the cache last fetched a page (UTC, ISO 8601 with Z); None: never
    counts: Mapping[Verdict, int]  # of the cards


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber:
    """Which part of a long list a page shows."""

    number: int = 1
    more: bool = False  # there is a next one


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsView:
    """cards.html: cards in the order of the export, of all verdicts (None) or of one."""

    verdict: Verdict | None
    cards: Sequence[Card]
    page: PageNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView:
    """resource.html: a card with its text as it may be passed on, and the reasons for its verdict."""

    card: Card
    withheld: str | None  # why it is shown without its text; None: it is not
    quotable: bool  # the page may be quoted: what evidence and reasons hold, and its own description
    identity: Identity
    state: PageState
    reason: FetchRecord | None  # the newest Fetch that says anything of the page: the verdict is from it
    fetches: Sequence[FetchRecord]  # the newest first
    earlier: bool  # there are more Fetches than these


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """A Document in the list, with the number of its Citations that are shown."""

    document: CitingDocument
    counts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsView:
    """documents.html: the Documents, by path or name."""

    documents: Sequence[ListedDocument]
    page: PageNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """document.html: the Citations of a Document in their order."""

    document: CitingDocument
    places: Sequence[CitedPlace]
    page: PageNumber
    left_out: int  # Citations of what is not shown; on the last page


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedChange:
    """A change, and the Resource that stands for its Page."""

    change: RecentChange
    id: str
    url: str
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """changes.html: the newest changes."""

    changes: Sequence[ListedChange]
    more: bool  # there are older ones


@dataclass(frozen=True, slots=True)
class ErrorView:
    """error.html: what a server has to say instead of the page that was asked for."""

    status: int
    phrase: str
    detail: str
