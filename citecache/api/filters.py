"""The filters of `Cache.cards`, `cards_table` and `export`: those of the commands `list` and `export`."""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict

from citecache.usecases.grades import of_grades
from crawler.cache import CacheFile, utc
from crawler.cache.read.documents import require_document
from crawler.model import CardFilter, Verdict
from crawler.model.card_filter import SORTS
from crawler.model.errors import Error
from crawler.model.grade import GRADES

NO_GRADE = "none"
"""Of captures that cannot be graded, as on the command line."""

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class Filters(TypedDict, total=False):
    """Which cards: keyword arguments, named as the options of `citecache list`. A string alone is one value.

    Filters of different kinds must all apply; of several values of one kind, any. `verdict`, `host`, `tag` and `type`
    narrow by what a card has; `document` to what the document of that path or name cites; `grade` (full, partial,
    teaser, blocked, wrong_document, none) by how much of what was cited the capture is; `doubt` to
    texts that may be poor; `marked` to verdicts that a person has set; `since` (a moment, or an age) to what was added,
    or got another verdict, text or citation, since then.

    >>> [card.url for card in cache.cards(verdict=["dead", "missing"], document="wiki/llama.md")]
    ['https://example.org/gone']
    """

    verdict: Iterable[str]
    host: Iterable[str]
    document: str | os.PathLike[str]
    tag: Iterable[str]
    type: Iterable[str]
    grade: Iterable[str]
    doubt: bool
    marked: bool
    since: datetime | date | timedelta | str


def card_filter(file: CacheFile, given: Filters, *, sort: str = "url") -> CardFilter:
    """What the filters select.

    Raises:
        TypeError: there is no such filter.
        Error: there is no such verdict, grade or order.
        NotFound: there is no such document.
    """
    if unknown := sorted(given.keys() - Filters.__annotations__.keys()):
        raise TypeError(f"there is no filter {unknown[0]!r}: choose {', '.join(Filters.__annotations__)}")
    document = given.get("document")
    if document is not None:
        require_document(file, os.fspath(document))
    grades = one_of(given.get("grade", ()), (*GRADES, NO_GRADE), "grade")
    return CardFilter(
        verdicts=one_of(given.get("verdict", ()), list(Verdict), "verdict"),
        hosts=tuple(host.lower() for host in many(given.get("host", ()))),
        document=None if document is None else os.fspath(document),
        tags=many(given.get("tag", ())),
        types=many(given.get("type", ())),
        marked=given.get("marked", False),
        since=None if (since := given.get("since")) is None else since_moment(since),
        doubtful=given.get("doubt", False),
        ids=_graded(file, grades),
        sort=one_of(sort, SORTS, "order")[0],
    )


def _graded(file: CacheFile, grades: tuple[str, ...]) -> tuple[str, ...] | None:
    if not grades:
        return None
    return of_grades(file, {None if grade == NO_GRADE else grade for grade in grades})


def many(values: Iterable[str]) -> tuple[str, ...]:
    """A string alone is one value, not its letters."""
    return (values,) if isinstance(values, str) else tuple(values)


def one_of(values: Iterable[str], known: Iterable[str], what: str) -> tuple[str, ...]:
    """Names, as strings. Error: one of them is unknown."""
    names, known = many(values), [str(one) for one in known]
    if unknown := [name for name in names if name not in known]:
        raise Error(f"there is no {what} {unknown[0]!r}: choose from {', '.join(known)}")
    return tuple(str(name) for name in names)


def at_least(least: int, number: int | None, what: str = "limit") -> int | None:
    """A number, or None. Error: it is too small."""
    if number is not None and number < least:
        raise Error(f"{what} is a number of at least {least}, not {number}")
    return number


def since_moment(since: datetime | date | timedelta | str) -> str:
    """A moment in the past, or an age: UTC, ISO 8601 with Z. A date is its first second; a time without a zone is UTC.

    Raises:
        Error: it is in the future, or no moment.
    """
    now = datetime.now(UTC)
    if isinstance(since, str):
        since = _written(since)
    if isinstance(since, timedelta):
        moment = now - min(max(since, timedelta()), now - EARLIEST)
    elif isinstance(since, datetime):
        moment = since if since.tzinfo else since.replace(tzinfo=UTC)
    else:
        moment = datetime(since.year, since.month, since.day, tzinfo=UTC)
    if moment > now:
        raise Error(f"{since} is in the future")
    return utc(moment)


def until_moment(at: datetime | date | str) -> str:
    """The same; a date is its last second."""
    if isinstance(at, str):
        at = _written(at)
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day, 23, 59, 59, tzinfo=UTC)
    return utc(at if at.tzinfo else at.replace(tzinfo=UTC))


def _written(moment: str) -> datetime | date:
    """A date or a time in ISO 8601, as cards have them.

    >>> _written("2026-04-09"), _written("2026-04-09T08:00:00Z").isoformat()
    (datetime.date(2026, 4, 9), '2026-04-09T08:00:00+00:00')
    """
    try:
        return date.fromisoformat(moment) if len(moment) <= len("2026-04-09") else datetime.fromisoformat(moment)
    except ValueError:
        raise Error(f"{moment[:50]!r} is no date: write 2026-04-09, or 2026-04-09T08:00:00Z") from None
