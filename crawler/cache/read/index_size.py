"""How large a full-text index is, without reading it."""

from collections.abc import Iterator
from contextlib import suppress

from crawler.cache.database import CacheFile

LEAF_BYTES = 4050
"""Of a leaf of a full-text index (FTS5's `pgsz`, sqlite.org/fts5.html, 6.8): large segments are full of them."""

FEW_LEAVES = 200
"""So many are measured one by one."""

STRUCTURE = 10
"""The row that lists the segments of an index (FTS5_STRUCTURE_ROWID in SQLite's ext/fts5/fts5_index.c)."""

WITH_TOMBSTONES = b"\xff\0\0\1"
"""Behind the cookie of a list of the newer form, in which each segment has five more numbers."""


def index_bytes(cache: CacheFile, name: str) -> int:
    """What a full-text index takes, from its list of segments; of a damaged one, which `doctor` tells of, all of it."""
    row = cache.execute(f"SELECT block FROM {name}_data WHERE id = ?", [STRUCTURE]).fetchone()
    leaves = 0
    if row is not None and isinstance(row[0], bytes):
        with suppress(StopIteration):  # cut off
            leaves = leaf_count(row[0])
    if leaves > FEW_LEAVES:
        return leaves * LEAF_BYTES
    return int(cache.execute(f"SELECT coalesce(sum(length(block)), 0) FROM {name}_data").fetchone()[0])


def leaf_count(structure: bytes) -> int:
    """The leaves of all segments in such a list: cookie, levels, segments, writes; of each level, its merge and its
    segments; of each segment, its number, its first leaf and its last. SQLite's variable-length integers.
    """
    newer = structure[4:8] == WITH_TOMBSTONES
    numbers = _numbers(structure[8 if newer else 4 :])
    levels, _, _ = next(numbers), next(numbers), next(numbers)
    leaves = 0
    for _ in range(levels):
        _, segments = next(numbers), next(numbers)
        for _ in range(segments):
            _, first, last = next(numbers), next(numbers), next(numbers)
            leaves += last - first + 1
            for _ in range(5 if newer else 0):
                next(numbers)
    return leaves


def _numbers(data: bytes) -> Iterator[int]:
    """Big-endian groups of seven bits, the high bit set in all but the last; a ninth byte has eight."""
    value = length = 0
    for byte in data:
        length += 1
        value = value << 8 | byte if length == 9 else value << 7 | byte & 0x7F
        if byte < 0x80 or length == 9:
            yield value
            value = length = 0
