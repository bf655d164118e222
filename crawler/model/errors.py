"""The errors that citecache raises on purpose, all exported by `citecache`. A command turns each into one line and exit
code 1.

    Error            exit 1: the tool could not do its work
    ├── SourceError           a citing document that cannot be read at all
    ├── CacheError            the database cannot be used
    │   ├── CacheBusy         another crawl holds the run lock, or a writer blocked us past the timeout
    │   └── CacheDamaged      the database, or a stored body, is not what was written
    ├── NotFound              no Resource, Document or Capture of that name
    ├── QueryError            a mistake in what is searched for
    └── ExtractionError       a worker gave no answer; costs one page its text, never the run

What a page or a host does wrong is not an error: it is a `Fetch` with an outcome.
"""

from crawler.net.credentials import hide_credentials


class Error(Exception):
    """The tool could not do its work. `str(error)` is one line: what, where, what to do."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(hide_credentials(reason))


class SourceError(Error):
    """A citing document cannot be read at all; the line names it. The others are still read."""


class CacheError(Error):
    """The database cannot be opened or written. Run `citecache doctor` on it."""


class CacheBusy(CacheError):
    """Another process is writing. Wait for the other run to end, then try again."""


class CacheDamaged(CacheError):
    """Stored bytes do not match their hash, or SQLite reports damage. Restore a backup."""


class NotFound(Error):
    """Nothing in the cache has that URL, ID or name. `citecache list` shows what there is."""


class QueryError(Error):
    """A search cannot be understood. `str(error)` says what to write instead."""


class ExtractionError(Error):
    """The extraction worker was killed, crashed or ran out of time. `str(error)` names the cause."""
