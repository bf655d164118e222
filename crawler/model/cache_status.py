"""CacheStatus: how much the cache has, and how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class HostCount:
    """The Pages of one host."""

    host: str
    pages: int
    good: int  # alive or moved


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The newest run. Times are UTC, ISO 8601 with Z."""

    id: int
    started_at: str
    finished_at: str | None
    state: str  # running, stopped (killed), finished, interrupted, offline
    fetched: int  # so far
    planned: int | None  # Pages to fetch; None: a run of an earlier version


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheStatus:
    """Counts of everything."""

    documents: int  # read; as in Tally
    citations: int
    resources: int
    named_documents: int
    named_citations: int
    pages: int
    fetches: int
    captures: int
    due: int
    doubtful: int  # Pages of which the judge was nearly convinced that they are something else
    verdicts: Mapping[Verdict, int]  # the most frequent first
    host_count: int
    hosts: tuple[HostCount, ...]  # those with the most Pages first
    ages: Mapping[str, int]  # "never", "under a day", ..., "older": Pages by the time since their last Fetch
    last_run: LastRun | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheSize:
    """What takes how much space, in bytes, and what of it is not kept."""

    file: int
    unused: int  # free for new rows
    bodies: int  # compressed
    texts: int
    index: int  # of full-text search
    dropped: int  # Captures whose text and body were dropped by the policy
    unkept: int  # Captures that it would drop now


WORTH_COMPACTING, LEAST_SHARE = 2**20, 20
"""Bytes of free space in the file, and the part of it, from which it is rewritten without them. Heuristic, not
measured."""


def worth_compacting(unused: int, file: int) -> bool:
    """Whether so much free space of a file of that size is worth writing it anew.

    >>> worth_compacting(5 * 2**20, 2**30), worth_compacting(60 * 2**20, 2**30)
    (False, True)
    """
    return unused >= max(WORTH_COMPACTING, file // LEAST_SHARE)
