"""`.gitignore` files, hidden and vendored folders: left out, counted, and read when asked for."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from citecache.cli.group import citecache
from crawler.model import ParsedSource
from crawler.sources.reading import read_all

LINK = "[a](https://e.org/)\n"


def tree(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def paths(readings: list[ParsedSource]) -> list[str]:
    return sorted(reading.document.path for reading in readings if reading.document)


def ignored(readings: list[ParsedSource]) -> list[tuple[str, str]]:
    return sorted((one.path, one.reason) for reading in readings for one in reading.ignored)


def test_what_a_gitignore_names_is_counted_with_its_path(folder: Path) -> None:
    tree(folder, {".gitignore": "build/\n*.txt\n", "a.md": LINK, "n.txt": LINK, "build/b.md": LINK, "docs/n.txt": LINK})
    readings = list(read_all(["."]))
    assert paths(readings) == ["a.md"]
    assert [path for path, reason in ignored(readings) if reason == "ignored by .gitignore"] == [
        "build", "docs/n.txt", "n.txt",
    ]  # fmt: skip


def test_rules_of_the_repository_apply_to_a_folder_in_it_and_none_from_above_it(folder: Path) -> None:
    tree(folder, {".gitignore": "*.md\n", "repo/.git/x": "", "repo/.gitignore": "/docs/out\n"})
    tree(folder, {"repo/docs/a.md": LINK, "repo/docs/out/b.md": LINK})
    assert paths(list(read_all(["repo/docs"]))) == ["repo/docs/a.md"]


def test_what_is_named_is_read_whatever_the_rules_say(folder: Path) -> None:
    tree(folder, {".git/x": "", ".gitignore": "build/\n", "build/b.md": LINK, "vendor/v.md": LINK})
    assert paths(list(read_all(["build/b.md"]))) == ["build/b.md"]
    assert paths(list(read_all(["build"]))) == ["build/b.md"]
    assert paths(list(read_all(["vendor"]))) == ["vendor/v.md"]


def test_a_pattern_counts_what_it_matches_and_the_rules_leave_out(folder: Path) -> None:
    tree(folder, {".gitignore": "b.md\n", "a.md": LINK, "b.md": LINK, "c.txt": LINK})
    readings = list(read_all(["*.md"]))
    assert paths(readings) == ["a.md"]
    assert ignored(readings) == [("b.md", "ignored by .gitignore")]


def test_vendored_and_hidden_folders_are_read_only_without_ignoring(folder: Path) -> None:
    tree(folder, {".gitignore": "out/\n", "env/pyvenv.cfg": "", ".git/c.md": LINK})
    files = ["vendor/a.md", "x/third_party/a.md", "bower_components/a.md", "env/a.md", ".tox/a.md", "out/a.md", ".a.md"]
    tree(folder, dict.fromkeys(files, LINK))
    assert paths(list(read_all(["."]))) == []
    readings = list(read_all(["."], no_ignore=True))
    assert paths(readings) == sorted(files)
    assert (".git", "hidden folder") in ignored(readings)


def test_the_command_line_has_the_option(folder: Path) -> None:
    tree(folder, {".gitignore": "b.md\n", "a.md": LINK, "b.md": LINK})
    given = ["--dry-run", "--db", "x.db"]
    assert "1 citation," in CliRunner().invoke(citecache, ["add", ".", *given]).output
    assert "2 citations," in CliRunner().invoke(citecache, ["add", ".", *given, "--no-ignore"]).output


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge")
@pytest.mark.parametrize(
    "rules",
    [
        {".gitignore": "/*\n!/d\n!/a.md\n"},
        {".gitignore": "*\n!*/\n!*.md\n"},
        {".gitignore": "*.md\n!d/e/a.md\n"},
        {".gitignore": "d/\n!d/a.md\n"},
        {".gitignore": "d/*\n!d/a.md\n"},
        {".gitignore": "**/e\n"},
        {".gitignore": "d/**\n!d/a.md\n"},
        {".gitignore": "**\n!d/\n!d/e\n"},
        {".gitignore": "d/**/b.md\n\\#x.md\n# c\n"},
        {".gitignore": "*.md\n", "d/.gitignore": "!b.md\n"},
        {".gitignore": "", "d/.gitignore": "/a.md\n", "d/e/.gitignore": "*\n!.gitignore\n"},
        {".gitignore": "a.md   \nb.m[a-d]\n[\n"},
        {".gitignore": "/d/e\n", "d/.gitignore": "!e\n"},
    ],
)
def test_rules_mean_what_they_mean_to_git(folder: Path, rules: dict[str, str]) -> None:
    tree(folder, dict.fromkeys(("a.md", "b.md", "#x.md", "d/a.md", "d/b.md", "d/e/a.md", "d/e/f/b.md"), LINK))
    tree(folder, rules)
    subprocess.run(["git", "init", "-q", "."], check=True)
    command = ["git", "-c", "core.quotePath=false", "ls-files", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")
    assert paths(list(read_all(["."]))) == sorted(name for name in listed if name.endswith(".md"))


@pytest.mark.parametrize("rule", ["*a" * 40 + "b", "**/a/" * 40 + "b", "a*" * 40 + "/b", "/**/a*a*a*a*a/**/a*b/**/c"])
def test_no_rule_of_a_repository_takes_long(folder: Path, rule: str) -> None:
    """With backtracking, each would take longer than the universe is old."""
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text(rule + "\n")
    deep = folder / Path(*["a" * 60] * 3, *["a"] * 60)
    deep.mkdir(parents=True)
    (deep / f"{'a' * 200}.md").write_text("[x](https://e.org/)")
    assert sum(len(reading.citations) for reading in read_all([str(folder)])) == 1
