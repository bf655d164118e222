"""A command that had nothing to do, or did not do all, says so and fails; and it leaves no empty cache behind."""

from pathlib import Path

import pytest
from command_line import AsJson, Cite

NEEDING = (
    *(("list",), ("status",), ("check",), ("todo",), ("search", "x"), ("show", "x"), ("why", "x"), ("diff", "x")),
    *(("changes",), ("export", "jsonl"), ("refresh",), ("archive",), ("reextract",), ("backup", "b.db"), ("doctor",)),
    *(("mark", "x", "alive"), ("forget", "x"), ("prune",), ("crawl",), ("crawl", "--dry-run"), ("add", "--prune")),
)
"""Commands that need a cache."""

UNREAD = {
    "missing.md": "no such file or folder",
    "missing*.md": "no such file or folder matches",
    "program.xyz": "no format reads this .xyz file",
    "binary.md": "a binary file",
    "folder": "nothing to read in this folder",
    "/dev/null": "not a regular file",
}
"""Sources of which nothing can be read, and what is said."""


@pytest.fixture
def sources(folder: Path) -> Path:
    (folder / "program.xyz").write_text("x")
    (folder / "binary.md").write_bytes(b"\x00\x01\x02")
    (folder / "folder").mkdir()
    (folder / "good.md").write_text("https://example.org/a")
    (folder / "none.md").write_text("No address is here.")
    return folder


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("citecache.db"))


@pytest.mark.parametrize("command", NEEDING, ids=" ".join)
def test_without_a_cache_a_command_says_what_to_do_and_leaves_none(
    cite: Cite, folder: Path, command: tuple[str, ...]
) -> None:
    said = str(cite(*command, expect=1).exception)
    assert said.startswith("there is no cache at citecache.db")
    assert "citecache add" in said or "crawl SOURCE..." in said
    assert not left(folder)


@pytest.mark.parametrize("command", ["add", "check", "crawl"])
@pytest.mark.parametrize("source", sorted(UNREAD))
def test_a_source_that_was_not_read_is_a_failure(cite: Cite, sources: Path, command: str, source: str) -> None:
    """And nothing came into the cache that was to be made: none is left."""
    done = cite(command, source, expect=1)
    assert UNREAD[source] in done.output + str(done.exception)
    assert not left(sources)


@pytest.mark.parametrize("source", sorted(UNREAD))
def test_the_other_sources_are_read_all_the_same(cite: Cite, as_json: AsJson, sources: Path, source: str) -> None:
    expected = 0 if (sources / source).is_dir() else 1
    cite("add", source, "good.md", expect=expected)
    assert [card["url"] for card in as_json("list")] == ["https://example.org/a"]
    cite("crawl", "--dry-run", "--json", source, "good.md", expect=expected)


@pytest.mark.parametrize("command", ["add", "check", "crawl"])
def test_an_empty_argument_is_a_usage_error(cite: Cite, folder: Path, command: str) -> None:
    """As of an unset variable of a script; it does not stand for the working directory."""
    (folder / "a.md").write_text("https://example.org/a")
    assert "a SOURCE is empty" in cite(command, "", expect=2).output
    assert not left(folder)


@pytest.mark.usefixtures("sources")
def test_a_document_without_citations_is_no_failure(cite: Cite) -> None:
    """It was read, and nothing in it is broken."""
    assert "1 document, 0 citations" in cite("add", "none.md").stdout
    assert cite("check", "none.md").stdout.startswith("0 citations")
    assert "these sources cite nothing that can be fetched" in cite("crawl", "none.md").stdout


@pytest.mark.usefixtures("sources")
def test_a_check_or_a_crawl_of_nothing_is_a_failure(cite: Cite) -> None:
    cite("add", "none.md")
    assert "there is no citation to check" in str(cite("check", expect=1).exception)
    assert "the cache is empty" in str(cite("crawl", expect=1).exception)


def test_an_old_cache_is_never_removed(cite: Cite, sources: Path) -> None:
    cite("add", "none.md")
    cite("add", "missing.md", expect=1)
    assert left(sources) == ["citecache.db"]
