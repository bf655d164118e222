"""How well claims are told apart that their sources do not support: by the doubt that `citecache claims` shows.

    python bench/claims.py CLAIMS.json

CLAIMS.json is a list of objects with `id`, `claim`, `source_text` and `verdict`: "supported", "partially supported" or
"not supported", given by people. Weights and threshold were chosen on the half whose ids have an even digest; the other
half was first looked at when they stood. A claim that is inconclusive ranks in the middle, and is not doubtful.
"""

import hashlib
import json
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipelines.claims import ClaimSource, ComparedClaim, compare

MIDDLE = 0.5
REFUSED = frozenset(("not supported",))
NOT_WHOLLY = REFUSED | {"partially supported"}


class JudgedClaim(NamedTuple):
    verdict: str
    tuned_on: bool
    found: ComparedClaim

    @property
    def doubt(self) -> float:
        return MIDDLE if self.found.doubt is None else self.found.doubt


def auc(rows: Sequence[JudgedClaim], positive: Collection[str]) -> float:
    """The probability that a claim with one of these verdicts has more doubt than one without; a tie is a half."""
    here = [row.doubt for row in rows if row.verdict in positive]
    others = [row.doubt for row in rows if row.verdict not in positive]
    won = sum((one > other) + (one == other) / 2 for one in here for other in others)
    return won / (len(here) * len(others))


def report(name: str, rows: Sequence[JudgedClaim]) -> None:
    flagged = [row for row in rows if row.found.doubtful]
    unclear = sum(row.found.doubt is None for row in rows)
    print(f"{name}: {len(rows)} claims, {len(flagged)} doubtful, {unclear} inconclusive")
    for title, positive in (("not supported", REFUSED), ("not or partially supported", NOT_WHOLLY)):
        right = sum(row.verdict in positive for row in flagged)
        there = sum(row.verdict in positive for row in rows)
        print(
            f"  {title:27} {there:3} of them  AUC {auc(rows, positive):.3f}  doubtful: precision"
            f" {right / len(flagged):.0%}, recall {right / there:.0%}"
        )


def tuned_on(id_: str) -> bool:
    return hashlib.sha256(id_.encode()).digest()[0] % 2 == 0


def main() -> None:
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    began = time.perf_counter()
    rows = [
        JudgedClaim(one["verdict"], tuned_on(one["id"]), compare(one["claim"], ClaimSource(one["source_text"])))
        for one in given
    ]
    took = time.perf_counter() - began
    if "--tuned-on" not in sys.argv:
        report("the half not tuned on", [row for row in rows if not row.tuned_on])
    report("the half tuned on", [row for row in rows if row.tuned_on])
    if "--tuned-on" not in sys.argv:
        report("all", rows)
    size = sum(len(one["source_text"]) for one in given) / len(given)
    print(f"{took / len(given) * 1000:.1f} ms per claim, with a text of {size:,.0f} characters that is read for it")


if __name__ == "__main__":
    main()
