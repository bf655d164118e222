"""UncitedResource: a Resource that nothing cites, for `prune`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UncitedResource:
    """A Resource that no Document cites."""

    id: str
    url: str
    page_id: int
    kept_as: str | None  # why it is kept nevertheless: "added by URL", "marked", "described in a record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How much was dropped. Sizes are in bytes."""

    resources: int = 0
    pages: int = 0
    fetches: int = 0
    captures: int = 0
    body_bytes: int = 0  # as stored, compressed
    text_bytes: int = 0
