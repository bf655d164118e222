"""Commands of ours as they can be pasted."""

import os
import re
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from citecache.render.clean import inert

DEFAULT_DB = "citecache.db"

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e"}


def command_line(arguments: str | Sequence[str], database: Path) -> str:
    """A citecache command that can be pasted as it stands: words, which are quoted, or text that is in order already.

    It has the path of the program if the shell does not find `citecache`, and --db if the database is not the default.
    """
    program = "citecache" if shutil.which("citecache") else quoted(sys.argv[0])
    words = arguments if isinstance(arguments, str) else " ".join(map(quoted, arguments))
    if database == Path(os.environ.get("CITECACHE_DB", DEFAULT_DB)):
        return f"{program} {words}"
    return f"{program} --db {quoted(str(database))} {words}"


def quoted(word: str) -> str:
    r"""A word for a shell (bash, zsh, ksh), on one line and inert: what would act on a terminal is escaped.

    >>> print(quoted("a.md"), quoted("a; b.md"), quoted("a\nb's"))
    a.md 'a; b.md' $'a\nb\'s'
    """
    if inert(word) == word and "\n" not in word and "\t" not in word:
        return shlex.quote(word)
    return "$'" + re.sub(r"[^ -&(-\[\]-~]", _escaped, word) + "'"


def quoted_path(path: str) -> str:
    """A path as an argument of ours: one that begins with a dash is no option, and `-` is no standard input.

    >>> print(quoted_path("-rf.md"), quoted_path("a.md"))
    ./-rf.md a.md
    """
    return quoted(f"./{path}" if path.startswith("-") else path)


def _escaped(match: re.Match[str]) -> str:
    r"""A character in `$'...'` (POSIX.1-2024, 2.2.4): by its name, its byte, or as it is if it is harmless."""
    character = match[0]
    if character in _ESCAPES:
        return _ESCAPES[character]
    if inert(character) == character:
        return character
    way = "surrogateescape" if "\udc80" <= character <= "\udcff" else "surrogatepass"  # PEP 383
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", way))
