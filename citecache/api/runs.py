"""Methods of `Cache` that fetch, or extract again.

Scrapy runs in a child process, because its event loop cannot be started twice in one.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from citecache.api.filters import at_least, many, one_of
from citecache.api.handle import CacheHandle
from citecache.results import ArchiveLookup, ArchiveReport, CrawlReport, PageSave, SaveReport
from citecache.usecases import child
from citecache.usecases.reextract import ReextractResult, reextract
from crawler.cache import run_lock
from crawler.cache.read import resources
from crawler.model import Verdict

NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


class RunMethods(CacheHandle):
    """Runs."""

    def crawl(
        self,
        *sources: str | os.PathLike[str],
        urls: Iterable[str] = (),
        hosts: Iterable[str] = (),
        verdict: Iterable[str] = (),
        everything: bool = False,
        older_than: timedelta | None = None,
        limit: int | None = None,
        settings: Mapping[str, str] = NO_SETTINGS,
        allow_address: Iterable[str] = (),
        cluster: str | None = None,
    ) -> CrawlReport:
        """Add the sources, then fetch every page of theirs, or of all, that is new or due, as `citecache crawl` does.

        `urls`, `hosts`, `verdict`: only these pages. `everything`, `older_than`: also what is not due. `settings` are
        Scrapy's. `cluster`: "local:4" or the address of a Dask scheduler. Dead links are results, not errors.

        Raises:
            CacheBusy: another crawl is running.
            Error: the crawl could not be done; a source does not exist.
        """
        chosen = _selection(urls, hosts, verdict, everything=everything, older_than=older_than, limit=limit)
        scrapy = _scrapy(settings, allow_address)
        return self._crawl("crawl", [*chosen, *_cluster(cluster), *scrapy, "--", *(os.fspath(one) for one in sources)])

    def refresh(
        self,
        *,
        urls: Iterable[str] = (),
        hosts: Iterable[str] = (),
        verdict: Iterable[str] = (),
        everything: bool = False,
        older_than: timedelta | None = None,
        limit: int | None = None,
        settings: Mapping[str, str] = NO_SETTINGS,
        allow_address: Iterable[str] = (),
        cluster: str | None = None,
    ) -> CrawlReport:
        """Fetch again what is due, with conditional requests, as `citecache refresh` does. Arguments as for `crawl`.

        Raises:
            CacheBusy: another crawl is running.
            Error: the crawl could not be done.
        """
        chosen = _selection(urls, hosts, verdict, everything=everything, older_than=older_than, limit=limit)
        return self._crawl("refresh", [*chosen, *_cluster(cluster), *_scrapy(settings, allow_address)])

    def archive(
        self,
        *names: str,
        archive: str | None = None,
        again: bool = False,
        limit: int | None = None,
        settings: Mapping[str, str] = NO_SETTINGS,
        allow_address: Iterable[str] = (),
    ) -> ArchiveReport:
        """Look up an archived copy of every page that is gone, or of the pages of these URLs and IDs; keep good ones.

        `archive` is where the archive's TimeGates begin; by default `CITECACHE_ARCHIVE`, else the Internet Archive.
        `again`: also what was looked up before.

        Raises:
            NotFound: the cache knows no such URL or ID.
            CacheBusy: a crawl is running.
            Error: the lookups could not be done.
        """
        chosen = [f"--archive={archive}"] if archive is not None else []
        chosen += ["--again"] * again + _limit(limit)
        with self._reading() as file:
            for name in names:
                resources.find(file, name)  # NotFound
        arguments = ["archive", "--json", *chosen, *_scrapy(settings, allow_address), "--", *names]
        found = self._child(arguments)
        lookups = tuple(_lookup(one) for one in found["results"])
        return ArchiveReport(archive=found["archive"], state=found["state"], lookups=lookups)

    def save_to_archive(
        self,
        *names: str,
        again: bool = False,
        limit: int | None = None,
        settings: Mapping[str, str] = NO_SETTINGS,
        allow_address: Iterable[str] = (),
    ) -> SaveReport:
        """Have an archive capture every page that is alive and that it has no copy of now, or the pages of these URLs
        and IDs, as `citecache archive --save` does: one every 20 seconds.

        The archive is that of `CITECACHE_ARCHIVE_SAVE`, in the environment or in `settings`; keys for it are in
        `CITECACHE_ARCHIVE_SAVE_KEYS`, in the environment alone. What is not public is never sent: see `left_out`.

        Raises:
            NotFound: the cache knows no such URL or ID.
            CacheBusy: a crawl is running.
            Error: the requests could not be made.
        """
        with self._reading() as file:
            for name in names:
                resources.find(file, name)  # NotFound
        chosen = ["--again"] * again + _limit(limit)
        arguments = ["archive", "--save", "--json", *chosen, *_scrapy(settings, allow_address), "--", *names]
        found = self._child(arguments)
        return SaveReport(
            archive=found["archive"],
            state=found["state"],
            saves=tuple(_save(one) for one in found["results"]),
            left_out={one["url"]: one["reason"] for one in found["left_out"]},
        )

    def reextract(self, *, dry_run: bool = False) -> ReextractResult:
        """Run the current extractor over the stored bodies, offline; a text that differs becomes a new Capture.

        A damaged body costs only itself: it is counted.

        Raises:
            CacheBusy: a crawl is running.
        """
        self._file()
        with run_lock(self._absolute):
            return self._with_loop(lambda file: reextract(file, dry_run=dry_run), writes=True)

    def _crawl(self, command: str, arguments: Sequence[str]) -> CrawlReport:
        found = self._child([command, "--json", *arguments])
        counts = {name: found.get(name, 0) for name in ("new_captures", "not_modified", "postponed", "unanswered")}
        return CrawlReport(
            run=found["run"],
            state=found["state"],
            fetched=found["fetched"],
            verdicts={Verdict(name): count for name, count in found["verdicts"].items()},
            **counts,
        )

    def _child(self, arguments: Sequence[str]) -> dict[str, Any]:
        self._file()
        return child.run(self._absolute, arguments)


def _selection(
    urls: Iterable[str],
    hosts: Iterable[str],
    verdict: Iterable[str],
    *,
    everything: bool,
    older_than: timedelta | None,
    limit: int | None,
) -> Iterator[str]:
    yield from (f"--url={url}" for url in many(urls))
    yield from (f"--host={host}" for host in many(hosts))
    yield from (f"--verdict={name}" for name in one_of(verdict, list(Verdict), "verdict"))
    yield from ["--all"] * everything
    yield from [] if older_than is None else [f"--older-than={round(older_than.total_seconds())}s"]
    yield from _limit(limit)


def _limit(limit: int | None) -> list[str]:
    return [] if at_least(1, limit) is None else [f"--limit={limit}"]


def _cluster(address: str | None) -> list[str]:
    return [] if address is None else [f"--cluster={address}"]


def _scrapy(settings: Mapping[str, str], allow_address: Iterable[str]) -> Iterator[str]:
    yield from (word for name, value in settings.items() for word in ("-s", f"{name}={value}"))
    yield from (f"--allow-address={network}" for network in many(allow_address))


def _save(found: Mapping[str, Any]) -> PageSave:
    return PageSave(
        url=found["url"],
        verdict=Verdict(found["verdict"]),
        asked=found["asked"],
        outcome=found["outcome"],
        detail=found["detail"],
        saved_url=found["memento"],
        saved_at=found["memento_datetime"],
    )


def _lookup(found: Mapping[str, Any]) -> ArchiveLookup:
    return ArchiveLookup(
        url=found["url"],
        verdict=Verdict(found["verdict"]),
        wanted_at=found["wanted"],
        why=found["why"],
        outcome=found["outcome"],
        detail=found["detail"],
        archived_url=found["memento"],
        archived_at=found["memento_datetime"],
    )
