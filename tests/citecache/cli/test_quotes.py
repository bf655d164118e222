"""`citecache quotes` and `check --quotes`: whether what documents quote stands in its source, now or ever."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from command_line import AsJson, Cite
from fetched_pages import SITE, Page, fetch

from citecache.usecases import parts
from crawler.cache import CacheFile
from crawler.cache.read import changes
from crawler.model import Verdict

BOARD = "It met in May. The board approved the plan in 2023, said Anna Holm. " + "Nobody objected to the ferry. " * 8
DOCUMENT = f"""# Board

She said "the board approved the plan in 2023".[^1]

She said "the board approved the plan in 2024".[^1]

She said "whales sing louder near harbours".[^1]

She said "there is nothing to be seen here".[^2]

[^1]: [Minutes]({SITE}/minutes)
[^2]: [Gone]({SITE}/gone)
"""
FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def board(folder: Path, cite: Cite) -> Path:
    """A document with four quotations, and what the pages said in March."""
    (folder / "board.md").write_text(DOCUMENT)
    cite("add", "board.md")
    pages = {f"{SITE}/minutes": Page(BOARD), f"{SITE}/gone": Page(None, verdict=Verdict.MISSING)}
    fetch(folder / "citecache.db", pages, FIRST)
    return folder


@pytest.mark.usefixtures("board")
def test_a_quotation_that_does_not_stand_is_a_line_to_jump_to_with_what_differs(cite: Cite) -> None:
    result = cite("quotes")
    assert result.stdout.splitlines() == [
        f"board.md:5:11  [altered] {SITE}/minutes  “the board approved the plan in 2024”",
        "  number: “2024” in the quote, “2023” in the text",
        "  the text of 2026-03-01 has: “The board approved the plan in 2023”",
        f"board.md:7:11  [absent] {SITE}/minutes  “whales sing louder near harbours”",
        "  no close passage in any text",
        "4 quotations in 1 document: 1 verbatim, 1 altered, 1 absent, 1 no text",
    ]
    assert "2 other quotations: --all lists all" in result.stderr
    assert "[no text]" in cite("quotes", "--all").stdout
    only = cite("quotes", "--status", "verbatim").stdout
    assert only.splitlines()[0].startswith("board.md:3:11  [verbatim]")
    assert "[altered]" not in only


def test_json_has_the_fields_of_the_contract_and_exact_offsets(board: Path, as_json: AsJson) -> None:
    rows = as_json("quotes", "board.md")
    assert set(rows[0]) >= set(
        "document line column label resource_id url quote status similarity matched_text start end differences"
        " capture_id captured_at first_seen last_seen".split()
    )
    assert [row["status"] for row in rows] == ["verbatim", "altered", "absent", "no_text"]
    with CacheFile.open(board / "citecache.db") as cache:
        for row in rows[:2]:
            text = changes.text(cache, row["capture_id"])
            assert text[row["start"] : row["end"]] == row["matched_text"]
    assert (rows[0]["line"], rows[0]["column"], rows[0]["label"]) == (3, 11, "1")
    assert rows[3]["differences"] == ["the page is missing"]
    assert [row["status"] for row in as_json("quotes", "--status", "altered")] == ["altered"]


def test_a_quotation_that_the_page_lost_has_vanished_and_may_come_back(board: Path, as_json: AsJson) -> None:
    def status() -> tuple[str, str, str]:
        row = as_json("quotes")[0]
        return row["status"], row["first_seen"][:10], row["last_seen"][:10]

    again = FIRST + timedelta(days=30)
    fetch(board / "citecache.db", {f"{SITE}/minutes": Page(BOARD.replace(" in 2023", ""))}, again)
    assert status() == ("vanished", "2026-03-01", "2026-03-01")
    fetch(board / "citecache.db", {f"{SITE}/minutes": Page(BOARD)}, again + timedelta(days=30))
    assert status() == ("verbatim", "2026-03-01", "2026-04-30")


def test_check_counts_altered_and_vanished_quotations_as_problems(board: Path, cite: Cite) -> None:
    cite("check", "board.md", expect=3)  # the missing page
    before = cite("check", expect=3).stdout
    assert "quot" not in before
    found = cite("check", "--quotes", expect=3).stdout.splitlines()
    assert found[0].startswith(f"board.md:5:11  [quote-altered] {SITE}/minutes  quoted with other words")
    assert "4 citations and 4 quotations in 1 document" in found[-1]
    (board / "board.md").write_text(f'She said "the board approved the plan in 2023" [here]({SITE}/minutes).\n')
    assert "1 quote-verbatim" in cite("check", "--quotes", "board.md").stdout


@pytest.mark.parametrize(("doubt", "severity"), [(None, "problem"), ("half of the page is missing", "warning")])
def test_absent_words_are_a_problem_only_where_the_text_is_whole(
    folder: Path, cite: Cite, as_json: AsJson, doubt: str | None, severity: str
) -> None:
    (folder / "a.md").write_text(f'She said "whales sing louder near harbours" [here]({SITE}/minutes).\n')
    cite("add", "a.md")
    fetch(folder / "citecache.db", {f"{SITE}/minutes": Page(BOARD, capture={"doubt": doubt})})
    report = as_json("check", "--quotes", expect=3 if severity == "problem" else 0)
    (finding,) = report["findings"]
    assert (finding["severity"], finding["verdict"]) == (severity, "quote_absent")
    assert finding["quote"] == "whales sing louder near harbours"


@pytest.mark.usefixtures("board")
def test_every_format_of_check_tells_of_quotations(cite: Cite) -> None:
    assert "title=citecache%3A quote-altered" in cite("check", "--quotes", "--format", "github", expect=3).stdout
    assert "| **quote-altered**" in cite("check", "--quotes", "--format", "markdown", expect=3).stdout
    suites = ET.fromstring(cite("check", "--quotes", "--format", "junit", expect=3).stdout)
    names = [case.get("name") for case in suites.iter("testcase")]
    assert f"{SITE}/minutes “the board approved the plan in 2024”" in names
    assert len(set(names)) == len(names)


def test_a_baseline_knows_a_quotation_by_its_words(board: Path, cite: Cite) -> None:
    cite("check", "--quotes", "--write-baseline", "known.json")
    assert "altered" in (board / "known.json").read_text()
    assert "known from the baseline" in cite("check", "--quotes", "--baseline", "known.json").stdout
    assert "no longer" not in cite("check", "--baseline", "known.json").stderr
    (board / "board.md").write_text(DOCUMENT.replace("2024", "2025"))
    told = cite("check", "board.md", "--quotes", "--baseline", "known.json", expect=3).stdout
    assert "1 problem (1 quote-altered)" in told


def test_a_field_without_words_is_told_as_such(folder: Path, cite: Cite) -> None:
    (folder / "a.csv").write_text(f"url,quote\n{SITE}/minutes,...\n")
    cite("add", "a.csv")
    fetch(folder / "citecache.db", {f"{SITE}/minutes": Page(BOARD)})
    assert "the quote has no words" in cite("quotes").stdout


def test_words_that_one_of_two_sources_has_stand_as_quoted(folder: Path, cite: Cite, as_json: AsJson) -> None:
    (folder / "a.md").write_text(
        f'He said "the board approved the plan in 2023".[^1][^2]\n\n[^1]: {SITE}/minutes\n[^2]: {SITE}/other\n'
    )
    cite("add", "a.md")
    fetch(folder / "citecache.db", {f"{SITE}/minutes": Page(BOARD), f"{SITE}/other": Page("Of whales. " * 40)})
    assert [(row["status"], row["elsewhere"]) for row in as_json("quotes")] == [("verbatim", False), ("absent", True)]
    assert "[absent]" not in cite("quotes").stdout
    assert "absent" not in cite("check", "--quotes").stdout


def test_quotations_that_are_looked_up_in_small_parts_stand_as_well(
    folder: Path, cite: Cite, as_json: AsJson, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = f"[^1]: {SITE}/other\n[^2]: {SITE}/minutes\n"
    (folder / "a.md").write_text(f'She said "the board approved the plan in 2023".[^1][^2]\n\n{notes}')
    (folder / "b.md").write_text(f'She said "the board approved the plan in 2024".[^2]\n\n{notes}')
    cite("add", "a.md", "b.md")
    fetch(folder / "citecache.db", {f"{SITE}/minutes": Page(BOARD), f"{SITE}/other": Page("Whales sing. " * 30)}, FIRST)
    whole, checked = as_json("quotes"), cite("check", "--quotes", expect=3).stdout
    assert [(row["document"], row["elsewhere"]) for row in whole] == [("a.md", True), ("a.md", False), ("b.md", False)]
    monkeypatch.setattr(parts, "AT_ONCE", 1)
    assert as_json("quotes") == whole
    assert cite("check", "--quotes", expect=3).stdout == checked


def test_words_of_a_page_that_asks_not_to_be_quoted_are_withheld(folder: Path, cite: Cite, as_json: AsJson) -> None:
    (folder / "a.md").write_text(f'He said "the board approved the plan in 2024" [here]({SITE}/minutes).\n')
    cite("add", "a.md")
    fetch(folder / "citecache.db", {f"{SITE}/minutes": Page(BOARD, capture={"reservations": ("nosnippet",)})})
    (row,) = as_json("quotes")
    assert (row["status"], row["matched_text"], row["differences"]) == ("altered", None, ["number"])
    assert "2023" not in cite("quotes").stdout + cite("check", "--quotes", expect=3).stdout
    assert "words of the text are withheld: nosnippet" in cite("quotes").stdout


def test_words_that_stand_instead_of_vanished_ones_are_withheld_too(folder: Path, cite: Cite, as_json: AsJson) -> None:
    """The text that has the quotation may be quoted, the newest one not."""
    (folder / "a.md").write_text(f'He said "the board approved the plan in 2023" [here]({SITE}/minutes).\n')
    cite("add", "a.md")
    fetch(folder / "citecache.db", {f"{SITE}/minutes": Page(BOARD)}, FIRST)
    later = Page(BOARD.replace("2023", "1966"), capture={"reservations": ("nosnippet",)})
    fetch(folder / "citecache.db", {f"{SITE}/minutes": later}, FIRST + timedelta(days=30))
    (row,) = as_json("quotes")
    assert (row["status"], row["matched_text"], row["differences"]) == ("vanished", None, ["number"])
    assert row["withheld"].startswith("nosnippet")
    assert "1966" not in cite("quotes").stdout + cite("check", "--quotes", expect=3).stdout


def test_what_a_document_quotes_is_exported_with_its_citation(board: Path, cite: Cite) -> None:
    cite("export", "jsonl", "-o", "out.jsonl")
    cards = [json.loads(line) for line in (board / "out.jsonl").read_text().splitlines()]
    (card,) = [card for card in cards if card["url"] == f"{SITE}/minutes"]
    assert card["cited_by"][0]["quotes"] == ["the board approved the plan in 2023"]


@pytest.mark.usefixtures("board")
def test_the_card_tells_what_is_quoted_from_it_and_how_it_stands(cite: Cite) -> None:
    lines = cite("show", f"{SITE}/minutes").stdout.splitlines()
    at = lines.index("Quotes")
    assert lines[at + 1] == "  board.md:3:11 [verbatim] “the board approved the plan in 2023”"
    assert [line.split("[")[1].split("]")[0] for line in lines[at + 1 : at + 4]] == ["verbatim", "altered", "absent"]


def test_a_page_that_lost_quoted_words_is_the_first_of_the_changes(board: Path, cite: Cite, as_json: AsJson) -> None:
    (board / "more.md").write_text(f"See [it]({SITE}/popular).\n")
    (board / "most.md").write_text(f"See [it]({SITE}/popular).\n")
    cite("add", "more.md", "most.md")
    fetch(board / "citecache.db", {f"{SITE}/popular": Page("A very popular page. " * 20)}, FIRST + timedelta(hours=1))
    later = {
        f"{SITE}/minutes": Page(BOARD.replace("in 2023", "after a debate")),
        f"{SITE}/popular": Page("An unpopular page by now, they say. " * 20),
    }
    fetch(board / "citecache.db", later, FIRST + timedelta(days=30))
    quoted, popular = as_json("changes", "--since", "2026-03-02")["changes"]
    assert (quoted["url"], quoted["quotes_lost"]) == (f"{SITE}/minutes", ["the board approved the plan in 2023"])
    assert (popular["cited_by_count"], popular["quotes_lost"]) == (2, [])
    assert "removed; 1 quotation gone" in cite("changes", "--since", "2026-03-02").stdout.splitlines()[0]


def test_changes_and_quotes_agree_on_what_is_lost(folder: Path, cite: Cite, as_json: AsJson) -> None:
    """What is quoted with an omission is lost as well; what is only spelled otherwise is not."""
    old, new = (
        "It cost 1,000 dollars to print the new minutes. " * 9,
        "It cost 1000 dollars to print the new minutes. " * 9,
    )
    (folder / "a.md").write_text(
        f'He said "the board ... after a long debate" [here]({SITE}/minutes), and "it cost 1,000 dollars to print"'
        f" [there]({SITE}/minutes).\n"
    )
    cite("add", "a.md")
    fetch(folder / "citecache.db", {f"{SITE}/minutes": Page(f"The board met after a long debate. {old}")}, FIRST)
    again = FIRST + timedelta(days=30)
    fetch(folder / "citecache.db", {f"{SITE}/minutes": Page(f"The board met and went home. {new}")}, again)
    assert [row["status"] for row in as_json("quotes")] == ["vanished", "verbatim"]
    (change,) = as_json("changes", "--since", "2026-03-02")["changes"]
    assert change["quotes_lost"] == ["the board ... after a long debate"]


def test_quotations_are_listed_in_the_order_in_which_they_stand(folder: Path, as_json: AsJson) -> None:
    """Footnotes may be in another order."""
    words = [f"the board approved plan number {number}" for number in ("one", "two")]
    (folder / "a.md").write_text(
        f'He said "{words[0]}",[^b] and then "{words[1]}".[^a]\n\n[^a]: [A]({SITE}/minutes)\n[^b]: [B]({SITE}/other)\n'
    )
    assert [row["quote"] for row in as_json("quotes", "a.md")] == words


def test_check_counts_quotations_from_what_no_record_defines(folder: Path, cite: Cite) -> None:
    (folder / "a.mdx").write_text('He said "the board approved the plan" <R id="d2f67176f1bc7b5a">here</R>.\n')
    assert "[no text] d2f67176f1bc7b5a" in cite("quotes", "--all", "a.mdx").stdout
    told = cite("check", "--quotes", "a.mdx").stdout
    assert "1 citation and 1 quotation in 1 document" in told
    assert "2 inconclusive (1 quote-no-text, 1 undefined)" in told


def test_where_nothing_is_quoted_it_says_so(folder: Path, cite: Cite) -> None:
    (folder / "a.md").write_text(f"See [it]({SITE}/minutes).\n")
    assert "0 quotations in 0 documents" in cite("quotes", "a.md").stdout
    assert cite("quotes", expect=1).exit_code == 1
    assert "exclude each other" in cite("quotes", "--all", "--status", "altered", expect=2).stderr
