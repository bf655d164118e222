"""Method of `Cache` that replaces URLs in citing documents."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime

from citecache.api.filters import many, one_of
from citecache.api.handle import CacheHandle
from citecache.usecases import repair
from citecache.usecases.repair_report import RepairReport, report
from citecache.usecases.replacements import ReplacementKind


class RepairMethods(CacheHandle):
    """Documents, mended."""

    def repair(
        self,
        *sources: str | os.PathLike[str],
        kinds: Iterable[ReplacementKind | str] = ("moved", "archived"),
        urls: Iterable[str] = (),
        write: bool = False,
    ) -> RepairReport:
        """Replace the URLs of pages that have moved, or are gone but archived, in the documents that cite them.

        `sources` are documents that were added, by path, folder or glob pattern; none: all. `kinds`: `moved`,
        `archived`, `tidied` (`http:` and tracking parameters). `urls`: URLs or IDs, to replace only those of these
        pages. Without `write` nothing is changed. A file that could not be written stays as it is: see `refused`.

        >>> proposed = cache.repair("wiki")
        >>> proposed.written, proposed.documents
        (False, ())

        Raises:
            NotFound: a source that was not added; a URL or ID that the cache does not know.
            CacheError: the cache cannot be written, so no file is.
            Error: there is no such kind.
        """
        chosen = [ReplacementKind(one) for one in one_of(kinds, list(ReplacementKind), "kind of repair")]
        with self._reading() as file:
            plan = repair.plan(file, [os.fspath(one) for one in sources], chosen, urls=many(urls))
            documents = repair.write(file, plan.documents, now=datetime.now(UTC)) if write else plan.documents
            return report(plan, documents, written=write)
