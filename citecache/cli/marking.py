"""The file of marks (`marks.toml`), read at the beginning of a run; remarks go to stderr."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from citecache.cli.options import database_path, note
from citecache.render.clean import one_line
from citecache.render.tables import plural

if TYPE_CHECKING:
    from crawler.cache import CacheFile


def check_marks_file() -> None:
    """Refuse a file of marks with a mistake in it before anything is changed.

    Raises:
        Error: there is a mistake; the message has its line.
    """
    from citecache.usecases import marks_file

    marks_file.read(database_path())


def read_marks_file(cache: "CacheFile") -> None:
    """Bring the cache's marks up to what its file says."""
    from citecache.usecases import marks_file

    result = marks_file.apply(cache, now=datetime.now(UTC))
    name = marks_file.shown(marks_file.marks_path(cache.anchor))
    for count, what in ((len(result.marked), "marked"), (len(result.unmarked), "not marked any more")):
        if count:
            note(f"{one_line(name)}: {plural(count, 'page')} {what}")
    for remark in result.notes:
        note(one_line(remark))


def read_marks_of(database: Path) -> None:
    """The same for the cache at a path, if there is one and a file of marks, or marks of one."""
    from citecache.usecases import marks_file
    from crawler.cache import CacheFile

    marks_file.read(database)
    if database.exists():
        with CacheFile.open(database) as cache:
            read_marks_file(cache)
