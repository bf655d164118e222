"""An argument of the command line -> the files it names: `Finder`.

Folders are walked in the order of names. Ignored, and counted: hidden files and folders, folders of version control and
of installed packages, what `.gitignore` files name (see ignores.py), unknown suffixes. A symbolic link to a folder is
followed only if it is named itself: below a folder it might form a loop.
"""

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from crawler.model import Ignored, Skipped
from crawler.sources.ignores import VERSION_CONTROL, IgnoreRules, vendored
from crawler.sources.registry import known_suffixes, suffix_of
from crawler.text.file_names import openable, printable, shown_path

_MAGIC = re.compile(r"[*?\[]")
_BY_RULE = "ignored by .gitignore"
NAMED_ONLY = "read only when it is named"

UNSUPPORTED = "unsupported file type"
"""How the reason begins for which a file of a folder is ignored; its suffix follows."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read. `named`: the user asked for this file or for its suffix, not just for its folder."""

    path: str
    named: bool = False


class Finder:
    """The files of one argument; what was left out is in `skipped` and `ignored`.

    `no_ignore`: hidden and vendored folders, and what `.gitignore` files name, are read like the rest. `shown` gives a
    path as it is reported.
    """

    def __init__(
        self, *, named: bool = False, no_ignore: bool = False, shown: Callable[[str], str] = shown_path
    ) -> None:
        self.named = named  # whether the files found are named: see FoundFile
        self.no_ignore = no_ignore
        self.shown = shown
        self.suffixes = known_suffixes()
        self.by_folder = known_suffixes(named=False)
        self.skipped: list[Skipped] = []
        self.ignored: list[Ignored] = []

    def skip(self, path: str, reason: str, *, fatal: bool = False) -> None:
        self.skipped.append(Skipped(path=self.shown(path), line=None, reason=reason, fatal=fatal))

    def ignore(self, path: str, reason: str) -> None:
        self.ignored.append(Ignored(path=self.shown(path), reason=reason))

    def find(self, argument: str) -> Iterator[FoundFile]:
        """The files that an argument names."""
        if "\0" in argument:
            self.skipped.append(
                Skipped(path=argument.replace("\0", "\ufffd"), line=None, reason="no such file or folder", fatal=True)
            )
            return
        if not os.path.lexists(argument) and os.path.lexists(openable(argument)):
            argument = openable(argument)  # as we print it
        try:
            mode = os.stat(argument).st_mode  # noqa: PTH116 - a str of any bytes, as given
        except OSError as error:
            if is_pattern(argument) and isinstance(error, FileNotFoundError):
                yield from self._glob(argument)
            else:
                self.skip(argument, why(error), fatal=True)
            return
        if stat.S_ISDIR(mode):
            count = 0
            for count, file in enumerate(self.walk(argument), 1):  # noqa: B007 - the number is what is asked for
                yield file
            if not count and not self.skipped:
                self.skip(argument, "nothing to read in this folder")
        elif stat.S_ISREG(mode):
            yield FoundFile(argument, named=True)
        else:
            self.skip(argument, "not a regular file", fatal=True)

    def walk(self, folder: str) -> Iterator[FoundFile]:
        """The files below a folder that have a known suffix, depth first, in the order of names."""
        stack = [(folder, IgnoreRules() if self.no_ignore else IgnoreRules.above(folder))]
        while stack:
            path, rules = stack.pop()
            try:
                with os.scandir(path) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                self.skip(path, why(error))
                continue
            rules = rules if self.no_ignore else rules.within(path)
            folders = []
            for entry in found:
                if self._is_folder(entry, rules):
                    folders.append((entry.path, rules))
                elif self._is_readable(entry, rules):
                    yield FoundFile(entry.path, self.named)
            stack.extend(reversed(folders))

    def _is_folder(self, entry: "os.DirEntry[str]", rules: IgnoreRules) -> bool:
        try:
            if not entry.is_dir():
                return False
        except OSError:
            return False
        link = entry.is_symlink()
        if rules.match(entry.path, folder=not link):
            self.ignore(entry.path, _BY_RULE)
        elif link:
            self.skip(entry.path, "a symbolic link to a folder is not followed: name it to read it")
        elif entry.name.startswith(".") and (not self.no_ignore or entry.name in VERSION_CONTROL):
            self.ignore(entry.path, "hidden folder")
        elif not self.no_ignore and (reason := vendored(entry.path, entry.name)):
            self.ignore(entry.path, reason)
        else:
            return True
        return False

    def _is_readable(self, entry: "os.DirEntry[str]", rules: IgnoreRules) -> bool:
        try:
            mode = entry.stat().st_mode
        except OSError as error:
            self.skip(entry.path, why(error))
            return False
        suffix = printable(suffix_of(entry.name))
        if stat.S_ISDIR(mode):
            return False  # already counted by _is_folder
        if not stat.S_ISREG(mode):
            self.skip(entry.path, "not a regular file")
        elif entry.name.startswith(".") and not self.no_ignore:
            self.ignore(entry.path, "hidden file")
        elif suffix not in self.suffixes:
            self.ignore(entry.path, f"{UNSUPPORTED} {suffix}" if suffix else "file without a suffix")
        elif not self.named and suffix not in self.by_folder:
            self.ignore(entry.path, f"{suffix} file, {NAMED_ONLY}")
        elif rules.match(entry.path, folder=False):
            self.ignore(entry.path, _BY_RULE)
        else:
            return True
        return False

    def _glob(self, pattern: str) -> Iterator[FoundFile]:
        """Files that match a pattern; `**` is any number of folders. By `walk`, which follows no loops."""
        base, wanted = split_pattern(pattern)
        count = 0
        named = PurePosixPath(pattern).suffix[1:].isalnum()
        other = Finder(named=named, no_ignore=self.no_ignore, shown=self.shown)
        for file in other.walk(base):
            if wanted.fullmatch(os.path.relpath(file.path, base).replace(os.sep, "/")):
                count += 1
                yield file
        self.skipped += other.skipped if os.path.isdir(base) else []  # noqa: PTH112 - a str of any bytes
        self.ignored += [one for one in other.ignored if wanted.fullmatch(os.path.relpath(one.path, base))]
        if not count and not self.ignored:
            self.skip(pattern, "no such file or folder matches the pattern", fatal=True)


def split_pattern(pattern: str) -> tuple[str, re.Pattern[str]]:
    """The folder that a pattern starts from, and the paths below it that match."""
    parts = Path(os.path.normpath(pattern)).parts
    fixed = next(at for at, part in enumerate(parts) if _MAGIC.search(part))
    return str(Path(*parts[:fixed])), glob_regex(parts[fixed:])


def is_pattern(argument: str) -> bool:
    """Whether an argument has what makes it a pattern; a file may have it in its name, too."""
    return _MAGIC.search(argument) is not None


def glob_regex(parts: Sequence[str]) -> re.Pattern[str]:
    """A shell pattern, in parts, as a regular expression for a relative path. bench/globs.py compares it with bash."""
    out = []
    for part in parts:
        if part == "**":
            out.append(r"(?:[^/]+/)*")
            continue
        for piece in re.findall(r"\[!?\]?[^\]]*\]|.", part, re.DOTALL):
            if len(piece) > 1:
                inner = piece[1:-1].replace("\\", r"\\").replace("[", r"\[").replace("&&", "&\\&")
                out.append(f"[{'^' + inner[1:] if inner.startswith('!') else inner}]")
            else:
                out.append({"*": "[^/]*", "?": "[^/]"}.get(piece, re.escape(piece)))
        out.append("/")
    body = "".join(out).removesuffix("/")
    try:
        return re.compile(body if parts[-1] != "**" else body + ".*") if body else re.compile(".*")
    except re.error:
        return re.compile(r"(?!)")


def why(error: OSError) -> str:
    """An operating system's error in words for a person."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "permission denied"
    return (error.strerror or str(error)).lower()
