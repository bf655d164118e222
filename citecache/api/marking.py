"""Methods of `Cache` about verdicts that a person gives."""

import os
from datetime import UTC, datetime
from pathlib import Path

from citecache.api.filters import one_of
from citecache.api.handle import CacheHandle
from citecache.usecases import mark, marks_file
from citecache.usecases.mark import MarkResult
from crawler.cache.read.marks import stored_marks
from crawler.model import StoredMark, Verdict

GIVEN = tuple(verdict.value for verdict in Verdict if verdict is not Verdict.UNCHECKED)


class MarkMethods(CacheHandle):
    """Verdicts that a person gives."""

    def mark(
        self, url_or_id: str, verdict: Verdict | str, *, note: str | None = None, by: str | None = None
    ) -> MarkResult:
        """Set a page's verdict yourself, against the evidence or ahead of it. It survives later runs.

        `note` is the reason; `by` who says so, by default `CITECACHE_USER`.

        >>> cache.mark("https://example.org/gone", "alive", note="the slides are there").before.value
        'missing'

        Raises:
            NotFound: nothing, or more than one thing, of that name.
            Error: there is no such verdict.
        """
        given = Verdict(one_of(verdict, GIVEN, "verdict")[0])
        by = by if by is not None else os.environ.get("CITECACHE_USER") or None
        with self._writing() as file:
            return mark.mark(file, url_or_id, given, note=note, by=by, now=datetime.now(UTC))

    def unmark(self, url_or_id: str) -> MarkResult:
        """Lift the mark: the evidence counts again.

        >>> cache.unmark("https://example.org/gone").verdict.value
        'missing'

        Raises:
            NotFound: nothing, or more than one thing, of that name.
        """
        with self._writing() as file:
            return mark.unmark(file, url_or_id)

    def marks(self) -> tuple[StoredMark, ...]:
        """All marks, with what the evidence says. The file of marks (`marks.toml`) is read first.

        >>> marked = cache.mark("https://example.org/gone", "alive")
        >>> [(one.mark.url, one.mark.verdict.value, one.evidence.value) for one in cache.marks()]
        [('https://example.org/gone', 'alive', 'missing')]

        Raises:
            Error: there is a mistake in that file.
        """
        with self._writing() as file:
            marks_file.apply(file, now=datetime.now(UTC))
            return tuple(stored_marks(file))

    def write_marks(self, path: str | os.PathLike[str] | None = None) -> int:
        """Write all marks to a file, by default the `marks.toml` beside the cache; gives their number.

        >>> cache.write_marks("marks-of-today.toml")
        0

        Raises:
            Error: the file cannot be written, or holds something else.
        """
        with self._writing() as file:
            marks_file.apply(file, now=datetime.now(UTC))
            return marks_file.write(file, None if path is None else Path(path))
