"""The size of the cache on one line, and what would make it smaller."""

from citecache.render.tables import plural, size
from crawler.model import CacheSize
from crawler.model.cache_status import worth_compacting


def size_line(found: CacheSize) -> str:
    """What takes how much, and what is not kept.

    >>> size_line(CacheSize(file=9_000_000, unused=0, bodies=5_000_000, texts=2_000_000, index=1_000_000,
    ...     dropped=0, unkept=3))
    '8.6 MB: bodies 4.8 MB, texts 1.9 MB, search index 977 KB; 3 earlier texts would go: citecache prune'
    """
    parts = f"bodies {size(found.bodies)}, texts {size(found.texts)}, search index {size(found.index)}"
    free = f", free {size(found.unused)}" if found.unused else ""
    gone = f"; {plural(found.dropped, 'earlier text')} no longer kept" if found.dropped else ""
    going = f"; {plural(found.unkept, 'earlier text')} would go: citecache prune" if found.unkept else ""
    return f"{size(found.file)}: {parts}{free}{gone}{going}"


def space_line(found: CacheSize, earlier_bodies: int) -> str:
    """What `compact` would give back: free space, and bodies of earlier versions, in bytes.

    >>> size = CacheSize(file=90_000_000, unused=9_000_000, bodies=1, texts=1, index=1, dropped=0, unkept=0)
    >>> space_line(size, 20_000_000)
    '8.6 MB free (10 %): citecache compact; earlier bodies 19.1 MB: citecache compact --keep 0'
    >>> space_line(size, 4_000)
    '8.6 MB free (10 %): citecache compact'
    """
    share = found.unused / max(found.file, 1)
    free = f"{size(found.unused)} free ({share:.0%})".replace("%", " %")
    if worth_compacting(found.unused, found.file):
        free += ": citecache compact"
    if not worth_compacting(earlier_bodies, found.file):
        return free
    return f"{free}; earlier bodies {size(earlier_bodies)}: citecache compact --keep 0"
