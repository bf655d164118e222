"""Drop Resources that nothing cites, with what was stored of their Pages."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.cache import CacheFile, run_lock
from crawler.cache.policy import KeepPolicy
from crawler.cache.read.growth import droppable
from crawler.cache.read.uncited import uncited_resources
from crawler.cache.write import compaction, pruning
from crawler.cache.write.keeping import apply_policy
from crawler.model import Pruned, UncitedResource


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneResult:
    """What was dropped, or would be, and what nothing cites but is kept."""

    dropped: tuple[UncitedResource, ...]
    kept: tuple[UncitedResource, ...]
    size: Pruned | None  # None: nothing was changed
    space: compaction.Space | None  # likewise
    texts: int = 0  # earlier texts and bodies that the policy does not keep

    @property
    def kept_as(self) -> Mapping[str, int]:
        """How many are kept, by why."""
        return Counter(one.kept_as for one in self.kept if one.kept_as)


def prune(
    path: Path, policy: KeepPolicy, *, now: datetime, everything: bool = False, dry_run: bool = False
) -> PruneResult:
    """Drop what nothing cites, and earlier texts that the policy does not keep. Of the former, what a person added by
    URL, marked or described in a record stays, unless `everything` is true.

    Raises:
        CacheBusy: a crawl is running, which may be about to fetch one of the Pages.
    """
    if dry_run:
        with CacheFile.open(path) as cache:
            dropped, kept = _chosen(cache, everything)
            texts = len(droppable(cache, policy, now=now))
        return PruneResult(dropped=dropped, kept=kept, size=None, space=None, texts=texts)
    with CacheFile.open(path) as cache, run_lock(path):
        dropped, kept = _chosen(cache, everything)
        size = pruning.prune_resources(cache, dropped) if dropped else Pruned()
        texts = apply_policy(cache, policy, now=now)
        return PruneResult(dropped=dropped, kept=kept, size=size, space=compaction.give_back(cache), texts=texts)


def _chosen(cache: CacheFile, everything: bool) -> tuple[tuple[UncitedResource, ...], tuple[UncitedResource, ...]]:
    found = uncited_resources(cache)
    dropped = tuple(one for one in found if everything or one.kept_as is None)
    return dropped, tuple(one for one in found if one.kept_as and not everything)
