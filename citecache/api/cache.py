"""`Cache`: all methods of the Python API in one class."""

from citecache.api.files import FileMethods
from citecache.api.marking import MarkMethods
from citecache.api.reading import ReadMethods
from citecache.api.repairing import RepairMethods
from citecache.api.runs import RunMethods
from citecache.api.sources import SourceMethods


class Cache(ReadMethods, SourceMethods, RepairMethods, RunMethods, MarkMethods, FileMethods):
    """An open cache file: a context manager. `quotes()` comes in a later version.

    `path` is the file; without it, the one that `CITECACHE_DB` names, or `./citecache.db`. A file that does not
    exist is an error, unless `create` is true.

    >>> from citecache import Cache
    >>> with Cache("citecache.db") as cache:
    ...     print(cache.card("https://example.org/llama").title)
    The leak

    A Cache belongs to the thread and the process that opened it: used in another, it raises a `CacheError`. Open one
    per thread, which takes a few milliseconds. Any number of them, in any number of processes, may read one file, also
    during a crawl. Writes wait for each other, for some seconds, and then raise `CacheBusy`. Every method reads one
    moment; so does each iterator of `cards`, however long it lasts.

    Raises:
        CacheError: there is no such file, or it cannot be opened.
    """
