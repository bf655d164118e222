"""Folders that hold no documents of one's own: hidden, vendored, or ignored by the rules of `.gitignore` files.

The rules are git's (git-scm.com/docs/gitignore): a `.gitignore` applies to its folder and all below it, a deeper one
counts more, and what is below an ignored folder stays ignored. Those of the folders above apply up to the root of the
repository. Not read: `.git/info/exclude` and a user's own excludes, which are no part of what others check out.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

VERSION_CONTROL = frozenset((".git", ".hg", ".svn", ".bzr", "_darcs"))
VENDORED = frozenset(
    "node_modules bower_components jspm_packages vendor third_party third-party site-packages __pycache__ venv".split()
)
"""Names of folders that hold other people's work."""

_RULES = ".gitignore"
_MAX_RULE_BYTES = 1024 * 1024
_STAR = "[^/]*"
_PIECE = re.compile(r"\\.|\[[!^]?\]?(?:\\.|[^\]\\])*+\]|.", re.DOTALL)


def vendored(folder: str, name: str) -> str | None:
    """Why a folder is one of installed packages or of copies of other projects; None if it is not."""
    if name in VENDORED:
        return f"folder {name}"
    marked = os.path.lexists(os.path.join(folder, "pyvenv.cfg"))  # noqa: PTH118 - a str of any bytes
    return "virtual environment of Python" if marked else None


@dataclass(frozen=True, slots=True)
class IgnoreRule:
    """One line of a `.gitignore`."""

    ignores: bool  # False: a line with `!`, which takes a file back
    folders_only: bool
    anywhere: bool  # without a slash: it matches a name in any folder
    regex: re.Pattern[str]

    def match(self, relative: str, *, folder: bool) -> bool:
        subject = relative.rpartition("/")[2] if self.anywhere else relative
        return (folder or not self.folders_only) and self.regex.fullmatch(subject) is not None


_Level = tuple[str, tuple[IgnoreRule, ...]]


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules that apply in one folder, each level with the absolute path of its `.gitignore`; the deepest last."""

    levels: tuple[_Level, ...] = ()

    @classmethod
    def above(cls, folder: str) -> "IgnoreRules":
        """The rules that a folder's parents have for it, up to the root of its repository.

        None when there is no repository, and none when the folder itself is ignored: who names it wants it read.
        """
        path = os.path.abspath(folder)  # noqa: PTH100 - Path.resolve would follow symbolic links
        chain = list(_up_to_root(path))
        rules = cls()
        for parent, child in pairwise(chain):
            rules = rules.within(parent)
            if rules.match(child, folder=True):
                return cls()
        return rules

    def within(self, folder: str) -> "IgnoreRules":
        """These rules and those of a folder's own `.gitignore`."""
        path = os.path.abspath(folder)  # noqa: PTH100 - as above
        rules = _rules(path)
        return IgnoreRules((*self.levels, (path, rules))) if rules else self

    def match(self, path: str, *, folder: bool) -> bool:
        """Whether a file or folder is ignored; the folders above it are not. The last rule that matches decides."""
        if not self.levels:
            return False
        absolute = os.path.abspath(path)  # noqa: PTH100 - as above
        for base, rules in reversed(self.levels):
            relative = absolute[len(base.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
            for rule in reversed(rules):
                if rule.match(relative, folder=folder):
                    return rule.ignores
        return False


def _up_to_root(path: str) -> Iterator[str]:
    """The root of the repository that a folder is in and the folders down to it; nothing outside of a repository."""
    chain = [path]
    while not os.path.lexists(os.path.join(chain[-1], ".git")):  # noqa: PTH118 - a str of any bytes
        parent = os.path.dirname(chain[-1])  # noqa: PTH120 - likewise
        if parent == chain[-1]:
            return
        chain.append(parent)
    yield from reversed(chain)


def _rules(folder: str) -> tuple[IgnoreRule, ...]:
    file = Path(folder, _RULES)
    try:
        if not file.is_file():
            return ()
        with file.open("rb") as stream:
            text = stream.read(_MAX_RULE_BYTES).decode("utf-8", "surrogateescape")
    except OSError:
        return ()
    return tuple(rule for line in text.removeprefix("\ufeff").splitlines() if (rule := _rule(line)))


def _rule(line: str) -> IgnoreRule | None:
    """A line's rule: gitignore(5), "Pattern format"; None for a comment and for a pattern that git leaves out, too."""
    bare = line.rstrip(" ")
    if bare.endswith("\\") and bare != line:
        bare += " "  # an escaped space at the end belongs to the pattern
    if not bare or bare.startswith("#"):
        return None
    ignores = not bare.startswith("!")
    pattern = bare if ignores else bare[1:]
    folders_only = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    anywhere = "/" not in pattern
    try:
        regex = re.compile(_regex(pattern.removeprefix("/")), re.DOTALL)
    except re.error:
        return None
    return IgnoreRule(ignores, folders_only, anywhere, regex) if pattern else None


def _regex(pattern: str) -> str:
    """The regular expression of a pattern. A rule comes with what is checked out, so none may take long.

    Between two wildcards the first match is as good as any other: an atomic group tries no more.
    """
    parts = [part for part, _ in groupby(pattern.split("/"))] if "**" in pattern else pattern.split("/")
    runs = [""]
    for at, part in enumerate(parts):
        if part == "**" and len(parts) > 1:
            runs.append("")
        else:
            runs[-1] += _component(part) + ("/" if at < len(parts) - 1 else "")
    first, *others = runs
    if not others:
        return first
    *middle, last = others
    atomic = (f"(?>(?:[^/]+/)*?{run})" for run in middle)
    return first + "".join(atomic) + (f"(?:[^/]+/)*{last}" if parts[-1] != "**" else ".+")


def _component(part: str) -> str:
    """A name's pattern."""
    pieces = [_piece(match[0]) for match in _PIECE.finditer(re.sub(r"\*+", "*", part))]
    segments = [""]
    for piece in pieces:
        if piece == _STAR:
            segments.append("")
        else:
            segments[-1] += piece
    first, *others = segments
    if not others:
        return first
    *middle, last = others
    return first + "".join(f"(?>{_STAR}?{segment})" for segment in middle) + _STAR + last


def _piece(piece: str) -> str:
    if len(piece) > 1 and piece[0] == "[":
        inner = piece[1:-1].replace("[", r"\[").replace("&&", r"&\&")
        return f"(?!/)[{'^' + inner[1:] if inner[0] in '!^' else inner}]"
    if len(piece) > 1:
        return re.escape(piece[1])
    return {"*": _STAR, "?": "[^/]"}.get(piece, re.escape(piece))
