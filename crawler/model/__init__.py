"""The domain types, one noun per file, all frozen dataclasses or enumerations. Standard library only.

    document.py  something that cites, and what a reader found in it
    citation.py  one place in a Document that cites a URL
    quote.py     words that a Document attributes to a Resource
    citing.py    Documents with what they cite, for pages about them
    resource.py  a cited URL with its identity, and the metadata that imported records carry
    page.py      what is fetched for one or more Resources, with the validators of a conditional request
    fetch.py     one attempt at a Page: the item that flows through Scrapy
    fetch_record.py  a Fetch as it is stored
    capture.py   content obtained by a Fetch
    capture_record.py  a Capture as it is stored
    facts.py     what the judge needs of a page's HTML
    verdict.py   the state of a Page
    assessment.py  what was computed from stored data
    worklist.py  what the worklist is made from
    search.py    what a full-text search finds
    changes.py   what has changed since a moment
    overview.py  how a cache stands as a whole, and what has happened to its Pages
    memento_lookup.py  what was looked up in a web archive, as it is stored
    archived_copy.py  a copy in a web archive, from wanted to stored
    archive_save.py  an archive captures a page, from wanted to done
    imported_copy.py  a copy from a file, to be stored and as it is stored
    added.py  what reading citing documents brought into the cache
    tally.py  how much is cited
    run.py  one crawl, what it selects and what came of it
    recording.py  a stored Fetch with what is kept of its content
    replay.py  a stored Fetch as the judge saw it
    local_link.py  a link to a file of the same project, or to an anchor
    finding.py  a citation with the present verdict of its Page
    text_version.py  the good texts of a Page in time
    cache_status.py  how much the cache has
    health_check.py  what `doctor` found
    host_files.py  robots.txt and tdmrep.json of a host, as last fetched
    card_filter.py  which cards
    grade.py  how much of what was cited a Capture is
    evidence.py  one observation that supports a Verdict
    history.py   what was known of a Page before a Fetch
    uncited.py   a Resource that nothing cites
    merge.py     what joining another cache brought
    mark.py      a verdict that a person has given
    card.py      a Resource as it is shown and exported
    card_fields.py  how a card's fields are declared
    json_value.py  what JSON can hold
    errors.py    the error tree

Every time is a timezone-aware UTC `datetime`, every size is in bytes, every duration in seconds, unless a field says
otherwise.

A module is imported when the first of its names is: dataclasses take a while to make, and no command needs all of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.model.added import Added
    from crawler.model.archived_copy import ArchivedCopy, LookupResult, StoredCopy, WantedCopy
    from crawler.model.assessment import Assessment
    from crawler.model.cache_status import CacheSize, CacheStatus, HostCount, LastRun
    from crawler.model.capture import Capture, Metadata, StoredCapture
    from crawler.model.capture_record import CaptureRecord
    from crawler.model.card import Card, CitedAs, CitedBy, ShownCapture
    from crawler.model.card_filter import ALL_CARDS, CardFilter, CardPlace, CardSlice
    from crawler.model.changes import CitedPage, VerdictChange
    from crawler.model.citation import Citation
    from crawler.model.citing import CitedPlace, CitingDocument, ClaimedPlace, QuotedPlace, QuotePosition, document_key
    from crawler.model.document import Document, Ignored, ParsedSource, Skipped, StoredDocument
    from crawler.model.evidence import Evidence
    from crawler.model.facts import NO_FACTS, PageFacts
    from crawler.model.fetch import Fetch, Hop, Outcome, Probe
    from crawler.model.fetch_record import FetchPoint, FetchRecord
    from crawler.model.finding import Finding, LinkState
    from crawler.model.health_check import HealthCheck
    from crawler.model.history import NOTHING, Check, History, LastGood
    from crawler.model.host_files import HostAnswer, HostQuestion, RobotsFile, TdmFile
    from crawler.model.imported_copy import ImportedCopy, ImportRecord
    from crawler.model.local_link import LocalLink
    from crawler.model.mark import Mark, StoredMark
    from crawler.model.memento_lookup import MementoLookup
    from crawler.model.merge import MergeReport
    from crawler.model.overview import (
        BrokenPage,
        ChangeEvent,
        CitedYear,
        ComparedTexts,
        DuePages,
        FetchedNow,
        HostTrouble,
        PageAge,
        PoorCapture,
        RunRecord,
    )
    from crawler.model.page import Page, PageState, Validators
    from crawler.model.quote import Quote, QuoteStatus
    from crawler.model.recording import PageResource, RecordedCapture, RecordedPage, Recording
    from crawler.model.replay import Replay
    from crawler.model.resource import ResourceRecord, resource_id
    from crawler.model.run import Run, RunSummary, Selection
    from crawler.model.search import SearchHit
    from crawler.model.tally import Tally
    from crawler.model.text_version import ChangeCause, KeptCounts, TextChange, TextVersion, WordCounts
    from crawler.model.uncited import Pruned, UncitedResource
    from crawler.model.verdict import Verdict
    from crawler.model.worklist import ChangedCitation, CitedWeight

_NAMES = {
    "added": "Added",
    "archived_copy": "ArchivedCopy LookupResult StoredCopy WantedCopy",
    "assessment": "Assessment",
    "cache_status": "CacheSize CacheStatus HostCount LastRun",
    "capture": "Capture Metadata StoredCapture",
    "capture_record": "CaptureRecord",
    "card": "Card CitedAs CitedBy ShownCapture",
    "card_filter": "ALL_CARDS CardFilter CardPlace CardSlice",
    "changes": "CitedPage VerdictChange",
    "citation": "Citation",
    "citing": "CitedPlace CitingDocument ClaimedPlace QuotePosition QuotedPlace document_key",
    "document": "Document Ignored ParsedSource Skipped StoredDocument",
    "evidence": "Evidence",
    "facts": "NO_FACTS PageFacts",
    "fetch": "Fetch Hop Outcome Probe",
    "fetch_record": "FetchPoint FetchRecord",
    "finding": "Finding LinkState",
    "health_check": "HealthCheck",
    "history": "NOTHING Check History LastGood",
    "host_files": "HostAnswer HostQuestion RobotsFile TdmFile",
    "imported_copy": "ImportedCopy ImportRecord",
    "local_link": "LocalLink",
    "mark": "Mark StoredMark",
    "memento_lookup": "MementoLookup",
    "merge": "MergeReport",
    "overview": "BrokenPage ChangeEvent CitedYear ComparedTexts DuePages FetchedNow HostTrouble PageAge PoorCapture"
    " RunRecord",
    "page": "Page PageState Validators",
    "quote": "Quote QuoteStatus",
    "recording": "PageResource RecordedCapture RecordedPage Recording",
    "replay": "Replay",
    "resource": "ResourceRecord resource_id",
    "run": "Run RunSummary Selection",
    "search": "SearchHit",
    "tally": "Tally",
    "text_version": "ChangeCause KeptCounts TextChange TextVersion WordCounts",
    "uncited": "Pruned UncitedResource",
    "verdict": "Verdict",
    "worklist": "ChangedCitation CitedWeight",
}
"""What is defined where."""

_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "ALL_CARDS",
    "NOTHING",
    "NO_FACTS",
    "Added",
    "ArchivedCopy",
    "Assessment",
    "BrokenPage",
    "CacheSize",
    "CacheStatus",
    "Capture",
    "CaptureRecord",
    "Card",
    "CardFilter",
    "CardPlace",
    "CardSlice",
    "ChangeCause",
    "ChangeEvent",
    "ChangedCitation",
    "Check",
    "Citation",
    "CitedAs",
    "CitedBy",
    "CitedPage",
    "CitedPlace",
    "CitedWeight",
    "CitedYear",
    "CitingDocument",
    "ClaimedPlace",
    "ComparedTexts",
    "Document",
    "DuePages",
    "Evidence",
    "Fetch",
    "FetchPoint",
    "FetchRecord",
    "FetchedNow",
    "Finding",
    "HealthCheck",
    "History",
    "Hop",
    "HostAnswer",
    "HostCount",
    "HostQuestion",
    "HostTrouble",
    "Ignored",
    "ImportRecord",
    "ImportedCopy",
    "KeptCounts",
    "LastGood",
    "LastRun",
    "LinkState",
    "LocalLink",
    "LookupResult",
    "Mark",
    "MementoLookup",
    "MergeReport",
    "Metadata",
    "Outcome",
    "Page",
    "PageAge",
    "PageFacts",
    "PageResource",
    "PageState",
    "ParsedSource",
    "PoorCapture",
    "Probe",
    "Pruned",
    "Quote",
    "QuotePosition",
    "QuoteStatus",
    "QuotedPlace",
    "RecordedCapture",
    "RecordedPage",
    "Recording",
    "Replay",
    "ResourceRecord",
    "RobotsFile",
    "Run",
    "RunRecord",
    "RunSummary",
    "SearchHit",
    "Selection",
    "ShownCapture",
    "Skipped",
    "StoredCapture",
    "StoredCopy",
    "StoredDocument",
    "StoredMark",
    "Tally",
    "TdmFile",
    "TextChange",
    "TextVersion",
    "UncitedResource",
    "Validators",
    "Verdict",
    "VerdictChange",
    "WantedCopy",
    "WordCounts",
    "document_key",
    "resource_id",
]


def __getattr__(name: str) -> object:
    """A name, when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
