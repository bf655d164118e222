"""How much texts have changed: read where their comparison is kept, else compared now, for the caller to keep."""

from collections.abc import Iterator, MutableMapping, Sequence

from citecache.usecases import comparison
from crawler.cache import CacheFile
from crawler.cache.read.changes import AS_STORED
from crawler.model import KeptCounts, TextChange, WordCounts

NewCounts = MutableMapping[tuple[int, int], KeptCounts]
"""The ids of two Captures, the earlier first -> what came of comparing them."""


def counted(cache: CacheFile, found: Sequence[TextChange], new: NewCounts) -> Iterator[WordCounts]:
    """The numbers of each, in order. What had to be compared is added to `new`."""
    stamps = [_stamp(one) for one in found]
    stale = [one for one, stamp in zip(found, stamps, strict=True) if one.kept is None or one.kept.stamp != stamp]
    compared = comparison.between(cache, [(one.before, one.now) for one in stale])
    for one, stamp in zip(found, stamps, strict=True):
        if one.kept is not None and one.kept.stamp == stamp:
            yield one.kept.counts
            continue
        counts = _counts(next(compared))
        new[one.before.capture_id, one.now.capture_id] = KeptCounts(stamp=stamp, counts=counts)
        yield counts


def _stamp(one: TextChange) -> str:
    """What compares two texts: where the bodies are read again, today's extractor has a part in it."""
    if not comparison.needs_bodies(one.before, one.now):
        return AS_STORED
    from pipelines.extract.fingerprint import extraction_name  # noqa: PLC0415 - reads all code that decides a text

    return f"{AS_STORED} {extraction_name('', url='', content_type=None)[:16]}"


def _counts(found: comparison.Comparison) -> WordCounts:
    difference = found.difference
    return WordCounts(
        cause=found.cause,
        words_added=difference.words_added,
        words_removed=difference.words_removed,
        coarse=difference.coarse,
    )
