"""`merge`: another cache is joined in, as the command line tells it."""

import shutil
from pathlib import Path

from command_line import AsJson, Cite, Installed

GOOD, GONE = "https://example.org/llama", "https://example.org/gone"


def colleague(filled: Path) -> Path:
    """A copy of the cache, in a folder of its own."""
    folder = filled.parent / "colleague"
    folder.mkdir()
    return Path(shutil.copy(filled, folder / "theirs.db"))


def test_a_cache_is_made_of_another_one(filled: Path, cite: Cite, as_json: AsJson) -> None:
    other = colleague(filled)
    said = cite("merge", "--db", "new.db", str(other)).stdout
    assert "1 document, 2 citations, 2 resources, 2 pages, 2 fetches, 1 capture new here" in said
    assert as_json("list", "--db", "new.db") == as_json("list")
    assert [hit["url"] for hit in as_json("search", "weights", "--db", "new.db")] == [GOOD]
    assert cite("doctor", "--db", "new.db").exit_code == 0
    assert "nothing new here" in cite("merge", "--db", "new.db", str(other)).stdout


def test_conflicts_are_one_line_each_and_can_be_cut(filled: Path, cite: Cite, as_json: AsJson) -> None:
    other = colleague(filled)
    for url in (GOOD, GONE):
        cite("mark", url, "dead", "--db", str(other), "--note", "no\x1b[31m\n::error::really")
        cite("mark", url, "alive")
    lines = cite("merge", str(other)).stdout.splitlines()
    for line, url in zip(lines[:2], (GOOD, GONE), strict=True):
        assert line.startswith(f"conflict: {url}: marked alive here, dead there")
    assert len(lines) == 3
    cut = cite("merge", "--limit", "1", str(other))
    assert cut.stdout.count("conflict: ") == 1
    assert "--limit 2 lists them all" in cut.stderr
    (result,) = as_json("merge", str(other))
    assert len(result["conflicts"]) == 2
    assert result["new"]["fetches"] == 0


def test_the_cache_itself_and_what_is_none_are_refused(filled: Path, installed: Installed) -> None:
    before = filled.read_bytes()
    for name, words in ((str(filled), "is this cache itself"), ("none.db", "there is no cache at none.db")):
        error = installed("merge", name, expect=1).stderr
        assert words in error
        assert error.count("\n") == 1
    assert filled.read_bytes() == before
    assert "Missing argument" in installed("merge", expect=2).stderr
