"""Methods of `Cache` that look something up: they fetch nothing and change nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Unpack

from citecache.api.filters import Filters, at_least, card_filter, since_moment, until_moment
from citecache.api.handle import CacheHandle
from citecache.api.iterator import CardIterator, read_cards
from citecache.api.shown import Card, SearchHits, Worklist
from citecache.usecases import todo
from citecache.usecases.changes import ChangeList, changes_since
from citecache.usecases.comparison import Comparison
from citecache.usecases.diff import diff
from citecache.usecases.growth import size
from citecache.usecases.quote_check import check_quote
from citecache.usecases.text_at import text_at
from crawler.cache import utc
from crawler.cache.read import changes, full_text, resources
from crawler.cache.read.counts import cache_status
from crawler.cache.read.fetches import fetch_records
from crawler.model import CacheSize, CacheStatus, CardFilter, FetchRecord, TextVersion
from crawler.model.errors import NotFound
from pipelines.quotes import QuoteCheck


class ReadMethods(CacheHandle):
    """What the cache knows."""

    def card(self, url_or_id: str) -> Card:
        """The card of one Resource, by its URL, its Resource ID or the beginning of it, or its Stable ID.

        >>> card = cache.card("https://example.org/llama")
        >>> card.id, card.verdict.value, card.cited_by[0].document
        ('a1791435f104bc2a', 'alive', 'wiki/llama.md')

        Raises:
            NotFound: nothing, or more than one thing, of that name.
        """
        with self._reading() as file:
            id_ = resources.find(file, url_or_id)
            return next(read_cards(file, CardFilter(ids=(id_,))))

    def cards(
        self, *, sort: str = "url", limit: int | None = None, with_text: bool = True, **filters: Unpack[Filters]
    ) -> CardIterator:
        """The cards that the filters select, one at a time, all as of this moment.

        `sort`: url, host, verdict, cited, importance or fetched. `with_text=False` leaves the whole text out, which is
        quicker; the preview stays.

        >>> [card.url for card in cache.cards(verdict="missing")]
        ['https://example.org/gone']

        Raises:
            Error: there is no such verdict, grade or order.
            NotFound: there is no such document.
        """
        at_least(0, limit)
        with self._writing() as file:  # grades that are computed first are kept
            wanted = card_filter(file, filters, sort=sort)
        return self._iterate(wanted, limit=limit, with_text=with_text)

    def search(self, query: str, *, limit: int = 20) -> SearchHits:
        """The Resources whose title or text has all words of the query, the best first; "quoted words" stay together.

        >>> [hit.title for hit in cache.search("language model")]
        ['The leak']

        Raises:
            QueryError: the query cannot be understood.
        """
        at_least(0, limit)
        with self._reading() as file:
            return SearchHits(full_text.search(file, query, limit=limit))

    def text(self, url_or_id: str, at: datetime | date | str | None = None) -> str:
        """The clean text of the last good Capture; with `at`, the one that stood at that moment (a date: at its end).

        A time without a zone is UTC; a string is ISO 8601, as on cards. A copy from a file or an archive counts from
        its own date on, where no good text of ours is as late.

        >>> cache.text("https://example.org/llama")[:36]
        'The weights of the language model we'

        Raises:
            NotFound: there is no such Resource, no good text, or none at that moment.
            Error: `at` is no moment.
        """
        with self._reading() as file:
            card = self.card(url_or_id)
            if card.text is None:
                raise NotFound(f"there is no text of {card.url}: {card.no_text or card.error or card.verdict}")
            if at is None:
                return card.text
            return text_at(file, card, until_moment(at))

    def check_quote(self, url_or_id: str, quote: str) -> QuoteCheck:
        """Whether words stand in a source: verbatim, altered, vanished, absent, or no text to look in.

        Typographic quotes, dashes, white space, the case of the first letter, `...` and `[...]` make no difference.

        >>> found = cache.check_quote("https://example.org/llama", "weights of the language model were stolen")
        >>> found.status.value, found.matched_text
        ('altered', 'weights of the language model were leaked')
        >>> found.differences
        ('word: “stolen” in the quote, “leaked” in the text',)

        Raises:
            NotFound: nothing, or more than one thing, of that name.
        """
        with self._reading() as file:
            return check_quote(file, url_or_id, quote).check

    def history(self, url_or_id: str) -> tuple[FetchRecord, ...]:
        """Every attempt to fetch a Resource's Page, the newest first, each with its evidence.

        >>> [fetch.status for fetch in cache.history("https://example.org/gone")]
        [404]

        Raises:
            NotFound: nothing, or more than one thing, of that name.
        """
        with self._reading() as file:
            return tuple(fetch_records(file, resources.find(file, url_or_id)))

    def versions(self, url_or_id: str) -> tuple[TextVersion, ...]:
        """The good texts of a Resource's Page in time, the oldest first: when each was seen, and what made it.

        >>> [version.first_at for version in cache.versions("https://example.org/llama")]
        ['2026-04-09T12:00:00Z']

        Raises:
            NotFound: nothing, or more than one thing, of that name.
        """
        with self._reading() as file:
            return tuple(changes.versions(file, resources.find(file, url_or_id)))

    def diff(self, url_or_id: str, *, since: datetime | date | timedelta | str | None = None) -> Comparison:
        """What changed in a page's text: the last good one, and the one that stood at `since`; without it, the newest
        earlier one that differs by more than churn. `before` is None where there is none.

        >>> found = cache.diff("https://example.org/llama")
        >>> found.before, found.difference.words_added
        (None, 0)

        Raises:
            NotFound: there is no such Resource, or no good text of it that may be shown.
            Error: `since` is in the future, or no moment.
        """
        moment = None if since is None else since_moment(since)
        found = self._with_loop(lambda file: diff(file, url_or_id, moment))
        if found.comparison is None:
            raise NotFound(f"there is no good text of {found.card.url} yet")
        return found.comparison

    def changes(self, since: datetime | date | timedelta | str = timedelta(days=7)) -> ChangeList:
        """The texts and verdicts that changed since a moment, or within an age; the most cited pages first.

        >>> found = cache.changes(date(2026, 1, 1))
        >>> found.changes, found.first_fetched
        ((), {'alive': 1, 'missing': 1})

        Raises:
            Error: the moment is in the future, or none.
        """
        moment = since_moment(since)
        return self._with_loop(lambda file: changes_since(file, moment))

    def todo(self, *, document: str | None = None) -> Worklist:
        """What calls for a person, the most important first, and what settles it: of all documents, or of one.

        >>> [(item.concern.value, item.url) for item in cache.todo().items]
        [('missing', 'https://example.org/gone')]

        Raises:
            NotFound: there is no such document.
        """
        with self._writing() as file:  # grades that are computed first are kept
            return Worklist.of(todo.todo(file, document=document))

    def status(self) -> CacheStatus:
        """How much of everything there is, how it stands, and the last run.

        >>> found = cache.status()
        >>> found.resources, {verdict.value: count for verdict, count in found.verdicts.items()}
        (2, {'alive': 1, 'missing': 1})
        """
        with self._reading() as file:
            return cache_status(file, now=utc(datetime.now(UTC)))

    def size(self) -> CacheSize:
        """What takes how much space in the file, in bytes.

        >>> cache.size().texts
        4573

        Raises:
            Error: `CITECACHE_KEEP` is no policy.
        """
        with self._reading() as file:
            return size(file, now=datetime.now(UTC))
