"""FetchRecord: a Fetch as it is stored, with what was decided from it; FetchPoint: one in a long history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.model.evidence import Evidence
from crawler.model.fetch import Hop, Outcome, Probe
from crawler.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRecord:
    """One row of a Page's history. Times are UTC, ISO 8601 with Z."""

    id: int
    page_id: int
    run_id: int
    started_at: str
    elapsed_ms: int
    latency_ms: int | None
    attempts: int
    outcome: Outcome
    status: int | None
    error: str | None
    final_url: str | None
    redirects: tuple[Hop, ...]
    headers: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]
    ip_address: str | None
    body_bytes: int | None
    verdict: Verdict  # of this Fetch alone
    effective_verdict: Verdict | None  # the Page's after it; None: the Fetch is inconclusive
    good: bool  # its Capture became, or confirmed, the last good one
    changed: bool | None  # since the previous good one, churn aside; None: unknown
    probe: Probe | None
    twins: int
    home_likeness: float | None  # this and what follows: compared with the host's other texts, as in Fetch
    host_chars: int | None
    likest: float | None
    likest_url: str | None
    likest_status: int | None
    verdict_doubt: str | None  # what the page may be instead
    seen: Mapping[str, Any] | None = field(repr=False)  # columns of the Capture that this Fetch saw otherwise
    capture_id: int | None
    version: str  # of citecache, that made it
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPoint:
    """What a history shows of a Fetch: when, and what came of it. Times are UTC, ISO 8601 with Z."""

    started_at: str
    outcome: Outcome
    status: int | None
    verdict: Verdict  # of this Fetch alone
    effective_verdict: Verdict | None  # the Page's after it; None: the Fetch is inconclusive
    good: bool
    changed: bool | None
    capture_id: int | None
