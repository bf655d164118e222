"""Make the file smaller: drop bodies by rules that a person names, merge the index, and give free space back."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.cache import CacheFile, run_lock
from crawler.cache.policy import BodyRules
from crawler.cache.read import counted
from crawler.cache.read.growth import cache_size, droppable_bodies
from crawler.cache.write.base_bodies import pack_stored
from crawler.cache.write.compaction import Space, drop_bodies, give_back
from crawler.cache.write.header_sets import pack_headers
from crawler.cache.write.index import merge_index


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactResult:
    """What was dropped, or would be. Texts stay."""

    dry_run: bool
    bodies: int
    body_bytes: int  # freed with them; of a dry run: about as many
    space: Space  # of a dry run: the file as it is
    packed_bytes: int = 0  # saved by storing bodies and headers as differences


def compact(
    path: Path, rules: BodyRules, *, now: datetime, repack: bool = False, dry_run: bool = False
) -> CompactResult:
    """Drop the bodies that the rules name and merge the index, in short transactions; then give free space back. With
    `repack`, bodies and headers that earlier versions of citecache stored whole are stored as differences, where they
    resemble others.

    Ended at any moment, what was dropped until then is dropped, and all else is as it was.

    Raises:
        CacheBusy: a crawl is running.
    """
    if dry_run:
        with CacheFile.open(path) as cache:
            found, size = droppable_bodies(cache, rules, now=now), cache_size(cache)
        space = Space(size.file, size.file, size.unused, size.file)
        return CompactResult(dry_run=True, bodies=len(found), body_bytes=sum(found.values()), space=space)
    with CacheFile.open(path) as cache, run_lock(path):
        found, before = droppable_bodies(cache, rules, now=now), counted.total(cache, "body_bytes")
        drop_bodies(cache, [*found])
        freed = before - counted.total(cache, "body_bytes")
        saved = pack_stored(cache) + pack_headers(cache) if repack else 0
        merge_index(cache)
        space = give_back(cache)
        return CompactResult(dry_run=False, bodies=len(found), body_bytes=freed, space=space, packed_bytes=saved)
