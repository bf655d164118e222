r"""File names as text, and the names by which Documents are called.

A file name is bytes (POSIX); Python gives those that are not UTF-8 as lone surrogates (PEP 383), which no output can
hold. As text they are `\xe9`, in the form that Python and the shell's `$'...'` have: two such names stay two, and can
be given back to a command.
"""

import os
import re
from pathlib import Path, PurePosixPath

_NOT_TEXT = re.compile("[\ud800-\udfff]")
_LITERAL = re.compile(r"\\(?=x(?:5c|[89a-f][0-9a-f]))")
_ESCAPE = re.compile(r"\\x(5c|[89a-f][0-9a-f])")


def printable(path: str) -> str:
    r"""A path as text that UTF-8 can hold; `openable` reverses it.

    >>> print(printable("caf\udce9.md"), printable("café.md"))
    caf\xe9.md café.md
    """
    if path.isascii() and "\\" not in path:
        return path
    return _NOT_TEXT.sub(_escaped, _LITERAL.sub(r"\\x5c", path))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0]) - 0xDC00
    return f"\\x{code:02x}" if 0x80 <= code <= 0xFF else "\ufffd"


def openable(path: str) -> str:
    r"""The path that a printable path stands for.

    >>> openable(printable("caf\udce9.md")) == "caf\udce9.md", openable(printable(r"a\xe9.md")) == r"a\xe9.md"
    (True, True)
    """
    return _ESCAPE.sub(_unescaped, path) if "\\" in path else path


def _unescaped(match: re.Match[str]) -> str:
    return "\\" if match[1] == "5c" else chr(0xDC00 + int(match[1], 16))


def shown_path(path: str) -> str:
    """A path as a person would type it: relative to the working directory if below it, else as given, normalised."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow symbolic links
    here = os.getcwd()  # noqa: PTH109 - a string is what is compared
    if absolute.startswith(here.rstrip(os.sep) + os.sep):
        return printable(Path(absolute[len(here.rstrip(os.sep)) + 1 :]).as_posix())
    return printable(Path(os.path.normpath(path)).as_posix())


def document_name(path: str) -> str:
    """The name by which other files refer to a document: its stem; for `index` and `_index`, its folder's name."""
    pure = PurePosixPath(path)
    if pure.stem in ("index", "_index"):
        # absolute: the folder of `index.md` or `../index.md` is the same from every working directory
        return Path(os.path.abspath(path)).parent.name or pure.stem  # noqa: PTH100 - as above
    return pure.stem
