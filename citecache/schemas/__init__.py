"""JSON Schemas (draft 2020-12) of what citecache hands to other programs. They are part of the public contract.

evidence-1.schema.json  the evidence record, version 1: docs/evidence.md

Within a version keys are added, never removed or given another meaning.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

EVIDENCE_VERSION = "1.0"
"""Of the evidence record: another first number where a key is gone or means something else."""

EVIDENCE_ID = "urn:citecache:schema:evidence:1"


@cache
def evidence_schema() -> dict[str, Any]:
    """The schema of the evidence record."""
    found: dict[str, Any] = json.loads((files(__name__) / "evidence-1.schema.json").read_text(encoding="utf-8"))
    return found
