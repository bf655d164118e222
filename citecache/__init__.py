"""citecache keeps a readable, verifiable copy of everything you cite.

>>> from citecache import Cache
>>> with Cache("citecache.db") as cache:
...     for card in cache.cards(verdict=["alive"]):
...         print(card.url, card.title)
https://example.org/llama The leak

Every error that is raised on purpose is a `citecache.Error`. Importing this package is cheap: the rest is imported
when it is first used.

Inside: api/ and results.py (this API), import_path.py and startup.py (where from, and are the packages ours?),
usecases/ (what citecache does, without printing), render/ (text, JSON, Markdown), schemas/ (JSON Schemas), exports/
(files), mcp/ (the MCP server), cli/ (the command line), demo/ (a small web).
"""

from citecache import import_path

if import_path.is_command():  # before anything else is imported
    import_path.leave_working_directory()

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecache.api import (
        Cache,
    )
    from citecache.api.filters import (
        Filters,
    )
    from citecache.api.iterator import (
        CardIterator,
    )
    from citecache.api.shown import (
        Card,
        Report,
        SearchHits,
        Worklist,
    )
    from citecache.render.findings.severity import (
        Judged,
        Severity,
    )
    from citecache.render.worklist.items import (
        Concern,
        Step,
        WorkItem,
    )
    from citecache.results import (
        AddResult,
        ArchiveLookup,
        ArchiveReport,
        ClaimCheck,
        ClaimJudgement,
        ClaimPassage,
        ClaimVerdict,
        CrawlReport,
        ImportResult,
        MergeResult,
        PageSave,
        SaveReport,
    )
    from citecache.usecases.changes import (
        Change,
        ChangeList,
    )
    from citecache.usecases.compact import (
        CompactResult,
    )
    from citecache.usecases.comparison import (
        Comparison,
    )
    from citecache.usecases.export import Exported
    from citecache.usecases.forget import (
        ForgetResult,
    )
    from citecache.usecases.mark import (
        MarkResult,
    )
    from citecache.usecases.prune import (
        PruneResult,
    )
    from citecache.usecases.reextract import (
        ReextractedPage,
        ReextractResult,
    )
    from citecache.usecases.repair_report import (
        RepairedDocument,
        RepairReport,
        UrlRepair,
    )
    from citecache.usecases.replacements import ReplacementKind
    from crawler import (
        __version__,
    )
    from crawler.cache.write.compaction import (
        Space,
    )
    from crawler.model import (
        CacheSize,
        CacheStatus,
        CitedAs,
        CitedBy,
        CitedWeight,
        Evidence,
        FetchRecord,
        Finding,
        Hop,
        HostCount,
        LastRun,
        LinkState,
        Mark,
        Outcome,
        PageFacts,
        Probe,
        Pruned,
        SearchHit,
        ShownCapture,
        Skipped,
        StoredDocument,
        StoredMark,
        Tally,
        TextVersion,
        UncitedResource,
        Verdict,
    )
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
    from crawler.text.difference import (
        Difference,
        Hunk,
        Part,
    )
    from pipelines.quotes import QuoteCheck, QuoteStatus

__all__ = [
    "AddResult",
    "ArchiveLookup",
    "ArchiveReport",
    "Cache",
    "CacheBusy",
    "CacheDamaged",
    "CacheError",
    "CacheSize",
    "CacheStatus",
    "Card",
    "CardIterator",
    "Change",
    "ChangeList",
    "CitedAs",
    "CitedBy",
    "CitedWeight",
    "ClaimCheck",
    "ClaimJudgement",
    "ClaimPassage",
    "ClaimVerdict",
    "CompactResult",
    "Comparison",
    "Concern",
    "CrawlReport",
    "Difference",
    "Error",
    "Evidence",
    "Exported",
    "ExtractionError",
    "FetchRecord",
    "Filters",
    "Finding",
    "ForgetResult",
    "Hop",
    "HostCount",
    "Hunk",
    "ImportResult",
    "Judged",
    "LastRun",
    "LinkState",
    "Mark",
    "MarkResult",
    "MergeResult",
    "NotFound",
    "Outcome",
    "PageFacts",
    "PageSave",
    "Part",
    "Probe",
    "PruneResult",
    "Pruned",
    "QueryError",
    "QuoteCheck",
    "QuoteStanding",
    "QuoteStatus",
    "ReextractResult",
    "ReextractedPage",
    "RepairReport",
    "RepairedDocument",
    "ReplacementKind",
    "Report",
    "SaveReport",
    "SearchHit",
    "SearchHits",
    "Severity",
    "ShownCapture",
    "Skipped",
    "SourceError",
    "Space",
    "Step",
    "StoredDocument",
    "StoredMark",
    "Tally",
    "TextVersion",
    "UncitedResource",
    "UrlRepair",
    "Verdict",
    "WorkItem",
    "Worklist",
    "__version__",
]

_NAMES = {
    "citecache.api": "Cache",
    "citecache.api.filters": "Filters",
    "citecache.api.iterator": "CardIterator",
    "citecache.api.shown": "Card Report SearchHits Worklist",
    "citecache.render.findings.severity": "Judged Severity",
    "citecache.render.worklist.items": "Concern Step WorkItem",
    "citecache.results": """
        AddResult ArchiveLookup ArchiveReport ClaimCheck ClaimJudgement ClaimPassage ClaimVerdict CrawlReport
        ImportResult MergeResult PageSave QuoteStanding SaveReport
    """,
    "citecache.usecases.changes": "Change ChangeList",
    "citecache.usecases.comparison": "Comparison",
    "citecache.usecases.compact": "CompactResult",
    "citecache.usecases.export": "Exported",
    "citecache.usecases.forget": "ForgetResult",
    "citecache.usecases.mark": "MarkResult",
    "citecache.usecases.prune": "PruneResult",
    "citecache.usecases.reextract": "ReextractResult ReextractedPage",
    "citecache.usecases.repair_report": "RepairReport RepairedDocument UrlRepair",
    "citecache.usecases.replacements": "ReplacementKind",
    "crawler": "__version__",
    "crawler.cache.write.compaction": "Space",
    "crawler.model": """
        CacheSize CacheStatus CitedAs CitedBy CitedWeight Evidence FetchRecord Finding Hop HostCount LastRun
        LinkState Mark Outcome PageFacts Probe Pruned SearchHit ShownCapture Skipped StoredDocument StoredMark
        Tally TextVersion UncitedResource Verdict
    """,
    "crawler.model.errors": """
        CacheBusy CacheDamaged CacheError Error ExtractionError NotFound QueryError SourceError
    """,
    "crawler.text.difference": "Difference Hunk Part",
    "pipelines.quotes": "QuoteCheck QuoteStatus",
}
"""What is defined where."""

_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}


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
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
