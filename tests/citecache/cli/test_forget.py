"""Documents that are moved, left out, gone or forgotten: `add`, `add --prune`, `forget`."""

import shutil
from pathlib import Path

import pytest
from command_line import AsJson, Cite

NAMES = ("docs/a.md", "docs/b.md", "docs/deep/c.md")


@pytest.fixture
def docs(folder: Path, cite: Cite) -> Path:
    """Three documents, a citation in each, that were added."""
    for name in NAMES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"[x](https://example.org/{path.stem})\n")
    cite("add", "docs")
    return folder


def cited_from(as_json: AsJson, *arguments: str) -> list[str]:
    """The documents that cite anything."""
    cards = as_json("list", *arguments)
    return sorted({by["document"] for card in cards for by in card["cited_by"]})


@pytest.mark.parametrize(
    ("wanted", "forgotten"),
    [
        ("docs/a.md", ["docs/a.md"]),
        ("{}/docs/a.md", ["docs/a.md"]),
        ("docs/deep", ["docs/deep/c.md"]),
        ("docs/*.md", ["docs/a.md", "docs/b.md"]),
        ("docs/**/*.md", list(NAMES)),
        ("b", ["docs/b.md"]),
    ],
)
def test_a_document_is_forgotten_by_path_folder_pattern_or_name(
    docs: Path, as_json: AsJson, wanted: str, forgotten: list[str]
) -> None:
    result = as_json("forget", wanted.format(docs))
    assert [one["document"] for one in result["documents"]] == forgotten
    assert result["citations"] == len(forgotten)
    assert cited_from(as_json) == sorted(set(NAMES) - set(forgotten))


def test_from_another_directory_paths_are_relative_to_it(
    docs: Path, as_json: AsJson, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "docs/a.md").unlink()
    monkeypatch.chdir(docs / "docs/deep")
    database = ("--db", "../../citecache.db")
    assert as_json("forget", "../a.md", *database)["documents"] == [{"document": "../a.md", "citations": 1}]
    assert [Path(name).resolve() for name in cited_from(as_json, *database)] == [
        (docs / name).resolve() for name in NAMES[1:]
    ]


def test_a_dry_run_forgets_nothing(docs: Path, cite: Cite, as_json: AsJson) -> None:
    assert "1 document, 1 citation would be forgotten" in cite("forget", "--dry-run", str(docs / "docs/a.md")).stdout
    assert cited_from(as_json) == sorted(NAMES)


def test_one_unknown_name_forgets_nothing_and_hints_at_a_close_one(docs: Path, cite: Cite, as_json: AsJson) -> None:
    failed = cite("forget", str(docs / "docs/b.md"), "docs/aa.md", expect=1)
    assert "docs/aa.md (there is docs/a.md); nothing was forgotten" in str(failed.exception)
    assert cited_from(as_json) == sorted(NAMES)


def test_what_is_forgotten_is_read_again_when_it_is_added_again(docs: Path, cite: Cite, as_json: AsJson) -> None:
    cite("forget", str(docs / "docs"))
    added = as_json("add", "docs")
    assert (added["new_documents"], added["new_citations"], added["new_resources"]) == (3, 3, 0)


def test_prune_forgets_every_document_whose_file_is_gone(docs: Path, cite: Cite, as_json: AsJson) -> None:
    (docs / "docs/a.md").unlink()
    shutil.rmtree(docs / "docs/deep")
    assert as_json("add", "--prune", "--dry-run")["gone_documents"] == ["docs/a.md", "docs/deep/c.md"]
    assert cited_from(as_json) == sorted(NAMES)
    assert "docs/a.md: the file is gone, it cites no more" in cite("add", "--prune").stdout
    assert cited_from(as_json) == ["docs/b.md"]


def test_another_folder_ends_no_citation_here(docs: Path, as_json: AsJson) -> None:
    (docs / "docs/a.md").unlink()
    (docs / "other").mkdir()
    assert as_json("add", "other", expect=1)["gone_documents"] == []
    assert cited_from(as_json) == sorted(NAMES)
    assert as_json("add", "docs/")["gone_documents"] == ["docs/a.md"]


def test_a_source_that_is_not_there_says_how_to_forget_it(docs: Path, cite: Cite, as_json: AsJson) -> None:
    """It may be misspelt, or not mounted: nothing is forgotten by itself."""
    shutil.rmtree(docs / "docs")
    failed = cite("add", "docs", expect=1)
    assert "docs: 3 documents in the cache" in failed.stderr
    assert "forget docs" in failed.stderr
    assert cited_from(as_json) == sorted(NAMES)


def test_a_rename_is_foreseen_by_a_dry_run(docs: Path, as_json: AsJson) -> None:
    (docs / "docs/a.md").rename(docs / "docs/z.md")
    expected = [{"document": "docs/z.md", "before": "docs/a.md"}]
    for arguments in (("--dry-run",), ()):
        added = as_json("add", "docs", *arguments)
        assert (added["renamed_documents"], added["gone_documents"]) == (expected, [])
        assert added["removed_citations"] == 0


def test_a_repository_that_comes_or_goes_changes_no_document(docs: Path, cite: Cite, as_json: AsJson) -> None:
    """The paths that are stored change then, with a database in another folder."""
    database = ("--db", "var/c.db")
    (docs / "var").mkdir()
    cite("add", "docs", *database)
    for change in ((docs / ".git").mkdir, (docs / ".git").rmdir):
        change()
        added = as_json("add", "docs", *database)
        assert (added["new_documents"], added["gone_documents"], added["citations"]) == (0, [], 3)
        assert cited_from(as_json, *database) == sorted(NAMES)


def test_a_document_that_is_left_out_now_is_said_to_cite_still(docs: Path, cite: Cite, as_json: AsJson) -> None:
    """It may have been named before; who wants it gone forgets it."""
    (docs / ".git").mkdir()
    (docs / ".gitignore").write_text("a.md\n")
    said = cite("add", "docs").stdout
    assert "docs/a.md: not read this time, still cited from: `citecache forget` ends that" in said
    assert as_json("add", "--dry-run", "docs")["unread_documents"] == ["docs/a.md"]
    assert as_json("add", "docs/a.md", "docs")["unread_documents"] == []
    cite("forget", "docs/a.md")
    assert "not read this time" not in cite("add", "docs").stdout


def test_a_folder_without_anything_to_read_is_said_so(folder: Path, cite: Cite) -> None:
    (folder / "empty").mkdir()
    assert "empty: nothing to read in this folder\n" in cite("add", "empty", expect=1).stdout


def test_a_name_that_several_documents_have_is_listed_with_their_paths(docs: Path, cite: Cite) -> None:
    (docs / "docs/deep/a.md").write_text("[x](https://example.org/other)\n")
    cite("add", "docs")
    failed = cite("forget", "a", expect=1)
    assert "2 documents are called a: docs/a.md; docs/deep/a.md; nothing was forgotten" in str(failed.exception)
    assert "a: no such file" in cite("add", "a", expect=1).stdout


def test_odd_file_names_are_one_line_each_and_can_be_forgotten(docs: Path, cite: Cite, as_json: AsJson) -> None:
    """A line end in a name, and bytes that are no UTF-8."""
    (docs / "docs/a.md").rename(docs / "docs/two  words\nand a line.md")
    assert "docs/two  words and a line.md: renamed from docs/a.md" in cite("add", "docs").stdout.splitlines()
    Path(str(docs / "docs") + "/caf\udce9.md").write_text("[x](https://example.org/x)\n")
    cite("add", "docs")
    assert as_json("forget", "docs/caf\udce9.md")["documents"] == [{"document": r"docs/caf\xe9.md", "citations": 1}]
    assert r"or matches, docs/caf\xe9.md (there" in str(cite("forget", "docs/caf\udce9.md", expect=1).exception)
