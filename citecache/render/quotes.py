"""Quotations and how they stand: a line for each that an editor can jump to, then the total."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from citecache.render.clean import one_line
from citecache.render.listing import jump_to, marked
from citecache.render.tables import plural
from crawler.model import QuoteStatus

if TYPE_CHECKING:
    from citecache.results import QuoteStanding

LOOKED_AT = frozenset({QuoteStatus.ALTERED, QuoteStatus.VANISHED, QuoteStatus.ABSENT})


def calls_for_a_look(one: "QuoteStanding") -> bool:
    """Whether a person should see it: it does not stand as quoted, in none of the sources that are cited for it."""
    return one.status in LOOKED_AT and not one.elsewhere


def lines(quotes: "Iterable[QuoteStanding]") -> Iterator[str]:
    """Each quotation in lines of its own."""
    for one in quotes:
        yield f"{quote_place(one)}  [{quote_state(one)}] {one_line(one.url or '')}  {marked(one.quote)}"
        yield from (f"  {line}" for line in explained(one))


def quote_place(one: "QuoteStanding") -> str:
    """Where an editor jumps to."""
    return jump_to(one.document, one.line, one.column)


def quote_state(one: "QuoteStanding") -> str:
    """The status in words."""
    return one.status.value.replace("_", " ")


def explained(one: "QuoteStanding") -> Iterator[str]:
    """What is known of a quotation besides its status, in lines."""
    match one.status:
        case QuoteStatus.VERBATIM:
            first, last = _day(one.first_seen), _day(one.last_seen)
            yield f"seen on {first}" if first == last else f"seen from {first} to {last}"
        case QuoteStatus.ALTERED:
            yield from map(one_line, one.differences)
            if one.matched_text is not None:
                yield f"the text of {_day(one.captured_at)} has: {marked(one.matched_text)}"
        case QuoteStatus.VANISHED:
            yield f"last seen {_day(one.last_seen)}, not in the newest text"
            yield from map(one_line, one.differences)
        case QuoteStatus.ABSENT if one.differences:
            yield from map(one_line, one.differences)
        case QuoteStatus.ABSENT:
            part = "" if one.whole else "; the text may not be the whole page's"
            yield f"no close passage in any text{part}"
        case QuoteStatus.NO_TEXT:
            yield from map(one_line, one.differences)
    if one.withheld and one.status in (QuoteStatus.ALTERED, QuoteStatus.VANISHED):
        yield f"words of the text are withheld: {one.withheld}"
    if one.elsewhere:
        yield "another source that is cited for it has these words"


class QuoteCounts:
    """How many there are of each status, of the quotations that were passed on."""

    def __init__(self) -> None:
        self._statuses = Counter[QuoteStatus]()
        self._documents = set[str | None]()

    def __len__(self) -> int:
        return self._statuses.total()

    def passing(self, quotes: "Iterable[QuoteStanding]") -> "Iterator[QuoteStanding]":
        """The same quotations, each of which is counted."""
        for one in quotes:
            self._statuses[one.status] += 1
            self._documents.add(one.document)
            yield one

    def total(self) -> str:
        """The counts in a line."""
        counted = ((self._statuses[status], status.value.replace("_", " ")) for status in QuoteStatus)
        each = ", ".join(f"{count:,} {status}" for count, status in counted if count)
        found, documents = plural(len(self), "quotation"), plural(len(self._documents), "document")
        return f"{found} in {documents}" + (f": {each}" if each else "")


def _day(moment: str | None) -> str:
    return (moment or "?")[:10]
