"""Join another cache: a colleague's, or that of a CI service."""

from datetime import datetime
from pathlib import Path

from crawler.cache import CacheFile, run_lock
from crawler.cache.other_files import copy_of
from crawler.cache.write import runs
from crawler.cache.write.merging.merge import merge as join
from crawler.cache.write.merging.replay import Ruling
from crawler.model import Fetch, History, MergeReport, Verdict


def merge(path: Path, other: Path, *, now: datetime) -> MergeReport:
    """Join what the cache at `other` has into the one at `path`, which is created if there is none.

    Raises:
        CacheBusy: a crawl is running.
        CacheError: one of them cannot be used; they are the same.
    """
    with copy_of(other, not_this=path) as theirs:
        runs.settle(theirs, now=now)
        with CacheFile.open(path, create=True) as cache, run_lock(path):
            runs.settle(cache, now=now)
            return join(cache, theirs, judge=_ruling, now=now)


def _ruling(fetch: Fetch, history: History) -> Ruling:
    from pipelines.judge import judge  # noqa: PLC0415 - its phrase tables take a while to compile

    found = judge(fetch, history)
    return found.verdict or Verdict.UNCHECKED, found.effective_verdict, found.evidence
