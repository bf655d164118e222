"""What takes how much space, and what the policy of `CITECACHE_KEEP` would drop."""

import os
from datetime import datetime

from crawler.cache import CacheFile
from crawler.cache.policy import DEFAULT, KeepPolicy
from crawler.cache.read.growth import cache_size, droppable
from crawler.model import CacheSize


def size(cache: CacheFile, *, now: datetime) -> CacheSize:
    """Bytes by what they hold.

    Raises:
        Error: `CITECACHE_KEEP` is no policy.
    """
    policy = KeepPolicy.parse(os.environ.get("CITECACHE_KEEP", DEFAULT))
    return cache_size(cache, droppable(cache, policy, now=now))
