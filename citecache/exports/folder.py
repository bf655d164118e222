"""A folder of exported files, renewed file by file; what else is in it stays as it is.

The files are written into a hidden folder beside the others and put in place once all are whole: an export that fails
or is killed leaves the earlier files. A file that has not changed is not touched. A list of what was written, with
digests, tells the next export which files are its own: it replaces and removes no others, and none edited since.
"""

import fcntl
import filecmp
import hashlib
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from citecache.exports.written import WrittenFiles, is_name, line_of
from crawler.cache.outputs import replacing, require_no_cache
from crawler.model.errors import Error

STAGING = re.compile(r"\.citecache-export-[0-9a-f]{12}")
KEPT_SHOWN = 3
"""Names of edited files that are told."""


class ExportFolder:
    """The files of one export. A writer adds them; their names are unique, also without regard to case."""

    def __init__(self, path: Path, earlier: WrittenFiles, staging: Path, readers_of: Path) -> None:
        self.path = path
        self.removed = 0  # files of earlier exports that this one no longer has
        self.kept = 0  # files of earlier exports that were edited since
        self.kept_names: list[str] = []  # the first of them
        self._earlier = earlier
        self._staging = staging
        self._readers_of = readers_of
        self._opener = partial(os.open, mode=_mode(readers_of))
        self._staged = 0
        self._written = WrittenFiles(staging / "list", earlier.heading)
        self._list = self._written.start()

    def write(self, name: str, data: bytes) -> None:
        """Add a file: its path in the folder, with slashes, and its content.

        Raises:
            Error: the folder has a file of that name that no export wrote.
        """
        if self._is_due(name, hashlib.sha256(data).hexdigest()):
            with open(self._stage(name), "xb", opener=self._opener) as out:
                out.write(data)
            self._keep_mode(name)

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """The same of a file that is written piece by piece."""
        whole = self._staging / "open"
        with open(whole, "xb+", opener=self._opener) as out:
            yield out
            out.seek(0)
            digest = hashlib.file_digest(out, "sha256").hexdigest()
        if self._is_due(name, digest):
            whole.replace(self._stage(name))
            self._keep_mode(name)
        else:
            whole.unlink()

    def _is_due(self, name: str, digest: str) -> bool:
        """Whether the file has to be written: there is none yet, or another one of ours."""
        if not is_name(name):
            raise ValueError(f"no name of an exported file: {name!r}")
        self._written.add(self._list, digest, name)
        found = _digest(self.path, name)
        if found is None or found == digest:
            return found is None
        if name not in self._earlier:
            raise Error(f"{self.path / name} is no file of an earlier export: move it, or name another folder")
        return not self._was_edited(name, found)

    def _was_edited(self, name: str, found: str) -> bool:
        """Whether a listed file is not as an export wrote it; it is then kept. One that a crash emptied was not."""
        if found == _EMPTY or self._earlier.wrote(found, name):
            return False
        self.kept += 1
        if len(self.kept_names) < KEPT_SHOWN:
            self.kept_names.append(name)
        return True

    def _stage(self, name: str) -> Path:
        staged = self._staging / "files" / name
        staged.parent.mkdir(parents=True, exist_ok=True)
        self._staged += 1
        return staged

    def _keep_mode(self, name: str) -> None:
        with suppress(FileNotFoundError):
            (self._staging / "files" / name).chmod(stat.S_IMODE((self.path / name).stat().st_mode))

    def publish(self) -> None:
        """Put the files in place, and remove those of earlier exports that are no longer among them."""
        self._list.flush()
        self._written.seal()
        if self._staged:
            self._save_list(more=(one for one in self._earlier.lines() if not self._written.wrote(*one)))
            os.sync()  # no file is put in place before it is on the disk
            self._put_in_place()
        for name, digest in self._remove_stale().items():
            self._list.write(line_of(digest, name))
        self._list.flush()
        if not self._earlier.path.exists() or not filecmp.cmp(self._written.path, self._earlier.path, shallow=False):
            self._save_list()

    def close(self) -> None:
        """No file is added any more."""
        self._list.close()

    def _save_list(self, more: Iterable[tuple[str, str]] = ()) -> None:
        """Write the list, with more lines, in place of the earlier one."""
        with (
            replacing(self._earlier.path, readers_of=self._readers_of) as (handle, _),
            open(handle, "wb", closefd=False) as out,
            self._written.path.open("rb") as written,
        ):
            shutil.copyfileobj(written, out)
            out.writelines(line_of(*one) for one in more)

    def _put_in_place(self) -> None:
        top = self._staging / "files"
        for root, _, names in os.walk(top):
            folder = self.path / Path(root).relative_to(top)
            folder.mkdir(parents=True, exist_ok=True)
            for name in names:
                (Path(root) / name).replace(folder / name)

    def _remove_stale(self) -> dict[str, str]:
        """Remove what earlier exports wrote and this one did not; those that were edited, and so stay, with digests."""
        edited: dict[str, str] = {}
        for digest, name in self._earlier.lines():
            if name in self._written or name in edited:
                continue
            with suppress(Error):
                found = _digest(self.path, name)
                if found is None:
                    continue
                if not self._was_edited(name, found):
                    (self.path / name).unlink()
                    self._remove_empty((self.path / name).parent)
                    self.removed += 1
                    continue
            edited[name] = digest
        return edited

    def _remove_empty(self, folder: Path) -> None:
        with suppress(OSError):
            while folder != self.path:
                folder.rmdir()
                folder = folder.parent


@contextmanager
def export_folder(path: Path, heading: str, *, readers_of: Path) -> Iterator[ExportFolder]:
    """A folder for one export, made if it does not exist. Its files are in place when the block has ended well.

    `heading` names the kind of export: of each kind, a folder has one list. New files are readable by none who may not
    read `readers_of`.

    Raises:
        Error: it cannot be written; another export is writing to it; a file is in the way. All is as it was before.
    """
    with _explained(path):
        require_no_cache(path)
        created = _made(path, _mode(readers_of))
        path = Path(os.path.realpath(path))
        try:
            with _locked(path):
                _remove_left_behind(path)
                staging = path / f".citecache-export-{secrets.token_hex(6)}"
                staging.mkdir(mode=0o700)
                try:
                    earlier = WrittenFiles(_list_path(path, heading), heading)
                    with closing(ExportFolder(path, earlier, staging, readers_of)) as folder:
                        yield folder
                        folder.publish()
                finally:
                    shutil.rmtree(staging, ignore_errors=True)
        finally:
            if created:
                with suppress(OSError):  # not empty: it is done
                    path.rmdir()


def _mode(readers_of: Path) -> int:
    """Of a new file, before the umask."""
    return stat.S_IMODE(readers_of.stat().st_mode) & 0o666


_EMPTY = hashlib.sha256(b"").hexdigest()


def _list_path(folder: Path, heading: str) -> Path:
    path = folder / f".{heading.replace(' ', '-')}.sha256"
    if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
        raise Error(f"{path} is no regular file: name another folder")
    return path


def _digest(folder: Path, name: str) -> str | None:
    """SHA-256 of a file in the folder; None: there is none.

    Raises:
        Error: the name leads out of the folder by a link, or is no regular file.
    """
    place, kind = folder, 0
    for part in name.split("/"):
        try:
            kind = (place := place / part).lstat().st_mode
        except FileNotFoundError:
            return None
        except NotADirectoryError:
            raise Error(f"{place.parent} is in the way: move it, or name another folder") from None
        if stat.S_ISLNK(kind):
            raise Error(f"{place} is a link: move it, or name another folder")
    if not stat.S_ISREG(kind):
        raise Error(f"{place} is no regular file: move it, or name another folder")
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _made(path: Path, mode: int) -> bool:
    """Make the folder; whether it is new."""
    if path.is_dir():
        return False
    if os.path.lexists(path):
        raise Error(f"{path} cannot be written: it is no folder")
    path.mkdir(mode=0o700 | mode | (mode & 0o444) >> 2)
    return True


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One export at a time: flock(2) on the folder itself, where the file system has that."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Error(f"{folder} is being written by another export: wait until it is done") from None
        yield
    finally:
        os.close(handle)


def _remove_left_behind(folder: Path) -> None:
    """What an export that was killed had not put in place."""
    with os.scandir(folder) as entries:
        left = [
            entry.path for entry in entries if STAGING.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
        ]
    for path in left:
        shutil.rmtree(path)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    if "\0" in str(path):
        raise Error(f"{path} cannot be written: it has a NUL in its name")
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if isinstance(error, FileNotFoundError) and not path.parent.exists():
            reason = "its folder does not exist"
        raise Error(f"{path} cannot be written: {reason}") from error
