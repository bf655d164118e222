"""`citecache export markdown -o FOLDER`: a file per resource, with front matter."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from command_line import Cite, Installed
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
LIST = ".citecache-markdown.sha256"


def exported(folder: Path) -> dict[str, Path]:
    """The files by the URL in their front matter."""
    return {head(path)["url"]: path for path in folder.glob("*.md")}


def head(path: Path) -> dict[str, object]:
    """The front matter, found and read as a Markdown program does."""
    (block,) = [
        token
        for token in MarkdownIt().use(front_matter_plugin).parse(path.read_text("utf-8"))
        if token.type == "front_matter"
    ]
    found = yaml.safe_load(block.content)
    assert isinstance(found, dict)
    return found


@pytest.mark.usefixtures("filled")
def test_there_is_a_file_per_resource_with_its_facts_and_its_text(cite: Cite, folder: Path) -> None:
    cite("export", "markdown", "-o", "out")
    files = exported(folder / "out")
    assert set(files) == {GOOD, GONE}
    facts = head(files[GOOD])
    assert facts["verdict"] == "alive"
    assert facts["http_status"] == 200
    assert facts["cited_by"] == ["wiki/llama.md:3"]
    assert files[GOOD].name == f"example-org-llama-{facts['id']}.md"
    text = files[GOOD].read_text("utf-8")
    assert "leaked a week after its release" in text
    assert re.search(r"^# The leak$", text, re.MULTILINE)
    assert head(files[GONE])["verdict"] == "missing"


@pytest.mark.parametrize(
    ("output", "is_folder"), [("out", True), ("out.d/", True), ("out.md", False), ("there.d", True), ("old", False)]
)
@pytest.mark.usefixtures("filled")
def test_the_path_says_whether_it_is_a_folder(cite: Cite, folder: Path, output: str, is_folder: bool) -> None:
    """A folder that is there, a slash, or a new name without a suffix; an older file stays one."""
    (folder / "there.d").mkdir()
    (folder / "old").touch()
    cite("export", "markdown", "-o", output)
    assert (folder / output).is_dir() == is_folder
    if not is_folder:
        assert (folder / output).read_text("utf-8").startswith("# Cited resources\n")


@pytest.mark.usefixtures("filled")
def test_the_same_cache_makes_the_same_folder(installed: Installed, folder: Path) -> None:
    for name in ("one", "two"):
        installed("export", "markdown", "-o", name)
    subprocess.run(["diff", "-r", "one", "two"], cwd=folder, check=True)
    assert (folder / "one" / LIST).is_file()


@pytest.mark.usefixtures("filled")
def test_what_is_no_longer_exported_is_removed_and_said(cite: Cite, folder: Path) -> None:
    cite("export", "markdown", "-o", "out")
    (folder / "out" / "notes.md").write_text("mine")
    said = cite("export", "markdown", "-o", "out", "--verdict", "alive").stderr
    assert "1 card in out" in said
    assert "1 file of an earlier export removed" in said
    assert sorted(path.name[:8] for path in (folder / "out").glob("*.md")) == ["example-", "notes.md"]


@pytest.mark.usefixtures("filled")
def test_a_file_that_was_edited_is_kept_and_said(cite: Cite, folder: Path) -> None:
    cite("export", "markdown", "-o", "out")
    path = exported(folder / "out")[GOOD]
    path.write_text("---\nurl: mine\n---\nmine")
    said = cite("export", "markdown", "-o", "out").stderr
    assert f"1 file edited since the last export, and kept: {path.name}" in said
    assert path.read_text().endswith("mine")


@pytest.mark.usefixtures("filled")
def test_a_folder_is_refused_where_a_file_is_written(cite: Cite, folder: Path) -> None:
    (folder / "out").mkdir()
    assert "is a directory" in cite("export", "jsonl", "-o", "out", expect=2).stderr


@pytest.mark.usefixtures("filled")
def test_what_belongs_to_the_cache_is_no_folder(cite: Cite, folder: Path) -> None:
    (folder / "citecache.db").rename(folder / "cache")
    error = cite("--db", "cache", "export", "markdown", "-o", "cache.lock/", expect=1).exception
    assert "belongs to the cache" in str(error)
