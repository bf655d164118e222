"""`prune`: what nothing cites any more is dropped, with everything that was stored of it; and nothing else."""

from pathlib import Path

import pytest
from command_line import AsJson, Cite

from crawler.cache import CacheFile, run_lock

GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
TABLES = ("resources", "pages", "fetches", "captures", "bodies", "evidence")


def rows(path: Path) -> dict[str, int]:
    """How many rows each table has."""
    with CacheFile.open(path) as cache:
        return {name: cache.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}


def urls(as_json: AsJson) -> list[str]:
    return [card["url"] for card in as_json("list")]


def test_what_is_cited_stays(filled: Path, as_json: AsJson) -> None:
    before = rows(filled)
    assert as_json("prune")["dropped"] == []
    assert rows(filled) == before


def test_a_resource_goes_with_all_that_was_stored_of_its_page(filled: Path, cite: Cite, as_json: AsJson) -> None:
    said = cite("forget", "wiki/llama.md").stdout
    assert "next: " in said
    assert "prune --dry-run   # 2 resources that nothing cites" in said
    planned = as_json("prune", "--dry-run")
    assert [one["url"] for one in planned["dropped"]] == sorted([GOOD, GONE])
    assert rows(filled)["resources"] == 2
    assert "2 resources, 2 pages, 2 fetches, 1 capture dropped" in cite("prune").stdout
    assert rows(filled) == dict.fromkeys(TABLES, 0)
    assert as_json("search", "weights") == []
    assert cite("doctor").exit_code == 0


def test_the_other_page_keeps_its_text_and_is_still_found(filled: Path, cite: Cite, as_json: AsJson) -> None:
    (filled.parent / "wiki/llama.md").write_text(f"[still cited]({GOOD})\n")
    cite("add", "wiki")
    assert [one["url"] for one in as_json("prune")["dropped"]] == [GONE]
    assert urls(as_json) == [GOOD]
    assert [hit["url"] for hit in as_json("search", "weights")] == [GOOD]
    assert cite("doctor").exit_code == 0


def test_what_a_person_named_marked_or_described_is_kept_unless_asked(
    filled: Path, cite: Cite, as_json: AsJson
) -> None:
    named, described = "https://example.org/named", "https://example.org/described"
    cite("add", named)
    (filled.parent / "wiki/records.yaml").write_text(f"- id: 0123456789abcdef\n  url: {described}\n  title: T\n")
    cite("add", "wiki")
    cite("mark", GONE, "alive", "--note", "in print")
    cite("forget", "wiki/llama.md")
    result = as_json("prune")
    assert [one["url"] for one in result["dropped"]] == [GOOD]
    assert {one["url"]: one["reason"] for one in result["kept"]} == {
        named: "added by URL",
        described: "described in a record",
        GONE: "marked",
    }
    assert "prune --all` drops them, too" in cite("prune").stdout
    cite("prune", "--all")
    assert urls(as_json) == []


def test_a_record_that_says_nothing_but_a_url_describes_it(folder: Path, cite: Cite, as_json: AsJson) -> None:
    (folder / "r.yaml").write_text("- url: https://example.org/bare\n")
    cite("add", "r.yaml")
    assert as_json("prune")["dropped"] == []
    assert urls(as_json) == ["https://example.org/bare"]


def test_a_record_whose_document_is_forgotten_describes_nothing(filled: Path, cite: Cite, as_json: AsJson) -> None:
    (filled.parent / "r.yaml").write_text("- id: 0123456789abcdef\n  url: https://example.org/d\n  title: T\n")
    cite("add", "r.yaml")
    cite("forget", "r.yaml")
    assert [one["url"] for one in as_json("prune")["dropped"]] == ["https://example.org/d"]


def test_an_entry_with_another_url_describes_the_old_one_no_more(folder: Path, cite: Cite, as_json: AsJson) -> None:
    refs = folder / "refs.bib"
    for url in ("https://example.org/wrong", "https://example.org/right"):
        refs.write_text(f"@online{{key,\n  title = {{T}},\n  url = {{{url}}}\n}}\n")
        cite("add", "refs.bib")
    assert [one["url"] for one in as_json("prune")["dropped"]] == ["https://example.org/wrong"]


def test_the_space_is_given_back(filled: Path, cite: Cite) -> None:
    with CacheFile.open(filled) as cache, cache.write() as db:
        db.execute("UPDATE bodies SET data = randomblob(4000000)")
    before = filled.stat().st_size
    cite("forget", "wiki/llama.md")
    assert "the file is " in cite("prune").stdout
    assert filled.stat().st_size < before / 2


def test_nothing_is_dropped_under_a_running_crawl(filled: Path, cite: Cite) -> None:
    cite("forget", "wiki/llama.md")
    with run_lock(filled):
        assert "another crawl" in str(cite("prune", expect=1).exception)
    assert rows(filled)["resources"] == 2


def test_documents_whose_files_are_gone_are_forgotten_together(filled: Path, cite: Cite, as_json: AsJson) -> None:
    (filled.parent / "wiki/other.md").write_text("[x](https://example.org/x)\n")
    cite("add", "wiki")
    (filled.parent / "wiki/llama.md").unlink()
    assert [one["document"] for one in as_json("forget", "--missing", "--dry-run")["documents"]] == ["wiki/llama.md"]
    assert as_json("forget", "--missing", "wiki/other.md")["documents"] == []
    cite("forget", "--missing")
    assert [one["url"] for one in as_json("prune", "--dry-run")["dropped"]] == sorted([GOOD, GONE])


@pytest.mark.parametrize("arguments", [("forget",), ("prune", "--limit", "0")])
def test_usage_mistakes_are_exit_code_2(filled: Path, cite: Cite, arguments: tuple[str, ...]) -> None:
    assert filled.exists()
    cite(*arguments, expect=2)
