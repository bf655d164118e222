"""The size of the cache on one line."""

from citecache.render.tables import plural, size
from crawler.model import CacheSize


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
