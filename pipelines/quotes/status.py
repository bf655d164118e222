"""A quotation and the Captures of its source: does it stand there, did it ever, and what stands there instead?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from crawler.model import QuoteStatus
from pipelines.quotes.differences import MOST, QuoteDifference
from pipelines.quotes.located import NOWHERE, Located, closest, verbatim
from pipelines.quotes.quoted import Quotation
from pipelines.quotes.reading import ReadText

UNREAD = "it stands on the page, but not in the text that was extracted from it"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedText:
    """A text of a page in time. Times are UTC, ISO 8601 with Z."""

    capture_id: int
    captured_at: str
    first_at: str  # when the page was first seen with this text
    last_at: str
    load: Callable[[], str]  # "": it has no text
    partial: str | None = None  # why what is missing in it may stand on the page: a teaser
    extractor: str = ""  # name and version of what made it
    readings: Callable[[], Sequence["DatedText"]] = tuple  # what else was made of the same body, the newest first
    words: Callable[[], str] | None = None  # all that the page itself said; None: it is not kept, or has no markup


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCheck:
    """What became of a quotation, and where it stands: `text[start:end] == matched_text` in that Capture's text."""

    quote: str
    status: QuoteStatus
    similarity: float  # 0 to 1; of the closest passage, whether or not it is close
    matched_text: str | None = None
    start: int | None = None
    end: int | None = None
    differences: tuple[str, ...] = ()  # for `no_text`: why
    capture_id: int | None = None  # in which the passage stands
    captured_at: str | None = None
    first_seen: str | None = None  # when the passage was first and last seen to stand
    last_seen: str | None = None


def locate(quotation: Quotation, text: ReadText) -> Located:
    """Where a quotation stands in one text, or else the passage that stands closest.

    >>> found = locate(Quotation("the board approved the plan"), ReadText("The board never approved the plan."))
    >>> found.verbatim, [str(one) for one in found.differences]
    (False, ['negation: the quote leaves out “never”'])
    """
    found = (verbatim(quotation, reading) for reading in (text, *text.rereadings))
    return next(filter(None, found), None) or closest(quotation, text)


def check(quote: str, captures: Sequence[DatedText], *, no_text: str | None = None) -> QuoteCheck:
    """The status of a quotation in the texts of its source, the oldest first; the last is the newest good one.

    Where there is none, `no_text` says why. Texts are loaded one at a time. A quotation is neither vanished nor absent
    because of how a text was extracted: where only the extraction may lack it, the status is `no_text`.
    """
    return check_all((quote,), captures, no_text=no_text)[0]


def check_all(quotes: Sequence[str], captures: Sequence[DatedText], *, no_text: str | None = None) -> list[QuoteCheck]:
    """As `check`, for several quotations from one source: each text is read once for all of them."""
    searches = [_Search(Quotation(quote)) for quote in quotes]
    sought = [search for search in searches if search.quotation.parts]
    for dated in reversed(captures) if sought else ():
        opened = _Opened(dated)
        for search in sought:
            search.look_in(opened, newest=dated is captures[-1])
    newest = _Opened(captures[-1]) if captures else None
    return [search.answer(newest, no_text) for search in searches]


class _Opened:
    """A text of a page, read when it is first needed, for all that is looked up in it."""

    def __init__(self, dated: DatedText) -> None:
        self.dated = dated

    @cached_property
    def text(self) -> ReadText | None:
        raw = self.dated.load()
        return ReadText(raw) if raw else None

    @cached_property
    def readings(self) -> "list[_Opened]":
        return [_Opened(one) for one in self.dated.readings()]

    @cached_property
    def words(self) -> ReadText | None:
        return None if self.dated.words is None else ReadText(self.dated.words())


class _Search:
    """One quotation on its way through the texts, the newest first."""

    def __init__(self, quotation: Quotation) -> None:
        self.quotation = quotation
        self.read = 0  # texts that were there
        self._now = False  # it stands in the newest text
        self._exact: QuoteCheck | None = None
        self._exact_in: DatedText | None = None
        self._near: QuoteCheck | None = None
        self._near_bones = ""
        self._best = 0.0

    def look_in(self, opened: _Opened, *, newest: bool) -> None:
        """The next older text."""
        dated, text = opened.dated, opened.text
        if text is None:
            return
        self.read += 1
        found = verbatim(self.quotation, text) if self._exact else locate(self.quotation, text)
        stands = found is not None and found.verbatim
        place = (found, dated, text) if found is not None and stands else self._read_otherwise(opened)
        if place is not None:
            self._now = self._now or newest
            if self._exact is None:
                self._exact, self._exact_in = _passage(self.quotation.text, QuoteStatus.VERBATIM, *place), dated
            else:
                self._exact = replace(self._exact, first_seen=min(self._exact.first_seen or "", dated.first_at))
            return
        if self._near is not None and self._near_bones in text.skeleton:
            self._near = replace(self._near, first_seen=min(self._near.first_seen or "", dated.first_at))
        elif found is not None and found.start is not None and self._near is None:
            self._near = _passage(self.quotation.text, QuoteStatus.ALTERED, found, dated, text)
            self._near_bones = found.bones
        self._best = max(self._best, (found or NOWHERE).similarity)

    def _read_otherwise(self, opened: _Opened) -> tuple[Located, DatedText, ReadText] | None:
        """Where it stands word for word in what another extractor made of the same body."""
        for reading in opened.readings:
            found = verbatim(self.quotation, reading.text) if reading.text is not None else None
            if found is not None and found.verbatim and reading.text is not None:
                return found, reading.dated, reading.text
        return None

    def answer(self, newest: _Opened | None, no_text: str | None) -> QuoteCheck:
        """What all texts together say; `no_text`: why there is none."""
        if not self.quotation.parts:
            return self._nowhere(QuoteStatus.ABSENT, "the quote has no words")
        if newest is None or not self.read:
            return self._nowhere(QuoteStatus.NO_TEXT, no_text or "there is no text of the source")
        found = self._result()
        if found.status in (QuoteStatus.VANISHED, QuoteStatus.ABSENT) and (reason := self._unread(newest)):
            return replace(found, status=QuoteStatus.NO_TEXT, differences=(reason,))
        return found

    def _nowhere(self, status: QuoteStatus, *why: str) -> QuoteCheck:
        return QuoteCheck(quote=self.quotation.text, status=status, similarity=round(self._best, 3), differences=why)

    def _result(self) -> QuoteCheck:
        if self._exact is not None and self._now:
            return self._exact
        if self._exact is not None:
            instead = self._near.differences if self._near is not None else ()
            return replace(self._exact, status=QuoteStatus.VANISHED, differences=instead)
        return self._near or self._nowhere(QuoteStatus.ABSENT)

    def _unread(self, opened: _Opened) -> str | None:
        """Why the page may have it although its newest text has not; None: it would be in that text."""
        newest = opened.dated
        if newest.partial:
            return newest.partial
        if opened.words is not None:
            on_page = verbatim(self.quotation, opened.words)
            return UNREAD if on_page is not None and on_page.verbatim else None
        if self._exact_in is not None and self._exact_in.extractor != newest.extractor:
            return f"{self._exact_in.extractor} made the text that has it, {newest.extractor} the newest one"
        return None


def _passage(quote: str, status: QuoteStatus, found: Located, dated: DatedText, text: ReadText) -> QuoteCheck:
    return QuoteCheck(
        quote=quote,
        status=status,
        similarity=round(found.similarity, 3),
        matched_text=text.text[found.start : found.end],
        start=found.start,
        end=found.end,
        differences=_listed(found.differences),
        capture_id=dated.capture_id,
        captured_at=dated.captured_at,
        first_seen=dated.first_at,
        last_seen=dated.last_at,
    )


def _listed(differences: Sequence[QuoteDifference]) -> tuple[str, ...]:
    told = tuple(str(one) for one in differences[:MOST])
    return (*told, f"and {len(differences) - MOST:,} more") if len(differences) > MOST else told
