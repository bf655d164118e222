"""The metadata records of our own WARC export: which Resources its pages are (docs/warc.md)."""

import json
import re

from citecache.imports.found import ResourceLine

MAX_BLOCK = 2**20
"""Bytes of a metadata record that are read."""

RESOURCE_ID = re.compile(r"[0-9a-f]{16}")
STABLE_ID = re.compile(r"sid_[0-9A-Za-z]{10}")
_FIELD = "X-Citecache-Resource: "


def resources(block: bytes) -> list[ResourceLine]:
    """The Resources that a block of fields names."""
    lines = block.decode("utf-8", "replace").split("\r\n")
    told = (resource(line.removeprefix(_FIELD)) for line in lines if line.startswith(_FIELD))
    return [one for one in told if one is not None]


def resource(text: str) -> ResourceLine | None:
    """A Resource as JSON; None: it is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    id_, stable, url = (value.get(name) for name in ("id", "stable_id", "url"))
    if not (isinstance(id_, str) and RESOURCE_ID.fullmatch(id_) and isinstance(url, str) and url.strip()):
        return None
    known = stable if isinstance(stable, str) and STABLE_ID.fullmatch(stable) else None
    return ResourceLine(id=id_, stable_id=known, url=url)
