"""What the cache returns, as JSON objects with the keys that the commands have always printed."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from crawler.model import CacheStatus, Evidence, FetchRecord, Hop, RunSummary, Tally


def fetch_record(fetch: FetchRecord) -> dict[str, Any]:
    """A row of `why --json`. `held` is the older name of `effective_verdict`."""
    values = {name: getattr(fetch, name) for name in FetchRecord.__slots__}
    values |= {
        "redirects": [hop(one) for one in fetch.redirects],
        "headers": [list(pair) for pair in fetch.headers],
        "flags": list(fetch.flags),
        "good": int(fetch.good),
        "changed": None if fetch.changed is None else int(fetch.changed),
        "seen": None if fetch.seen is None else _seen(fetch.seen),
        "probe": None if fetch.probe is None else asdict(fetch.probe),
        "evidence": [evidence(one) for one in fetch.evidence],
    }
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name == "effective_verdict":
            found["held"] = value
        found[name] = value
    return found


def _seen(columns: Mapping[str, Any]) -> dict[str, Any]:
    """What the judge saw otherwise than the Capture has it; `markers` is the older form of `facts`."""
    found = dict(columns)
    if "facts" in found:
        facts = json.loads(found["facts"])
        markers = [f"{name}: {value}" if value else name for name, values in facts.items() for value in values]
        found |= {"facts": facts, "markers": json.dumps(markers, ensure_ascii=False)}
    return found


def evidence(found: Evidence) -> dict[str, Any]:
    return {"rule": found.rule, "verdict": found.verdict, "detail": found.detail}


def hop(redirect: Hop) -> dict[str, Any]:
    return {"url": redirect.url, "status": redirect.status}


def run_summary(summary: RunSummary) -> dict[str, Any]:
    """What `crawl --json` says about the run."""
    return asdict(summary) | {"verdicts": {verdict.value: count for verdict, count in summary.verdicts.items()}}


def cache_status(status: CacheStatus) -> dict[str, Any]:
    """`status --json`."""
    return asdict(status) | {"verdicts": {verdict.value: count for verdict, count in status.verdicts.items()}}


def tally(status: CacheStatus) -> Tally:
    """How much is cited in all."""
    return Tally(**{name: getattr(status, name) for name in Tally.__slots__})
