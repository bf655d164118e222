"""The public Python API: `Cache`. Nothing here prints."""

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Self

from citecache.exports.formats import FORMATS
from citecache.exports.selection import CardSelection
from citecache.render.commands import DEFAULT_DB
from citecache.render.findings.report import Report
from citecache.render.withheld import shown
from citecache.results import AddResult, CrawlReport
from citecache.usecases import add, check, child, export, marks_file
from citecache.usecases.excludes import compiled
from crawler.cache import CacheFile, utc
from crawler.cache.read import cards, changes, full_text, resources
from crawler.cache.read.fetches import fetch_records
from crawler.model import Card, CardFilter, FetchRecord, SearchHit, Verdict
from crawler.model.errors import Error, NotFound, SourceError


class Cache:
    """An open cache file: a context manager, bound to the thread that opened it. `quotes()` comes in a later version.

    `path` is the file; without it, the one that `CITECACHE_DB` names, or `./citecache.db`. A file that does not
    exist is an error, unless `create` is true.

    >>> from citecache import Cache
    >>> with Cache("citecache.db") as cache:
    ...     print(cache.card("https://example.org/llama").title)
    The leak

    Raises:
        CacheError: there is no such file, or it cannot be opened.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None, *, create: bool = False) -> None:
        self._path = Path(path if path is not None else os.environ.get("CITECACHE_DB", DEFAULT_DB))
        self._absolute = self._path.absolute()  # the working directory may change before `crawl`
        self._file = CacheFile.open(self._path, create=create)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def close(self) -> None:
        """Close the file. A `with` block does it."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, *sources: str | os.PathLike[str]) -> AddResult:
        """Read citing documents: files, folders, glob patterns; or plain URLs. Nothing is fetched.

        >>> added = Cache("citecache.db").add("wiki")
        >>> added.unchanged_documents, added.new_resources
        (1, 0)

        Raises:
            SourceError: a source does not exist. All others were read.
        """
        added = self._add(sources)
        add.require_all_sources(added)
        return added

    def crawl(
        self,
        *sources: str | os.PathLike[str],
        urls: Iterable[str] = (),
        hosts: Iterable[str] = (),
        everything: bool = False,
        older_than: timedelta | None = None,
        limit: int | None = None,
        settings: Mapping[str, str] = MappingProxyType({}),
        allow_address: Iterable[str] = (),
    ) -> CrawlReport:
        """Add the sources, then fetch every page that is new or due, as `citecache crawl` does.

        The crawl runs in a child process, because Scrapy's event loop cannot be started twice in a process. Dead links
        are results, not errors.

        Raises:
            Error: the crawl could not be done; another one is running; a source does not exist.
        """
        arguments = ["crawl", "--json", *(f"--url={url}" for url in _many(urls))]
        arguments += [f"--host={host}" for host in _many(hosts)]
        arguments += ["--all"] * everything
        arguments += [] if older_than is None else [f"--older-than={round(older_than.total_seconds())}s"]
        arguments += [] if limit is None else [f"--limit={limit}"]
        arguments += [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        arguments += [f"--allow-address={network}" for network in _many(allow_address)]
        found = child.run(self._absolute, [*arguments, "--", *(os.fspath(source) for source in sources)])
        counts = {name: found.get(name, 0) for name in ("new_captures", "not_modified", "postponed", "unanswered")}
        verdicts = {Verdict(name): count for name, count in found["verdicts"].items()}
        return CrawlReport(
            run=found["run"], state=found["state"], fetched=found["fetched"], verdicts=verdicts, **counts
        )

    def card(self, url_or_id: str) -> Card:
        """The card of one Resource, by its URL, its Resource ID or the beginning of it, or its Stable ID.

        >>> card = Cache("citecache.db").card("https://example.org/llama")
        >>> card.id, card.verdict.value, card.cited_by[0].document
        ('a1791435f104bc2a', 'alive', 'wiki/llama.md')

        Raises:
            NotFound: nothing, or more than one thing, of that name.
        """
        with self._reading():
            return shown(cards.card(self._file, resources.find(self._file, url_or_id)))

    def cards(
        self,
        *,
        verdict: Iterable[str] = (),
        host: Iterable[str] = (),
        document: str | None = None,
        limit: int | None = None,
        with_text: bool = True,
    ) -> Iterator[Card]:
        """The cards, one at a time, by URL; narrowed by verdicts, hosts, and a document's path or name.

        >>> [card.url for card in Cache("citecache.db").cards(verdict=["missing"])]
        ['https://example.org/gone']
        """
        wanted = _filter(verdict, host, document)
        with self._reading():
            for card in cards.cards(self._file, wanted, limit=limit, with_text=with_text):
                yield shown(card)

    def search(self, query: str, *, limit: int = 20) -> tuple[SearchHit, ...]:
        """The Resources whose title or text has all words of the query, the best first; "quoted words" stay together.

        >>> [hit.title for hit in Cache("citecache.db").search("language model")]
        ['The leak']
        """
        with self._reading():
            return tuple(full_text.search(self._file, query, limit=limit))

    def text(self, url_or_id: str, at: datetime | date | None = None) -> str:
        """The clean text of the last good Capture; with `at`, the one that stood at that moment (a date: at its end).

        A time without a zone is UTC.

        >>> Cache("citecache.db").text("https://example.org/llama")[:36]
        'The weights of the language model we'

        Raises:
            NotFound: there is no such Resource, no good text, or none at that moment.
        """
        card = self.card(url_or_id)
        if card.text is None:
            raise NotFound(f"there is no text of {card.url}: {card.no_text or card.error or card.verdict}")
        if at is None:
            return card.text
        moment = _moment(at)
        with self._reading():
            stood = [version for version in changes.versions(self._file, card.id) if version.first_at <= moment]
            if not stood:
                raise NotFound(f"there is no text of {card.url} as of {moment}")
            return changes.text(self._file, stood[-1].capture_id)

    def history(self, url_or_id: str) -> tuple[FetchRecord, ...]:
        """Every attempt to fetch a Resource's Page, the newest first, each with its evidence.

        >>> [fetch.status for fetch in Cache("citecache.db").history("https://example.org/gone")]
        [404]

        Raises:
            NotFound: nothing, or more than one thing, of that name.
        """
        with self._reading():
            return tuple(fetch_records(self._file, resources.find(self._file, url_or_id)))

    def check(
        self,
        *sources: str | os.PathLike[str],
        strict: bool = False,
        exclude: Iterable[str] = (),
        relative: bool = True,
        anchors: bool = True,
    ) -> Report:
        """Which citations are broken, by what the cache knows. With sources, these are added, and only theirs count.

        `strict`: an inconclusive citation is a problem. `exclude`: regular expressions of URLs to leave out.
        `relative`, `anchors`: links to files of the same project and to `#anchors` are judged, too.

        >>> report = Cache("citecache.db").check("wiki")
        >>> report.failed, report.total
        (True, '2 citations in 1 document, 2 resources: 1 problem (1 missing), no warnings, 1 alive')

        Raises:
            SourceError: a source does not exist.
            Error: an exclude is not a regular expression.
        """
        scope = None
        if sources:
            added = self._add(sources)
            add.require_all_sources(added)
            scope = check.CitationScope(paths=added.paths, named=added.named)
        rules = [compiled(pattern, "exclude") for pattern in _many(exclude)]
        with self._reading():
            if not sources:
                marks_file.apply(self._file, now=datetime.now(UTC))
            links = check.LinkOptions(relative=relative, anchors=anchors)
            return check.check(self._file, scope, strict=strict, rules=rules, links=links).report

    def export(
        self,
        format: str,
        path: str | os.PathLike[str],
        *,
        verdict: Iterable[str] = (),
        host: Iterable[str] = (),
        document: str | None = None,
        with_text: bool = True,
    ) -> int:
        """Write the cards to a file as jsonl, csv or markdown; return their number. Filters as for `cards`.

        >>> Cache("citecache.db").export("jsonl", "cache.jsonl", verdict=["alive"])
        1

        Raises:
            Error: there is no such format, or the file cannot be written; it is then as it was before.
        """
        if format not in FORMATS:
            raise Error(f"there is no export format {format!r}: choose {', '.join(FORMATS)}")
        if os.fspath(path) == "-":
            raise Error("`-` is standard output on the command line: name a file")
        wanted = _filter(verdict, host, document)
        with self._reading():
            return export.export(format, CardSelection(self._file, wanted, with_text=with_text), Path(path)).cards

    def _add(self, sources: Iterable[str | os.PathLike[str]]) -> AddResult:
        names = [os.fspath(source) for source in sources]
        if "-" in names:
            raise SourceError("`-` is standard input on the command line: name a file")
        with self._reading():
            now = datetime.now(UTC)
            marks_file.read(self._file.anchor)  # a mistake in it is told before anything is changed
            added = add.add(self._file, names, stdin=io.BytesIO(), now=now)
            marks_file.apply(self._file, now=now)
            return added

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """All of one moment; errors that what is in the file explains become ours."""
        try:
            with self._file.snapshot():
                yield
        except Exception as error:
            if (damage := self._file.explained(error)) is None:
                raise
            raise damage from error


def _many(values: Iterable[str]) -> tuple[str, ...]:
    """A string alone is one value, not its letters."""
    return (values,) if isinstance(values, str) else tuple(values)


def _filter(verdict: Iterable[str], host: Iterable[str], document: str | None) -> CardFilter:
    verdicts, hosts = _many(verdict), _many(host)
    if unknown := [name for name in verdicts if name not in list(Verdict)]:
        raise Error(f"there is no verdict {unknown[0]!r}: choose from {', '.join(Verdict)}")
    named = tuple(Verdict(name).value for name in verdicts)
    return CardFilter(verdicts=named, hosts=tuple(name.lower() for name in hosts), document=document)


def _moment(at: datetime | date) -> str:
    """UTC, ISO 8601 with Z."""
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day, 23, 59, 59, tzinfo=UTC)
    return utc(at if at.tzinfo else at.replace(tzinfo=UTC))
