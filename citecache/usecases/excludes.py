"""Which citations `check` leaves out: `--exclude`, and lychee's `lychee.toml` and `.lycheeignore`.

As in lychee (lychee-lib/src/filter/mod.rs; lychee.cli.rs/guides/config): a pattern is a regular expression that is
searched for in the URL; an `include` that matches wins over every exclude; with includes only, all else is left out;
`exclude_path` is searched for in the path of the Document. `.lycheeignore` has one more exclude a line, and `#` begins
a comment (lychee's pull request 616).
Patterns are Rust's, and come with what is checked out: RE2 has nearly the syntax of Rust's regex crate and takes linear
time, too. A pattern that it cannot read, or reads differently, is an error and never ignored.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from crawler.model import Finding
from crawler.model.errors import Error

CONFIG = Path("lychee.toml")
IGNORE = Path(".lycheeignore")
KEYS = ("exclude", "include", "exclude_path")

REMEMBERED = 4_096
"""URLs and paths whose answer is remembered: a document cites the same ones again."""

_OTHERWISE = re.compile(r"\\(?:\\|(?P<found>[<>]|b\{))")
"""Word boundaries in Rust's regex crate that RE2 treats as text: `\\<`, `\\>`, `\\b{start}` (docs.rs/regex)."""
_CLASS = re.compile(r"\\.|\[\^?\]?(?P<inner>(?:\\.|\[:\^?\w+:\]|[^\]\\])*)\]", re.DOTALL)
_PLAIN = re.compile(r"\\.|\[:\^?\w+:\]", re.DOTALL)
_SET = re.compile(r"\[|&&|--|~~")


class UrlRegex(Protocol):
    """What is used of a compiled expression."""

    pattern: str

    def search(self, text: str) -> object | None: ...


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, and where it stands."""

    origin: str  # "--exclude", "lychee.toml", ".lycheeignore"
    key: str  # one of KEYS
    regex: UrlRegex

    def search(self, text: str) -> bool:
        """Whether it matches anywhere; what is no text in a path is U+FFFD."""
        return self.regex.search(text.encode("utf-8", "replace").decode()) is not None

    @property
    def reason(self) -> tuple[str, str]:
        """The reason for leaving a citation out; and the same without the pattern."""
        name = self.origin if self.origin.startswith("--") else f"{self.origin} {self.key}"
        return f"{name} {self.regex.pattern!r}", name


def excluding(patterns: Iterable[Pattern]) -> Callable[[Finding], tuple[str, str] | None]:
    """A function that gives the reason why a finding is left out; None: it is not."""
    by = {key: [pattern for pattern in patterns if pattern.key == key] for key in KEYS}

    if not any(by.values()):
        return lambda _: None

    @lru_cache(maxsize=REMEMBERED)
    def by_url(url: str) -> tuple[str, str] | None:
        if any(pattern.search(url) for pattern in by["include"]):
            return None
        found = next((pattern.reason for pattern in by["exclude"] if pattern.search(url)), None)
        if found is None and by["include"] and not by["exclude"]:
            origin = by["include"][0].origin
            return f"{origin}: no include matches", f"{origin} include"
        return found

    @lru_cache(maxsize=REMEMBERED)
    def by_path(path: str) -> tuple[str, str] | None:
        spellings = (path, f"./{path}")  # lychee has the folder as it was named, which is "." more often than not
        found = (pattern for pattern in by["exclude_path"] if any(map(pattern.search, spellings)))
        return next((pattern.reason for pattern in found), None)

    return lambda finding: by_path(finding.document or "") or by_url(finding.url)


def configured(config: Path | None) -> list[Pattern]:
    """The patterns of lychee's files: `config`, else `./lychee.toml` if there is one; and `./.lycheeignore`.

    Raises:
        Error: a file cannot be read, or a pattern in it.
    """
    patterns: list[Pattern] = []
    path = config or (CONFIG if _present(CONFIG) else None)
    if path is not None:
        patterns += _toml(path)
    if _present(IGNORE):
        lines = (line.strip() for line in _text(IGNORE).splitlines())
        patterns += [compiled(line, str(IGNORE)) for line in lines if line and not line.startswith("#")]
    return patterns


def compiled(pattern: str, origin: str, key: str = "exclude") -> Pattern:
    """One pattern.

    Raises:
        Error: RE2 cannot read it, or reads it differently from Rust.
    """
    import re2  # noqa: PLC0415 - slow to import, and few commands have patterns

    options = re2.Options()
    options.log_errors = False
    other = next((match[0] for match in _OTHERWISE.finditer(pattern) if match["found"]), None) or _inner_set(pattern)
    try:
        regex = re2.compile(pattern, options)
    except re2.error as error:
        told = error.args[0] if error.args else b""
        reason = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    else:
        if other is None:
            return Pattern(origin, key, regex)
        reason = f"it has no {other}"
    name = origin if origin == key or origin.startswith("--") else f"{origin}: {key}"
    raise Error(f"{name} {pattern!r} is not a regular expression of RE2, which takes linear time: {reason}; rewrite it")


def _inner_set(pattern: str) -> str | None:
    """What stands in a class that Rust reads as a set of its own and RE2 as characters: `[a-z&&[^x]]`."""
    for match in _CLASS.finditer(pattern):
        if match["inner"] and (found := _SET.search(_PLAIN.sub("", match["inner"]))):
            return f"{found[0]} within a class"
    return None


def _toml(path: Path) -> list[Pattern]:
    try:
        values: dict[str, Any] = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise Error(f"{path} is not valid TOML: {error}") from error
    patterns = []
    for key in KEYS:
        listed = values.get(key, [])
        if not isinstance(listed, list) or not all(isinstance(value, str) for value in listed):
            raise Error(f"{path}: {key} is not a list of strings")
        patterns += [compiled(value, str(path), key) for value in listed]
    return patterns


def _present(path: Path) -> bool:
    """Whether the folder has that file. A pipe of that name, which nobody writes to, would be waited for.

    Raises:
        Error: it is no file.
    """
    if path.exists() and not path.is_file():
        raise Error(f"{path} cannot be read: it is not a file")
    return path.exists()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Error(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Error(f"{path} is not valid UTF-8: {error.reason} at byte {error.start}") from error
