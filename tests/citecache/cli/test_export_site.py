"""`export site`: a folder that is renewed, and holds what can be published."""

from pathlib import Path

import pytest
from command_line import Cite
from loopback_web import article


def files(folder: Path) -> dict[str, bytes]:
    """The pages by their paths; the list of what was written is hidden."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.usefixtures("filled")
def test_a_site_has_a_page_for_each_card_and_says_how_many(cite: Cite, folder: Path) -> None:
    said = cite("export", "site", "-o", "public")
    assert said.stdout == ""
    assert "2 cards in public" in said.stderr
    found = files(folder / "public")
    assert sum(name.startswith("resources/") for name in found) == 2
    assert {"index.html", "documents.html", "changes.html", "style.css", "verdicts/alive.html"} <= set(found)


@pytest.mark.usefixtures("filled")
def test_a_second_site_touches_nothing_and_a_narrower_one_removes_pages(cite: Cite, folder: Path) -> None:
    public = folder / "public"
    cite("export", "site", "-o", "public")
    (public / "CNAME").write_text("cited.example")
    before = {path: path.stat().st_mtime_ns for path in public.rglob("*") if path.is_file()}
    cite("export", "site", "-o", "public")
    assert {path: path.stat().st_mtime_ns for path in public.rglob("*") if path.is_file()} == before
    said = cite("export", "site", "-o", "public/", "--verdict", "missing")
    assert "removed" in said.stderr
    found = files(public)
    assert sum(name.startswith("resources/") for name in found) == 1
    assert "verdicts/alive.html" not in found
    assert found["CNAME"] == b"cited.example"


@pytest.mark.usefixtures("filled")
def test_a_site_needs_a_folder(cite: Cite, folder: Path) -> None:
    assert "-o" in cite("export", "site", expect=2).stderr
    assert "-o" in cite("export", "site", "-o", "-", expect=2).stderr
    (folder / "file").write_text("mine")
    cite("export", "site", "-o", "file", expect=1)
    assert (folder / "file").read_text() == "mine"


def test_an_empty_cache_is_a_site_too(cite: Cite, folder: Path) -> None:
    (folder / "a.md").write_text("Nothing is cited.\n")
    cite("add", "a.md")
    cite("export", "site", "-o", "public")
    assert b"Nothing is cited" in files(folder / "public")["index.html"]


def test_a_text_is_of_the_day_on_which_its_copy_was_made(cite: Cite, folder: Path) -> None:
    """Not of the day of the last fetch, which there need not have been."""
    (folder / "a.html").write_text(article("the tide"))
    cite("import", "a.html", "--url", "https://example.org/tide", "--date", "2021-03-04")
    cite("export", "site", "-o", "public")
    (page,) = (data.decode() for name, data in files(folder / "public").items() if name.startswith("resources/"))
    assert 'An imported copy of <time datetime="2021-03-04T00:00:00Z">Mar 4, 2021</time>' in page
    assert "Text, as of 2021-03-04T00:00:00Z" in cite("export", "markdown").stdout
