"""`citecache add`: what it lists, what it refuses, and what it says while it reads."""

from pathlib import Path

import pytest
from command_line import AsJson, Cite, progress_on_terminal

PAGE = """# Ponds

See [a](https://example.org/a) and [b](other.md).

`https://example.org/code` and [c](https://example.org:99999/)
"""


@pytest.fixture
def page(folder: Path) -> Path:
    (folder / "docs").mkdir()
    (folder / "docs/.hidden.md").write_text("x")
    path = folder / "docs/a.md"
    path.write_text(PAGE)
    return path


def test_a_dry_run_lists_documents_citations_and_what_is_none_with_their_places(cite: Cite, page: Path) -> None:
    assert cite("add", "--dry-run", "docs").stdout.splitlines() == [
        "docs/a.md: markdown, 2 citations",
        'docs/a.md:3:5: https://example.org/a "a"',
        "docs/a.md:3:36: not a citation: relative link: other.md",
        "docs/a.md:5:1: not a citation: URL in code",
        'docs/a.md:5:32: https://example.org:99999/ "c"',
        "docs/a.md:5: not a valid URL: port 99999 is out of range: https://example.org:99999/",
        "docs/.hidden.md: not a citation: hidden file",
        "1 document, 2 citations, 2 resources; 2 new resources (dry run: nothing stored); 1 issue",
        "not citations: URL in code 1, relative link 1, hidden file 1",
    ]
    assert not (page.parents[1] / "citecache.db").exists()


def test_json_lists_the_same(as_json: AsJson, page: Path) -> None:
    assert page.is_file()
    for arguments in (["--dry-run"], []):
        found = as_json("add", *arguments, "docs")
        (source,) = found["read"]
        assert (source["document"], source["format"], source["unchanged"]) == ("docs/a.md", "markdown", False)
        assert [(c["line"], c["column"], c["url"]) for c in source["citations"]] == [
            (3, 5, "https://example.org/a"),
            (5, 32, "https://example.org:99999/"),
        ]
        assert [(i["path"], i["line"], i["reason"]) for i in found["ignored"]] == [
            ("docs/a.md", 3, "relative link"),
            ("docs/a.md", 5, "URL in code"),
            ("docs/.hidden.md", None, "hidden file"),
        ]


def test_a_file_of_a_type_that_nobody_reads_is_refused_and_the_rest_is_read(cite: Cite, page: Path) -> None:
    page.with_name("pond.foo").write_text("See https://example.org/a")
    refused = cite("add", "docs/pond.foo", "docs/a.md", expect=1)
    assert "docs/pond.foo: no format reads this .foo file; everything else was read" in str(refused.exception)
    assert ".bib" in str(refused.exception)
    assert "1 document, 2 citations" in refused.stdout


def test_many_file_types_of_a_folder_are_one_count(cite: Cite, page: Path) -> None:
    for suffix in ("py", "png", "so", "toml", "foo"):
        page.with_name(f"a.{suffix}").write_text("x")
    assert "unsupported file type (5 types) 5" in cite("add", "docs").stdout


def test_in_a_folder_it_is_only_counted(cite: Cite, page: Path) -> None:
    page.with_name("pond.foo").write_text("See https://example.org/a")
    assert "unsupported file type .foo 1" in cite("add", "docs").stdout


def test_a_terminal_shows_that_reading_goes_on(folder: Path) -> None:
    (folder / "docs").mkdir()
    for at in range(3):
        (folder / f"docs/{at}.md").write_text(PAGE)
    shown = progress_on_terminal(folder, "add", "docs")
    assert "reading: 1 document, 2 citations" in shown
    assert shown.endswith("\r\x1b[K")
