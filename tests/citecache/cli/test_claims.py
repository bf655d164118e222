"""`citecache claims`: what documents say beside what their sources say."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from command_line import AsJson, Cite
from fetched_pages import BRIDGE, SITE, Page, fetch

from citecache.usecases import parts
from crawler.model import Verdict

ISSUES = """# Vardal

The Vardal bridge, which Otto Berg built, cost 12 million crowns.[^bridge]

The bridge at Vardal [opened in 1998](https://example.org/bridge).

Whales sing louder near harbours.[^whales] It is [gone](https://example.org/gone). Nobody [looked](https://example.org/new).

[^bridge]: https://example.org/bridge
[^whales]: https://example.org/bridge
"""
MORE = "# More\n\nThe ferry [leaves at seven](https://example.org/secret), says the old table of 1950.\n"


PAGES = {
    f"{SITE}/bridge": Page(),
    f"{SITE}/gone": Page(None, verdict=Verdict.MISSING),
    f"{SITE}/secret": Page("The ferry leaves at nine, they said.", capture={"reservations": ("nosnippet",)}),
}


@pytest.fixture
def docs(folder: Path, cite: Cite) -> Path:
    """Two documents, and what some of the pages that they cite say."""
    (folder / "docs").mkdir()
    (folder / "docs" / "vardal.md").write_text(ISSUES)
    (folder / "docs" / "more.md").write_text(MORE)
    cite("add", "docs")
    fetch(folder / "citecache.db", PAGES)
    return folder


def of(url: str, rows: list[dict[str, Any]], words: str = "") -> dict[str, Any]:
    """The row of a claim that has these words."""
    (row,) = [row for row in rows if row["url"] == f"{SITE}/{url}" and words in row["claim"]]
    return row


@pytest.mark.usefixtures("docs")
def test_a_doubtful_claim_is_a_line_to_jump_to_with_what_is_missing(cite: Cite) -> None:
    result = cite("claims", "docs/vardal.md")
    lines = result.stdout.splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("docs/vardal.md:3:"))
    assert "[doubt 0." in lines[first]
    assert lines[first].endswith("“The Vardal bridge, which Otto Berg built, cost 12 million crowns.”")
    assert lines[first + 1] == "  nowhere in the source: 12 million, Otto Berg"
    assert "“The bridge at Vardal opened on 3 May 1998" in lines[first + 3]
    assert f"text of {datetime.now(UTC):%Y-%m-%d}" in lines[first + 3]


@pytest.mark.usefixtures("docs")
def test_what_is_not_listed_is_counted_and_can_be_listed(cite: Cite) -> None:
    short, whole = cite("claims", "docs/vardal.md"), cite("claims", "docs/vardal.md", "--all")
    total = (
        "5 claims in 1 document: 2 doubtful, 1 not doubtful, 2 inconclusive"
        " (no text: the page is missing: 1; the page was never fetched: 1)"
    )
    assert short.stdout.splitlines()[-1] == whole.stdout.splitlines()[-1] == total
    assert "3 other claims: --all lists them" in short.stderr
    assert "--all" not in whole.stderr
    assert "opened in 1998" not in short.stdout
    assert "opened in 1998" in whole.stdout
    assert "the page was never fetched\n" in whole.stdout


@pytest.mark.usefixtures("docs")
def test_json_has_every_claim_with_passages_that_stand_in_the_text(as_json: AsJson) -> None:
    rows = as_json("claims", "docs/vardal.md")
    row = of("bridge", rows, "Otto Berg")
    assert set(row) == set(
        "document line column label resource_id url claim doubt doubtful inconclusive missing_numbers missing_names"
        " lacking passages withheld capture_id captured_at judgement".split()
    )
    assert (row["document"], row["line"], row["label"]) == ("docs/vardal.md", 3, "bridge")
    assert (row["missing_numbers"], row["missing_names"]) == (["12 million"], ["Otto Berg"])
    assert row["passages"][0]["text"].startswith("The bridge at Vardal")
    assert all(BRIDGE[one["start"] : one["end"]] == one["text"] for one in row["passages"])
    assert of("bridge", rows, "opened in 1998")["doubt"] == 0
    assert of("bridge", rows, "Whales")["doubt"] == 1
    assert of("gone", rows)["inconclusive"] == "no text: the page is missing"


@pytest.mark.usefixtures("docs")
def test_without_sources_all_documents_count(as_json: AsJson) -> None:
    assert {row["document"] for row in as_json("claims")} == {"docs/vardal.md", "docs/more.md"}


def test_a_source_is_read_first(docs: Path, as_json: AsJson) -> None:
    (docs / "docs" / "more.md").write_text(f"# More\n\nThe bridge [opened]({SITE}/bridge) with 40,000 guests.\n")
    (row,) = as_json("claims", "docs/more.md")
    assert row["missing_numbers"] == ["40,000"]


@pytest.mark.usefixtures("docs")
def test_a_page_that_asks_for_no_excerpts_is_not_quoted(cite: Cite, as_json: AsJson) -> None:
    (row,) = as_json("claims", "docs/more.md")
    assert [one["text"] for one in row["passages"]] == [None]
    assert row["withheld"].startswith("nosnippet: ")
    assert row["missing_numbers"] == ["seven", "1950"]  # the document's own words
    text = cite("claims", "docs/more.md").stdout
    assert "withheld: nosnippet" in text
    assert "nine" not in text


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(verdict=Verdict.LEGAL), "withheld for legal reasons"),
        (Page(verdict=Verdict.RESTRICTED), "only a teaser"),
        (Page(capture={"extractor": "description"}), "only the page's description"),
        (Page(capture={"doubt": "text cut at 1,000 characters"}), "text cut at"),
        (Page("", capture={"no_text": "a picture without words"}), "no text"),
    ],
)
def test_a_text_that_is_not_whole_or_not_ours_to_show_is_no_evidence(
    page: Page, reason: str, folder: Path, cite: Cite, as_json: AsJson
) -> None:
    (folder / "a.md").write_text(f"Otto Berg [built]({SITE}/bridge) the bridge for 12 million crowns.\n")
    cite("add", "a.md")
    fetch(folder / "citecache.db", {f"{SITE}/bridge": page})
    (row,) = as_json("claims")
    assert row["doubt"] is None
    assert not row["doubtful"]
    assert not row["missing_numbers"]
    assert reason in row["inconclusive"]


def test_a_cache_without_claims_and_an_unknown_source_are_refused(cite: Cite) -> None:
    cite("add", f"{SITE}/bridge")
    assert "no document has a claim to compare" in str(cite("claims", expect=1).exception)
    assert "nowhere.md" in str(cite("claims", "nowhere.md", expect=1).exception)


def test_text_of_strangers_acts_on_nothing(folder: Path, cite: Cite) -> None:
    (folder / "a.md").write_text(f"Otto Berg [built]({SITE}/bridge) the Vardal bridge for 12 million crowns.\n")
    cite("add", "a.md")
    fetch(folder / "citecache.db", {f"{SITE}/bridge": Page("The Vardal bridge\x1b[31m cost\n::error::x 14 million.")})
    output = cite("claims").stdout
    assert "\x1b" not in output
    assert "\n::error" not in output
    assert json.loads(cite("claims", "--json").stdout)


@pytest.mark.usefixtures("docs")
def test_claims_that_are_compared_in_small_parts_are_the_same(as_json: AsJson, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = as_json("claims")
    monkeypatch.setattr(parts, "AT_ONCE", 1)
    assert as_json("claims") == whole
    assert len({row["document"] for row in whole}) == 2
