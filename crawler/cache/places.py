"""Where a Document is: stored relative to the database, shown relative to the working directory.

A stored path is anchored, so that a file is one Document from whatever folder, and by whatever path, it is added. It is
relative to the folder of the database if the file is below that folder, or in the repository that the database is in
(then with `..` where need be); else it is absolute. Symbolic links to folders are resolved; a link to a file is a
Document of its own. Inside the database paths are stored ones, everywhere else they are shown ones.
"""

import os
from pathlib import Path

from crawler.cache.database import CacheFile
from crawler.text.file_names import openable, printable

STREAM = "-"
"""The path of what was read from standard input: no file, so in no place."""


class DocumentPlaces:
    """The paths of Documents of one database, seen from the present working directory."""

    def __init__(self, database: Path) -> None:
        self._base = os.path.dirname(os.path.realpath(database))  # noqa: PTH120 - strings are what is compared
        self._root = _repository(self._base) or self._base
        self._here = _working_directory()
        self._stored: dict[str, str] = {}  # folder as given -> as stored, with its final slash
        self._shown: dict[str, str] = {}  # folder as stored -> as shown, likewise

    @classmethod
    def of(cls, cache: CacheFile) -> "DocumentPlaces":
        return cls(cache.anchor)

    def stored(self, path: str) -> str:
        """The path under which the Document is stored that is shown as `path`."""
        return path if path in ("", STREAM) else self._place(openable(path))

    def _place(self, path: str) -> str:
        """The path under which a file is stored, given a path by which the operating system opens it."""
        folder, name = os.path.split(os.path.join(self._here, path))  # noqa: PTH118 - a str of any bytes
        if name in ("", os.curdir, os.pardir):
            folder, name = os.path.split(os.path.realpath(os.path.join(folder, name)))  # noqa: PTH118 - likewise
        if folder not in self._stored:
            self._stored[folder] = self._stored_folder(os.path.realpath(folder))
        return self._stored[folder] + printable(name)

    def shown(self, stored: str) -> str:
        """The path by which a person opens the Document from the working directory."""
        if stored in ("", STREAM):
            return stored
        folder, slash, name = stored.rpartition("/")
        if folder + slash not in self._shown:
            self._shown[folder + slash] = self._shown_folder(self.absolute(folder + slash or os.curdir))
        return self._shown[folder + slash] + name

    def same(self, path: str) -> str:
        """A path by which a file was found, as it is shown."""
        return self.shown(self._place(path))

    def absolute(self, stored: str) -> str:
        """The absolute path of the file, as the operating system has it."""
        return os.path.normpath(os.path.join(self._base, openable(stored)))  # noqa: PTH118

    def gone(self, stored: str) -> bool:
        """Whether there is no such file any more, or the path is another spelling of a Document's."""
        if stored == STREAM:
            return False
        return self.missing(stored) or self.respelled(stored) != stored

    def respelled(self, stored: str) -> str:
        """The stored path of the file: another one, where links between folders, or the repository, have changed."""
        return self._place(self.absolute(stored))

    def missing(self, stored: str) -> bool:
        """Whether there is no such file. One that cannot be reached for another reason is not missing."""
        try:
            os.stat(self.absolute(stored))  # noqa: PTH116 - a str of any bytes
        except (FileNotFoundError, NotADirectoryError):
            return True
        except (OSError, ValueError):
            return False
        return False

    def _stored_folder(self, real: str) -> str:
        within = _within(real, self._root)
        path = os.path.relpath(real, self._base) if within else real
        return _with_slash(path)

    def _shown_folder(self, folder: str) -> str:
        if _within(folder, self._here) or (_within(folder, self._root) and _within(self._here, self._root)):
            return _with_slash(os.path.relpath(folder, self._here))
        return _with_slash(folder)


def _with_slash(folder: str) -> str:
    """A folder as the beginning of a printable path."""
    if folder == os.curdir:
        return ""
    return printable(Path(folder).as_posix().rstrip("/") + "/")


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _working_directory() -> str:
    try:
        return os.path.realpath(os.getcwd())  # noqa: PTH109
    except OSError:  # it was deleted
        return os.sep


def _repository(folder: str) -> str | None:
    """The nearest folder, from this one upwards, that holds `.git`: a folder, or a file in a work tree of Git's."""
    path = Path(folder)
    return next((str(one) for one in (path, *path.parents) if (one / ".git").exists()), None)
