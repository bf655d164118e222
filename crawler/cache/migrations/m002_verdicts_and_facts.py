"""Migration 002: `fetches.held` becomes `effective_verdict`; `captures.markers` becomes `facts`. Frozen once released.

Markers were a JSON list of "name: value" or "name"; facts are the JSON object {name: [value, ...]}, with "" for a
marker without a value. `fetches.seen` held the same list, as JSON text, where a Fetch saw other markers than its
Capture has.
"""

import json
from typing import Any, TypeVar

from sqlite_utils import Database

Kind = TypeVar("Kind", list[Any], dict[str, Any])

NAME = "m002_verdicts_and_facts"


def apply(db: Database) -> None:
    """Rename both columns, which no view reads, and convert the markers."""
    rename_effective_verdict(db)
    convert_markers(db)
    convert_seen_markers(db)


def rename_effective_verdict(db: Database) -> None:
    db.execute("ALTER TABLE fetches RENAME COLUMN held TO effective_verdict")


def convert_markers(db: Database) -> None:
    db.execute("ALTER TABLE captures RENAME COLUMN markers TO facts")
    db.conn.create_function("m002_facts", 1, facts, deterministic=True)
    db.execute("UPDATE captures SET facts = m002_facts(facts)")


def convert_seen_markers(db: Database) -> None:
    db.conn.create_function("m002_seen", 1, seen, deterministic=True)
    db.execute("UPDATE fetches SET seen = m002_seen(seen) WHERE seen LIKE '%\"markers\"%'")


def facts(markers: str) -> str:
    """A JSON list of markers as a JSON object; what is no such list holds none, and does not lock its owner out.

    >>> facts('["title: A: B", "noindex", "alternate: de", "alternate: fr"]')
    '{"title": ["A: B"], "noindex": [""], "alternate": ["de", "fr"]}'
    """
    found: dict[str, list[str]] = {}
    for marker in loaded(markers, list):
        if not isinstance(marker, str):
            continue
        name, _, value = marker.partition(": ")
        found.setdefault(name, []).append(value)
    return json.dumps(found, ensure_ascii=False)


def seen(columns: str) -> str:
    r"""A JSON object of columns with its markers, if any, converted.

    >>> seen('{"title": "T", "markers": "[\\"noindex\\"]"}')
    '{"title": "T", "facts": "{\\"noindex\\": [\\"\\"]}"}'
    """
    found = loaded(columns, dict)
    if not found:
        return columns
    if "markers" in found:
        found["facts"] = facts(found.pop("markers"))
    return json.dumps(found, ensure_ascii=False)


def loaded(value: object, kind: type[Kind]) -> Kind:
    """JSON of a kind; an empty one where it is anything else."""
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, kind) else kind()
