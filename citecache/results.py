"""Results of the use cases that the Python API returns, too."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.model import Skipped, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What was read from the sources, and how much of it is new."""

    documents: int
    new_documents: int
    unchanged_documents: int
    citations: int
    new_citations: int
    removed_citations: int
    records: int  # resource records
    resources: int  # cited there, described by records, or named as sources
    new_resources: int
    new_pages: int
    skipped: tuple[Skipped, ...]  # each with its place and the reason
    passed: Mapping[str, int]  # what is not a citation, by kind -> how many
    renamed: tuple[tuple[str, str], ...]  # Documents that were moved: the former path, and the path
    gone: tuple[str, ...]  # Documents whose files are gone: they cite no more
    unread: tuple[str, ...]  # Documents that were left out this time (now ignored), and still cite
    paths: tuple[str, ...]  # of the Documents that were read or are unchanged
    named: tuple[str, ...]  # Resource IDs of the URLs that were given as sources
    named_documents: int = 0  # that only records name as citing
    named_citations: int = 0  # which these records say without a place


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """How a crawl ended. `state`: finished, interrupted, offline, or "nothing due"."""

    run: int | None  # None: nothing was due
    state: str
    fetched: int
    verdicts: Mapping[Verdict, int]
    new_captures: int
    not_modified: int
    postponed: int  # not fetched, because their hosts asked us to wait
    unanswered: int  # inconclusive: perhaps an outage on our side
