"""Methods of `Cache` about citing documents: read, checked, forgotten; and what is joined in."""

import io
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from citecache.api.filters import many
from citecache.api.handle import CacheHandle
from citecache.api.shown import Report
from citecache.results import AddResult, MergeResult
from citecache.usecases import add, check, forget, marks_file, merge, prune
from citecache.usecases.excludes import compiled
from citecache.usecases.forget import ForgetResult
from citecache.usecases.prune import PruneResult
from crawler.cache.policy import KeepPolicy
from crawler.model.errors import Error, SourceError

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
    ) -> Report:
        """Which citations are broken, by what the cache knows. With sources, these are added, and only theirs count.

        `strict`: an inconclusive citation is a problem. `exclude`: regular expressions of URLs to leave out.
        `relative`, `anchors`: links to files of the same project and to `#anchors` are judged, too.

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
            return Report.of_check(check.check(file, scope, strict=strict, rules=rules, links=links).report)

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
