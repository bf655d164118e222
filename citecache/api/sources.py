"""Methods of `Cache` about citing documents: read, checked, forgotten; and what is joined in."""

import io
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from citecache.api.filters import at_least, many, since_moment
from citecache.api.handle import CacheHandle
from citecache.api.shown import Report
from citecache.results import AddResult, ClaimCheck, ImportResult, MergeResult, QuoteStanding
from citecache.usecases import add, check, claims, compact, forget, marks_file, merge, prune, quotes
from citecache.usecases.compact import CompactResult
from citecache.usecases.excludes import compiled
from citecache.usecases.forget import ForgetResult
from citecache.usecases.import_files import ImportOptions, ImportReport, import_files
from citecache.usecases.judging.judged import judge_claims
from citecache.usecases.judging.language_model import language_model
from citecache.usecases.prune import PruneResult
from crawler.cache.policy import BodyRules, KeepPolicy
from crawler.cache.write.imports import KNOWN, NEW, SAME_TEXT
from crawler.model.errors import Error, SourceError
from crawler.net.urls import page_url

Source = str | os.PathLike[str]


class SourceMethods(CacheHandle):
    """What is cited, and where."""

    def add(self, *sources: Source) -> AddResult:
        """Read citing documents: files, folders, glob patterns; or plain URLs. Nothing is fetched.

        >>> added = cache.add("wiki")
        >>> added.unchanged_documents, added.new_resources
        (1, 0)

        Raises:
            SourceError: a source does not exist. All others were read.
        """
        added = self._add(sources)
        add.require_all_sources(added)
        return added

    def check(
        self,
        *sources: Source,
        strict: bool = False,
        exclude: Iterable[str] = (),
        relative: bool = True,
        anchors: bool = True,
        quotes: bool = False,
    ) -> Report:
        """Which citations are broken, by what the cache knows. With sources, these are added, and only theirs count.

        `strict`: an inconclusive citation is a problem. `exclude`: regular expressions of URLs to leave out.
        `relative`, `anchors`: links to files of the same project and to `#anchors` are judged, too. `quotes`: so are
        quotations.

        >>> report = cache.check("wiki")
        >>> report.failed, report.total
        (True, '2 citations in 1 document, 2 resources: 1 problem (1 missing), no warnings, 1 alive')

        Raises:
            SourceError: a source does not exist.
            Error: an exclude is not a regular expression.
        """
        rules = [compiled(pattern, "exclude") for pattern in many(exclude)]
        scope = None
        if sources:
            added = self.add(*sources)
            scope = check.CitationScope(paths=added.paths, named=added.named)
        else:
            self._read_marks()
        with self._reading() as file:
            links = check.LinkOptions(relative=relative, anchors=anchors)
            found = check.check(file, scope, strict=strict, rules=rules, links=links, quotes=quotes)
            return Report(judged=tuple(found), strict=strict, tally=found.counts.tally)

    def quotes(self, *sources: Source) -> tuple[QuoteStanding, ...]:
        """What documents quote, and whether it stands in its source, now or ever; by document and place.

        With sources, these are added, and only theirs count.

        >>> [(one.quote, one.status.value, one.url) for one in cache.quotes()]
        []

        Raises:
            SourceError: a source does not exist.
        """
        paths = self.add(*sources).paths if sources else None
        with self._reading() as file:
            return tuple(quotes.check_quotes(file, paths))

    def claims(self, *sources: Source, model: str | None = None, limit: int | None = None) -> tuple[ClaimCheck, ...]:
        """Each sentence that leans on a citation, compared with the text of what it cites, by document and line.

        With sources, these are added, and only theirs count. Words are compared, not meanings: `doubt` is the share of
        the claim that the closest passage lacks, and no claim is ever called supported.

        >>> [(one.line, one.doubt, one.inconclusive) for one in cache.claims("wiki")]
        [(1, 0.547, None), (1, None, 'no text: the page is missing')]

        `model`: a language model of the package `llm` (extra `llm`) that judges each claim, too: `judgement` is its
        word, not ours. Its service is sent the claim, the title and the text of the page, but nothing of a page that
        reserves its text. `limit`: it is asked about so many claims at most, the most doubtful first; what it has said
        before is kept, and does not count. After an error of the model the claims that remain have no verdict.

        Raises:
            SourceError: a source does not exist.
            Error: there is no such model, the extra is missing, or an error of the model left no claim judged.
        """
        at_least(1, limit)
        paths = self.add(*sources).paths if sources else None
        with self._reading() as file:
            if model is None:
                return tuple(claims.check_claims(file, paths))
            judged = judge_claims(
                file,
                list(claims.checked_claims(file, paths)),
                language_model(model),
                now=lambda: datetime.now(UTC),
                limit=limit,
            )
        if judged.interrupted:
            raise KeyboardInterrupt
        if judged.failure is not None and not judged.judged:
            raise Error(judged.failure)
        return judged.checks

    def forget(self, *documents: Source, missing: bool = False, dry_run: bool = False) -> ForgetResult:
        """Forget documents, by path, folder, name or glob pattern: they cite no more. What was cached stays.

        `missing`: only those whose files are gone, of the documents named or of all. `dry_run`: change nothing.

        >>> cache.forget("wiki", dry_run=True).citations
        2

        Raises:
            NotFound: one of them is, or matches, no document. Nothing is forgotten then.
            Error: none is named.
        """
        if not documents and not missing:
            raise Error("name a document, or ask for all whose files are gone, with missing=True")
        with self._writing() as file:
            return forget.forget(file, [os.fspath(one) for one in documents], missing=missing, dry_run=dry_run)

    def prune(self, *, everything: bool = False, keep: str | None = None, dry_run: bool = False) -> PruneResult:
        """Drop what nothing cites, with all that was stored of its pages; and earlier texts that `keep` does not keep.

        What you added by URL, marked or describe in a record stays, unless `everything` is true. `keep` is all, none,
        a number of versions, or an age such as 365d; by default what `CITECACHE_KEEP` says, else all.

        >>> cache.prune(dry_run=True).dropped
        ()

        Raises:
            CacheBusy: a crawl is running.
            Error: `keep` is no policy.
        """
        policy = KeepPolicy.parse(keep if keep is not None else os.environ.get("CITECACHE_KEEP", "all"))
        self._file()
        return prune.prune(self._absolute, policy, now=datetime.now(UTC), everything=everything, dry_run=dry_run)

    def compact(
        self,
        *,
        older_than: timedelta | None = None,
        larger_than: int | None = None,
        keep: int | None = None,
        last_good: bool = False,
        repack: bool = False,
        dry_run: bool = False,
    ) -> CompactResult:
        """Make the file smaller: drop bodies, merge the search index, and give free space back. Texts stay.

        A body goes that fulfils every rule which is given: not seen for `older_than`, of more than `larger_than` bytes,
        not of the `keep` newest earlier versions of its page. That of a last good capture or newest answer goes only if
        `last_good` is true; those of copies from archives and files never go. Without a rule, none goes. `repack`
        stores bodies and headers of earlier citecache versions as differences, as new ones are.

        >>> cache.compact(older_than=timedelta(days=365), dry_run=True).bodies
        0

        Raises:
            CacheBusy: a crawl is running.
        """
        seconds = None if older_than is None else round(older_than.total_seconds())
        rules = BodyRules(seconds=seconds, larger_than=larger_than, versions=keep, last_good=last_good)
        self._file()
        return compact.compact(self._absolute, rules, now=datetime.now(UTC), repack=repack, dry_run=dry_run)

    def merge(self, other: Source) -> MergeResult:
        """Join what another cache has: documents, pages, captures and marks. It is only read.

        What differs is listed in `conflicts`, and stays as it is here. Merging twice changes nothing.

        >>> cache.backup("other.db") > 0 and cache.merge("other.db").new
        {}

        Raises:
            CacheBusy: a crawl is running.
            CacheError: the other file cannot be read, or is this one.
        """
        marks_file.read(self._file().anchor)
        found = merge.merge(self._absolute, Path(other), now=datetime.now(UTC))
        self._read_marks()
        return MergeResult(
            new={name: count for name, count in found.new.items() if count},
            judged_again=found.judged_again,
            marks=tuple(found.taken),
            conflicts=tuple(found.conflicts),
            left_out=dict(found.left_out),
        )

    def import_files(
        self,
        *files: Source,
        url: str | None = None,
        at: datetime | date | str | None = None,
        everything: bool = False,
        dry_run: bool = False,
    ) -> ImportResult:
        """Import copies of pages, each with its own date: WARC, WACZ, exports of ours, pages saved by a browser.

        `url` and `at` are of the one page that a browser saved as .html or .pdf. Of archives, what is cited here is
        imported, or with `everything` all. A copy is never evidence that its page is alive now. Twice is once.

        >>> saved = Path("gone.html").write_text("<title>Gone</title><p>" + "It was about models. " * 20)
        >>> found = cache.import_files("gone.html", url="https://example.org/gone", at=date(2026, 1, 2))
        >>> found.imported, cache.card("https://example.org/gone").verdict.value
        (1, 'missing')

        Raises:
            Error: a file cannot be imported at all (all others were); `url` is not of one page; none is named.
            CacheBusy: a crawl is running.
        """
        paths = [Path(one) for one in files]
        if not paths or ((url or at) and len(paths) > 1):
            raise Error("name one file, whose page `url` and `at` are of" if paths else "name a file")
        moment = None if at is None else datetime.fromisoformat(since_moment(at))
        if url is not None and (problem := page_url(url).problem):
            raise Error(f"{url[:200]!r}: {problem}")
        options = ImportOptions(everything=everything, url=url, at=moment, dry_run=dry_run)
        report = self._elsewhere(lambda: import_files(self._absolute, paths, options))
        if report.failed:
            more = f" and {len(report.failed) - 1:,} more" if len(report.failed) > 1 else ""
            raise Error(f"{report.failed[0]}{more}")
        return imported(report)

    def _add(self, sources: Iterable[Source]) -> AddResult:
        names = [os.fspath(source) for source in sources]
        if "-" in names:
            raise SourceError("`-` is standard input on the command line: name a file")
        with self._reading() as file:
            now = datetime.now(UTC)
            marks_file.read(file.anchor)  # a mistake in it is told before anything is changed
            added = add.add(file, names, stdin=io.BytesIO(), now=now)
            marks_file.apply(file, now=now)
            return added

    def _read_marks(self) -> None:
        """Bring the marks up to what their file says."""
        with self._writing() as file:
            marks_file.apply(file, now=datetime.now(UTC))


def imported(report: ImportReport) -> ImportResult:
    """An import's report as it is given to the caller."""
    refused = [one.line for one in report.refused]
    return ImportResult(
        files=report.files,
        imported=report.copies[NEW] + report.copies[SAME_TEXT],
        same_text=report.copies[SAME_TEXT],
        known=report.copies[KNOWN],
        refused=len(refused),
        uncited=report.uncited,
        resources=report.resources,
        problem_count=report.problem_count,
        problems=(*(f"{one.file}: {one.place}: {one.reason}" for one in report.problems), *refused),
        left_out=dict(report.left_out),
        conflicts=tuple(report.conflicts),
        notes=tuple(report.notes),
    )
