"""What is public: every name and signature is pinned, every type that is reachable has a name, every example runs."""

import doctest
import inspect
import re
import typing
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import citecache

NAMES = """
AddResult ArchiveLookup ArchiveReport Cache CacheBusy CacheDamaged CacheError CacheSize CacheStatus Card CardIterator
Change ChangeList CitedAs CitedBy CitedWeight ClaimCheck ClaimJudgement ClaimPassage ClaimVerdict CompactResult
Comparison Concern CrawlReport Difference Error
Evidence Exported ExtractionError FetchRecord Filters Finding ForgetResult Hop HostCount Hunk ImportResult Judged
LastRun LinkState Mark MarkResult MergeResult NotFound Outcome PageFacts PageSave Part Probe PruneResult Pruned
QueryError QuoteCheck QuoteStanding QuoteStatus ReextractResult ReextractedPage RepairReport RepairedDocument
ReplacementKind Report SaveReport SearchHit SearchHits Severity ShownCapture Skipped SourceError Space Step
StoredDocument StoredMark Tally TextVersion UncitedResource UrlRepair Verdict WorkItem Worklist __version__
"""

SIGNATURES = """
__init__(path: str | PathLike[str] | None = None, *, create: bool = False) -> None
add(*sources: str | PathLike[str]) -> AddResult
archive(*names: str, archive: str | None = None, again: bool = False, limit: int | None = None, settings: \
Mapping[str, str] = {}, allow_address: Iterable[str] = ()) -> ArchiveReport
backup(path: str | PathLike[str], *, replace: bool = False) -> int
card(url_or_id: str) -> Card
cards(*, sort: str = 'url', limit: int | None = None, with_text: bool = True, **filters: Unpack[Filters]) -> \
CardIterator
cards_table(*, sort: str = 'url', limit: int | None = None, with_text: bool = True, **filters: Unpack[Filters]) -> \
Any
changes(since: datetime | date | timedelta | str = days 7) -> ChangeList
check(*sources: str | PathLike[str], strict: bool = False, exclude: Iterable[str] = (), relative: bool = True, \
anchors: bool = True, quotes: bool = False) -> Report
check_quote(url_or_id: str, quote: str) -> QuoteCheck
claims(*sources: str | PathLike[str], model: str | None = None, limit: int | None = None) -> tuple[ClaimCheck, ...]
close() -> None
compact(*, older_than: timedelta | None = None, larger_than: int | None = None, keep: int | None = None, \
last_good: bool = False, repack: bool = False, dry_run: bool = False) -> CompactResult
crawl(*sources: str | PathLike[str], urls: Iterable[str] = (), hosts: Iterable[str] = (), verdict: Iterable[str] = \
(), everything: bool = False, older_than: timedelta | None = None, limit: int | None = None, settings: Mapping[str, \
str] = {}, allow_address: Iterable[str] = (), cluster: str | None = None) -> CrawlReport
diff(url_or_id: str, *, since: datetime | date | timedelta | str | None = None) -> Comparison
export(format: str, path: str | PathLike[str], *, sort: str = 'url', limit: int | None = None, with_text: bool = \
True, **filters: Unpack[Filters]) -> Exported
forget(*documents: str | PathLike[str], missing: bool = False, dry_run: bool = False) -> ForgetResult
history(url_or_id: str) -> tuple[FetchRecord, ...]
import_files(*files: str | PathLike[str], url: str | None = None, at: datetime | date | str | None = None, \
everything: bool = False, dry_run: bool = False) -> ImportResult
mark(url_or_id: str, verdict: Verdict | str, *, note: str | None = None, by: str | None = None) -> MarkResult
marks() -> tuple[StoredMark, ...]
merge(other: str | PathLike[str]) -> MergeResult
prune(*, everything: bool = False, keep: str | None = None, dry_run: bool = False) -> PruneResult
quotes(*sources: str | PathLike[str]) -> tuple[QuoteStanding, ...]
reextract(*, dry_run: bool = False) -> ReextractResult
refresh(*, urls: Iterable[str] = (), hosts: Iterable[str] = (), verdict: Iterable[str] = (), everything: bool = \
False, older_than: timedelta | None = None, limit: int | None = None, settings: Mapping[str, str] = {}, \
allow_address: Iterable[str] = (), cluster: str | None = None) -> CrawlReport
repair(*sources: str | PathLike[str], kinds: Iterable[ReplacementKind | str] = ('moved', 'archived'), urls: \
Iterable[str] = (), write: bool = False) -> RepairReport
save_to_archive(*names: str, again: bool = False, limit: int | None = None, settings: Mapping[str, str] = {}, \
allow_address: Iterable[str] = ()) -> SaveReport
search(query: str, *, limit: int = 20) -> SearchHits
size() -> CacheSize
status() -> CacheStatus
text(url_or_id: str, at: datetime | date | str | None = None) -> str
todo(*, document: str | None = None) -> Worklist
unmark(url_or_id: str) -> MarkResult
versions(url_or_id: str) -> tuple[TextVersion, ...]
write_marks(path: str | PathLike[str] | None = None) -> int
"""

MODULES = (
    "citecache",
    "citecache.api",
    *(
        f"citecache.api.{name}"
        for name in """
    cache files filters handle iterator marking owner reading runs shown sources
""".split()
    ),
)
OURS = ("citecache", "pipelines", "crawler")


def test_the_names_are_pinned() -> None:
    assert citecache.__all__ == NAMES.split()
    assert [name for name in citecache.__all__ if getattr(citecache, name, None) is None] == []
    assert set(citecache.__all__) <= set(dir(citecache))
    with pytest.raises(AttributeError):
        citecache.NoSuchName  # noqa: B018 - asking for it is what is tested


def test_the_signatures_are_pinned() -> None:
    members = inspect.getmembers(citecache.Cache, inspect.isfunction)
    public = [(name, member) for name, member in members if name == "__init__" or not name.startswith("_")]
    assert [f"{name}{_signature(member)}" for name, member in public] == SIGNATURES.strip().split("\n")


def _signature(function: Any) -> str:
    text = str(inspect.signature(function)).replace("(self, ", "(").replace("(self)", "()")
    text = re.sub(r"\*<class '([\w.]+)'>", r"Unpack[\1]", text)
    text = re.sub(r"datetime\.timedelta\(days=(\d+)\)", r"days \1", text)
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])", "", text.replace("mappingproxy({})", "{}"))


def test_all_options_are_given_by_name() -> None:
    """Only what a method is about has a place: sources, URLs, ids, documents, paths, a format, a moment."""
    places = {"self", "url_or_id", "query", "quote", "at", "since", "format", "path", "other", "verdict"}
    for name, member in inspect.getmembers(citecache.Cache, inspect.isfunction):
        parameters = inspect.signature(member).parameters.values()
        by_place = {one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD}
        assert name.startswith("_") or by_place <= places, name


def test_every_type_that_can_be_reached_is_public() -> None:
    """Nobody has to import what they annotate from a private module."""
    public = {getattr(citecache, name) for name in citecache.__all__}
    private = reachable(citecache.Cache, set()) - public
    assert {f"{one.__module__}.{one.__name__}" for one in private} == set()


def reachable(type_: Any, seen: set[type]) -> set[type]:
    """The classes of ours in a type, its fields, and the signatures of its public methods."""
    for argument in typing.get_args(type_):
        reachable(argument, seen)
    found = typing.get_origin(type_) or type_
    if inspect.isclass(found) and found.__module__.split(".")[0] in OURS and found not in seen:
        seen.add(found)
        for hint in _hints(found):
            reachable(hint, seen)
    return seen


def _hints(class_: type) -> Iterator[Any]:
    yield from (hint for name, hint in typing.get_type_hints(class_).items() if not name.startswith("_"))
    yield from getattr(class_, "__orig_bases__", ())
    for name, member in inspect.getmembers(class_):
        function = member.fget if isinstance(member, property) else member
        if not name.startswith("_") and inspect.isfunction(function) and function.__module__.split(".")[0] in OURS:
            yield from typing.get_type_hints(function).values()


def test_every_public_name_and_method_is_documented() -> None:
    values = [getattr(citecache, name) for name in citecache.__all__ if name != "__version__"]
    signatures = tuple(f"{value.__name__}(" for value in values)  # what a dataclass has for want of a docstring
    assert [value.__name__ for value in values if (value.__doc__ or "(").startswith(("(", *signatures))] == []
    methods = inspect.getmembers(citecache.Cache, inspect.isfunction)
    assert [name for name, method in methods if not name.startswith("_") and not method.__doc__] == []


FETCHING = {"crawl", "refresh", "archive", "save_to_archive", "reextract", "close"}
"""Without an example: they need a web, or say nothing of interest on the small cache. Their tests are test_runs.py."""


def test_every_method_has_an_example() -> None:
    methods = inspect.getmembers(citecache.Cache, inspect.isfunction)
    bare = {name for name, method in methods if not name.startswith("_") and ">>>" not in (method.__doc__ or "")}
    assert bare == FETCHING


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_run(module: str) -> None:
    """On the small cache of conftest.py; `cache` is an open Cache."""
    with citecache.Cache() as cache:
        given = {"cache": cache, "Cache": citecache.Cache, "date": date, "timedelta": timedelta, "Path": Path}
        result = doctest.testmod(import_module(module), extraglobs=given)
    assert result.failed == 0
    assert result.attempted or module not in ("citecache", "citecache.api")
