"""Copies of pages from files into the cache, through the same extraction and judge as what is fetched.

    plan     which copies are wanted: what the cache cites, what exports of ours name, what a person has saved
    examine  worker processes extract them, the judge looks at them
    store    a few at a time; each is committed or absent

No network is touched, and nothing is learnt of the pages as they are now.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from citecache.imports import jsonl, kinds, mhtml, saved, wacz, warc
from citecache.imports.found import FoundCopy, ImportProblem, NotImportable, Problems, ResourceLine
from citecache.imports.index import CopyHead, WantedRecord
from citecache.usecases.import_store import ImportStore
from citecache.usecases.import_verdicts import Examined, Examiner
from citecache.usecases.run import utc_now
from crawler.cache import CacheFile, require_space, run_lock
from crawler.cache.other_files import working_copy
from crawler.cache.read.imports import has_resources, pages_of
from crawler.cache.write import runs
from crawler.model import Verdict
from crawler.net.urls import page_url
from crawler.settings import CITECACHE_MIN_FREE

AT_ONCE = 32
"""Copies that are extracted, and then stored, together."""

Advance = Callable[[int, int], None]
"""Is told how many copies are done of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What is imported, and how."""

    everything: bool = False  # also pages of archives that nothing cites
    url: str | None = None  # of a saved page
    at: datetime | None = None  # likewise
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCopy:
    """A copy that is not what was there: an error page, a challenge."""

    file: str
    url: str
    captured_at: str
    verdict: str
    reason: str

    @property
    def line(self) -> str:
        why = self.reason if self.verdict == Verdict.ALIVE.value else f"it looks {self.verdict}: {self.reason}"
        return f"{self.file}: {self.url}: refused, {why}"


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What came of an import."""

    files: int = 0
    copies: Counter[str] = field(default_factory=Counter)  # NEW, SAME_TEXT, KNOWN: crawler/cache/write/imports.py
    resources: int = 0  # new here
    refused: list[RefusedCopy] = field(default_factory=list)
    uncited: int = 0  # copies in archives, of what nothing cites
    problems: list[ImportProblem] = field(default_factory=list)  # the first of them
    problem_count: int = 0
    left_out: dict[str, int] = field(default_factory=dict)  # records that have no page, by what they are
    failed: list[str] = field(default_factory=list)  # files that could not be imported at all, one line each
    conflicts: list[str] = field(default_factory=list)  # ids and fields that are others here, which were kept
    notes: list[str] = field(default_factory=list)  # what a format cannot carry
    everything: bool = False  # all pages of archives were wanted
    dry_run: bool = False


@dataclass(slots=True)
class _Plan:
    """What the files have."""

    archives: list[warc.Archive] = field(default_factory=list)
    listed: set[str] | None = None  # what WACZ files list as pages
    saved: list[FoundCopy] = field(default_factory=list)
    lines: list[Path] = field(default_factory=list)


def import_files(
    path: Path,
    files: Iterable[Path],
    options: ImportOptions | None = None,
    *,
    advance: Advance | None = None,
    now: datetime | None = None,
) -> ImportReport:
    """Import files into the cache at `path`, which is created if there is none.

    Raises:
        CacheBusy: a crawl, or another import, is running.
        CacheError: the cache cannot be used.
    """
    options = options or ImportOptions()
    moment = now or utc_now()
    report = ImportReport(dry_run=options.dry_run)
    problems = Problems()
    plan = _planned(list(files), options, report, problems, moment)
    if not (plan.archives or plan.saved or plan.lines):
        return _finished(report, problems)
    with _target(path, dry_run=options.dry_run) as cache:
        if not options.dry_run:
            require_space(cache.path, CITECACHE_MIN_FREE)
            runs.settle(cache, now=moment)
        work = _Import(cache, options, report, problems, moment, advance or (lambda *_: None))
        work.do(plan)
    return _finished(report, problems)


def _finished(report: ImportReport, problems: Problems) -> ImportReport:
    report.problems, report.problem_count = problems.listed, problems.count
    report.left_out = dict(sorted(problems.left_out.items()))
    return report


@contextmanager
def _target(path: Path, *, dry_run: bool) -> Iterator[CacheFile]:
    """The cache; for a dry run a copy of it, which is gone afterwards."""
    if dry_run:
        with working_copy(path) as cache:
            yield cache
        return
    with CacheFile.open(path, create=True) as cache, run_lock(path):
        yield cache


def _planned(
    files: list[Path], options: ImportOptions, report: ImportReport, problems: Problems, now: datetime
) -> _Plan:
    plan = _Plan()
    for path in dict.fromkeys(files):
        try:
            kind = _plan_file(plan, path, options, problems, now)
            report.files += 1
            if kind in ("wacz", "warc", "jsonl") and (options.url or options.at):
                report.notes.append(f"{path}: says itself which pages it has, and when: --url and --date are not used")
        except NotImportable as error:
            report.failed.append(str(error))
        except OSError as error:
            report.failed.append(f"{path}: {error.strerror or error}")
    return plan


def _plan_file(plan: _Plan, path: Path, options: ImportOptions, problems: Problems, now: datetime) -> str:
    """Plan what to read of a file; its kind."""
    kind = kinds.kind_of(path)
    if kind == "wacz":
        plan.archives += wacz.archives(path, problems)
        if listed := wacz.pages(path, problems):
            plan.listed = (plan.listed or set()) | listed
    elif kind == "warc":
        plan.archives.append(warc.Archive(name=str(path), format="warc", file=path.name, open=lambda: path.open("rb")))
    elif kind == "jsonl":
        plan.lines.append(path)
    elif kind == "mhtml":
        plan.saved.append(mhtml.read(path, url=options.url, at=options.at, now=now))
    else:
        plan.saved.append(saved.read(path, kind, url=options.url, at=options.at, now=now))
    return kind


@dataclass(slots=True)
class _Import:
    """One import into an open cache."""

    cache: CacheFile
    options: ImportOptions
    report: ImportReport
    problems: Problems
    now: datetime
    advance: Advance
    store: ImportStore = field(init=False)

    def __post_init__(self) -> None:
        self.store = ImportStore(self.cache, self.now)

    def do(self, plan: _Plan) -> None:
        empty = not has_resources(self.cache)
        self.report.everything = self.options.everything or empty
        for path in plan.lines:
            self._lines(path)
        pages = [*self._saved(plan.saved)]
        wanted = self._wanted(plan) if plan.archives else []
        if pages or wanted:
            copies = chain(pages, warc.read_copies(plan.archives, wanted, self.problems))
            asyncio.run(self._examine(copies, len(pages) + len(wanted)))
        self.report.resources = self.store.added.new_resources
        self.report.conflicts = self.store.conflicts()

    # --- our own lines ------------------------------------------------------------------------------------------

    def _lines(self, path: Path) -> None:
        batch: list[tuple[ResourceLine, FoundCopy | None]] = []
        for one in jsonl.read(path, self.problems, now=self.now):
            batch.append(one)
            if len(batch) >= AT_ONCE:
                self._store_lines(batch)
                batch = []
        self._store_lines(batch)
        self.report.notes.append(f"{path}: an export as jsonl has no bodies, fetches, evidence and places of citations")

    def _store_lines(self, batch: list[tuple[ResourceLine, FoundCopy | None]]) -> None:
        self.store.resources(line for line, _ in batch)
        self._kept([Examined.as_told(copy) for _, copy in batch if copy is not None])

    # --- pages and archives -------------------------------------------------------------------------------------

    def _saved(self, copies: list[FoundCopy]) -> Iterator[FoundCopy]:
        """A saved page is wanted whether or not anything cites it."""
        self._name([copy.url for copy in copies])
        for copy in copies:
            yield replace(copy, url=page_url(copy.url).url)

    def _name(self, urls: list[str]) -> None:
        """Make Resources of those of these URLs whose Pages nothing cites."""
        known = pages_of(self.cache, [page_url(url).url for url in urls])
        self.store.named(url for url in urls if page_url(url).url not in known)

    def _wanted(self, plan: _Plan) -> list[WantedRecord]:
        heads = warc.read_heads(plan.archives, self.problems, now=self.now)
        self.store.resources(heads.resources)
        if self.report.everything:
            self._name(sorted(self._pages(heads, plan.listed)))
        index = heads.index
        cited = pages_of(self.cache, index.urls())
        found: list[WantedRecord] = []
        for key in sorted(cited):
            for one in index.wanted(key):
                if isinstance(one, CopyHead):
                    name = plan.archives[one.archive].name
                    self.problems.add(name, one.place, "a revisit of a record that is not in these files")
                else:
                    found.append(one)
        self.report.uncited = index.count - len({(one.final_url, one.at) for one in found})
        return found

    @staticmethod
    def _pages(heads: warc.ArchiveHeads, listed: set[str] | None) -> set[str]:
        """What is a page in others' archives: what WACZ files list or, if none does, HTML and PDF."""
        if listed is None:
            return set(heads.index.pages(but=heads.own))
        there = heads.index.urls(but=heads.own)
        return {url for url in listed if page_url(url).url in there}

    async def _examine(self, copies: Iterator[FoundCopy], total: int) -> None:
        async with Examiner(self.cache) as examiner, aclosing(_batches(copies, examiner)) as batches:
            done = 0
            async for batch in batches:
                self._kept(batch)
                done += len(batch)
                self.advance(min(done, total), total)

    def _kept(self, batch: list[Examined]) -> None:
        for one in batch:
            if one.refused is not None:
                self.report.refused.append(
                    RefusedCopy(
                        file=one.copy.file,
                        url=one.copy.url,
                        captured_at=one.copy.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                        verdict=one.verdict.value,
                        reason=one.refused,
                    )
                )
        self.report.copies.update(self.store.copies([one for one in batch if one.refused is None]))


async def _batches(copies: Iterator[FoundCopy], examiner: Examiner) -> AsyncGenerator[list[Examined], None]:
    """The copies examined, in their order, a few at a time."""
    group: list[FoundCopy] = []
    for copy in copies:
        group.append(copy)
        if len(group) >= AT_ONCE:
            yield await examiner.examine(group)
            group = []
    if group:
        yield await examiner.examine(group)
