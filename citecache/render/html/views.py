"""What each template is given as `view`, by the name of the template; `Site` is the same on all pages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from citecache.render.html.differences import ShownDifference
from citecache.render.html.full_text import FullText
from citecache.render.html.timeline import Timeline
from citecache.render.quotes import LOOKED_AT
from citecache.render.worklist.items import WorkItem
from crawler.model import (
    CaptureRecord,
    Card,
    ChangeEvent,
    CitedBy,
    CitedPlace,
    CitingDocument,
    FetchRecord,
    PageState,
    Verdict,
)
from pipelines.identity import Identity
from pipelines.quotes import QuoteCheck


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
class CardQuote:
    """What a Document says that a Resource says, and whether it stands there."""

    place: CitedBy
    check: QuoteCheck
    withheld: str | None  # why no words of the text are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView:
    """resource.html: a card as it may be shown or passed on, and the reasons for its verdict.

    A card with its text is shown with all of it, else with its preview.
    """

    card: Card
    withheld: str | None  # why it is shown without its text; None: it is not
    quotable: bool  # the page may be quoted: what evidence and reasons hold, and its own description
    identity: Identity
    state: PageState
    reason: FetchRecord | None  # the newest Fetch that says anything of the page: the verdict is from it
    fetches: Sequence[FetchRecord]  # the newest first
    earlier: bool  # there are more Fetches than these
    timeline: Timeline | None  # None: nothing has happened yet
    quotes: Sequence[CardQuote]
    more_quotes: int = 0  # that were not looked up
    headings: Collection[str] = ()  # lines of the text that are headings
    comparable: Sequence[CaptureRecord] = ()  # Captures with a text, the newest first, where any two can be compared
    body_bytes: int | None = None  # of the body, where it can be downloaded


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureTextView:
    """capture_text.html: the whole text of a Capture."""

    card: Card  # without its text
    capture: CaptureRecord
    newest: bool  # it is the one that the card shows
    text: FullText


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """comparison.html: two Captures of a Page compared."""

    card: Card  # without its text
    comparable: Sequence[CaptureRecord]  # the newest first
    more: int  # Captures with a text that are not among these
    before: CaptureRecord | None  # None: there is nothing to compare
    after: CaptureRecord | None
    difference: ShownDifference | None

    @property
    def one_body(self) -> bool:
        """Whether both texts come from one body, so that only the extractor can differ."""
        return bool(self.before and self.after and self.before.body_sha256 == self.after.body_sha256)

    @property
    def two_extractors(self) -> bool:
        """Whether different extractors made the texts, so that a difference may be theirs."""
        return bool(self.before and self.after and _made_by(self.before) != _made_by(self.after))


def _made_by(capture: CaptureRecord) -> tuple[str, str]:
    return capture.extractor, capture.extractor_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """A Document in the list, with the number of its Citations that are shown."""

    document: CitingDocument
    counts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsView:
    """documents.html: the Documents."""

    documents: Sequence[ListedDocument]
    page: PageNumber
    sort: str | None = None  # "name", or "fix": those with most to fix first; None: they are not sorted otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceQuote:
    """What became of the quotation of a Citation."""

    check: QuoteCheck
    withheld: str | None  # why no words of the source are given


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """document.html: the Citations of a Document in their order."""

    document: CitingDocument
    places: Sequence[CitedPlace]
    page: PageNumber
    left_out: int  # Citations of what is not shown; on the last page
    counts: Mapping[Verdict, int] = field(default_factory=dict)  # of all its Citations; empty: not told
    fix: Sequence[WorkItem] = ()  # what to fix first
    fix_count: int = 0  # how many there are
    quotes: Mapping[int, Sequence[PlaceQuote]] = field(default_factory=dict)  # by the ids of Citations
    ungraded: int = 0  # Captures that nobody has graded yet
    unquoted: int = 0  # quotations that nobody has looked up yet

    @property
    def misquoted(self) -> int:
        """Quotations that do not stand in their source as quoted."""
        return sum(one.check.status in LOOKED_AT for quotes in self.quotes.values() for one in quotes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedChange:
    """A change, and the Resource that stands for its Page."""

    change: ChangeEvent
    id: str
    url: str
    title: str | None
    cited_by_count: int = 0
    captures: tuple[int, int] | None = None  # whose texts differ
    difference: ShownDifference | None = None  # None: no words are shown
    unshown: str | None = None  # why not


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """changes.html: changes, the newest first."""

    changes: Sequence[ListedChange]
    more: bool  # there are older ones that are nowhere
    page: PageNumber = PageNumber()
    kind: str | None = None  # "", "verdicts", "texts": what is shown; None: there is no choice, and one part
    churn: Sequence[ListedChange] = ()  # of the same time
    churn_count: int = 0


@dataclass(frozen=True, slots=True)
class ErrorView:
    """error.html: what a server has to say instead of the page that was asked for."""

    status: int
    phrase: str
    detail: str
