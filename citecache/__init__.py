"""citecache keeps a readable, verifiable copy of everything you cite.

>>> from citecache import Cache
>>> with Cache("citecache.db") as cache:
...     for card in cache.cards(verdict=["alive"]):
...         print(card.url, card.title)
https://example.org/llama The leak

Every error that is raised on purpose is a `citecache.Error`. Importing this package is cheap: the rest is imported
when it is first used.

Inside: api.py and results.py (this API), import_path.py and startup.py (where from, and are the packages ours?),
usecases/ (what citecache does, without printing), render/ (text, JSON, Markdown), schemas/ (JSON Schemas), exports/
(files), mcp/ (the MCP server), cli/ (the command line), demo/ (a small web).
"""

from citecache import import_path

if import_path.is_command():  # before anything else is imported
    import_path.leave_working_directory()

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecache.api import Cache
    from citecache.render.findings.report import Report
    from citecache.results import AddResult, CrawlReport
    from crawler import __version__
    from crawler.model import Card, FetchRecord, SearchHit, Verdict
    from crawler.model.errors import (
        CacheBusy,
        CacheDamaged,
        CacheError,
        Error,
        ExtractionError,
        NotFound,
        QueryError,
        SourceError,
    )

__all__ = [
    "AddResult",
    "Cache",
    "CacheBusy",
    "CacheDamaged",
    "CacheError",
    "Card",
    "CrawlReport",
    "Error",
    "ExtractionError",
    "FetchRecord",
    "NotFound",
    "QueryError",
    "Report",
    "SearchHit",
    "SourceError",
    "Verdict",
    "__version__",
]

_HOMES = {
    "AddResult": "citecache.results",
    "Cache": "citecache.api",
    "CrawlReport": "citecache.results",
    "SearchHit": "crawler.model",
    "Report": "citecache.render.findings.report",
    "Card": "crawler.model",
    "FetchRecord": "crawler.model",
    "Verdict": "crawler.model",
    "__version__": "crawler",
}
"""Where a name is defined; an error's home is `crawler.model.errors`."""


def __getattr__(name: str) -> object:
    """Import a public name on first use (PEP 562).

    Raises:
        ImportError: another package hides ours.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    from citecache import startup

    if problem := startup.foreign_package():
        raise ImportError(problem)
    value: object = getattr(import_module(_HOMES.get(name, "crawler.model.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
