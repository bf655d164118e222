"""Which Documents have been read."""

from crawler import __version__
from crawler.cache.database import CacheFile


def known_documents(cache: CacheFile) -> dict[str, str]:
    """Path -> SHA-256 of each Document that this version of the readers has read already."""
    rows = cache.db.execute("SELECT path, sha256 FROM documents WHERE path IS NOT NULL AND reader = ?", [__version__])
    return dict(rows.fetchall())


def paths_below(cache: CacheFile, folder: str) -> list[str]:
    """Paths of the Documents in a folder; "." is the working directory."""
    prefix = "" if folder in (".", "./") else folder.rstrip("/") + "/"
    sql = "SELECT path FROM documents WHERE substr(path, 1, ?) = ? ORDER BY path"
    return [row[0] for row in cache.db.execute(sql, [len(prefix), prefix])]
