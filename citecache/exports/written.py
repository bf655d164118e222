"""The list of the files that an export wrote into a folder: names and digests, in the format of sha256sum (coreutils).

A file can be listed twice while an export is under way: as it was, and as it will be. Of each name and of each line 8
bytes are held in memory, so that a million files cost some megabytes.
"""

import hashlib
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_LINE = re.compile(rb"([0-9a-f]{64})  ([^\n]+)\n")
_NAME = re.compile(r"(?!\.)[^/\\\0-\x1f\x7f]+(/(?!\.)[^/\\\0-\x1f\x7f]+)*")


class WrittenFiles:
    """The files of a list."""

    def __init__(self, path: Path, heading: str = "") -> None:
        self.path = path
        self.heading = heading
        self._names = array("Q")
        self._lines = array("Q")
        for digest, name in self.lines():
            self._names.append(_key(name))
            self._lines.append(_key(f"{digest} {name}"))
        self.seal()

    def lines(self) -> Iterator[tuple[str, str]]:
        """Digest and name of each file, in the order of the list; lines that no export wrote are skipped."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for line in file:
                if match := _LINE.fullmatch(line):
                    name = match[2].decode("utf-8", "replace")
                    if is_name(name):
                        yield match[1].decode(), name

    def start(self) -> BinaryIO:
        """A new list at the path."""
        out = self.path.open("xb")
        out.write(f"# {self.heading}\n".encode())
        return out

    def add(self, out: BinaryIO, digest: str, name: str) -> None:
        """A line of a new list."""
        out.write(line_of(digest, name))
        self._names.append(_key(name))
        self._lines.append(_key(f"{digest} {name}"))

    def seal(self) -> None:
        """From now on it can be searched."""
        self._names = array("Q", sorted(self._names))
        self._lines = array("Q", sorted(self._lines))

    def __contains__(self, name: str) -> bool:
        return _has(self._names, _key(name))

    def wrote(self, digest: str, name: str) -> bool:
        """Whether a file of that name and content is listed."""
        return _has(self._lines, _key(f"{digest} {name}"))


def line_of(digest: str, name: str) -> bytes:
    """A file as a line."""
    return f"{digest}  {name}\n".encode()


def is_name(name: str) -> bool:
    """Whether a file may be called so: a path within the folder, with slashes, no part of it hidden."""
    return _NAME.fullmatch(name) is not None


def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _has(keys: "array[int]", key: int) -> bool:
    at = bisect_left(keys, key)
    return at < len(keys) and keys[at] == key
