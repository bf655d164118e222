"""Glob patterns: ours (`crawler.sources.files.glob_regex`) and pathspec's, compared with bash and git.

    python bench/globs.py [--files 20000]

Accuracy: bash (globstar, in a real folder) and git (`ls-files ':(glob)...'`, in a real repository) expand each pattern;
a matcher agrees if it selects the same files as bash, whose syntax we follow. Then pathspec's rules of .gitignore, its
main use, compared with `git check-ignore`. Time: matching the paths of a tree, without walking it.

Needs bash and git; pathspec comes with the development tools (mypy and hatchling need it).
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from pathspec import GitIgnoreSpec

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler.sources.files import glob_regex

FILES = """
a.md
b.txt
[x].md
a+b.md
a.b.md
ä.md
docs/a.md
docs/b.mdx
docs/x1.md
docs/x2.md
docs/x10.md
docs/xa.md
docs/x-.md
docs/x^.md
docs/x!.md
docs/x].md
docs/deep/a.md
docs/deep/er/a.md
docs/deep/er/b.bib
docs.md/a.md
src/docs/a.md
src/a b.md
"""

PATTERNS = """
*.md
*
**
**/*.md
**/a.md
**/docs/*.md
docs/*
docs/*.md
docs/*.md*
docs/**
docs/**/*.md
docs/**/a.md
docs/**/er/*
docs/*/a.md
docs/*/*/a.md
docs/x?.md
docs/x[0-9].md
docs/x[!0-9].md
docs/x[^0-9].md
docs/x[]].md
docs/x[!]].md
docs/x[a-].md
docs/x[!^].md
docs/x[12]*.md
docs/[a-b].md*
docs*/a.md
*/a.md
*/*/a.md
*.*.md
?.md
??.md
[[]x].md
a+*.md
[äö].md
src/a *.md
src/**/a.md
d?cs/a.md
nothing/*.md
docs/**.md
**.md
docs/[
"""

RULES = """
*.md
/*.md
docs/
docs
/docs/*
docs/deep
docs/**
**/er
**/a.md
docs/**/a.md
docs/*/a.md
x?.md
docs/x[0-9].md
docs/x[!0-9].md
docs/*,!docs/a.md
docs/,!docs/a.md
*,!*.md
*,!*/,!*.bib
*.md,!/a.md
# a.md
a b.md
a*
[[]x].md
deep/er
src/
!a.md
"""
"""Rules of one .gitignore each; `,` stands for a new line."""

Matcher = Callable[[str, list[str]], set[str]]


def ours(pattern: str, paths: list[str]) -> set[str]:
    wanted = glob_regex(PurePosixPath(pattern).parts)
    return {path for path in paths if wanted.fullmatch(path)}


def pathspec(pattern: str, paths: list[str]) -> set[str]:
    """A rule of .gitignore, bound to the root: an unbound `*.md` would match in every folder."""
    return set(GitIgnoreSpec.from_lines([f"/{pattern}"]).match_files(paths))


def bash(pattern: str, root: Path) -> set[str]:
    quoted = pattern.replace(" ", "\\ ")
    script = f'shopt -s globstar nullglob; for f in {quoted}; do [ -f "$f" ] && printf \'%s\\n\' "$f"; done; true'
    done = subprocess.run(["bash", "-c", script], cwd=root, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines())


def git(pattern: str, root: Path) -> set[str]:
    command = ["git", "-c", "core.quotepath=false", "ls-files", "--", f":(glob){pattern}"]
    return set(subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.splitlines())


def accuracy() -> None:
    paths, patterns, rules = (listing.split("\n")[1:-1] for listing in (FILES, PATTERNS, RULES))
    agreed = {"ours": 0, "pathspec": 0, "git": 0}
    with tempfile.TemporaryDirectory() as folder:
        root = repository(Path(folder), paths)
        for pattern in patterns:
            expected = bash(pattern, root)
            found = {"ours": ours(pattern, paths), "pathspec": pathspec(pattern, paths), "git": git(pattern, root)}
            for name, selected in found.items():
                agreed[name] += compare(pattern, name, selected, expected)
        same = sum(
            compare(rule, "ignore", set(GitIgnoreSpec.from_lines(rule.split(",")).match_files(paths)), ignored)
            for rule in rules
            for ignored in [git_ignored(rule, root, paths)]
        )
    for name, count in agreed.items():
        print(f"{name}: {count} of {len(patterns)} patterns as bash expands them")
    print(f"pathspec: {same} of {len(rules)} .gitignore files as git reads them")


def repository(root: Path, paths: list[str]) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    return root


def git_ignored(rule: str, root: Path, paths: list[str]) -> set[str]:
    (root / ".gitignore").write_text(rule.replace(",", "\n") + "\n")
    command = ["git", "-c", "core.quotepath=false", "check-ignore", "--no-index", "--stdin"]
    done = subprocess.run(command, cwd=root, input="\n".join(paths), capture_output=True, text=True, check=False)
    return set(done.stdout.splitlines())


def compare(pattern: str, name: str, selected: set[str], expected: set[str]) -> bool:
    if selected != expected:
        print(f"{pattern:16} {name:9} also {sorted(selected - expected)}, not {sorted(expected - selected)}")
    return selected == expected


def speed(count: int) -> None:
    chance = random.Random(1)
    names = [f"part{number}" for number in range(40)]
    suffixes = (".md", ".mdx", ".txt", ".bib", ".png")
    paths = [
        "/".join([*chance.choices(names, k=chance.randint(1, 5)), f"page{number}{chance.choice(suffixes)}"])
        for number in range(count)
    ]
    for pattern in ("**/*.md", "part1*/**/page*7.md", "*/*/*.mdx"):
        for name, match in (("ours", ours), ("pathspec", pathspec)):
            best = min(_seconds(match, pattern, paths) for _ in range(5))
            print(f"{pattern:20} {name:9} {best * 1000:6.1f} ms for {count:,} paths")


def _seconds(match: Matcher, pattern: str, paths: list[str]) -> float:
    start = time.process_time()
    match(pattern, paths)
    return time.process_time() - start


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=20_000, help="paths of the tree that is timed")
    accuracy()
    speed(options.parse_args().files)
