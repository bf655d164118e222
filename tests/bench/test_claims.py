"""What `bench/claims.py` and `bench/claim_guards.py` say of recorded claims and texts does not fall below what it was.

The recorded data are not part of the repository; without them these tests are skipped.
"""

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipelines.claims import ClaimSource, compare

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = ROOT.parent / "shared" / "claims" / "claims.json"


def script(name: str) -> ModuleType:
    """A module of bench/, which is no package of ours."""
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / "bench" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(bench: ModuleType, verdict: str, claim: str, source: ClaimSource) -> Any:
    return bench.JudgedClaim(verdict=verdict, tuned_on=False, found=compare(claim, source))


@pytest.mark.skipif(not CLAIMS.exists(), reason="the judged claims are not there")
def test_doubt_sorts_judged_claims_as_well_as_it_did() -> None:
    bench = script("claims")
    given = json.loads(CLAIMS.read_text(encoding="utf-8"))
    rows = [judged(bench, one["verdict"], one["claim"], ClaimSource(one["source_text"])) for one in given]
    assert bench.auc(rows, bench.REFUSED) >= 0.72
    assert bench.auc(rows, bench.NOT_WHOLLY) >= 0.77
    rejected = [row for row in rows if row.verdict in bench.REFUSED]
    assert sum(row.found.doubtful for row in rejected) >= 0.75 * len(rejected)


def test_the_auc_is_the_probability_of_the_right_order() -> None:
    bench = script("claims")
    text = ClaimSource("The bridge cost 14 million crowns.")
    right = judged(bench, "supported", "The bridge cost 14 million crowns.", text)
    wrong = judged(bench, "not supported", "Whales sing near harbours.", text)
    unclear = judged(bench, "not supported", "", text)
    assert bench.auc([right, wrong], bench.REFUSED) == 1.0
    assert bench.auc([right, right._replace(verdict="not supported")], bench.REFUSED) == 0.5
    assert unclear.doubt == bench.MIDDLE


SENTENCE = "On 3 May 1998 the bridge at Vardal, built by Otto Berg, had cost 14,210,305 crowns."


@pytest.mark.parametrize("number", range(7))
def test_each_kind_of_alteration_is_missed_only_if_it_changes_what_is_said(number: int) -> None:
    guards = script("claim_guards")
    title, edit, kind = guards.KINDS[number]
    edited = edit(SENTENCE, random.Random(1))
    assert edited
    found = compare(edited, ClaimSource(SENTENCE))
    assert bool(guards.missing(found, kind)) == title.startswith("another")
