"""Words of pages, marked so that a model can tell them from its instructions.

Where a result is text, they are fenced (citecache/render/fence.py). Where it is structured, they are strings of their
own; `untrusted` lists their fields. Source: MCP 2025-11-25, "Tools", Security Considerations.
"""

import json
from collections.abc import Iterator
from typing import Any

from citecache.render.fence import NOTE, tagged

PAGE_WORDS = frozenset(
    (
        "text title snippet preview matched_text description sitename summary key_points authors tags detail error"
        " headers differences doubt no_text link_text claim quote reasons"
    ).split()
)
"""Keys under which words of pages, servers and cited documents stand."""


def with_fields(result: dict[str, Any]) -> dict[str, Any]:
    """The result with the list of its fields that hold words of pages: `hits[].snippet`."""
    return result | {"untrusted": sorted(set(_fields(result)))}


def _fields(value: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        for key, below in value.items():
            name = f"{path}.{key}" if path else key
            if key in PAGE_WORDS and below:
                yield name
            elif key not in PAGE_WORDS:
                yield from _fields(below, name)
    elif isinstance(value, list):
        for below in value:
            yield from _fields(below, f"{path}[]")


def as_text(result: dict[str, Any], boundary: str) -> str:
    """The result as JSON, with tags around every string that holds words of a page."""
    noted = {"note": NOTE.format(boundary=boundary)} | _marked(result, boundary, words=False)
    return json.dumps(noted, ensure_ascii=False, indent=1)


def _marked(value: Any, boundary: str, *, words: bool) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return {key: _marked(below, boundary, words=words or key in PAGE_WORDS) for key, below in value.items()}
    if isinstance(value, list):
        return [_marked(below, boundary, words=words) for below in value]
    return tagged(value, boundary) if words and isinstance(value, str) and value else value
